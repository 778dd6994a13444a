"""Publish, move, correct: what each act changes in one article's header."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, cast

from openai_news import dates
from openai_news.desk import Article, named, parsed, refuse_undated, revise
from openai_news.desk_claims import proved
from openai_news.editing import Change
from openai_news.errors import ContentError, SiteError
from openai_news.front_matter_edit import Header, Splice
from openai_news.model import ArticleCard, Correction, Moment, Place, Problem
from openai_news.site import Site
from openai_news.slugs import is_slug, slugify
from openai_news.visibility import Standing
from openai_news.vocabulary import fold

_USUAL = "correction"  # what a correction is when nothing is said of it
_SAID = {"draft": "false", "published": "true", "status": "published"}


def publish(site: Site, one: Article, now: datetime, at: Moment | None = None) -> Change:
    """Let an article appear: now, or at an instant; its date, which is in its address, stays.

    Raises:
        SiteError: it is published already, and would go for a while (E648).
        ContentError: it expires before that (E643), or would not build.
    """
    since = at.at if at else now
    if since > now and one.standing(now) is Standing.PUBLISHED:
        raise SiteError([Problem("E648", Place(f"content/{one.path}"))])
    if one.front.expire_at and one.front.expire_at.at <= since:
        values = {"value": dates.iso(one.front.expire_at)}
        place = one.front.places.get("expire_at", Place(f"content/{one.path}"))
        raise ContentError([Problem("E643", place, values)])

    def change(header: Header) -> Iterator[Splice]:
        is_draft = named("draft", site.config)
        if one.front.draft:
            key = header.name(is_draft)
            yield from header.set(key, _SAID[fold(key)], is_draft, plain=True)
        planned = one.front.publish_at or one.front.date
        if at or (planned and planned.at > now):
            instant = dates.iso(at or Moment(now, timed=True))
            yield from header.set("publish_at", instant, named("publish_at", site.config), plain=True)

    return proved(site, one, revise(site, one, change, "draft", "publish_at"))


def move(site: Site, one: Article, now: datetime, *, slug: str = "", day: Moment | None = None) -> Change:
    """Give an article another address: the old one becomes an alias, its id and its file stay.

    Raises:
        SiteError: the slug can be no address (E301).
        ContentError: the article has errors.
    """
    if slug and not is_slug(slug):
        values = {"value": slug, "slug": slugify(slug) or "mon-article"}
        raise SiteError([Problem("E301", Place("--slug"), values)])
    if day:
        refuse_undated(one)
    old = cast("ArticleCard", parsed(site, one).card)
    moment = _at_its_hour(day, one.front.date) if day else None
    address = _Address(site, slug, moment, old.id if moment and not one.front.id else "")
    moved = revise(site, one, address.splices, "slug", "date", "id")
    new = cast("ArticleCard", parsed(site, one, moved.new or "").card)
    if new.url == old.url:
        return Change(one.path, one.written, one.written)

    def whole(header: Header) -> Iterator[Splice]:
        yield from address.splices(header)
        if one.standing(now) is not Standing.DRAFT:
            yield from _alias(header, f"/{old.url}", f"/{new.url}", site)

    return proved(site, one, revise(site, one, whole, "slug", "date", "id", "aliases"))


def url(site: Site, one: Article, change: Change) -> str:
    """Return the address that an article has after a change."""
    return cast("ArticleCard", parsed(site, one, change.new or "").card).url


class _Address(NamedTuple):
    """What an address is made of, where it changes; the id too, for it is made of the date."""

    site: Site
    slug: str
    moment: Moment | None
    id: str

    def splices(self, header: Header) -> Iterator[Splice]:
        config = self.site.config
        if self.slug:
            yield from header.set("slug", self.slug, named("slug", config), plain=True)
        if self.moment:
            yield from header.set("date", dates.iso(self.moment), named("date", config), plain=True)
        if self.id:
            yield from header.set("id", self.id, named("id", config))


def _alias(header: Header, old: str, new: str, site: Site) -> Iterator[Splice]:
    """Note a former address; one that the article goes back to is an alias no longer."""
    is_alias = named("aliases", site.config)
    written = header.items(is_alias)
    if new in written:
        yield from header.rename(is_alias, written.index(new), old)
    elif old not in written:
        yield from header.append("aliases", old, is_alias)


def _at_its_hour(day: Moment, old: Moment | None) -> Moment:
    """Return a day given without an hour at the hour that the article has."""
    if day.timed or old is None or not old.timed:
        return day
    return Moment(datetime.combine(day.at.date(), old.at.timetz()), timed=True)


def correct(site: Site, one: Article, correction: Correction) -> Change:
    """Add a correction: readers, feeds and search engines see it as an update (RULES N20)."""
    refuse_undated(one)
    kind = "" if correction.kind == _USUAL else correction.kind
    item = {"date": dates.iso(correction.date), "text": correction.text, "kind": kind, "by": correction.by}
    given = {key: value for key, value in item.items() if value}
    is_meant = named("corrections", site.config)
    change = revise(site, one, lambda header: header.append("corrections", given, is_meant), "corrections")
    return proved(site, one, change)
