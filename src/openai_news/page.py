"""What an output hands to the engine: pages that know their path, their recipe and all they show."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import msgspec

from openai_news.catalogue import View
from openai_news.config import Config
from openai_news.memo import Memo
from openai_news.model import Problem, Stage, Value
from openai_news.urls import Addresses
from openai_news.words import Words


class Template(Value, frozen=True):
    """Bytes made by a template of the theme."""

    name: str


class Writer(Value, frozen=True):
    """Bytes made by code: a pure function of the view."""

    name: str
    write: Callable[[Any], bytes]


class Drawn(Value, frozen=True):
    """Bytes that take long to make, by code, from the view and from the file `source` of content/ if any.

    They are kept: `name` holds what the code's version is, and the view what `source` contains.
    """

    name: str
    draw: Callable[[Any, bytes], bytes]
    source: str = ""


class Copy(Value, frozen=True):
    """Bytes of a file of the site; the view is the file's card, which holds its digest.

    A picture is copied without what it tells of its maker.
    """

    folder: str
    path: str


Recipe = Template | Writer | Drawn | Copy


class Page(Value, frozen=True):
    """One file to be: `path` in dist/, how its bytes are made, and everything the recipe may read."""

    path: str
    recipe: Recipe
    view: Value
    stage: Stage


class Context(Value, frozen=True):
    """What is the same for every page of a build: the configuration and what derives from it.

    Items do not change while pages are made, so that pages may share what they show of them.
    """

    config: Config
    urls: Addresses
    words: dict[str, Words]
    named_assets: frozenset[str] = frozenset()
    preview: bool = False
    teasers: Memo = msgspec.field(default_factory=lambda: Memo(4_000))
    frames: Memo = msgspec.field(default_factory=lambda: Memo(500))
    entries: Memo = msgspec.field(default_factory=lambda: Memo(200))


class Pages(Protocol):
    """Make the pages of one item; a problem may stand among them."""

    def __call__(self, key: str, card: Any, read: View, site: Context) -> Iterator[Page | Problem]:
        """Yield pages and problems."""
        ...


class Output(Value, frozen=True):
    """One kind of output: `of` is the kind of item that has such pages.

    `near` says, for each kind of list, how many members on each side of its own item a page reads, and
    `beside` of how many it reads no more than which they are;
    `templates` are the templates of its pages: an edit of one touches all its subjects. `heavy` pages are
    worth another process sooner.
    """

    name: str
    of: str
    pages: Pages
    near: dict[str, int] = {}
    beside: dict[str, int] = {}
    templates: tuple[str, ...] = ()
    heavy: bool = False
