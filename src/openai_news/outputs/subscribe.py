"""All feeds of each language on one page for people."""

from collections.abc import Iterator

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.metadata import frame
from openai_news.model import Problem, SettingCard, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import FeedGroup, FeedRow, SubscribeView


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """List the feeds of one language: the site's, then those of every term."""
    if not site.config.feeds.formats:
        return
    lang = card.name
    layout = Layout(site, lang, site.urls.subscribe(lang))
    home = site.urls.home(lang)
    whole = layout.link(layout.words("subscribe.site"), home)
    view = SubscribeView(
        **frame(layout, "subscribe", layout.words("subscribe"), breadcrumb=(layout.home(),)),
        groups=(
            FeedGroup("", (FeedRow(whole, layout.feeds(home, site.config.title)),)),
            *_of_taxonomies(layout, read),
        ),
    )
    yield Page(layout.path, Template("subscribe.html"), view, Stage.LIST)


def _of_taxonomies(layout: Layout, read: View) -> Iterator[FeedGroup]:
    lang, urls = layout.lang, layout.site.urls
    for taxonomy in layout.site.config.taxonomies:
        names = lay.labels(read, lang, taxonomy.name)
        links = lay.alphabetical(
            (layout.term(taxonomy.name, slug, name) for slug, name in names.items()), lang
        )
        slugs = {layout.term(taxonomy.name, slug, name): slug for slug, name in names.items()}
        rows = tuple(
            FeedRow(link, layout.feeds(urls.term(lang, taxonomy.name, slugs[link]), link.text))
            for link in links
        )
        if rows:
            yield FeedGroup(layout.words(f"taxonomy.{taxonomy.name}"), rows)


OUTPUT = Output(name="subscribe", of="language", pages=pages, templates=("subscribe.html",))
