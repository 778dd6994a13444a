"""The preview's server, a process of its own: files of the tree, reloads, and what is wrong.

livereload does the reloading; around its handlers stands a guard, and each has the faults closed that
RELIABILITY 2.2 names: no open `/forcereload`, no deaf time, no build in the server's loop.
"""

import logging
import signal
import time
from collections import deque
from multiprocessing.connection import Connection
from pathlib import Path
from socket import socket
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler, StaticFileHandler
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from openai_news.model import Value
from openai_news.serving_guard import is_open_path, is_own_host, is_own_origin, is_own_page

_HERE = "/livereload"
_STATIC = Path(__file__).with_name("preview")
_HEAD_END = b"</head>"
_KEPT = "private, max-age=3600, immutable"
_REMEMBERED = 1000  # changes, by which a page that was away finds out whether it is stale
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Served(Value, frozen=True):
    """What the server needs to know: the tree, its own name, and what it says while there is no tree."""

    tree: str
    host: str
    port: int
    waiting: str


class News(Value, frozen=True):
    """What a build tells the browsers: the problems there are as lines, and the files that differ now."""

    heading: str = ""
    problems: tuple[str, ...] = ()
    changed: frozenset[str] = frozenset()


def run(listening: socket, news: Connection, served: Served) -> None:
    """Serve until the other end of `news` is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    loop = IOLoop.current()
    board = Board()
    HTTPServer(application(served, board)).add_socket(listening)

    def receive(*_: Any) -> None:
        try:
            board.tell(news.recv())
        except EOFError:
            loop.stop()

    loop.add_handler(news.fileno(), receive, loop.READ)
    loop.start()


def application(served: Served, board: "Board") -> Application:
    """Return the handlers of a preview."""
    known = {"served": served, "board": board}
    return Application(
        [
            (f"{_HERE}", Reload, known),
            (f"{_HERE}.js", Client, known),
            (f"{_HERE}/problems", Problems, known),
            (f"{_HERE}/(preview\\.(?:js|css))", Own, known),
            ("/(.*)", Pages, known | {"path": served.tree, "default_filename": "index.html"}),
        ],
        websocket_max_message_size=1 << 16,
    )


class Board:
    """What browsers are told now, and those that listen."""

    def __init__(self) -> None:
        """Begin now: whatever a browser shows from before is stale."""
        self.edition = time.time_ns() // 1_000_000
        self.news = News()
        self.listeners: set[Problems] = set()
        self._changes: deque[tuple[int, frozenset[str]]] = deque(maxlen=_REMEMBERED)
        self._start = self.edition

    def tell(self, news: News) -> None:
        """Show what is wrong now, and reload the pages that differ."""
        self.news = news
        if news.changed:
            self.edition = max(self.edition + 1, time.time_ns() // 1_000_000)
            self._changes.append((self.edition, news.changed))
            for waiter in tuple(LiveReloadHandler.waiters):
                waiter.reload(news.changed)
        for listener in tuple(self.listeners):
            listener.show(stale=self.is_stale(listener.page, listener.edition))

    def is_stale(self, page: str, edition: int) -> bool:
        """Tell whether a page served at `edition` differs now."""
        oldest = self._changes[0][0] if len(self._changes) == _REMEMBERED else self._start
        return edition < oldest or any(at > edition and shows(page, changed) for at, changed in self._changes)


def shows(page: str, changed: frozenset[str]) -> bool:
    """Tell whether a page shows a changed file: itself, one beside it, or one of the theme."""
    folder = unquote(urlsplit(page).path).lstrip("/").rpartition("/")[0]
    return any(file.rpartition("/")[0] == folder or file.startswith("static/") for file in changed)


class _Guarded(RequestHandler):
    """Answers this machine's own requests, to read, for what is not hidden."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, served: Served, board: Board, **more: Any) -> None:
        self.served, self.board = served, board
        super().initialize(**more)

    def prepare(self) -> None:
        connection: Any = self.request.connection
        address = connection.stream.socket.getsockname()[0]
        headers = self.request.headers
        fetched = headers.get("Sec-Fetch-Site", ""), headers.get("Sec-Fetch-Mode", "")
        host = self.request.host
        own = is_own_host(host, address, self.served.port, self.served.host)
        if not own or not is_own_page(headers.get("Origin"), host, fetched):
            self.send_error(403)
        elif not is_open_path(self.request.path):
            self.send_error(404)

    def set_default_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}\n")


