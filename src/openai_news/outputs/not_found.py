"""The page for a wrong address, which may be shown at any depth."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.model import Problem, SettingCard, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import NotFoundView


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make 404.html of one language; its links are absolute paths, for no depth can be assumed."""
    lang = card.name
    url = f"{site.urls.home(lang)}404.html"
    layout = Layout(site, lang, url, root=urlsplit(site.config.base_url).path)
    years = lay.counts(read.first(f"years|{lang}"))
    view = NotFoundView(
        **layout.frame("not-found", layout.words("not_found"), noindex=True),
        years=tuple(layout.period(year) for year in years),
    )
    yield Page(layout.path, Template("404.html"), view, Stage.LIST)


OUTPUT = Output(name="not_found", of="language", pages=pages, templates=("404.html",))
