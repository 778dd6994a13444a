"""The whole build on one screen: open, read, compare, make, publish.

Whatever makes pages is loaded when there are some to make: a build with nothing to do is mostly its start.

A clean build is the incremental build that starts from an empty catalogue: what differs is only that a
catalogue which describes no dist/ has every subject touched and publishes a whole tree.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec

from openai_news import admission, dates, disk, generator, publish, publish_parts, release, tree
from openai_news import pipeline_report as report
from openai_news.catalogue import Catalogue, Reader
from openai_news.catalogue_file import Sealed, create_file, open_file
from openai_news.errors import MachineError
from openai_news.model import Place, Problem
from openai_news.pipeline_read import read
from openai_news.pipeline_task import Task, is_published, theme_sources
from openai_news.published import Published
from openai_news.visibility import Clock

if TYPE_CHECKING:
    from openai_news.site import Options, Site

Progress = Callable[[str, int, int], None]

# What reading a damaged catalogue may raise: it is input, not truth (RELIABILITY 8). An error of our own is
# raised again by the clean build that follows.
_DAMAGE = (
    sqlite3.DatabaseError,
    msgspec.MsgspecError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
)


def build(
    site: Site,
    options: Options,
    environ: Mapping[str, str],
    progress: Progress = lambda *_: None,
    *,
    only: frozenset[str] | None = None,
) -> Published:
    """Bring dist/ up to date.

    `only` is what a preview knows: nothing happened but in these folders, and dist/ is as it was left.

    Raises:
        SiteError: the configuration or the theme is wrong; nothing was touched.
        MachineError: disk, rights or another build stand in the way; nothing was touched.
    """
    now = dates.instant(options.now, environ, site.config.timezone)
    clock = Clock(now, preview=options.drafts, news=site.config.news_sitemap)
    with tree.Lock(site.cache), _refusals(site):
        if options.forget:
            disk.Store(site.store).clear()
        try:
            return _run(Task(site, options, clock, progress, only), clean=options.clean)
        except _DAMAGE as error:
            if _is_the_systems(error):
                raise
            return _run(Task(site, options, clock, progress), clean=True, damaged=True)


@contextmanager
def _refusals(site: Site) -> Iterator[None]:
    """Tell what the system refuses to SQLite: space, rights, the disk itself."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if not _is_the_systems(error):
            raise
        reason = "ENOSPC" if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL else ""
        values = {"reason": reason, "detail": str(error)}
        raise MachineError([Problem("E702", Place(str(site.cache)), values)]) from error


def _is_the_systems(error: Exception) -> bool:
    """Tell a refusal of the system from a table, a column or a text that the catalogue has not."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)  # Python's own errors have none
    return isinstance(error, sqlite3.OperationalError) and code != sqlite3.SQLITE_ERROR


def _run(task: Task, *, clean: bool, damaged: bool = False) -> Published:
    """Take every step in its order; the catalogue is closed whatever happens."""
    task, catalogue = _open(task, clean=clean, damaged=damaged)
    with closing(catalogue):
        lost = () if task.fresh else _complete(task, catalogue)
        parsed, dist = read(task, catalogue, _load_makers)
        if task.fresh or catalogue.touched():
            _load_makers()
        catalogue.share()
        restore = _to_restore(catalogue, lost, dist)
        assets = admission.assets(catalogue)
        if _stands(task, catalogue, restore, assets):
            return _leave(task, catalogue, parsed)
        from openai_news.pipeline_publish import publish_pages

        return publish_pages(task, catalogue, restore, assets, parsed)


def _load_makers() -> None:
    """Load what makes pages while this process waits; what reads articles has next to no module of it."""
    for name in ("pipeline_publish", "theme_engine"):
        import_module(f"openai_news.{name}")


# --- the catalogue, and what an interrupted build left


def _open(task: Task, *, clean: bool, damaged: bool) -> tuple[Task, Sealed]:
    """Open the catalogue, or begin an empty one beside it; an older generator's is of no use."""
    site, notes = task.site, list[str]()
    epoch = generator.epoch(site.cache)
    old = None if damaged else open_file(site.catalogue, _outputs)
    if old and not clean and old.get("epoch") == epoch:
        return task._replace(path=site.catalogue), old
    if damaged or (not clean and (old or site.catalogue.exists())):
        notes.append("generator" if old else "damaged")
    if old:
        _complete(task, old)
        old.close()
    fresh = create_file(site.new_catalogue, _outputs)
    fresh.put("epoch", epoch)
    return task._replace(path=site.new_catalogue, fresh=True, notes=tuple(notes)), fresh


def _outputs() -> Iterable[Reader]:
    from openai_news.outputs import OUTPUTS

    return OUTPUTS


def _complete(task: Task, catalogue: Catalogue) -> tuple[str, ...]:
    """Complete what an interrupted build had decided; return paths whose staged file is lost."""
    release.finish_swap(catalogue, task.site)
    lost = release.carry_out(catalogue, task.site.dist)
    catalogue.commit()
    return lost


# --- nothing to do


def _to_restore(catalogue: Catalogue, lost: tuple[str, ...], verified: tree.Verified) -> frozenset[str]:
    """Remember the stamps of files that only look changed; return the paths of those to make again."""
    if verified.restated:
        publish.remember_stats(catalogue, verified.restated)
        publish_parts.renew(catalogue, verified.restated)
    return frozenset({*lost, *verified.missing, *verified.differing})


def _stands(task: Task, catalogue: Catalogue, restore: frozenset[str], assets: dict[str, str]) -> bool:
    """Tell whether dist/ is what this build would make of it."""
    return (
        is_published(task, catalogue)
        and not (restore or catalogue.touched() or publish.conflicts(catalogue))
        and theme_sources(task, assets) == json.loads(catalogue.get("theme") or "{}")
        and not release.strays(catalogue, task.site)
    )


def _leave(task: Task, catalogue: Catalogue, parsed: int) -> Published:
    """Tell what is wrong with a site of which nothing is to be made."""
    problems = report.problems(task, catalogue)
    catalogue.commit()
    if report.is_blocked(task, problems):
        return report.refused(task, catalogue, problems, Published(parsed=parsed))
    return report.published(task, catalogue, problems, Published(parsed=parsed))