class _Socket(_Guarded, WebSocketHandler):
    def prepare(self) -> None:
        """Let pages of this server in, and no other site's, nor who does not say where he comes from."""
        super().prepare()
        if not self._finished and not is_own_origin(self.request.headers.get("Origin"), self.request.host):
            self.send_error(403)

    def check_origin(self, origin: str) -> bool:  # noqa: ARG002 - tornado's; it does not ask without one
        """Say that this is done."""
        return True


class Reload(_Socket, LiveReloadHandler):
    """livereload's conversation with its client in the page; it reloads at once, and only what differs."""

    page = ""

    def on_message(self, message: str | bytes) -> None:
        """Take the client's greeting; what is none of its protocol ends the conversation."""
        try:
            said = msgspec.json.decode(message, type=_Said)
            super().on_message(message)
        except (msgspec.DecodeError, AttributeError):
            self.close(1002)
            return
        self.page = urlsplit(said.url).path or self.page

    def reload(self, changed: frozenset[str]) -> None:
        """Have the page loaded again if it shows what changed."""
        if shows(self.page, changed):
            self.send_message({"command": "reload", "path": "/", "liveCSS": False, "liveImg": False})


class _Said(msgspec.Struct):
    command: str
    url: str = ""


class Client(_Guarded, LiveReloadJSHandler):
    """livereload's script, which stays the same."""

    def get(self) -> None:
        """Answer with it."""
        self.set_header("Cache-Control", _KEPT)
        super().get()


class Problems(_Socket):
    """Tells a page what is wrong, and whether it was left behind.

    A change that comes before the page has introduced itself to livereload is missed there, not here.
    """

    page, edition = "/", 0

    def open(self) -> None:
        """Take part; a page that missed a change is told so."""
        edition = self.get_query_argument("edition", "")
        self.edition = int(edition) if edition.isdecimal() and edition.isascii() else 0
        self.page = self.get_query_argument("page", "/")
        self.board.listeners.add(self)
        self.show(stale=self.board.is_stale(self.page, self.edition))

    def on_message(self, message: str | bytes) -> None:
        """Hear nothing."""

    def on_close(self) -> None:
        """Leave."""
        self.board.listeners.discard(self)

    def show(self, *, stale: bool = False) -> None:
        """Tell the page what is wrong now."""
        news = self.board.news
        told = {"heading": news.heading, "problems": news.problems, "stale": stale}
        self.write_message(msgspec.json.encode(told).decode())


class Own(_Guarded):
    """The script and the style that show problems over a page."""

    def get(self, name: str) -> None:
        """Answer with one of them."""
        kind = "text/javascript" if name.endswith(".js") else "text/css"
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.finish((_STATIC / name).read_bytes())


class Pages(_Guarded, StaticFileHandler):
    """The files of the tree; a page of HTML gets the two scripts."""

    async def get(self, path: str, include_body: bool = True) -> None:  # noqa: FBT001, FBT002 - tornado's
        """Answer with a file."""
        page = self._found(path)
        if page is not None:
            self._page(page)
        elif not self._finished and (answering := super().get(path, include_body)):
            await answering

    def _found(self, path: str) -> bytes | None:
        """Return a page of HTML, None for what is none or was answered."""
        if not Path(self.served.tree).is_dir():
            self.set_status(503)
            waiting = f"<!DOCTYPE html><html><head><title>…</title></head><p>{self.served.waiting}</p>"
            return waiting.encode()
        self.path = self.parse_url_path(path)
        absolute = self.get_absolute_path(self.root, self.path)
        found = self.validate_absolute_path(self.root, absolute)
        return Path(found).read_bytes() if found and found.endswith(".html") else None

    def set_extra_headers(self, path: str) -> None:
        """Let a browser keep what has its digest in its name: the next reload is quicker."""
        if path.startswith("static/"):
            self.set_header("Cache-Control", _KEPT)

    def compute_etag(self) -> str | None:
        """Give none: what a browser keeps has its digest in its name, and the rest is always sent."""
        return None

    def write_error(self, status_code: int, **more: Any) -> None:
        """Answer with the site's own page for wrong addresses."""
        page = Path(self.served.tree) / "404.html"
        if status_code == 404 and page.is_file():  # noqa: PLR2004
            self._page(page.read_bytes())
        else:
            super().write_error(status_code, **more)

    def _page(self, data: bytes) -> None:
        own = (f"{_HERE}.js?port={self.served.port}", f"{_HERE}/preview.js?edition={self.board.edition}")
        scripts = "".join(f'<script src="{src}" async></script>' for src in own)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(data.replace(_HEAD_END, scripts.encode() + _HEAD_END, 1))
