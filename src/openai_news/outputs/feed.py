"""Feeds of the newest articles: of a language's site, and of every term."""

from collections.abc import Iterator

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.feeds.documents import archived, documents, feed_id, has_archive, publisher
from openai_news.feeds.entries import entries
from openai_news.feeds.view import Archive, FeedView
from openai_news.model import LabelCard, ListCard, Problem, SettingCard
from openai_news.page import Context, Output, Page


def site_pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the feeds of the newest articles of one language."""
    lang = card.name
    months = [month for month, _ in read.first(f"months|{lang}", 1)] if has_archive(site) else []
    yield from documents(
        FeedView(
            id=feed_id(site, lang),
            lang=lang,
            title=site.config.title,
            subtitle=site.config.description,
            publisher=publisher(site),
            url=site.urls.home(lang),
            page=site.urls.home(lang),
            entries=entries(read.first(f"all|{lang}", site.config.feeds.entries), read, site),
            archive=Archive(previous=archived(site, "".join(months))),
        ),
        site.config.feeds.formats,
        site,
    )


def term_pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the feeds of the newest articles of one term."""
    _, lang, taxonomy, slug = key.split("|")
    url = site.urls.term(lang, taxonomy, slug)
    described = read.card(f"label|{lang}|{taxonomy}|{slug}")
    name = lay.label(read, lang, taxonomy, slug)
    yield from documents(
        FeedView(
            id=feed_id(site, lang, taxonomy, slug),
            lang=lang,
            title=f"{name} — {site.config.title}",
            subtitle=described.summary if isinstance(described, LabelCard) else "",
            publisher=publisher(site),
            url=url,
            page=url,
            entries=entries(read.first(key, site.config.feeds.term_entries), read, site),
        ),
        site.config.feeds.formats,
        site,
    )


OUTPUTS = (
    Output(name="feed", of="language", pages=site_pages),
    Output(name="feed_term", of="term", pages=term_pages),
)
