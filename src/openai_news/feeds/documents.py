"""A feed as documents: one page for each form, and where those of the archive stand."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from msgspec.structs import replace

from openai_news.feeds import atom, json_feed, rss
from openai_news.feeds.view import FeedView
from openai_news.model import Stage
from openai_news.page import Context, Page, Writer

ATOM = "atom"
_WRITERS = {
    ATOM: Writer("feed.atom", atom.write),
    "rss": Writer("feed.rss", rss.write),
    "json": Writer("feed.json", json_feed.write),
}
_MINTED = "2026"  # RFC 4151: a time at which the ids were given out; it never changes


def documents(view: FeedView, forms: Iterable[str], site: Context) -> Iterator[Page]:
    """Yield a feed in every form; `view` has the addresses of its list as the site has them."""
    for form in forms:
        path = site.urls.feed(view.url, form)
        own = replace(view, url=site.urls.absolute(path), page=site.urls.absolute(view.page))
        yield Page(path, _WRITERS[form], own, Stage.FEED)


def feed_id(site: Context, *parts: str) -> str:
    """Return an id that survives a new title and a new `base_url` (RULES N11, A4)."""
    return f"tag:{site.config.id_authority},{_MINTED}:feed/{quote('/'.join(parts))}"


def publisher(site: Context) -> str:
    """Return who answers for the site's feeds."""
    return site.config.author or site.config.title


def has_archive(site: Context) -> bool:
    """Tell whether the whole archive is to be read from feeds."""
    return site.config.feeds.archive and ATOM in site.config.feeds.formats


def archived(site: Context, key: str) -> str:
    """Return the address of the archive's document of a month or a day, given its key; '' for none."""
    if not key:
        return ""
    _, lang, period = key.split("|")
    return site.urls.absolute(site.urls.feed(site.urls.period(lang, period), ATOM))
