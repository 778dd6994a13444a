"""The articles of the last two days by the build's clock, as Google News asks for them (RULES N9)."""

from collections.abc import Iterator

from openai_news import dates
from openai_news.catalogue import View
from openai_news.model import ArticleCard, Problem, SettingCard, Stage, Value
from openai_news.page import Context, Output, Page, Writer
from openai_news.urls import GENERATOR, NEWS_LIMIT, NEWS_SITEMAP, numbered
from openai_news.xml_text import Xml, document, element, lines

_NAMES = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9",
}


class Item(Value, frozen=True):
    """One article: its absolute address, title, language and date."""

    url: str
    title: str
    lang: str
    date: str


class NewsView(Value, frozen=True):
    """The news of one file, and who publishes them."""

    publication: str
    items: tuple[Item, ...]


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the news sitemap where the site asks for one; it may be empty."""
    if not site.config.news_sitemap:
        return
    items = [
        Item(site.urls.absolute(article.url), article.title, article.lang, dates.iso(article.date))
        for _, article in read.first("news|")
        if isinstance(article, ArticleCard)
    ]
    for number, name in enumerate(numbered(NEWS_SITEMAP, len(items) or 1, NEWS_LIMIT)):
        view = NewsView(site.config.title, tuple(items[number * NEWS_LIMIT : (number + 1) * NEWS_LIMIT]))
        yield Page(name, Writer("sitemap.news", write), view, Stage.FEED)


def write(view: NewsView) -> bytes:
    """Return the bytes of a news sitemap."""
    return document(element("urlset", lines(_url(item, view) for item in view.items), _NAMES), GENERATOR)


def _url(item: Item, view: NewsView) -> Xml:
    publication = lines(
        [element("news:name", view.publication), element("news:language", item.lang.partition("-")[0])]
    )
    news = lines(
        [
            element("news:publication", publication),
            element("news:publication_date", item.date),
            element("news:title", item.title),
        ]
    )
    return element("url", lines([element("loc", item.url), element("news:news", news)]))


OUTPUT = Output(name="sitemap_news", of="site", pages=pages)
