"""Everything that is measured, one after the other: some hours on two cores.

    python -m benchmarks.full [--scale 1.0]

All racers on 10,000 articles; ours and Hugo on 100,000; growth from 1,000 to 200,000; one job against
two; the catalogue and the scan to 1,000,000; pictures and social cards. Each part is a process of its own
and leaves its results before the next begins; `--scale 0.03` runs all of it on small archives, to try it,
and leaves what came of it in `build/results/`.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence

from benchmarks import growth, million, racers
from benchmarks.run import RESULTS, SITES
from benchmarks.space import demand

SMALL, LARGE = 10_000, 100_000
ROUNDS_SMALL, ROUNDS_LARGE = 3, 1
EDITS_LARGE = 3  # of ours: Hugo makes all anew, for minutes
FEWEST = 10
TRIAL = SITES.parent / "results"


def parts(scale: float) -> Iterator[tuple[str, ...]]:
    """Yield the command line of each part."""
    small, large = round(SMALL * scale), round(LARGE * scale)
    everyone = ",".join(racers.RACERS)
    yield "run", "--articles", f"{small}", "--rounds", f"{ROUNDS_SMALL}", "--racers", everyone
    yield (
        *("run", "--articles", f"{large}", "--rounds", f"{ROUNDS_LARGE}", "--racers", racers.DEFAULT),
        *("--edits", f"{EDITS_LARGE}", "--clean-only", "hugo"),
    )
    yield "growth", "--sizes", _scaled(growth.SIZES, scale)
    yield "jobs", "--articles", f"{small}"
    yield "million", "--sizes", _scaled(million.SIZES, scale)
    yield "pictures", "--articles", f"{small // 10}"


def _scaled(sizes: Sequence[int], scale: float) -> str:
    return ",".join(str(round(size * scale)) for size in sizes)


def check_space(scale: float) -> None:
    """SystemExit before anything is measured when one of the parts would not fit."""
    ours = [racers.RACERS["ours"]]
    demand(SITES, round(SMALL * scale), ROUNDS_SMALL + 1, list(racers.RACERS.values()))
    demand(SITES, round(LARGE * scale), ROUNDS_LARGE + 1, racers.named(racers.DEFAULT))
    demand(SITES, round(sum(growth.SIZES) * scale), 1, ours)
    demand(SITES, round(million.SIZES[-1] * scale), 0, ours)


def main() -> None:
    """Run all parts; what a part wrote into build/ is deleted before the next."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    scale = parser.parse_args().scale
    if scale * growth.SIZES[0] < FEWEST:
        raise SystemExit(f"--scale {scale} leaves fewer than {FEWEST} articles, too few to edit")
    results = RESULTS if scale == 1 else TRIAL
    check_space(scale)
    for part, *arguments in parts(scale):
        print(f"--- {part} {' '.join(arguments)}", file=sys.stderr)
        subprocess.run(
            [sys.executable, "-m", f"benchmarks.{part}", *arguments, "--results", str(results)], check=True
        )
        shutil.rmtree(SITES, ignore_errors=True)


if __name__ == "__main__":
    main()
