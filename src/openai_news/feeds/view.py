"""What a feed shows, whatever its form: plain data, complete, absolute."""

from datetime import UTC, datetime

from openai_news.model import Moment, Value

NEVER = Moment(datetime(2000, 1, 1, tzinfo=UTC), timed=True)  # when an empty feed last changed


class Author(Value, frozen=True):
    """Who wrote an entry; `url` is the author's page."""

    name: str
    url: str


class Category(Value, frozen=True):
    """A term of an entry; `scheme` is the index of its taxonomy."""

    slug: str
    name: str
    scheme: str


class Entry(Value, frozen=True):
    """An article in full: `html` is its body, links absolute, and its corrections (RULES N20)."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: Moment
    updated: Moment
    authors: tuple[Author, ...]
    categories: tuple[Category, ...]


class Archive(Value, frozen=True):
    """A feed's way through the archive (RFC 5005): addresses of documents, '' for none.

    `current` is the live feed, named by the documents of the archive alone.
    """

    previous: str = ""
    next: str = ""
    current: str = ""


class FeedView(Value, frozen=True):
    """A feed: `url` is its own address, `page` the address of the page that it follows."""

    id: str
    lang: str
    title: str
    subtitle: str
    publisher: str
    url: str
    page: str
    entries: tuple[Entry, ...]
    archive: Archive = Archive()

    @property
    def updated(self) -> Moment:
        """The last change of an entry: never the clock (DESIGN 5, invariant 2)."""
        return max((entry.updated for entry in self.entries), key=lambda m: m.at, default=NEVER)
