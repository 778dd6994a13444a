"""A feed as JSON Feed 1.1."""

from typing import Any

import msgspec

from openai_news.dates import iso_instant
from openai_news.feeds.view import Author, Entry, FeedView


def write(view: FeedView) -> bytes:
    """Return the bytes of a JSON feed (RULES N12)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "_generator": {"name": "openai-news"},
        "title": view.title,
        "home_page_url": view.page,
        "feed_url": view.url,
        "description": view.subtitle,
        "language": view.lang,
        "authors": [{"name": view.publisher}],
        "items": [_item(entry) for entry in view.entries],
    }
    return msgspec.json.format(msgspec.json.encode(_filled(feed)), indent=1) + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": iso_instant(entry.published),
        "date_modified": iso_instant(entry.updated),
        "authors": [_author(author) for author in entry.authors],
        "tags": list(dict.fromkeys(category.name for category in entry.categories)),
    }
    return _filled(item)


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name, "url": author.url}


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is optional and empty; a feed without entries still has its list of them."""
    return {name: value for name, value in fields.items() if value or name == "items"}
