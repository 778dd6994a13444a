"""Everything wrong or doubtful in a site, found without touching dist/."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from openai_news import anchors, article, dates, disk, front_matter, pipeline, rooted, unpublished
from openai_news.article import Location
from openai_news.disk import DiskProblem
from openai_news.errors import with_excerpt
from openai_news.lints import ARTICLE, SITE
from openai_news.markup_place import Body
from openai_news.model import Place, Problem, Source
from openai_news.site import Options, Site, open_site
from openai_news.visibility import Clock
from openai_news.written import Written


def check(options: Options) -> tuple[Problem, ...]:
    """Return what a build would tell and what the lints doubt, by place.

    Raises:
        SiteError: the configuration or the theme is wrong.
        MachineError: disk or rights stand in the way.
    """
    site = open_site(options)
    now = dates.instant(options.now, os.environ, site.config.timezone)
    told, built = _told_by_a_build(options)
    return in_order((*told, *_doubts(site, Clock(now), built)))


def in_order(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by place."""
    return tuple(sorted(found, key=lambda problem: (problem.place, problem.code)))


def _told_by_a_build(options: Options) -> tuple[tuple[Problem, ...], frozenset[str]]:
    """Build aside: only pages know whether their links arrive and who else claims their path.

    Return what is wrong, and the files that were made; none where nothing could be published.
    """
    with TemporaryDirectory(prefix="openai-news-check-") as scratch:
        aside = msgspec.structs.replace(options, output=f"{scratch}/dist", cache=f"{scratch}/cache")
        site = open_site(aside)
        problems = pipeline.build(site, aside, os.environ).problems
        return problems, frozenset(disk.scan(site.dist, {}, dots=True).files)


def _doubts(site: Site, clock: Clock, built: frozenset[str]) -> Iterator[Problem]:
    texts: dict[str, str] = {}
    articles, sources, hidden = [], [], []
    for source, location, written in read_files(site):
        if not clock.shows(article.visibility(written.front)):
            texts[written.path] = source.text
            hidden.append(source)
        if location.kind == "article":
            texts[written.path] = source.text
            articles.append(written)
            sources.append(source)
    found = [problem for written in articles for lint in ARTICLE for problem in lint(written)]
    found += [problem for lint in SITE for problem in lint(articles)]
    found += anchors.lint(sources, site.config)
    if built:
        found += rooted.lint(sources, built, site.config)
    if hidden:
        found += unpublished.lint(hidden, _paths(site), site.config)
    for problem in found:
        yield problem if problem.excerpt else with_excerpt(problem, texts[problem.place.path])


def read_files(site: Site) -> Iterator[tuple[Source, Location, Written]]:
    """Return articles, pages and descriptions of terms whose header can be read, drafts too."""
    root = Path(site.roots.content)
    for path in sorted(_paths(site)):
        location = article.locate(path, site.config)
        source = _read(root, path) if location else None
        header = front_matter.read(source, site.config) if source else None
        if location and source and header and (front := header.front_matter):
            body = Body(header.body, Place(path, header.body_line))
            yield source, location, Written(front, body, f"content/{path}", front.lang or location.lang)


def _paths(site: Site) -> Iterable[str]:
    return disk.scan(Path(site.roots.content), {}).files


def _read(root: Path, path: str) -> Source | None:
    """Return a file's text; what cannot be read has been told by the build."""
    try:
        data, _ = disk.read(root, path)
        return Source(path, disk.decode(f"content/{path}", data).text)
    except DiskProblem:
        return None
