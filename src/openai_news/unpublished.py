"""Links of what is not published yet: no build resolves them, and their author wants to know in time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from posixpath import basename, dirname, relpath

from openai_news import article
from openai_news.config import Config
from openai_news.errors import nearest
from openai_news.model import Problem, Reference, Severity, Source
from openai_news.urls import addresses

_CODES = {"article": "E401", "file": "E402"}  # an address of the site is known to pages only


def lint(sources: Sequence[Source], paths: Iterable[str], config: Config) -> Iterator[Problem]:
    """Warn about each link to an article or a file that is none of `paths`, those of content/."""
    names = _Names(paths)
    for source in sources:
        location = article.locate(source.path, config)
        assert location
        for reference in article.parse(source, location, config, addresses(config)).body.references:
            if reference.kind in _CODES and reference.target not in names.paths:
                yield _problem(source.path, reference, names)


def _problem(path: str, reference: Reference, names: "_Names") -> Problem:
    folder = dirname(path) or "."
    values = {"target": reference.target}
    if near := names.near(reference.target):
        values |= {"near": relpath(near, folder), "reason": "near"}
    width = len(relpath(reference.target, folder))
    return Problem(_CODES[reference.kind], reference.place, values, Severity.WARNING, width=width)


class _Names:
    """The files that there are, looked up by their names only when one is missing."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = frozenset(paths)

    def near(self, target: str) -> str:
        """Return the path with the same name in another folder, or one much like it; '' for none."""
        folder, name = dirname(target), basename(target).casefold()
        found = self._by_name.get(name) or self._by_name[nearest(name, self._by_name) or ""]
        return min(found, key=lambda path: (dirname(path) != folder, path), default="")

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            found[basename(path).casefold()].append(path)
        return found
