"""Show where the time of a clean build goes: samples of CPU time by function and by module.

    python -m benchmarks.costs [--articles 2000]

A sampler, as a tracing profiler makes small functions look slow. One job, in this process; what runs
in C counts for the Python function that called it.
"""

import argparse
import shutil
import signal
from collections import Counter
from pathlib import Path
from types import FrameType

from benchmarks.corpus import Archive
from benchmarks.run import SITES
from benchmarks.sites import write

EVERY = 0.001  # seconds of CPU time
SHOWN = 60

Function = tuple[str, str]


class Sampler:
    """Counts the functions at work: `own` at the top of the stack, `total` anywhere in it."""

    def __init__(self) -> None:
        self.samples = 0
        self.own = Counter[Function]()
        self.total = Counter[Function]()

    def look(self, _: int, frame: FrameType | None) -> None:
        """Count the functions on the stack."""
        stack = []
        while frame:
            stack.append((module(frame.f_code.co_filename), frame.f_code.co_qualname))
            frame = frame.f_back
        self.samples += 1
        self.own[stack[0]] += 1
        self.total.update(set(stack))


def module(path: str) -> str:
    """Return the path of a module or a template without what depends on the machine."""
    for start in ("/site-packages/", "/src/", "/templates/", "/python3"):
        path = path.rpartition(start)[2]
    return path


def sample(site: Path) -> Sampler:
    """Build a site in this process with one job; SystemExit if that fails."""
    from openai_news.cli import main

    sampler = Sampler()
    signal.signal(signal.SIGPROF, sampler.look)
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
    try:
        main(["build", "--quiet", "--jobs", "1", "--site", str(site)])
    except SystemExit as end:
        if end.code:
            raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return sampler


def show(title: str, counts: Counter[str], samples: int) -> None:
    """Print shares of all samples, greatest first."""
    print(f"\n{title}")
    for name, count in counts.most_common(SHOWN):
        print(f"{count / samples:7.1%}  {name}")


def main() -> None:
    """Sample one build and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    count = parser.parse_args().articles
    folder = SITES / f"costs-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, Archive(count))
    sampler = sample(folder / "ours")
    modules = Counter[str]()
    for (path, _), number in sampler.own.items():
        modules[path] += number
    functions = Counter({f"{path} {name}": n for (path, name), n in sampler.total.items()})
    show("Module, own time", modules, sampler.samples)
    show("Function with all that it calls", functions, sampler.samples)


if __name__ == "__main__":
    main()
