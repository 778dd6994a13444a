"""Race openai-news against Hugo on the same archive: clean builds and edits, in turns.

    python -m benchmarks.run [--articles 10000] [--rounds 3] [--only ours|hugo]

Writes the measurements, a table and a plot to `benchmarks/results/`.
"""

import argparse
import json
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import corpus, report
from benchmarks.corpus import HERE, Archive, Article
from benchmarks.process import peak, timed

ROOT = HERE.parent
RESULTS = HERE / "results"
SITES = ROOT / "build" / "benchmarks"


@dataclass(frozen=True)
class Racer:
    """A generator: its command, run in its site's folder, and what a clean build must not find."""

    name: str
    command: tuple[str, ...]
    made: tuple[str, ...]
    output: str
    base: str

    def article(self, folder: Path, item: Article) -> Path:
        """Return the file of an article."""
        return (corpus.ours_path if self.name == "ours" else corpus.hugo_path)(folder, item)


@dataclass(frozen=True)
class Scene:
    """Where a race takes place: the racer, the folder of both sites, the archive, the round."""

    racer: Racer
    folder: Path
    archive: Archive
    round: int

    @property
    def site(self) -> Path:
        """Return the racer's site."""
        return self.folder / self.racer.name

    def edit(self, number: int, old: str, new: str) -> None:
        """Replace some text, once, in the file of an article."""
        item = corpus.article(self.archive, number)
        _replace(self.racer.article(self.folder, item), old, new)


def clean(scene: Scene) -> None:
    """Put the last build out of sight; to delete it now would slow the next one's new files (see README)."""
    for name in scene.racer.made:
        if (scene.site / name).exists():
            (scene.site / name).rename(Path(tempfile.mkdtemp(dir=scene.folder)) / name)


def nothing(_: Scene) -> None:
    """Change nothing."""


def body(scene: Scene) -> None:
    """Add a sentence to an article in the middle of the archive."""
    middle = scene.archive.count // 2 + 2 * scene.round
    scene.edit(middle, "\n---\n\n", f"\n---\n\nMise à jour numéro {scene.round}.\n\n")


def another_body(scene: Scene) -> None:
    """Add a sentence to another article."""
    scene.edit(scene.archive.count // 3 + scene.round, "\n---\n\n", "\n---\n\nPrécision.\n\n")


def title(scene: Scene) -> None:
    """Change an article's title."""
    middle = scene.archive.count // 2 + 2 * scene.round + 1
    scene.edit(middle, 'title: "', f'title: "Édition {scene.round} : ')


def new(scene: Scene) -> None:
    """Add an article, newer than all."""
    item = corpus.article(scene.archive, scene.archive.count + scene.round)
    text = (corpus.for_ours if scene.racer.name == "ours" else corpus.for_hugo)(scene.archive, item)
    path = scene.racer.article(scene.folder, item)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def base_template(scene: Scene) -> None:
    """Change the template that all pages extend."""
    _replace(scene.site / scene.racer.base, "</body>", f"<!-- {scene.round} --></body>")


def fresh_times(scene: Scene) -> None:
    """Give every article and every page a new time stamp, as a clone with a restored cache has."""
    for folder in ("content", scene.racer.output):
        for path in (scene.site / folder).rglob("*.*"):
            path.touch()


SCENARIOS: dict[str, Callable[[Scene], None]] = {
    "clean": clean,
    "one body edited, first after clean": body,
    "nothing changed": nothing,
    "one body edited": another_body,
    "one title edited": title,
    "one new article": new,
    "base template edited": base_template,
    "fresh time stamps": fresh_times,
}


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), "utf-8")


def racers() -> list[Racer]:
    """Return who takes part; SystemExit when one is not installed."""
    ours = ROOT / ".venv" / "bin" / "openai-news"
    found = [*HERE.glob(".venv/lib/python*/site-packages/hugo/binaries/hugo*")]
    if not ours.exists() or not found:
        raise SystemExit("run `make bench`: it installs openai-news and Hugo first")
    return [
        Racer(
            name="ours",
            command=(str(ours), "build", "--quiet"),
            made=("dist", ".cache"),
            output="dist",
            base="templates/base.html",
        ),
        Racer(
            name="hugo",
            command=(str(found[0]), "--quiet"),
            made=("public", "resources"),
            output="public",
            base="layouts/baseof.html",
        ),
    ]


def sites(archive: Archive) -> Path:
    """Write both sites anew and return their folder; ours gets a base template that can be edited."""
    folder = SITES / str(archive.count)
    shutil.rmtree(folder, ignore_errors=True)
    corpus.write(folder, archive)
    templates = folder / "ours" / "templates"
    templates.mkdir()
    shutil.copy(ROOT / "templates" / "base.html", templates)
    return folder


def race(archive: Archive, rounds: int, taking_part: list[Racer]) -> report.Race:
    """Run every scenario for every racer in turns, then once more to see the memory."""
    folder, runs = sites(archive), list[report.Run]()
    for number in range(rounds + 1):
        for scenario, prepare in SCENARIOS.items():
            for racer in taking_part:
                scene = Scene(racer, folder, archive, number)
                prepare(scene)
                runs.append(_run(scene, scenario, seen=number == rounds))
                print(runs[-1], file=sys.stderr)
    trees = {racer.name: _tree(folder / racer.name / racer.output) for racer in taking_part}
    return report.Race(archive.count, rounds, _machine(), trees, runs)


def _run(scene: Scene, scenario: str, *, seen: bool) -> report.Run:
    """Build once: timed, or seen at work for its memory."""
    name, command = scene.racer.name, scene.racer.command
    if seen:
        return report.Run(name, scenario, memory=peak(command, scene.site))
    wall, cpu = timed(command, scene.site)
    return report.Run(name, scenario, wall=wall, cpu=cpu)


def _tree(folder: Path) -> report.Tree:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return report.Tree(files=len(sizes), size=sum(sizes))


def _machine() -> str:
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text().splitlines() if cpus.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    model = names[0] if names else platform.machine()
    return f"{max(1, len(names))} × {model}, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    """Race, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("ours", "hugo"))
    asked = parser.parse_args()
    taking_part = [racer for racer in racers() if asked.only in {None, racer.name}]
    result = race(Archive(asked.articles), asked.rounds, taking_part)
    RESULTS.mkdir(exist_ok=True)
    stem = RESULTS / f"{asked.articles}"
    stem.with_suffix(".json").write_text(json.dumps(asdict(result), indent=1) + "\n", "utf-8")
    stem.with_suffix(".md").write_text(report.table(result), "utf-8")
    stem.with_suffix(".svg").write_text(report.plot(result), "utf-8")
    print(report.table(result))


if __name__ == "__main__":
    main()
