"""How much faster a clean build is with two jobs than with one.

python -m benchmarks.jobs [--articles 10000] [--rounds 3]
"""

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from benchmarks.corpus import Archive
from benchmarks.machine import machine
from benchmarks.racers import RACERS
from benchmarks.run import RESULTS, SITES, begin, build
from benchmarks.scenes import CLEAN, Scene, prepare
from benchmarks.space import demand

JOBS = (1, 2)


def measure(articles: int, rounds: int) -> dict[int, float]:
    """Return the median seconds of a clean build by its number of jobs, from interleaved runs."""
    archive, ours = Archive(articles), RACERS["ours"]
    folder, seconds = begin(archive, [ours]), {jobs: list[float]() for jobs in JOBS}
    for number in range(rounds):
        for jobs, found in seconds.items():
            scene = Scene(ours, folder, archive, number)
            prepare(scene, CLEAN)
            found.append(build(scene, CLEAN, options=("--jobs", str(jobs))).wall)
            print(jobs, found[-1], file=sys.stderr)
    return {jobs: median(found) for jobs, found in seconds.items()}


def table(articles: int, rounds: int, seconds: dict[int, float]) -> str:
    """Return the seconds and the gain as a Markdown page."""
    lines = [
        f"# Jobs: a clean build of {articles:,} articles",
        "",
        f"{machine(SITES)}; medians of {rounds} interleaved runs of whole processes.",
        "",
        "| jobs | wall s | times as fast as one |",
        "|---:|---:|---:|",
        *(f"| {jobs} | {wall:.2f} | {seconds[1] / wall:.2f} |" for jobs, wall in seconds.items()),
    ]
    return "\n".join(lines) + "\n"


def write(folder: Path, articles: int, rounds: int, seconds: dict[int, float]) -> None:
    """Write the measurements and the table."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = {"articles": articles, "rounds": rounds, "machine": machine(SITES), "wall": seconds}
    (folder / "jobs.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    (folder / "jobs.md").write_text(table(articles, rounds, seconds), "utf-8")


def main() -> None:
    """Measure, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    demand(SITES, asked.articles, asked.rounds * len(JOBS), [RACERS["ours"]])
    seconds = measure(asked.articles, asked.rounds)
    write(asked.results, asked.articles, asked.rounds, seconds)
    print(table(asked.articles, asked.rounds, seconds))


if __name__ == "__main__":
    main()
