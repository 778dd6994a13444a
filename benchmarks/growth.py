"""How the cost of a build grows with the archive: one series of sizes, and the exponent of each scenario.

    python -m benchmarks.growth [--sizes 1000,3000,10000,30000,100000,200000]

Writes the measurements, a table and a plot to `benchmarks/results/`.
"""

import argparse
import json
import math
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import linear_regression

from benchmarks import plot
from benchmarks.corpus import Archive
from benchmarks.machine import machine
from benchmarks.racers import RACERS
from benchmarks.run import RESULTS, SITES, begin, build
from benchmarks.scenes import CLEAN, NOTHING, ONE_BODY, Scene, prepare
from benchmarks.space import demand

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 200_000)
SCENARIOS = (CLEAN, NOTHING, ONE_BODY)
COLOURS = ("#1b6e53", "#3b7bbf", "#d1941f")
ROUNDS = 3  # of the short builds; a clean one is run once


@dataclass(frozen=True)
class Growth:
    """Seconds of wall time and of CPU of each scenario at each size."""

    machine: str
    sizes: tuple[int, ...]
    wall: dict[str, tuple[float, ...]]
    cpu: dict[str, tuple[float, ...]]


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Return the power of the size that the seconds follow: least squares on logarithms."""
    return linear_regression([math.log(n) for n in sizes], [math.log(s) for s in seconds]).slope


def measure(sizes: Sequence[int]) -> Growth:
    """Build archives of all sizes, one after the other."""
    found = [_at(size) for size in sizes]
    return Growth(
        machine(SITES),
        tuple(sizes),
        {scenario: tuple(one[scenario][0] for one in found) for scenario in SCENARIOS},
        {scenario: tuple(one[scenario][1] for one in found) for scenario in SCENARIOS},
    )


def _at(size: int) -> dict[str, tuple[float, float]]:
    """Return the least wall time and the least CPU time of each scenario: what disturbs only adds."""
    archive, ours = Archive(size), RACERS["ours"]
    folder = begin(archive, [ours])
    runs = {
        scenario: [_run(Scene(ours, folder, archive, number), scenario) for number in range(rounds)]
        for scenario, rounds in ((CLEAN, 1), (NOTHING, ROUNDS), (ONE_BODY, ROUNDS))
    }
    return {scenario: (min(w for w, _ in all_), min(c for _, c in all_)) for scenario, all_ in runs.items()}


def _run(scene: Scene, scenario: str) -> tuple[float, float]:
    prepare(scene, scenario)
    run = build(scene, scenario)
    print(scene.archive.count, run, file=sys.stderr)
    return run.wall, run.cpu


def table(growth: Growth) -> str:
    """Return the seconds and the exponents as a Markdown page."""
    lines = [
        "# Growth",
        "",
        f"{growth.machine}; openai-news alone, whole processes. A clean build is run once, the others",
        f"{ROUNDS} times, of which the least is shown: what disturbs a run only adds. The exponent is",
        "that of a line through the logarithms (least squares): 1 means twice the articles, twice the time.",
        *_section(growth, growth.wall, "Seconds of wall time"),
        *_section(growth, growth.cpu, "Seconds of CPU time"),
    ]
    return "\n".join(lines) + "\n"


def _section(growth: Growth, seconds: dict[str, tuple[float, ...]], caption: str) -> Iterator[str]:
    yield from (
        "",
        f"## {caption}",
        "",
        f"| articles | {' | '.join(seconds)} |",
        f"|---:{'|---:' * len(seconds)}|",
    )
    for at, size in enumerate(growth.sizes):
        yield f"| {size:,} | {' | '.join(f'{values[at]:.2f}' for values in seconds.values())} |"
    powers = (f"**{exponent(growth.sizes, values):.2f}**" for values in seconds.values())
    yield f"| exponent | {' | '.join(powers)} |"


def write(folder: Path, growth: Growth) -> None:
    """Write the measurements, the table and the plot."""
    folder.mkdir(parents=True, exist_ok=True)
    series = [
        plot.Series(scenario, colour, growth.wall[scenario])
        for scenario, colour in zip(SCENARIOS, COLOURS, strict=True)
    ]
    drawn = plot.lines("Seconds to build over the number of articles", growth.sizes, series)
    (folder / "growth.json").write_text(json.dumps(asdict(growth), indent=1) + "\n", "utf-8")
    (folder / "growth.md").write_text(table(growth), "utf-8")
    (folder / "growth.svg").write_text(drawn, "utf-8")


def main() -> None:
    """Measure, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    demand(SITES, sum(sizes), 1, [RACERS["ours"]])
    growth = measure(sizes)
    write(asked.results, growth)
    print(table(growth))
    for size in sizes:  # not one by one: a file system is slow to make files where many were deleted lately
        shutil.rmtree(SITES / str(size))


if __name__ == "__main__":
    main()
