"""The frozen types that the stages hand to one another; no behaviour beyond naming themselves."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

import msgspec


class Value(msgspec.Struct, frozen=True):
    """A frozen value: compared, hashed and encoded by its fields."""


# --- where something is, and what is wrong with it


class Place(Value, frozen=True, order=True):
    """A point in a file of the site; line and column count from 1, in characters, BOM excluded."""

    path: str
    line: int = 0
    column: int = 0


class Severity(StrEnum):
    """How much a problem weighs: an error stops publication, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Problem(Value, frozen=True):
    """Something wrong in what a user wrote: a code, its parameters and its place; texts are elsewhere."""

    code: str
    place: Place
    values: dict[str, str] = {}
    severity: Severity = Severity.ERROR
    excerpt: str = ""
    width: int = 1


# --- source


class Source(Value, frozen=True):
    """One text file of content/ as read: its path relative to content/ and its text, LF, no BOM."""

    path: str
    text: str


class Moment(Value, frozen=True):
    """An instant in the site's zone; `timed` is false when the author wrote a day only."""

    at: datetime
    timed: bool = False


class Picture(Value, frozen=True):
    """An image named in front matter; `src` as written."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Citation(Value, frozen=True):
    """A source of an article (RULES N23)."""

    title: str = ""
    url: str = ""
    publisher: str = ""
    author: str = ""
    date: Moment | None = None
    accessed: Moment | None = None
    archived: str = ""


class Correction(Value, frozen=True):
    """A dated correction of a published article (RULES N20)."""

    date: Moment
    text: str
    by: str = ""
    kind: str = "correction"


class FrontMatter(Value, frozen=True):
    """The header of one file of content/, typed; `terms` maps a taxonomy's name to what was written."""

    title: str
    date: Moment | None = None
    updated: Moment | None = None
    publish_at: Moment | None = None
    expire_at: Moment | None = None
    draft: bool = False
    slug: str = ""
    aliases: tuple[str, ...] = ()
    summary: str = ""
    terms: dict[str, tuple[str, ...]] = {}
    image: Picture | None = None
    lang: str = ""
    translation_key: str = ""
    id: str = ""
    sources: tuple[Citation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    followed_by: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    featured: bool = False
    noindex: bool = False
    places: dict[str, Place] = {}


# --- markup


class Reference(Value, frozen=True):
    """What a body points to inside the site, still symbolic: `target` is relative to content/.

    `kind` is "article" (another file's page), "file" (something beside an article) or
    "site" (an address of this site, written from its root).
    """

    kind: str
    target: str
    fragment: str = ""
    place: Place = Place("")


class Heading(Value, frozen=True):
    """A heading of a body: level 2 to 6, its id and its text as shown (plain)."""

    level: int
    id: str
    text: str


class Markup(Value, frozen=True):
    """A body rendered to safe HTML; references stand in it as marks (see `markup`)."""

    html: str
    references: tuple[Reference, ...] = ()
    headings: tuple[Heading, ...] = ()
    words: int = 0
    problems: tuple[Problem, ...] = ()


# --- items: what the catalogue holds; each has a key ("kind|...") and a card


class Term(Value, frozen=True):
    """A term as one article spells it."""

    taxonomy: str
    slug: str
    name: str


class Card(Value, frozen=True, tag=True):
    """What other pages may show of an item."""


class ArticleCard(Card, frozen=True):
    """The card of an article; texts are typographically final, `url` is relative to the site's root."""

    url: str
    id: str
    lang: str
    title: str
    date: Moment
    updated: Moment
    summary: str = ""
    terms: tuple[Term, ...] = ()
    image: Picture | None = None
    featured: bool = False
    noindex: bool = False
    translation_key: str = ""
    followed_by: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    news: bool = False


class LabelCard(Card, frozen=True):
    """The card of a term's own file, content/_tags/openai.md."""

    title: str
    lang: str
    summary: str = ""
    image: Picture | None = None
    same_as: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class PageCard(Card, frozen=True):
    """The card of an undated page, content/_pages/about.md."""

    url: str
    lang: str
    title: str
    summary: str = ""
    noindex: bool = False
    translation_key: str = ""
    aliases: tuple[str, ...] = ()


class FileCard(Card, frozen=True):
    """The card of a file that is copied: its digest and, for a picture, its size in pixels as shown.

    `form` is that of a picture whose bytes were found good, `turn` how its camera was held (EXIF), and
    `still` says that it may be scaled: one image, of ordinary colours.
    """

    digest: str
    width: int = 0
    height: int = 0
    form: str = ""
    turn: int = 1
    still: bool = False


class SettingCard(Card, frozen=True):
    """The card of something the configuration brings: the site, a language, a taxonomy."""

    name: str = ""


class ListCard(Card, frozen=True):
    """The card of a list: how many members, and the one at the greatest place."""

    n: int
    last: str


AnyCard = ArticleCard | LabelCard | PageCard | FileCard | SettingCard | ListCard


class Body(Value, frozen=True):
    """What only an article's own page and full-text feeds show."""

    html: str = ""
    references: tuple[Reference, ...] = ()
    headings: tuple[Heading, ...] = ()
    words: int = 0
    sources: tuple[Citation, ...] = ()
    corrections: tuple[Correction, ...] = ()


class State(StrEnum):
    """What keeps a file out of the site whatever the clock says."""

    LIVE = "live"
    DRAFT = "draft"
    BROKEN = "broken"


class Visibility(Value, frozen=True):
    """When an item is present: `state`, and the interval [since, until) in seconds of Unix time."""

    state: State = State.LIVE
    since: float = float("-inf")
    until: float = float("inf")


class Parsed(Value, frozen=True):
    """One file of content/ as the catalogue stores it."""

    path: str
    key: str
    card: AnyCard | None
    body: Body
    visibility: Visibility
    problems: tuple[Problem, ...] = ()


# --- pages


class Stage(IntEnum):
    """When a kind of file is put in place by an edit: nothing refers to what is not there yet."""

    ASSET = 0
    PAGE = 1
    LIST = 2
    FEED = 3


class Subject(NamedTuple):
    """What pages are made for: an output and the key of an item."""

    output: str
    key: str
