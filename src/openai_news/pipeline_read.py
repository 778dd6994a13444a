"""From files to touched subjects: scan, read what changed, record what that changes."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import msgspec

from openai_news import admission, ingest, pipeline_task, pool, tree
from openai_news import config as settings
from openai_news.admission import Touch
from openai_news.catalogue import Catalogue, Change, batched
from openai_news.pipeline_look import look, reads_otherwise
from openai_news.pipeline_task import Task


def read(task: Task, catalogue: Catalogue, meanwhile: Callable[[], object]) -> tuple[int, tree.Verified]:
    """Bring the catalogue up to date with files, settings and clock.

    Return how many files were parsed, and how dist/ stands. `meanwhile` is what this process may do where
    it would wait.
    """
    left, reparse = ingest.known(catalogue), reads_otherwise(task, catalogue)
    looked = look(task, catalogue, {} if reparse else left)
    found = ingest.compare(catalogue, left, looked.scans, force=reparse)
    gone = ingest.store_scan(catalogue, found)
    if task.fresh:
        touch = _take_in(task, catalogue, found.suspects)
    else:
        rows = _files(task, found.suspects, meanwhile, force=reparse)
        touch = _store(task, rows, len(found.suspects), partial(ingest.store_rows, catalogue))
        catalogue.record(_changes(task, catalogue, gone, touch))
    _remember(task, catalogue)
    return touch.parsed, looked.dist


def _take_in(task: Task, catalogue: Catalogue, suspects: tuple[ingest.Suspect, ...]) -> Touch:
    """Read every file into an empty catalogue; what is parsed is admitted while more is parsed."""
    intake = admission.Intake(catalogue, task.clock, admission.settings(task.site.config))

    def store(rows: list[ingest.Row]) -> Touch:
        admitted = intake.take(ingest.files(rows))
        return Touch(parsed=ingest.store_new(catalogue, rows, admitted))

    touch = _store(task, _files(task, suspects, force=True), len(suspects), store)
    intake.finish()
    return touch


def _store(
    task: Task, rows: Iterable[list[ingest.Row]], total: int, store: Callable[[list[ingest.Row]], Touch]
) -> Touch:
    touches, done = list[Touch](), 0
    for some in rows:
        touches.append(store(some))
        done += len(some)
        task.progress("parse", done, total)
    return Touch.union(touches)


def _files(
    task: Task,
    suspects: tuple[ingest.Suspect, ...],
    meanwhile: Callable[[], object] = lambda: None,
    *,
    force: bool,
) -> Iterator[list[ingest.Row]]:
    """Read by workers what is much, and aside what is little, while this process does what it may."""
    spec = msgspec.msgpack.encode(ingest.Reading(task.site.roots, task.site.config, force=force))
    if task.jobs > 1 and 0 < len(suspects) < pipeline_task.PAIR_FROM:
        read_aside = partial(ingest.read_chunk, spec, list(suspects))
        with pool.aside(read_aside, list[ingest.Row]) as rows:
            meanwhile()
            yield rows()
        return
    jobs = task.jobs if len(suspects) >= pipeline_task.PARALLEL_FROM else 1
    yield from pool.run(ingest.read_chunk, spec, list(batched(suspects, pipeline_task.CHUNK)), jobs)


def _changes(task: Task, catalogue: Catalogue, gone: Touch, touch: Touch) -> dict[str, Change]:
    before = float(catalogue.get("now") or task.clock.now)
    timed = Touch(frozenset(admission.clock_keys(catalogue, before, task.clock)))
    changes = admission.admit(catalogue, Touch.union((gone, touch, timed)), task.clock)
    return changes | admission.setting_changes(catalogue, task.site.config)


def _remember(task: Task, catalogue: Catalogue) -> None:
    """Note what this state was read with; another configuration touches every subject."""
    config = task.site.config
    if catalogue.get("config") != settings.digest(config).hex():
        if not task.fresh:
            catalogue.touch_all()
        catalogue.put("config", settings.digest(config).hex())
        catalogue.put("parsing", settings.parse_digest(config).hex())
    if catalogue.get("now") != repr(task.clock.now):
        catalogue.put("now", repr(task.clock.now))
