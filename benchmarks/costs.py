"""Show where the time of a clean build goes: by module, then by function with all that it calls.

    python -m benchmarks.costs [--articles 2000]

The profiler itself slows small functions most: take the order from it, not the seconds.
"""

import argparse
import cProfile
import pstats
import shutil
from collections import Counter
from pathlib import Path

from benchmarks.corpus import Archive, write
from benchmarks.run import SITES

SHOWN = 45


def profile(site: Path) -> pstats.Stats:
    """Build a site in this process with one job; SystemExit if that fails."""
    from openai_news.cli import main

    profiler = cProfile.Profile()
    try:
        profiler.runcall(main, ["build", "--quiet", "--jobs", "1", "--site", str(site)])
    except SystemExit as end:
        if end.code:
            raise
    return pstats.Stats(profiler)


def module(path: str, function: str) -> str:
    """Name where a function is written: a module, a template, or C."""
    if path == "~":
        return f"C: {function}"
    for start in ("/site-packages/", "/src/", "/templates/", "/python3"):
        path = path.rpartition(start)[2]
    return path


def main() -> None:
    """Profile one build and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    count = parser.parse_args().articles
    folder = SITES / f"costs-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, Archive(count))
    stats = profile(folder / "ours")
    own = Counter[str]()
    for (path, _, function), (_, _, seconds, _, _) in vars(stats)["stats"].items():
        own[module(path, function)] += seconds
    for name, seconds in own.most_common(SHOWN):
        print(f"{seconds:8.2f} s  {name}")
    stats.sort_stats("cumulative").print_stats(SHOWN)


if __name__ == "__main__":
    main()
