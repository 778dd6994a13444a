"""What social cards and versions of pictures add to a clean build: on and off, first and again.

    python -m benchmarks.pictures [--articles 1000] [--rounds 2]

The first build finds no store, the next one (`--clean`) finds in it what the first has drawn. No setting
turns versions off: there the command is told that every picture is too narrow to have any.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from benchmarks import sites
from benchmarks.corpus import Archive
from benchmarks.illustrating import illustrate
from benchmarks.machine import machine
from benchmarks.racers import RACERS, Racer, ours_told
from benchmarks.report import Race, Run
from benchmarks.run import RESULTS, SITES, build, tree
from benchmarks.scenes import CLEAN, Scene, prepare
from benchmarks.space import ask

OURS = RACERS["ours"]
WITHOUT_VERSIONS = ours_told("from openai_news import pictures_versions as p; p.SMALLEST = 10**9")
FIRST, AGAIN = "first", "again"
ROUNDS = 2
KILOBYTE = 1000
WRITTEN = 3_000_000  # bytes on disk in a round: of an article, its picture and cards, the versions twice


@dataclass(frozen=True)
class Variant:
    """One way to build the same articles."""

    racer: Racer = OURS
    settings: str = ""
    illustrated: bool = False


ALONE, CARDS, COPIES, VERSIONS = "articles alone", "with social cards", "with pictures", "with their versions"
VARIANTS = {
    ALONE: Variant(),
    CARDS: Variant(settings="social_cards: true\n"),
    COPIES: Variant(WITHOUT_VERSIONS, illustrated=True),
    VERSIONS: Variant(illustrated=True),
}
ADDED = {
    "a social card": (CARDS, ALONE),
    "a picture, judged and copied": (COPIES, ALONE),
    "the versions of a picture": (VERSIONS, COPIES),
}


def check_space(articles: int, rounds: int) -> None:
    """SystemExit with a plain sentence when the disk has too little room."""
    ask(SITES, articles * rounds * WRITTEN, f"{articles:,} articles with pictures and {rounds} rounds")


def measure(articles: int, rounds: int) -> Race:
    """Build every variant in turns, first and again."""
    archive, folder = Archive(articles), SITES / f"pictures-{articles}"
    shutil.rmtree(folder, ignore_errors=True)
    for name, variant in VARIANTS.items():
        begin(folder / name, archive, variant)
    runs = [
        run
        for number in range(rounds)
        for name, variant in VARIANTS.items()
        for run in _both(name, Scene(variant.racer, folder / name, archive, number))
    ]
    trees = {name: tree(folder / name / OURS.name / OURS.output) for name in VARIANTS}
    return Race(articles, rounds, machine(SITES), trees, runs)


def begin(folder: Path, archive: Archive, variant: Variant) -> None:
    """Write the site of a variant."""
    sites.write(folder, archive)
    with (folder / OURS.name / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write(variant.settings)
    if variant.illustrated:
        illustrate(folder, archive)


def _both(name: str, scene: Scene) -> Iterator[Run]:
    prepare(scene, CLEAN)
    for scenario, options in ((FIRST, ()), (AGAIN, ("--clean",))):
        run = replace(build(scene, CLEAN, options=options), racer=name, scenario=scenario)
        print(run, file=sys.stderr)
        yield run


def table(race: Race) -> str:
    """Return the seconds, and what one card or picture adds, as a Markdown page."""
    lines = [
        f"# Pictures and social cards: clean builds of {race.articles:,} articles",
        "",
        f"{race.machine}; whole processes, run {race.rounds} times in turns, of which the least is shown.",
        "Pictures are JPEG of 1200 × 800, 1600 × 900 or 2000 × 1333 pixels, one at the head of each article.",
        "The first build has an empty store, the next one (`--clean`) has what the first has drawn.",
        "",
        "## Seconds",
        "",
        "| | first: wall | CPU | again: wall | CPU | files | MB in dist/ |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(_seconds(race, name) for name in race.trees),
        "",
        "## Milliseconds that one adds",
        "",
        "| | first: wall | CPU | again: wall | CPU | files | KB in dist/ |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(_added(race, what, *between) for what, between in ADDED.items()),
    ]
    return "\n".join(lines) + "\n"


def _seconds(race: Race, name: str) -> str:
    times = " | ".join(f"{seconds:.1f}" for seconds in _times(race, name))
    written = race.trees[name]
    return f"| {name} | {times} | {written.files:,} | {written.size / KILOBYTE**2:,.0f} |"


def _added(race: Race, what: str, more: str, less: str) -> str:
    pairs = zip(_times(race, more), _times(race, less), strict=True)
    times = " | ".join(f"{1000 * (high - low) / race.articles:.1f}" for high, low in pairs)
    files = (race.trees[more].files - race.trees[less].files) / race.articles
    size = (race.trees[more].size - race.trees[less].size) / race.articles / KILOBYTE
    return f"| {what} | {times} | {files:.1f} | {size:,.0f} |"


def _times(race: Race, name: str) -> list[float]:
    """Return the least wall and CPU seconds of the first build, then of the next."""
    return [
        min(getattr(run, of) for run in race.runs if (run.racer, run.scenario) == (name, scenario))
        for scenario in (FIRST, AGAIN)
        for of in ("wall", "cpu")
    ]


def write(folder: Path, race: Race) -> None:
    """Write the measurements and the tables."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pictures.json").write_text(json.dumps(asdict(race), indent=1) + "\n", "utf-8")
    (folder / "pictures.md").write_text(table(race), "utf-8")


def main() -> None:
    """Measure, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    check_space(asked.articles, asked.rounds)
    race = measure(asked.articles, asked.rounds)
    write(asked.results, race)
    print(table(race))


if __name__ == "__main__":
    main()
