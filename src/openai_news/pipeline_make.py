"""Make the pages of touched subjects: here, in two processes or by workers; then settle who has each path."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from openai_news import gate, pipeline_task, pool, publish, tree
from openai_news.catalogue import Catalogue, batched
from openai_news.gate import Contest
from openai_news.made import Made
from openai_news.model import ListCard, Subject
from openai_news.outputs import OUTPUTS
from openai_news.pipeline_task import Task
from openai_news.produce import Bench, make_chunk
from openai_news.publish import Delta
from openai_news.shape import period

_PARALLEL_HEAVY = 10  # subjects that take long: workers are faster than two processes
_HOLD_FROM, _HOLD_TO = 1_000, 1_000_000  # subjects; beyond, memory matters more than time


def make(task: Task, catalogue: Catalogue, bench: Bench) -> tuple[Delta, Contest, int]:
    """Make the pages of every touched subject, in a fresh tree of all; return what differs and how many."""
    delta = Delta()
    store = publish.store_whole if bench.fresh else publish.store
    subjects = catalogue.subjects() if bench.fresh else catalogue.touched()
    for made in _chunks(task, bench, _newest_first(catalogue, subjects)):
        store(catalogue, made, delta)
    contest = gate.settle(catalogue, delta, whole=bench.fresh)
    for loser in contest.losers if bench.fresh else ():
        tree.remove(Path(bench.tree), loser)
    again = msgspec.structs.replace(bench, restore=frozenset(contest.restore), again=contest.restore)
    if contest.again:
        publish.store_again(catalogue, make_chunk(msgspec.msgpack.encode(again), contest.again), delta)
    return delta, contest, len(subjects)


def _chunks(task: Task, bench: Bench, subjects: list[Subject]) -> Iterator[list[Made]]:
    many = bench.fresh or len(subjects) >= _HOLD_FROM
    bench = msgspec.structs.replace(bench, hold=many and len(subjects) <= _HOLD_TO)
    spec, done = msgspec.msgpack.encode(bench), 0
    for made in _shared_out(task, spec, subjects):
        done += len(made)
        task.progress("make", done, len(subjects))
        yield made


def _shared_out(task: Task, spec: bytes, subjects: list[Subject]) -> Iterator[list[Made]]:
    """Make pages here, in two processes or by workers, whichever takes least time."""
    heavy = _heavy(subjects) if task.site.config.social_cards else 0
    many = len(subjects) >= pipeline_task.PARALLEL_FROM or heavy >= _PARALLEL_HEAVY
    if task.jobs > 1 and len(subjects) >= pipeline_task.PAIR_FROM and not many:
        largest_first = subjects[::-1]  # what shows all times, then years; so both end together
        with pool.shared(partial(make_chunk, spec), largest_first, list[Made]) as made:
            yield from made()
        return
    chunks = list(batched(subjects, min(pipeline_task.CHUNK, 1 + len(subjects) // (2 * task.jobs))))
    yield from pool.run(make_chunk, spec, chunks, task.jobs if many else 1)


def _heavy(subjects: Iterable[Subject]) -> int:
    """Return how many subjects have pages that take long to make."""
    heavy = {output.name for output in OUTPUTS if output.heavy}
    return sum(subject.output in heavy for subject in subjects)


def _newest_first(catalogue: Catalogue, subjects: list[Subject]) -> list[Subject]:
    """Sort by time, as what is near in it reads the same items; a term is as old as its newest article."""

    def when(subject: Subject) -> str:
        card = None if (named := period(subject.key)) else catalogue.card(subject.key)
        return period(card.last) if isinstance(card, ListCard) else named

    return sorted(subjects, key=lambda subject: (when(subject), subject), reverse=True)
