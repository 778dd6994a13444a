"""A feed as Atom 1.0 (RFC 4287), with its way into the archive (RFC 5005)."""

from collections.abc import Iterator
from functools import lru_cache

from openai_news.dates import iso_instant
from openai_news.feeds.view import Archive, Author, Category, Entry, FeedView
from openai_news.xml_text import Xml, document, element, lines

_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
_HTML = {"type": "html"}


def write(view: FeedView) -> bytes:
    """Return the bytes of an Atom feed (RULES N11)."""
    names = {"xmlns": _ATOM, "xmlns:fh": _HISTORY, "xml:lang": view.lang}
    return document(element("feed", lines(_feed(view)), names))


def _feed(view: FeedView) -> Iterator[Xml]:
    yield element("id", view.id)
    yield element("title", view.title)
    if view.subtitle:
        yield element("subtitle", view.subtitle)
    yield element("updated", iso_instant(view.updated))
    yield element("author", element("name", view.publisher))
    yield _link("self", view.url, "application/atom+xml")
    yield _link("alternate", view.page, "text/html")
    yield from _archive(view.archive)
    yield element("generator", "openai-news")
    yield from map(_entry, view.entries)


def _archive(archive: Archive) -> Iterator[Xml]:
    if archive.current:
        yield element("fh:archive")
        yield _link("current", archive.current)
    if archive.previous:
        yield _link("prev-archive", archive.previous)
    if archive.next:
        yield _link("next-archive", archive.next)


@lru_cache(maxsize=256)
def _entry(entry: Entry) -> Xml:
    """Write an entry; the newest ones stand in many feeds."""
    return element("entry", lines(_parts(entry)))


def _parts(entry: Entry) -> Iterator[Xml]:
    yield element("id", entry.id)
    yield element("title", entry.title)
    yield _link("alternate", entry.url, "text/html")
    yield element("published", iso_instant(entry.published))
    yield element("updated", iso_instant(entry.updated))
    yield from map(_author, entry.authors)
    yield from map(_category, entry.categories)
    if entry.summary:
        yield element("summary", entry.summary)
    yield element("content", entry.html, _HTML)


def _link(rel: str, href: str, media_type: str = "application/atom+xml") -> Xml:
    return element("link", attributes={"rel": rel, "type": media_type, "href": href})


@lru_cache(maxsize=1024)
def _author(author: Author) -> Xml:
    return element("author", lines([element("name", author.name), element("uri", author.url)]))


@lru_cache(maxsize=4096)
def _category(category: Category) -> Xml:
    named = {"term": category.slug, "scheme": category.scheme, "label": category.name}
    return element("category", attributes=named)
