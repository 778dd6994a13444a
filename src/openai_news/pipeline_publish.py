"""From touched subjects to dist/: an edit put in place file by file, or a whole tree exchanged for it."""

from collections.abc import Sequence

import msgspec

from openai_news import admission, gate, kept, produce, publish, release, tree
from openai_news import pipeline_report as report
from openai_news.catalogue import Catalogue
from openai_news.errors import SiteError
from openai_news.model import Problem
from openai_news.pipeline_bench import gather
from openai_news.pipeline_make import make
from openai_news.pipeline_task import Task, is_published
from openai_news.produce import Bench
from openai_news.published import Published


def publish_pages(
    task: Task, catalogue: Catalogue, restore: frozenset[str], assets: dict[str, str], parsed: int
) -> Published:
    """Make what differs and put it in place; what was read is committed first (ARCHITECTURE).

    Raises:
        SiteError: the theme is wrong; dist/ is left alone.
    """
    try:
        bench = _bench(task, catalogue, restore, assets)
        catalogue.commit()
        if is_published(task, catalogue):
            return _publish_edit(task, catalogue, bench, parsed)
        return _publish_tree(task, catalogue, bench, parsed)
    finally:
        produce.let_go()  # what makers keep open in this process


def _bench(task: Task, catalogue: Catalogue, restore: frozenset[str], assets: dict[str, str]) -> Bench:
    """Gather; a theme that is wrong is told together with what is wrong in the content."""
    try:
        return gather(task, catalogue, restore, assets)
    except SiteError as error:
        catalogue.rollback()
        _keep_parsed(task, catalogue)
        told = report.completed(task, [*admission.problems(catalogue)], catalogue)
        raise SiteError([*error.problems, *told]) from error


def _publish_edit(task: Task, catalogue: Catalogue, bench: Bench, parsed: int) -> Published:
    """Put what differs in place, file by file, in an order that never leaves a dangling link."""
    site = task.site
    delta, contest, made = make(task, catalogue, bench)
    removed = gate.removed(catalogue, delta, contest)
    gone = sorted({*removed, *release.strays(catalogue, site, touched=bool(bench.restore))})
    if contest == gate.Contest():
        publish.measure_edit(catalogue, delta, removed)
    else:
        publish.measure(catalogue)
    problems, stops = _verdict(task, catalogue, contest, gone)
    if stops:
        catalogue.rollback()
        tree.discard(tree.staging(site.dist))
        return report.refused(task, catalogue, problems, Published(parsed=parsed))
    delta.drop(contest.losers)
    catalogue.execute("DELETE FROM touched")
    if task.options.atomic and (delta.puts or gone):
        release.atomic_edit(catalogue, site, delta)
    else:
        release.edit(catalogue, site, delta, gone)
    did = Published(delta.reasons(), removed=tuple(gone), parsed=parsed, made=made)
    return report.published(task, catalogue, problems, did)


def _publish_tree(task: Task, catalogue: Catalogue, bench: Bench, parsed: int) -> Published:
    """Write every page into a fresh tree and exchange it for dist/."""
    site = task.site
    for table in ("page", "reads", "problem", "conflict", "journal", "touched"):
        catalogue.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    catalogue.put("published", "")
    catalogue.commit()
    kept.forget(task.path)
    fresh = tree.begin(site.dist)
    reason = "generator changed" if "generator" in task.notes else "clean build"
    bench = msgspec.structs.replace(bench, tree=str(fresh), fresh=True, reason=reason)
    delta, contest, made = make(task, catalogue, bench)
    publish.measure(catalogue)
    gone = release.vanishing(catalogue, site)
    problems, stops = _verdict(task, catalogue, contest, gone)
    if stops:
        catalogue.rollback()
        tree.discard(fresh)
        _keep_parsed(task, catalogue)
        return report.refused(task, catalogue, problems, Published(parsed=parsed))
    catalogue.execute("DELETE FROM touched")
    delta.drop(contest.losers)
    release.whole_tree(catalogue, site, fresh, task.path)
    did = Published(delta.reasons(), removed=tuple(gone), parsed=parsed, made=made)
    return report.published(task, catalogue, problems, did)


def _verdict(
    task: Task, catalogue: Catalogue, contest: gate.Contest, gone: Sequence[str]
) -> tuple[tuple[Problem, ...], bool]:
    """Return all that is wrong, and whether nothing may be published."""
    vanishing = report.vanishing(task, catalogue, gone)
    problems = (*report.problems(task, catalogue, contest.problems), *vanishing)
    return problems, bool(vanishing) or report.is_blocked(task, problems)


def _keep_parsed(task: Task, catalogue: Catalogue) -> None:
    """One error in a big import must not repeat all parsing: keep a first catalogue that parsed."""
    if task.fresh and not task.site.catalogue.exists():
        catalogue.commit()
        release.adopt(task.site, task.path)
