"""The sitemap: an index over one file per month, one per taxonomy and one for the other pages.

All stand at the site's root, for a sitemap speaks only of what lies below its own folder (RULES
N8). Only articles and months have a `lastmod`: an edit changes one month's file and the index.
"""

from collections.abc import Iterable, Iterator

from openai_news import dates
from openai_news.catalogue import View
from openai_news.model import (
    AnyCard,
    ArticleCard,
    ListCard,
    PageCard,
    Problem,
    SettingCard,
    Stage,
    Value,
)
from openai_news.page import Context, Output, Page, Writer
from openai_news.urls import GENERATOR, NEWS_LIMIT, NEWS_SITEMAP, SITEMAP, Addresses, numbered
from openai_news.xml_text import Xml, document, element, lines

LIMIT = 50_000  # addresses in one file, by the protocol
_NAMES = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
_PAGES = "sitemap-pages.xml"


class Location(Value, frozen=True):
    """An absolute address, and when what is there last changed ('' when that is not said)."""

    url: str
    changed: str = ""


class SitemapView(Value, frozen=True):
    """The addresses in one file."""

    locations: tuple[Location, ...]


def index_pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the index, and the file of the pages that are neither articles nor terms."""
    others = list(_other_pages(read, site))
    files = [
        *map(Location, _names(_PAGES, len(others))),
        *(_news_files(read) if site.config.news_sitemap else ()),
        *_term_files(read, site),
        *_month_files(read),
    ]
    view = SitemapView(_absolute(files, site))
    yield Page(SITEMAP, Writer("sitemap.index", write_index), view, Stage.FEED)
    yield from _files(_PAGES, others, site)


def month_pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the file of the articles of one month, in all languages."""
    articles = [
        Location(article.url, dates.iso(article.updated))
        for _, article in read.first(key)
        if isinstance(article, ArticleCard)
    ]
    yield from _files(_month_file(key), articles, site)


def term_pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the file of the terms of one taxonomy in one language."""
    _, lang, taxonomy = key.split("|")
    terms = [
        Location(site.urls.term(lang, taxonomy, term.rpartition("|")[2]))
        for term, _ in read.first(f"terms|{lang}|{taxonomy}")
    ]
    if terms:
        yield from _files(_term_file(site.urls, lang, taxonomy), terms, site)


def write_index(view: SitemapView) -> bytes:
    """Return the bytes of a sitemap index."""
    return document(element("sitemapindex", _all("sitemap", view.locations), _NAMES), GENERATOR)


def write(view: SitemapView) -> bytes:
    """Return the bytes of a sitemap."""
    return document(element("urlset", _all("url", view.locations), _NAMES), GENERATOR)


def _all(name: str, locations: Iterable[Location]) -> Xml:
    return lines(element(name, lines(_parts(location))) for location in locations)


def _parts(location: Location) -> Iterator[Xml]:
    yield element("loc", location.url)
    if location.changed:
        yield element("lastmod", location.changed)


def _news_files(read: View) -> Iterator[Location]:
    """Name the file of the news, which may be empty, and more where it holds too much for one."""
    count = _count(read.card("news|")) or 1
    return map(Location, numbered(NEWS_SITEMAP, count, NEWS_LIMIT))


def _month_files(read: View) -> Iterator[Location]:
    for key, card in read.first("sitemaps|"):
        latest = read.first(f"updates|{key.rpartition('|')[2]}", 1)
        for _, article in latest:
            assert isinstance(article, ArticleCard)
            changed = dates.iso(article.updated)
            yield from (Location(name, changed) for name in _names(_month_file(key), _count(card)))


def _term_files(read: View, site: Context) -> Iterator[Location]:
    for lang in site.config.languages:
        for taxonomy in site.config.taxonomies:
            card = read.card(f"terms|{lang}|{taxonomy.name}")
            file = _term_file(site.urls, lang, taxonomy.name)
            yield from (Location(name) for name in _names(file, _count(card)))


def _other_pages(read: View, site: Context) -> Iterator[Location]:
    urls = site.urls
    for lang in site.config.languages:
        yield Location(urls.home(lang))
        yield Location(urls.years(lang))
        yield Location(urls.updates(lang))
        if site.config.feeds.formats:
            yield Location(urls.subscribe(lang))
        for name in ("years", "months"):
            for key, _ in read.first(f"{name}|{lang}"):
                yield Location(urls.period(lang, key.rpartition("|")[2]))
        yield from (Location(urls.taxonomy(lang, found.name)) for found in site.config.taxonomies)
        for _, card in read.first(f"texts|{lang}"):
            if isinstance(card, PageCard) and not card.noindex:
                yield Location(card.url)


def _files(path: str, locations: Iterable[Location], site: Context) -> Iterator[Page]:
    """Yield one file for every `LIMIT` addresses, which are given relative to the site's root."""
    found = _absolute(locations, site)
    for number, name in enumerate(_names(path, len(found))):
        view = SitemapView(found[number * LIMIT : (number + 1) * LIMIT])
        yield Page(name, Writer("sitemap", write), view, Stage.FEED)


def _absolute(locations: Iterable[Location], site: Context) -> tuple[Location, ...]:
    return tuple(Location(site.urls.absolute(at.url), at.changed) for at in locations)


def _names(path: str, count: int) -> list[str]:
    return numbered(path, count, LIMIT)


def _count(card: AnyCard | None) -> int:
    return card.n if isinstance(card, ListCard) else 0


def _month_file(key: str) -> str:
    return f"sitemap-{key.rpartition('|')[2]}.xml"


def _term_file(urls: Addresses, lang: str, taxonomy: str) -> str:
    return f"sitemap-{lang.lower()}-{urls.taxonomies[taxonomy]}.xml"


OUTPUTS = (
    Output(name="sitemap", of="site", pages=index_pages),
    Output(name="sitemap_month", of="sitemap", pages=month_pages),
    Output(name="sitemap_terms", of="taxonomy", pages=term_pages),
)
