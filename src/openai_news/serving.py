"""A live preview: watch, build, tell; the server is another process, so that neither waits for the other."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from socket import SOCK_STREAM, create_server, getaddrinfo, socket
from typing import Any

from openai_news import errors, serving_http
from openai_news.errors import MachineError
from openai_news.model import Place, Problem, Value
from openai_news.serving_build import Outcome, Preview
from openai_news.serving_http import News, Served
from openai_news.serving_watch import watch

_REST = 4.0  # seconds without an event after which everything is looked at once more


class Words(Value, frozen=True):
    """What a preview says in browsers, and the language of problems there."""

    lang: str
    heading: Callable[[int], str]


def bind(host: str, port: int) -> socket:
    """Take a port (any free one for 0).

    Raises:
        MachineError: another program has it, or the host is not this machine's (E704).
    """
    try:
        family, *_, address = getaddrinfo(host, port, type=SOCK_STREAM)[0]
        taken = create_server(address[:2], family=family)
    except OSError as error:
        values = {"host": host, "port": str(port), "detail": error.strerror or str(error)}
        raise MachineError([Problem("E704", Place("--port"), values)]) from error
    taken.setblocking(False)  # noqa: FBT003 - its only argument
    return taken


@contextmanager
def server(listening: socket, served: Served) -> Iterator[Callable[[News], None]]:
    """Run the server beside this process; give what tells it the news. It ends with this process."""
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    theirs, ours = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(listening, theirs, ours, served), daemon=True)
    process.start()
    theirs.close()
    listening.close()
    try:
        yield ours.send
    finally:
        ours.close()
        process.join(2)


def _serve(listening: socket, news: Connection, other: Connection, served: Served) -> None:
    other.close()  # this end would keep the pipe open for ever
    serving_http.run(listening, news, served)


def follow(
    preview: Preview, tell: Callable[[News], None], words: Words, report: Callable[[Outcome, float], None]
) -> None:
    """Build now and after everything that happens, until it is interrupted.

    After a quick build and some rest, everything is looked at: were an event ever lost, no save would be.
    """
    quick, last = _built(preview, None, tell, words, report), time.monotonic()
    preview.warm()
    for batch in watch(preview.root):
        if not batch.rests:
            quick, last = _built(preview, batch.folders, tell, words, report), time.monotonic()
        elif quick and time.monotonic() - last > _REST:
            quick = _built(preview, None, tell, words, report)


def _built(
    preview: Preview,
    folders: frozenset[str] | None,
    tell: Callable[[News], None],
    words: Words,
    report: Callable[[Outcome, float], None],
) -> bool:
    """Build and tell; return whether some folders were not looked at."""
    start = time.monotonic()
    outcome = preview.build(folders)
    drawn = tuple(errors.draw(problem, words.lang) for problem in outcome.errors)
    tell(News(words.heading(len(drawn)), drawn, outcome.changed))
    report(outcome, time.monotonic() - start)
    return folders is not None
