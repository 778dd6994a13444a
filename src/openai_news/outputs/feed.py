"""Feeds of a language's site and of every term, and the whole archive month by month (RFC 5005)."""

from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote

from msgspec.structs import replace

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.feeds import atom, json_feed, rss
from openai_news.feeds.view import Archive, Author, Category, Entry, FeedView
from openai_news.links import Shown, resolve
from openai_news.model import (
    AnyCard,
    ArticleCard,
    Body,
    Correction,
    LabelCard,
    ListCard,
    Problem,
    SettingCard,
    Stage,
)
from openai_news.page import Context, Output, Page, Writer
from openai_news.patterns import late
from openai_news.words import Words

_ATOM = "atom"
_WRITERS = {
    _ATOM: Writer("feed.atom", atom.write),
    "rss": Writer("feed.rss", rss.write),
    "json": Writer("feed.json", json_feed.write),
}
_MINTED = "2026"  # RFC 4151: a time at which the ids were given out; it never changes
_HERE = late(r'(<a [^>]*?href=")#')


def site_pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the feeds of the newest articles of one language."""
    lang = card.name
    newest = read.first(f"months|{lang}", 1) if _has_archive(site) else []
    yield from _documents(
        FeedView(
            id=_id(site, lang),
            lang=lang,
            title=site.config.title,
            subtitle=site.config.description,
            publisher=_publisher(site),
            url=site.urls.home(lang),
            page=site.urls.home(lang),
            entries=_entries(read.first(f"all|{lang}", site.config.feeds.entries), read, site),
            archive=Archive(previous=_document(site, [month for month, _ in newest])),
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
    yield from _documents(
        FeedView(
            id=_id(site, lang, taxonomy, slug),
            lang=lang,
            title=f"{name} — {site.config.title}",
            subtitle=described.summary if isinstance(described, LabelCard) else "",
            publisher=_publisher(site),
            url=url,
            page=url,
            entries=_entries(read.first(key, site.config.feeds.term_entries), read, site),
        ),
        site.config.feeds.formats,
        site,
    )


def archive_pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the document of all articles of a month, linked to its neighbours (RULES N13)."""
    if not _has_archive(site):
        return
    _, lang, month = key.split("|")
    url = site.urls.period(lang, month)
    before, after = read.near(f"months|{lang}", 1)
    yield from _documents(
        FeedView(
            id=_id(site, lang),
            lang=lang,
            title=f"{site.config.title} — {lay.period_text(month, lang)}",
            subtitle="",
            publisher=_publisher(site),
            url=url,
            page=url,
            entries=_entries(read.first(key), read, site),
            archive=Archive(
                previous=_document(site, before),
                next=_document(site, after),
                current=site.urls.absolute(site.urls.feed(site.urls.home(lang), _ATOM)),
            ),
        ),
        (_ATOM,),
        site,
    )


def _has_archive(site: Context) -> bool:
    return site.config.feeds.archive and _ATOM in site.config.feeds.formats


def _document(site: Context, months: list[str]) -> str:
    """Return the address of the archive document of a month, given its key if there is one."""
    if not months:
        return ""
    _, lang, month = months[0].split("|")
    return site.urls.absolute(site.urls.feed(site.urls.period(lang, month), _ATOM))


def _documents(view: FeedView, forms: Iterable[str], site: Context) -> Iterator[Page]:
    """Yield a feed in every form; `view` has the addresses of its list as the site has them."""
    for form in forms:
        path = site.urls.feed(view.url, form)
        own = replace(view, url=site.urls.absolute(path), page=site.urls.absolute(view.page))
        yield Page(path, _WRITERS[form], own, Stage.FEED)


def _id(site: Context, *parts: str) -> str:
    """Return an id that survives a new title and a new `base_url` (RULES N11, A4)."""
    return f"tag:{site.config.id_authority},{_MINTED}:feed/{quote('/'.join(parts))}"


def _publisher(site: Context) -> str:
    return site.config.author or site.config.title


def _entries(articles: Iterable[tuple[str, AnyCard]], read: View, site: Context) -> tuple[Entry, ...]:
    return tuple(
        _shared_entry(key, card, read, site)
        for key, card in articles
        if isinstance(card, ArticleCard) and not card.noindex
    )


def _shared_entry(key: str, card: ArticleCard, read: View, site: Context) -> Entry:
    """Make an entry once for all the feeds that show it; each of them depends on what it was made of."""
    entry, reads = site.entries.get(key, lambda: _noted(key, card, read, site))
    read.note(reads)
    return entry


def _noted(key: str, card: ArticleCard, read: View, site: Context) -> tuple[Entry, dict[str, str]]:
    """Return an entry with the reads that it is made of."""
    apart = read.apart()
    return _entry(key, card, apart, site), apart.reads


def _entry(key: str, card: ArticleCard, read: View, site: Context) -> Entry:
    kinds = {taxonomy.name: taxonomy.kind for taxonomy in site.config.taxonomies}
    named = [term for term in card.terms if kinds[term.taxonomy] == "author"]
    absolute, urls = site.urls.absolute, site.urls
    return Entry(
        id=card.id,
        url=absolute(card.url),
        title=card.title,
        summary=card.summary,
        html=_html(read.body(key), card, read, site),
        published=card.date,
        updated=card.updated,
        authors=tuple(
            Author(term.name, absolute(urls.term(card.lang, term.taxonomy, term.slug))) for term in named
        ),
        categories=tuple(
            Category(term.slug, term.name, absolute(urls.taxonomy(card.lang, term.taxonomy)))
            for term in card.terms
            if term not in named
        ),
    )


def _html(body: Body, card: ArticleCard, read: View, site: Context) -> str:
    """Return a body that stands alone: links are absolute, those to its own headings too."""
    url = site.urls.absolute
    html = resolve(body, read, card.url, url, Shown.FEED).html
    if 'href="#' in html:
        html = _HERE.sub(rf"\g<1>{escape(url(card.url))}#", html)
    return html + _corrections(body, card.lang, site.words[card.lang])


def _corrections(body: Body, lang: str, words: Words) -> str:
    """Return what was corrected, for a reader who has the article in a feed only (RULES N20)."""
    if not body.corrections:
        return ""
    items = "".join(_correction(correction, lang, words) for correction in body.corrections)
    return f"<h2>{escape(words('corrections'))}</h2><ul>{items}</ul>"


def _correction(correction: Correction, lang: str, words: Words) -> str:
    when = lay.when(correction.date, lang)
    kind = escape(words(f"correction.{correction.kind}"))
    by = f" — {correction.by}" if correction.by else ""
    return (
        f'<li><p><strong>{kind}</strong>, <time datetime="{when.iso}">{when.text}</time></p>'
        f"<p>{escape(correction.text + by, quote=False)}</p></li>"
    )


OUTPUTS = (
    Output(name="feed", of="language", pages=site_pages),
    Output(name="feed_term", of="term", pages=term_pages),
    Output(name="feed_archive", of="month", pages=archive_pages, beside={"months": 1}),
)
