"""Findings that can be mended without a judgement: the new text of a file, proven to say the same."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from openai_news import article, disk, editing
from openai_news.config import Config
from openai_news.editing import Change
from openai_news.model import Parsed, Problem, Source
from openai_news.site import Site
from openai_news.urls import addresses

_SAFE = frozenset({"W202"})
_LINE_END = re.compile(r"(\r\n|\r|\n)")


def fixes(site: Site, found: Iterable[Problem]) -> Iterator[Change]:
    """Make a fix for each file that has findings which are safe to mend."""
    by_path: dict[str, list[Problem]] = {}
    for problem in found:
        if problem.code in _SAFE:
            by_path.setdefault(problem.place.path.removeprefix("content/"), []).append(problem)
    for path, problems in by_path.items():
        old = editing.read(Path(site.roots.content), path)
        new = mend(old, problems)
        if new != old and _says_the_same(path, old, new, site.config):
            yield Change(path, old, new)


def mend(text: str, problems: Iterable[Problem]) -> str:
    """Write what each problem proposes, at its place, from the end on; byte order mark and line ends stay."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    pieces = _LINE_END.split(text.removeprefix(mark))
    for problem in sorted(problems, key=lambda problem: problem.place, reverse=True):
        index, start = 2 * (problem.place.line - 1), problem.place.column - 1
        written, right = problem.values["written"], problem.values["right"]
        if index < len(pieces) and pieces[index].startswith(written, start):
            pieces[index] = pieces[index][:start] + right + pieces[index][start + len(written) :]
    return mark + "".join(pieces)


def _says_the_same(path: str, old: str, new: str, config: Config) -> bool:
    """Tell whether links, names of headings and problems are the same: the word may name a link."""
    before, after = (_parse(path, text, config) for text in (old, new))
    return _skeleton(before) == _skeleton(after)


def _skeleton(parsed: Parsed) -> tuple[object, ...]:
    body = parsed.body
    links = [(reference.kind, reference.target, reference.fragment) for reference in body.references]
    names = [(heading.level, heading.id) for heading in body.headings]
    codes = [problem.code for problem in parsed.problems]
    return parsed.card, links, names, codes, body.html.count("<a "), body.words


def _parse(path: str, text: str, config: Config) -> Parsed:
    location = article.locate(path, config)
    assert location
    source = Source(path, disk.decode(path, text.encode()).text)
    return article.parse(source, location, config, addresses(config))
