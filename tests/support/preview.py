"""A preview under test: the command as a process of its own, asked over HTTP and WebSocket."""

import base64
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

SECONDS = 30.0


class Preview:
    """A running preview of a site."""

    def __init__(self, site, process, url):
        self.site = site
        self.process = process
        self.url = url
        self.port = urlsplit(url).port

    def get(self, path="/", *, method="GET", host=None, headers=None):
        """Ask for a path; return status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": host or f"127.0.0.1:{self.port}", **(headers or {})}.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), body.decode("utf-8", "replace")

    def open(self, path, *, host=None, origin=None):
        """Open a WebSocket by hand; return the status and the connection."""
        connection = socket.create_connection(("127.0.0.1", self.port), SECONDS)
        host = host or f"127.0.0.1:{self.port}"
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {host}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            *([f"Origin: {origin}"] if origin is not None else []),
        ]
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin1"))
        head = b""
        while b"\r\n\r\n" not in head and (more := connection.recv(1)):
            head += more
        return int(head.split(b" ", 2)[1]), connection

    def listen(self, page="/"):
        """Return a conversation of which every message is a dict; see `received`."""
        status, connection = self.open(
            f"/livereload/problems?page={page}&edition={10**15}", origin=f"http://127.0.0.1:{self.port}"
        )
        assert status == 101
        return connection

    def until_told(self):
        """Wait until the browsers were told of a build: a page that was served before it may load again."""
        while not re.search(r" in [0-9.]+ s$", line := self.process.stderr.readline()):
            assert line, "the preview ended"

    def until(self, path, text):
        """Wait until a page holds a text; return how long it took."""
        start = time.monotonic()
        while text not in self.get(path)[2]:
            assert time.monotonic() - start < SECONDS, f"{path} never said {text!r}"
            time.sleep(0.02)
        return time.monotonic() - start


def received(connection):
    """Return the next message of a conversation."""
    first, length = exactly(connection, 2)
    assert first == 0x81
    if length == 126:
        length = int.from_bytes(exactly(connection, 2))
    elif length == 127:
        length = int.from_bytes(exactly(connection, 8))
    return json.loads(exactly(connection, length))


def exactly(connection, count):
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        assert more, "the conversation ended"
        data += more
    return data


def stop(process):
    """Interrupt a process, which must end by itself."""
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()  # or who leaves the block would wait for ever
        raise


@contextmanager
def preview(site, *arguments, expect=""):
    """Run a preview of a site until the end of the block; its pages are there when it begins."""
    command = [sys.executable, "-m", "openai_news", "--site", str(site.root), "serve", "--port", "0"]
    command += ["--lang", "en", "--now", site.now, *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        found = re.search(r"http://\S+", process.stderr.readline())
        running = Preview(site, process, found[0])
        try:
            running.until("/", expect or "</html>")
            yield running
        finally:
            stop(process)
    assert process.returncode == 0
