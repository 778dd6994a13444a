"""What a problem tells once the whole site is known: its place in the file, a name that is near or free."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from openai_news import disk, front_matter, near
from openai_news.alias import AliasError, old_address
from openai_news.catalogue import Catalogue
from openai_news.config import Config
from openai_news.errors import with_excerpt
from openai_news.model import FrontMatter, Place, Problem, Source, State, Value
from openai_news.site import Site
from openai_news.typography import typeset_text

_LINKS = {"E401", "E402", "E403"}
_TERMS = {"E121", "E122", "E123"}
_HEADER = {"E301", "E302", "E303", "E304", "E305", "E312", "E320", "E321", *_TERMS}
_ADDRESS = re.compile(r"[^\s)>\"']+")
_KEYS = {"E302": "slug", "E303": "slug", "E312": "id"}


def complete(found: Iterable[Problem], catalogue: Catalogue, site: Site) -> Iterator[Problem]:
    """Yield the problems of a build, completed; only files with something wrong are read again."""
    texts = _Texts(Path(site.roots.content))
    names = _Names(catalogue)
    for problem in found:
        told = names.told(problem)
        text = "" if told.excerpt else texts.of(told.place.path)
        yield _placed(told, text, site.config) if text else told


class _Texts:
    """The texts of the files that problems are about."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._texts: dict[str, str] = {}

    def of(self, path: str) -> str:
        """Return the text of an article, '' for what is none or cannot be read."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _read(self, path: str) -> str:
        folder, _, name = path.partition("/")
        if folder != "content" or not name.endswith(".md"):
            return ""
        try:
            return disk.decode(path, disk.read(self._root, name)[0]).text
        except disk.DiskProblem:
            return ""


# --- where it stands


def _placed(problem: Problem, text: str, config: Config) -> Problem:
    """Point at what is wrong, with its line: a link, or the value of the header that clashes."""
    if problem.place.line:
        return with_excerpt(_narrowed(problem, text.split("\n")), text)
    if problem.code not in _HEADER:
        return problem
    if problem.values.get("reason") == "file":
        name = posixpath.basename(problem.values["value"])
        return with_excerpt(_at(problem, _spot(text.split("\n"), Place("", 1, 1), name)), text)
    header = front_matter.read(Source(problem.place.path.partition("/")[2], text), config)
    if header.front_matter is None:
        return problem
    lines = text.split("\n")[: header.body_line - 1]
    spot = _spot(lines, *_cause(problem, header.front_matter, config))
    return with_excerpt(_at(problem, spot), text)


def _narrowed(problem: Problem, lines: list[str]) -> Problem:
    """Point at one name of a list of the header, or at the whole of an address."""
    if problem.code in _TERMS:
        written = problem.values.get("name") or problem.values.get("value", "")
        return _at(problem, _spot(lines, problem.place, written))
    if problem.code in _LINKS:
        link = _ADDRESS.match(lines[problem.place.line - 1], problem.place.column - 1)
        return msgspec.structs.replace(problem, width=len(link[0]) if link else 1)
    return problem


def _at(problem: Problem, spot: "_Spot") -> Problem:
    place = Place(problem.place.path, spot.line, spot.column)
    return msgspec.structs.replace(problem, place=place, width=spot.width)


class _Spot(Value, frozen=True):
    """A stretch of a line; a width of 0 reaches to its end."""

    line: int
    column: int
    width: int = 0


def _spot(lines: list[str], place: Place | None, written: str) -> _Spot:
    """Find what was written in the lines from `place` on, or give the place itself."""
    if place is None:
        return _Spot(1, 1)
    start = place.column - 1
    for number in range(place.line - 1, len(lines) if written else 0):
        column = lines[number].find(written, start)
        if column >= 0:
            return _Spot(number + 1, column + 1, len(written))
        start = 0
    return _Spot(place.line, place.column)


def _cause(problem: Problem, front: FrontMatter, config: Config) -> tuple[Place | None, str]:
    """Return the place of the value that the problem comes from, and the part of it to look for."""
    key, written = _KEYS.get(problem.code, "aliases"), problem.values.get("value", "")
    if problem.code in {"E121", "E122"}:
        key, written = _term(problem, front, config)
    elif problem.code in {"E302", "E303"} and (alias := _alias(problem.values["path"], front, config)):
        key, written = "aliases", alias
    return front.places.get(key) or front.places.get("title"), written


def _term(problem: Problem, front: FrontMatter, config: Config) -> tuple[str, str]:
    name = problem.values["name"]
    for taxonomy in config.taxonomies:
        for written in front.terms.get(taxonomy.name, ()):
            if name in {written, typeset_text(written, front.lang or config.language)}:
                return taxonomy.key, written
    return "", ""


def _alias(path: str, front: FrontMatter, config: Config) -> str:
    """Return the alias that leads to a path of the site."""
    for alias in front.aliases:
        try:
            if f"/{old_address(alias, config.base_url)}".casefold().startswith(path.casefold()):
                return alias
        except AliasError:
            continue
    return ""


# --- what was meant


class _Names:
    """The names that the site has, looked up only when one is missing."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def told(self, problem: Problem) -> Problem:
        """Say whether the target of a link is unpublished, which name is near to it, which slug is free."""
        if problem.code == "E302":
            return _with(problem, slug=self._free_slug(problem.values["path"]))
        if problem.code not in _LINKS:
            return problem
        target = problem.values["target"]
        if problem.code == "E401" and self._is_unpublished(target):
            return msgspec.structs.replace(problem, code="E403")
        own = problem.place.path.partition("/")[2]
        meant, folder = self._near(target, articles=problem.code == "E401"), posixpath.dirname(own)
        if meant == own:
            return problem
        if meant and not target.startswith("/"):
            meant = posixpath.relpath(meant, folder or ".")
        return _with(problem, reason="near", near=meant) if meant else problem

    def _is_unpublished(self, target: str) -> bool:
        found = self._catalogue.execute(
            "SELECT state FROM parsed WHERE path = ? AND card IS NOT NULL", (f"content/{target}",)
        ).fetchone()
        return bool(found) and found[0] != State.BROKEN

    def _free_slug(self, path: str) -> str:
        """Return a slug near the one of an address that no other item has."""
        *_, slug, _ = f"/{path}".split("/")
        number = 2
        while self._is_taken(f"{path.strip('/')}-{number}/"):
            number += 1
        return f"{slug}-{number}"

    def _is_taken(self, url: str) -> bool:
        found = self._catalogue.execute("SELECT 1 FROM claim WHERE value = ?", (f"url:{url}",))
        return found.fetchone() is not None

    def _near(self, target: str, *, articles: bool) -> str:
        paths = self._of_root if target.startswith("/") else self._articles if articles else self._files
        return paths.meant(target)

    @cached_property
    def _articles(self) -> near.Paths:
        return self._named("content/", "key LIKE 'article|%' OR key LIKE 'page|%'")

    @cached_property
    def _files(self) -> near.Paths:
        return self._named("content/", "key LIKE 'file|%'")

    @cached_property
    def _of_root(self) -> near.Paths:
        return self._named("static/root", "path LIKE 'static/root/%'")

    def _named(self, root: str, which: str) -> near.Paths:
        """Return the published paths of one kind, from `root` on."""
        rows = self._catalogue.execute(
            f"SELECT path FROM parsed WHERE admitted = 1 AND ({which}) ORDER BY path"  # noqa: S608 - ours
        )
        return near.Paths(path.removeprefix(root) for (path,) in rows)


def _with(problem: Problem, **values: str) -> Problem:
    return msgspec.structs.replace(problem, values=problem.values | values)
