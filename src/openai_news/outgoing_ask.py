"""Asking other sites whether an address answers: several at once, each of them one question at a time."""

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from http.client import HTTPException
from queue import Empty, SimpleQueue
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from openai_news.model import Value
from openai_news.outgoing import GOOD

_TOO_MANY = "429"
_SAFE = "/%:=&?~+!$,;'@()*[]"  # of an address as written; what is escaped already stays


class Manners(Value, frozen=True):
    """How we ask: as whom, how many sites at once, and for how many seconds we wait for what."""

    agent: str
    workers: int = 8
    pause: float = 1.0  # between two questions to one site
    patience: float = 20.0  # for one answer
    stall: float = 90.0  # for any answer at all: a site that sends a byte a minute ends nothing


def ask(urls: Iterable[str], manners: Manners) -> Iterator[tuple[str, str]]:
    """Yield each address with what it answered, as answers come; one that never answers is a `timeout`."""
    sites: dict[str, list[str]] = {}
    for url in urls:
        sites.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    waiting: SimpleQueue[list[str]] = SimpleQueue()
    answers: SimpleQueue[tuple[str, str]] = SimpleQueue()
    for site in sites.values():
        waiting.put(site)
    for _ in range(min(manners.workers, len(sites))):
        threading.Thread(target=_work, args=(waiting, answers, manners), daemon=True).start()
    missing = {url for site in sites.values() for url in site}
    while missing:
        try:
            url, word = answers.get(timeout=manners.stall)
        except Empty:
            break
        missing.discard(url)
        yield url, word
    yield from ((url, "timeout") for url in sorted(missing))


def _work(
    waiting: "SimpleQueue[list[str]]", answers: "SimpleQueue[tuple[str, str]]", manners: Manners
) -> None:
    """Take one site after the other until none is left."""
    opener = _opener()
    while True:
        try:
            site = waiting.get_nowait()
        except Empty:
            return
        for answer in _asked(site, opener, manners):
            answers.put(answer)


def _asked(site: Sequence[str], opener: OpenerDirector, manners: Manners) -> Iterator[tuple[str, str]]:
    """Ask one site about its addresses; one that has enough of us is not asked again."""
    enough = False
    for number, url in enumerate(site):
        if number and not enough:
            time.sleep(manners.pause)
        word = _TOO_MANY if enough else _answer(opener, url, manners)
        enough = word == _TOO_MANY
        yield url, word


def _answer(opener: OpenerDirector, url: str, manners: Manners) -> str:
    """Ask for the head alone; many answer that wrongly, so a failure is asked about again, whole."""
    word = _once(opener, "HEAD", url, manners)
    if word in {GOOD, _TOO_MANY, "host", "timeout"}:
        return word
    return _once(opener, "GET", url, manners)


def _once(opener: OpenerDirector, method: str, url: str, manners: Manners) -> str:
    try:
        asked = Request(_ascii(url), method=method, headers={"User-Agent": manners.agent, "Accept": "*/*"})  # noqa: S310 - the opener knows http and https only
        with opener.open(asked, timeout=manners.patience):
            return GOOD
    except HTTPError as error:
        error.close()
        return str(error.code)
    except (OSError, HTTPException, ValueError) as error:
        return _word(error.reason if isinstance(error, URLError) else error)


def _word(error: object) -> str:
    """Return in one word why there was no answer."""
    match error:
        case socket.gaierror(errno=socket.EAI_NONAME) | UnicodeError():
            return "host"
        case ConnectionRefusedError():
            return "refused"
        case TimeoutError():
            return "timeout"
        case ssl.SSLError():
            return "tls"
        case _:
            return "closed"


def _ascii(url: str) -> str:
    """Return an address as it goes over the wire."""
    parts = urlsplit(url)
    netloc = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    return urlunsplit((parts.scheme, netloc, quote(parts.path, _SAFE), quote(parts.query, _SAFE), ""))


def _opener() -> OpenerDirector:
    """Return what follows redirects over http and https, and opens no file and nothing else."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPRedirectHandler(),
        HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener
