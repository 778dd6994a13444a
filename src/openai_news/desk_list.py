"""What stands in content/, newest first: where each article is, and when that changes next."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from openai_news import dates
from openai_news.desk import Article, unknown_term
from openai_news.errors import SiteError
from openai_news.model import Moment, Value
from openai_news.slugs import slugify
from openai_news.visibility import Standing


class Row(Value, frozen=True):
    """One article: `at` is when it goes out or expires next, None if that is not planned."""

    path: str
    title: str
    lang: str
    date: Moment
    standing: Standing
    at: Moment | None = None

    def plain(self) -> dict[str, Any]:
        """Return the row for programs."""
        return {
            "path": f"content/{self.path}",
            "title": self.title,
            "lang": self.lang,
            "date": dates.iso(self.date),
            "standing": str(self.standing),
            "next_change": dates.iso_instant(self.at) if self.at else None,
        }


def rows(
    articles: Iterable[Article], now: datetime, *, standings: frozenset[Standing], tag: str
) -> list[Row]:
    """Return the articles of some standings (of all, if none is named) that have a tag.

    Raises:
        SiteError: no article has the tag (E644).
    """
    articles = list(articles)
    having = [one for one in articles if not tag or slugify(tag) in _tags(one)]
    if tag and not having:
        raise SiteError([unknown_term(articles, "tags", tag, "--tag")])
    found = [row(one, now) for one in having if one.front.date]
    wanted = [one for one in found if not standings or one.standing in standings]
    return sorted(wanted, key=lambda one: (one.date.at, one.path), reverse=True)


def _tags(one: Article) -> set[str]:
    return set(map(slugify, one.front.terms.get("tags", ())))


def row(one: Article, now: datetime) -> Row:
    """Return an article as it stands at an instant."""
    front, standing = one.front, one.standing(now)
    assert front.date
    at = None
    if standing is Standing.SCHEDULED:
        at = front.publish_at or front.date
    elif standing is Standing.PUBLISHED:
        at = front.expire_at
    return Row(one.path, front.title, one.lang, front.date, standing, at)
