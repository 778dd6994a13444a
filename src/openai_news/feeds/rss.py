"""A feed as RSS 2.0, after the RSS Best Practices Profile."""

from collections.abc import Iterator
from functools import lru_cache
from html import escape

from openai_news.dates import rfc822
from openai_news.feeds.view import Entry, FeedView
from openai_news.xml_text import Xml, document, element, lines

_NAMES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
_CONSTANT = {"isPermaLink": "false"}


def write(view: FeedView) -> bytes:
    """Return the bytes of an RSS feed (RULES N10)."""
    return document(element("rss", element("channel", lines(_channel(view))), _NAMES))


def _channel(view: FeedView) -> Iterator[Xml]:
    yield element("title", view.title)
    yield element("link", view.page)
    yield element("description", view.subtitle or view.title)
    yield element("language", view.lang)
    yield element("lastBuildDate", rfc822(view.updated))
    yield element("generator", "openai-news")
    own = {"rel": "self", "type": "application/rss+xml", "href": view.url}
    yield element("atom:link", attributes=own)
    yield from map(_item, view.entries)


@lru_cache(maxsize=256)
def _item(entry: Entry) -> Xml:
    """Write an item; the newest ones stand in many feeds."""
    return element("item", lines(_parts(entry)))


def _parts(entry: Entry) -> Iterator[Xml]:
    yield element("title", entry.title)
    yield element("link", entry.url)
    yield element("guid", entry.id, _CONSTANT)
    yield element("pubDate", rfc822(entry.published))
    for author in entry.authors:
        yield element("dc:creator", author.name)
    for category in entry.categories:
        yield element("category", category.name, {"domain": category.scheme})
    if entry.summary:  # a description is HTML, and must stand before the content
        yield element("description", escape(entry.summary, quote=False))
        yield element("content:encoded", entry.html)
    else:
        yield element("description", entry.html)
