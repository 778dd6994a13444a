"""Show what a race measured: tables in Markdown, a plot in SVG.

python -m benchmarks.report benchmarks/results/10000.json    # again, from the measurements
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks import plot
from benchmarks.racers import RACERS
from benchmarks.scenes import CLEAN

MEBIBYTE = 2**20
_SMALL = 0.1  # ratios below are easier to read as 1/n


@dataclass(frozen=True)
class Run:
    """One build: seconds of wall time and of CPU, or the greatest memory in bytes."""

    racer: str
    scenario: str
    wall: float = 0
    cpu: float = 0
    memory: int = 0


@dataclass(frozen=True)
class Tree:
    """What a generator wrote: number of files, their size in bytes."""

    files: int
    size: int


@dataclass(frozen=True)
class Race:
    """All runs of one race."""

    articles: int
    rounds: int
    machine: str
    trees: dict[str, Tree]
    runs: list[Run]
    edits: int = 1  # times that each is timed in a round

    def middle(self, racer: str, scenario: str, of: str) -> float:
        """Return the median of `wall`, `cpu` or `memory`; 0 when it was not measured."""
        runs = (run for run in self.runs if (run.racer, run.scenario) == (racer, scenario))
        values: list[float] = [value for run in runs if (value := getattr(run, of))]
        return median(values or [0.0])

    @property
    def scenarios(self) -> list[str]:
        """Return the scenarios in the order in which they were run."""
        return list(dict.fromkeys(run.scenario for run in self.runs))


def load(path: Path) -> Race:
    """Read a race as `write` left it."""
    data = json.loads(path.read_text("utf-8"))
    trees = {racer: Tree(**tree) for racer, tree in data.pop("trees").items()}
    runs = [Run(**run) for run in data.pop("runs")]
    return Race(**data, trees=trees, runs=runs)


def write(folder: Path, race: Race) -> None:
    """Write the measurements, the tables and the plot of a race."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"{race.articles}"
    stem.with_suffix(".json").write_text(json.dumps(asdict(race), indent=1) + "\n", "utf-8")
    stem.with_suffix(".md").write_text(table(race), "utf-8")
    stem.with_suffix(".svg").write_text(bars(race), "utf-8")


def table(race: Race) -> str:
    """Return the medians as a Markdown page."""
    sizes = [
        f"{RACERS[racer].title} writes {tree.files:,} files, {tree.size / MEBIBYTE:,.0f} MiB"
        for racer, tree in race.trees.items()
    ]
    lines = [
        f"# {race.articles:,} articles",
        "",
        f"{race.machine}; medians of {_often(race)}; peak memory",
        f"(proportional set size of all processes) from one more run. {'; '.join(sizes)}.",
        *_section(race, "wall", "Seconds of wall time, and their ratio to Hugo's clean build in this race"),
        *_section(race, "cpu", "Seconds of CPU time, all processes"),
        *_section(race, "memory", "Peak memory in MiB, all processes"),
    ]
    return "\n".join(lines) + "\n"


def _often(race: Race) -> str:
    rounds = f"{race.rounds} interleaved runs of whole processes"
    return rounds if race.edits == 1 else f"{rounds}, each edit {race.edits} times in a run"


def _section(race: Race, of: str, caption: str) -> Iterator[str]:
    yield from ("", f"## {caption}", "")
    yield f"| | {' | '.join(RACERS[racer].title for racer in race.trees)} |"
    yield f"|---{'|---:' * len(race.trees)}|"
    for scenario in race.scenarios:
        yield f"| {' | '.join([scenario, *(_cell(race, racer, scenario, of) for racer in race.trees)])} |"


def _cell(race: Race, racer: str, scenario: str, of: str) -> str:
    value = race.middle(racer, scenario, of)
    if not value:
        return "–"
    if of == "memory":
        return f"{value / MEBIBYTE:,.0f}"
    unit = race.middle("hugo", CLEAN, "wall") if of == "wall" else 0
    return f"{value:.2f} ({_ratio(value / unit)})" if unit else f"{value:.2f}"


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value > _SMALL else f"1/{1 / value:.0f}"


def bars(race: Race) -> str:
    """Return the medians of wall time as bars, one for each racer in each scenario."""
    series = [
        plot.Series(
            RACERS[racer].title, RACERS[racer].colour, [race.middle(racer, s, "wall") for s in race.scenarios]
        )
        for racer in race.trees
    ]
    return plot.bars(f"Seconds to build, {race.articles:,} articles", race.scenarios, series)


if __name__ == "__main__":
    write(Path(sys.argv[1]).parent, load(Path(sys.argv[1])))
