"""The whole archive in feeds (RFC 5005): a document for each month, for each day of those with many articles.

The documents form one chain, oldest to newest, in the order of their articles. A month's own document always
stands: where its days have documents, it is that of its newest day.
"""

from collections.abc import Iterator

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.feeds.documents import ATOM, archived, documents, feed_id, has_archive, publisher
from openai_news.feeds.entries import entries
from openai_news.feeds.view import Archive, FeedView
from openai_news.model import ListCard, Problem
from openai_news.page import Context, Output, Page
from openai_news.shape import MONTH_WHOLE


def month_pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make a month's document, linked to its neighbours (RULES N13)."""
    if not has_archive(site):
        return
    _, lang, month = key.split("|")
    before, after = read.near(f"months|{lang}", 1)
    newest = _days(read, lang, month, 2) if card.n > MONTH_WHOLE else []
    chain = Archive(
        previous=archived(site, "".join(newest[1:] or before)),
        next=archived(site, _opening(read, after[0]) if after else ""),
    )
    yield from _document(key, newest[0] if newest else key, chain, read, site)


def day_pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make a day's document, if its month has many articles and a newer day."""
    _, lang, day = key.split("|")
    if not has_archive(site) or not read.card(f"bydays|{lang}|{day[:7]}"):
        return
    before, after = read.near(f"days|{lang}", 2)
    if _holder(key, after[:1]) != key:
        return
    chain = Archive(
        previous=archived(site, _holder(before[0], [key]) if before else ""),
        next=archived(site, _holder(after[0], after[1:])),
    )
    yield from _document(key, key, chain, read, site)


def _document(key: str, shown: str, chain: Archive, read: View, site: Context) -> Iterator[Page]:
    """Make the document of one period with all articles of another."""
    _, lang, period = key.split("|")
    current = site.urls.absolute(site.urls.feed(site.urls.home(lang), ATOM))
    named = shown.rpartition("|")[2]
    yield from documents(
        FeedView(
            id=feed_id(site, lang),
            lang=lang,
            title=f"{site.config.title} — {lay.period_text(named, lang)}",
            subtitle="",
            publisher=publisher(site),
            url=site.urls.period(lang, period),
            page=site.urls.period(lang, named),
            entries=entries(read.first(shown), read, site),
            archive=Archive(chain.previous, chain.next, current),
        ),
        (ATOM,),
        site,
    )


def _opening(read: View, month: str) -> str:
    """Return whose document has the oldest articles of a month."""
    _, lang, name = month.split("|")
    if not read.card(f"bydays|{lang}|{name}"):
        return month
    days = _days(read, lang, name)
    return days[-1] if len(days) > 1 else month


def _days(read: View, lang: str, month: str, n: int | None = None) -> list[str]:
    """Return the days of a month, newest first."""
    return [day for day, _ in read.first(f"monthdays|{lang}|{month}", n)]


def _holder(day: str, newer: list[str]) -> str:
    """Return whose document has a day's articles: its own, or its month's if the month has no newer day."""
    month = day[: -len("-18")]
    return day if newer and newer[0].startswith(f"{month}-") else month.replace("day|", "month|", 1)


OUTPUTS = (
    Output(name="feed_archive", of="month", pages=month_pages, beside={"months": 1}),
    Output(name="feed_archive_day", of="day", pages=day_pages, beside={"days": 2}),
)
