"""Run pure functions elsewhere: over chunks in forked workers, or one aside while this process goes on."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn, TypeVar

import msgspec

_NUMBER = 4  # bytes of one in a pipe
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
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    workers = min(jobs, len(chunks))
    gc.freeze()  # what workers share with this process is not garbage of theirs
    gc.set_threshold(_YOUNG, 50, 100)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_live_with_parent) as executor:
        with _uninterrupted():
            results = executor.map(function, [spec] * len(chunks), chunks)
        yield from results


@contextmanager
def shared(
    function: Callable[[Iterable[Item]], Result], items: Sequence[Item], kind: type[Result]
) -> Iterator[Callable[[], tuple[Result, Result]]]:
    """Let a forked process take items; when the results are asked for, this one takes some too.

    Each is taken once: who is ready reads the next number from one pipe, which holds some thousands. What a
    process took that died is done here.
    """
    reading, writing = os.pipe()
    os.write(writing, b"".join(number.to_bytes(_NUMBER, "big") for number in range(len(items))))
    os.close(writing)
    own = set[int]()

    def taken() -> Iterator[Item]:
        while read := os.read(reading, _NUMBER):
            number = int.from_bytes(read, "big")
            own.add(number)
            yield items[number]

    def left() -> Result:
        return function(item for number, item in enumerate(items) if number not in own)

    try:
        with aside(lambda: function(taken()), kind, instead=left) as others:
            yield lambda: (function(taken()), others())
    finally:
        os.close(reading)


@contextmanager
def aside(
    function: Callable[[], Result], kind: type[Result], *, instead: Callable[[], Result] | None = None
) -> Iterator[Callable[[], Result]]:
    """Run a pure function in a forked process; give what waits for its result, a value of `kind`.

    Where nothing can or should be forked, or the process fails, it runs here when it is asked for, or what
    is given `instead` does.
    """
    here = instead or function
    if sys.platform != "linux" or processors() < 2 or threading.active_count() > 1:  # noqa: PLR2004
        yield here
        return
    reading, writing = os.pipe()
    with _uninterrupted():
        child = os.fork()
        if not child:
            _answer(function, writing)
    os.close(writing)

    def result() -> Result:
        data = pipe.read()
        return msgspec.msgpack.decode(data, type=kind) if data else here()

    try:
        with open(reading, "rb") as pipe:  # noqa: PTH123 - a descriptor
            yield result
    finally:
        os.waitpid(child, 0)


def _answer(function: Callable[[], object], writing: int) -> NoReturn:
    """Write a function's result and end this process, whatever happens."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        data = msgspec.msgpack.encode(function())
        with open(writing, "wb") as pipe:
            pipe.write(data)
    finally:
        os._exit(0)


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
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)
