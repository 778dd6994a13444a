"""Run a pure function over chunks: in this process, or in forked workers when there is enough to do."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

_YOUNG = 50_000  # objects between two looks for cycles, of which a build makes next to none

Item = TypeVar("Item")
Result = TypeVar("Result")


def processors() -> int:
    """Return how many workers suit this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    function: Callable[[bytes, list[Item]], list[Result]],
    spec: bytes,
    chunks: Sequence[list[Item]],
    jobs: int,
) -> Iterator[list[Result]]:
    """Yield `function(spec, chunk)` for each chunk, in order; `jobs` workers share the chunks."""
    if jobs < 2 or len(chunks) < 2:  # noqa: PLR2004 - one worker or one chunk: stay here
        for chunk in chunks:
            yield function(spec, chunk)
        return
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    workers = min(jobs, len(chunks))
    gc.freeze()  # what workers share with this process is not garbage of theirs
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_live_with_parent) as executor:
        with _uninterrupted():
            results = executor.map(function, [spec] * len(chunks), chunks)
        yield from results


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let an interruption wait until the workers are started: Python would lose it while it forks."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _live_with_parent() -> None:
    """Leave an interruption to the parent, and end when it does: an orphan would hold the build's lock."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_YOUNG, 50, 100)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
