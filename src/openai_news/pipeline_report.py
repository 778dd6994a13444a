"""What a build has to say: the problems of the whole site, whether they stop it, what it did."""

from collections.abc import Iterable, Sequence

import msgspec

from openai_news import admission, publish
from openai_news.catalogue import Catalogue
from openai_news.model import Place, Problem, Severity
from openai_news.pipeline_task import Task
from openai_news.published import Published

_MANY_GONE = 20  # pages that may vanish at once from any site


def problems(task: Task, catalogue: Catalogue, clashes: Sequence[Problem] = ()) -> tuple[Problem, ...]:
    """Return all that is wrong or doubtful in the site, by place."""
    found = [*admission.problems(catalogue), *publish.page_problems(catalogue), *clashes]
    found += publish.crowded(catalogue)
    once = {msgspec.json.encode(problem, order="sorted"): problem for problem in found}
    told = completed(task, once.values(), catalogue)
    return tuple(sorted(told, key=lambda problem: (problem.place, problem.code)))


def completed(task: Task, found: Iterable[Problem], catalogue: Catalogue) -> Iterable[Problem]:
    """Complete what is told; a sound site loads nothing for it."""
    if not found:
        return found
    from openai_news import remedies

    return remedies.complete(found, catalogue, task.site)


def vanishing(task: Task, catalogue: Catalogue, gone: Sequence[str]) -> tuple[Problem, ...]:
    """Ask before much of a site vanishes: a folder moved by mistake looks like that (RELIABILITY 37)."""
    pages = [path for path in gone if path.endswith(".html")]
    if task.options.allow_removals or len(pages) <= _MANY_GONE:
        return ()
    before = len(gone) + publish.count(catalogue)
    if len(gone) * 10 <= before:
        return ()
    values = {"count": str(len(pages)), "share": str(round(100 * len(gone) / before)), "first": pages[0]}
    return (Problem("E314", Place(task.site.dist.name), values),)


def is_blocked(task: Task, found: tuple[Problem, ...]) -> bool:
    """Tell whether nothing may be published."""
    wrong = bool(found) if task.options.strict else _is_wrong(found)
    return wrong and not task.options.keep_going


def published(task: Task, catalogue: Catalogue, found: tuple[Problem, ...], did: Published) -> Published:
    """Complete what is told of a build that brought dist/ up to date."""
    kept = set(publish.owned(catalogue)) - did.written.keys() if task.options.list_kept else set[str]()
    told = msgspec.structs.replace(
        did,
        kept=publish.count(catalogue) - len(did.written),
        kept_paths=tuple(sorted(kept)),
        rendered=len(did.written),
        done=True,
    )
    return refused(task, catalogue, found, told)


def refused(task: Task, catalogue: Catalogue, found: tuple[Problem, ...], did: Published) -> Published:
    """Complete what is told of a build that left dist/ alone."""
    return msgspec.structs.replace(
        did,
        next_change=None if task.clock.preview else admission.next_change(catalogue, task.clock),
        problems=found,
        clean=not found if task.options.strict else not _is_wrong(found),
        notes=task.notes,
    )


def _is_wrong(found: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in found)
