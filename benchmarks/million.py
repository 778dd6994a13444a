"""How the catalogue and the scan grow to a million articles, of one paragraph each and without pages.

    python -m benchmarks.million [--sizes 10000,100000,1000000]

The table of outputs is empty: of a build this leaves to look at all files, to read and admit articles and
to record them. Writes the measurements and a table to `benchmarks/results/`.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import corpus, sites
from benchmarks.corpus import Archive
from benchmarks.growth import exponent
from benchmarks.machine import machine
from benchmarks.process import peak, timed
from benchmarks.racers import RACERS
from benchmarks.run import RESULTS, SITES
from benchmarks.scenes import CLEAN, NOTHING, ONE_BODY, Scene, prepare
from benchmarks.space import demand

SIZES = (10_000, 100_000, 1_000_000)
SCENARIOS = (CLEAN, NOTHING, ONE_BODY)
BODY = "Une brève, qui tient en une phrase et renvoie au [site](https://example.org/).\n"
WITHOUT_PAGES = (
    "from openai_news import outputs; outputs.OUTPUTS = (); from openai_news.cli import main; main()"
)


@dataclass(frozen=True)
class Size:
    """What an archive takes: bytes on the disk and in memory; seconds of wall time and of CPU by scenario."""

    articles: int
    content: int
    catalogue: int
    memory: int
    wall: dict[str, float]
    cpu: dict[str, float]


def measure(articles: int) -> Size:
    """Write an archive, build and edit it, and delete it."""
    scene = Scene(RACERS["ours"], SITES / f"million-{articles}", Archive(articles), 0)
    shutil.rmtree(scene.folder, ignore_errors=True)
    _write(scene)
    command = (sys.executable, "-c", WITHOUT_PAGES, "build", "--quiet")
    times = {}
    for scenario in SCENARIOS:
        prepare(scene, scenario)
        times[scenario] = timed(command, scene.site)
        print(articles, scenario, *times[scenario], file=sys.stderr)
    found = Size(
        articles,
        content=_bytes(scene.site / "content"),
        catalogue=sum(file.stat().st_size for file in scene.site.glob(".cache/*.db*")),
        memory=peak((*command, "--clean"), scene.site),
        wall={scenario: wall for scenario, (wall, _) in times.items()},
        cpu={scenario: cpu for scenario, (_, cpu) in times.items()},
    )
    shutil.rmtree(scene.folder)
    return found


def _write(scene: Scene) -> None:
    sites.write(scene.folder, Archive(0))
    for number in range(scene.archive.count):
        sites.put(scene.folder, "ours", scene.archive, corpus.article(scene.archive, number, BODY))


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.md"))


def table(found: Sequence[Size]) -> str:
    """Return a Markdown page."""
    head = [f"{scenario}, s" for scenario in SCENARIOS] + [f"{scenario}, CPU s" for scenario in SCENARIOS]
    lines = [
        "# The catalogue and the scan",
        "",
        f"{machine(SITES)}; articles of one paragraph, no pages made, each build a whole process, run once.",
        "The memory is the peak of the clean build (proportional set size of all processes).",
        "",
        f"| articles | {' | '.join(head)} | memory, MiB | catalogue, MB | content, MB |",
        f"|---:{'|---:' * (len(head) + 3)}|",
        *map(_row, found),
    ]
    if len(found) > 1:
        sizes = [size.articles for size in found]
        powers = [
            f"**{exponent(sizes, [getattr(size, kind)[scenario] for size in found]):.2f}**"
            for kind in ("wall", "cpu")
            for scenario in SCENARIOS
        ]
        lines.append(f"| exponent | {' | '.join(powers)} | | | |")
    return "\n".join(lines) + "\n"


def _row(size: Size) -> str:
    seconds = [f"{times[scenario]:.2f}" for times in (size.wall, size.cpu) for scenario in SCENARIOS]
    memory = f"{size.memory / 2**20:,.0f} | {size.catalogue / 1e6:,.0f} | {size.content / 1e6:,.0f}"
    return f"| {size.articles:,} | {' | '.join(seconds)} | {memory} |"


def write(folder: Path, found: Sequence[Size]) -> None:
    """Write the measurements and the table."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = [asdict(size) for size in found]
    (folder / "million.json").write_text(
        json.dumps({"machine": machine(SITES), "sizes": sizes}, indent=1) + "\n", "utf-8"
    )
    (folder / "million.md").write_text(table(found), "utf-8")


def main() -> None:
    """Measure, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    sizes = sorted(int(size) for size in asked.sizes.split(","))
    demand(SITES, sizes[-1], 0, [RACERS["ours"]])
    found = [measure(size) for size in sizes]
    write(asked.results, found)
    print(table(found))


if __name__ == "__main__":
    main()
