"""What an importer makes of a source, what it could not keep, and where it reads; the types alone."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from openai_news.config import Config
from openai_news.model import Source, Value

FORBIDDEN = re.compile(
    "[^\t\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)  # what no feed can carry, and U+2028


class Loss(Value, frozen=True, order=True):
    """A construct of a source that was dropped or replaced: the kind names the reason's text."""

    kind: str
    name: str
    path: str


class Draft(Value, frozen=True):
    """One article as its source tells it.

    `path` is the source's, `name` what its file shall be called. `header` holds keys and values as they are
    written there, texts, lists and mappings; `body` is Markdown, `clean` when it is known to hold plain text.
    `pictures` are those that stand inside the source, by the path that the body gives them, beside `path`.
    """

    path: str
    name: str
    header: dict[str, Any]
    body: str
    lang: str = ""
    clean: bool = False
    losses: tuple[Loss, ...] = ()
    pictures: dict[str, bytes] = {}


class Files(Protocol):
    """The files of one source: a folder, an archive, or a file with what lies beside it."""

    def names(self) -> tuple[str, ...]:
        """Return the path of every file that is to be read, in order."""

    def data(self, path: str) -> bytes:
        """Return a file's bytes."""

    def text(self, path: str) -> Source:
        """Return a file's text."""

    def has(self, path: str) -> bool:
        """Tell whether there is such a file, read or not."""


class Format(Value, frozen=True):
    """One format: its name, the suffixes of its files, how it is recognised, and how it is read."""

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[str, bytes], bool]
    read: Callable[[str, Files, Config], Iterator[Draft]]
