"""Run a pure function over chunks: in this process, or in forked workers when there is enough to do."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

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
    with ProcessPoolExecutor(min(jobs, len(chunks)), mp_context=context) as executor:
        yield from executor.map(function, [spec] * len(chunks), chunks)
