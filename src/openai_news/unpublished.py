"""Links of what is not published yet: no build resolves them, and their author wants to know in time."""

from collections.abc import Iterable, Iterator, Sequence
from posixpath import dirname, relpath

from openai_news import article, near
from openai_news.config import Config
from openai_news.model import Problem, Reference, Severity, Source
from openai_news.urls import addresses

_CODES = {"article": "E401", "file": "E402"}  # an address of the site is known to pages only


def lint(sources: Sequence[Source], paths: Iterable[str], config: Config) -> Iterator[Problem]:
    """Warn about each link to an article or a file that is none of `paths`, those of content/."""
    known = frozenset(paths)
    names = near.Paths(known)
    for source in sources:
        location = article.locate(source.path, config)
        assert location
        for reference in article.parse(source, location, config, addresses(config)).body.references:
            if reference.kind in _CODES and reference.target not in known:
                yield _problem(source.path, reference, names)


def _problem(path: str, reference: Reference, names: near.Paths) -> Problem:
    folder = dirname(path) or "."
    values = {"target": reference.target}
    if meant := names.meant(reference.target):
        values |= {"near": relpath(meant, folder), "reason": "near"}
    width = len(relpath(reference.target, folder))
    return Problem(_CODES[reference.kind], reference.place, values, Severity.WARNING, width=width)
