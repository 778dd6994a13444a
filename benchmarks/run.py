"""Race generators on the same archive: clean builds and edits, in turns.

    python -m benchmarks.run [--articles 10000] [--rounds 3] [--racers ours,hugo]
        [--edits 1] [--clean-only hugo]

Writes the measurements, a table and a plot to `benchmarks/results/`.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import racers, report, sites
from benchmarks.corpus import Archive
from benchmarks.installing import install
from benchmarks.machine import machine
from benchmarks.process import peak, timed
from benchmarks.racers import HERE, ROOT, Racer
from benchmarks.scenes import CLEAN, SCENARIOS, Scene, prepare
from benchmarks.space import demand

RESULTS = HERE / "results"
SITES = ROOT / "build" / "benchmarks"


def begin(archive: Archive, taking_part: Sequence[Racer]) -> Path:
    """Write all sites anew and return their folder; ours gets a base template that can be edited."""
    folder = SITES / str(archive.count)
    shutil.rmtree(folder, ignore_errors=True)
    sites.write(folder, archive, [racer.name for racer in taking_part if not racer.reads])
    for racer in taking_part:
        (folder / racer.name).mkdir(exist_ok=True)
    templates = folder / "ours" / "templates"
    if templates.parent.exists():
        templates.mkdir()
        shutil.copy(ROOT / "templates" / "base.html", templates)
    return folder


@dataclass(frozen=True)
class Plan:
    """How often: rounds of all scenarios, and in each of them an edit's.

    Who is named in `clean_only` makes all anew whatever happens, and is asked to do so once a round.
    """

    rounds: int
    edits: int = 1
    clean_only: tuple[str, ...] = ()

    def times(self, racer: Racer, scenario: str, *, seen: bool) -> int:
        """Return how often a racer runs a scenario in a round."""
        if scenario == CLEAN:
            return 1
        if racer.name in self.clean_only:
            return 0
        return 1 if seen else self.edits


def race(archive: Archive, plan: Plan, taking_part: Sequence[Racer]) -> report.Race:
    """Run every scenario for every racer in turns, then once more to see the memory."""
    folder, runs = begin(archive, taking_part), list[report.Run]()
    for number in range(plan.rounds + 1):
        seen = number == plan.rounds
        for scenario in SCENARIOS:
            for racer in taking_part:
                for again in range(plan.times(racer, scenario, seen=seen)):
                    scene = Scene(racer, folder, archive, number * plan.edits + again)
                    prepare(scene, scenario)
                    runs.append(build(scene, scenario, seen=seen))
                    print(runs[-1], file=sys.stderr)
    trees = {racer.name: tree(folder / racer.name / racer.output) for racer in taking_part}
    return report.Race(archive.count, plan.rounds, machine(SITES), trees, runs, plan.edits)


def build(scene: Scene, scenario: str, *, seen: bool = False, options: Sequence[str] = ()) -> report.Run:
    """Build once: timed, or seen at work for its memory."""
    name, command = scene.racer.name, (*scene.racer.command, *options)
    if seen:
        return report.Run(name, scenario, memory=peak(command, scene.site))
    wall, cpu = timed(command, scene.site)
    return report.Run(name, scenario, wall=wall, cpu=cpu)


def tree(folder: Path) -> report.Tree:
    """Count the files of a folder and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return report.Tree(files=len(sizes), size=sum(sizes))


def main() -> None:
    """Race, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--racers", default=racers.DEFAULT, help=",".join(racers.RACERS))
    parser.add_argument("--edits", type=int, default=1)
    parser.add_argument("--clean-only", default="", help=",".join(racers.RACERS))
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    taking_part = racers.named(asked.racers)
    demand(SITES, asked.articles, asked.rounds + 1, taking_part)
    install(taking_part)
    plan = Plan(asked.rounds, asked.edits, tuple(asked.clean_only.split(",")))
    result = race(Archive(asked.articles), plan, taking_part)
    report.write(asked.results, result)
    print(report.table(result))


if __name__ == "__main__":
    main()
