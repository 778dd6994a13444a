"""What happens to a site before it is built: the scenarios of a race."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus, sites
from benchmarks.corpus import Archive
from benchmarks.racers import Racer


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

    def add_to_body(self, number: int, sentence: str) -> None:
        """Begin the body of an article with a sentence more."""
        after = sites.FORMATS[self.racer.name].body_after
        self._edit(number, after, f"{after}{sentence}\n\n")

    def retitle(self, number: int, before: str) -> None:
        """Put some words before an article's title."""
        title = corpus.name(self.archive, number).title
        self._edit(number, title, f"{before} : {title}")

    def _edit(self, number: int, old: str, new: str) -> None:
        item = corpus.article(self.archive, number)
        _replace(sites.article_path(self.folder, self.racer.name, item), old, new)


def prepare(scene: Scene, scenario: str) -> None:
    """Do what a scenario says; who reads another's output finds it changed already."""
    if scenario == "clean" or not scene.racer.reads:
        SCENARIOS[scenario](scene)


def clean(scene: Scene) -> None:
    """Put the last build out of sight; to delete it now would slow the next one's new files (see README)."""
    for pattern in scene.racer.made:
        for path in scene.site.glob(pattern):
            path.rename(Path(tempfile.mkdtemp(dir=scene.folder)) / path.name)


def nothing(_: Scene) -> None:
    """Change nothing."""


def body(scene: Scene) -> None:
    """Add a sentence to an article in the middle of the archive."""
    middle = scene.archive.count // 2 + 2 * scene.round
    scene.add_to_body(middle, f"Mise à jour numéro {scene.round}.")


def another_body(scene: Scene) -> None:
    """Add a sentence to another article."""
    scene.add_to_body(scene.archive.count // 3 + scene.round, "Précision.")


def title(scene: Scene) -> None:
    """Change an article's title."""
    middle = scene.archive.count // 2 + 2 * scene.round + 1
    scene.retitle(middle, f"Édition {scene.round}")


def new(scene: Scene) -> None:
    """Add an article, newer than all."""
    item = corpus.article(scene.archive, scene.archive.count + scene.round)
    sites.put(scene.folder, scene.racer.name, scene.archive, item)


def base_template(scene: Scene) -> None:
    """Change the template that all pages extend."""
    _replace(scene.site / scene.racer.base, "</body>", f"<!-- {scene.round} --></body>")


def fresh_times(scene: Scene) -> None:
    """Give every article and every page a new time stamp, as a clone with a restored cache has."""
    for folder in (sites.CONTENT, scene.racer.output):
        for path in (scene.site / folder).rglob("*.*"):
            path.touch()


CLEAN, NOTHING, ONE_BODY = "clean", "nothing changed", "one body edited"
SCENARIOS: dict[str, Callable[[Scene], None]] = {
    CLEAN: clean,
    "one body edited, first after clean": body,
    NOTHING: nothing,
    ONE_BODY: another_body,
    "one title edited": title,
    "one new article": new,
    "base template edited": base_template,
    "fresh time stamps": fresh_times,
}


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), "utf-8")
