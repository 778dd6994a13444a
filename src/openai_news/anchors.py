"""Links to a heading of another article that has no such heading: found only by reading both."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from posixpath import dirname, relpath

from openai_news import article
from openai_news.config import Config
from openai_news.errors import nearest
from openai_news.model import Body, Problem, Reference, Severity, Source
from openai_news.urls import addresses

_FRAGMENT = ".md#"
_ID = re.compile(r' id="([^"]*)"')
_OWN = "s-"  # before each id of a body
_TOP = {"", f"{_OWN}top"}


def lint(sources: Sequence[Source], config: Config) -> Iterator[Problem]:
    """Warn about each link whose `#fragment` nothing in the article it leads to is called."""
    known = {source.path: source for source in sources}

    @cache
    def ids(path: str) -> frozenset[str]:
        return frozenset(_ID.findall(_body(known[path], config).html))

    for source in sources:
        if _FRAGMENT not in source.text:
            continue
        for reference in _body(source, config).references:
            names = ids(reference.target) if reference.target in known else None
            if names is not None and reference.fragment not in names | _TOP:
                yield _problem(source.path, reference, names)


def _body(source: Source, config: Config) -> Body:
    location = article.locate(source.path, config)
    assert location
    return article.parse(source, location, config, addresses(config)).body


def _problem(path: str, reference: Reference, ids: frozenset[str]) -> Problem:
    target = relpath(reference.target, dirname(path) or ".")
    fragment = reference.fragment.removeprefix(_OWN)
    near = nearest(fragment.lower(), (name.removeprefix(_OWN) for name in ids))
    values = {"address": f"{target}#{fragment}", "reason": "other"}
    if near:
        values |= {"near": f"{target}#{near}", "reason": "near"}
    return Problem("E216", reference.place, values, Severity.WARNING, width=len(values["address"]))
