"""A term's articles of one month, where its year has too many for one page."""

from collections.abc import Iterator

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.model import ListCard, Problem, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import TermPeriodView


def pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make a term's page for one month, when its year is split."""
    _, lang, taxonomy, slug, month = key.split("|")
    year = read.card(f"termyear|{lang}|{taxonomy}|{slug}|{month[:4]}")
    if not isinstance(year, ListCard) or year.n <= lay.TERM_SPLIT:
        return
    layout = Layout(site, lang, site.urls.term(lang, taxonomy, slug, month))
    view = TermPeriodView(
        **lay.term_period(layout, read, key, card),
        days=layout.by_day(read.first(key)),
        months=(),
    )
    yield Page(layout.path, Template("term_period.html"), view, Stage.LIST)


OUTPUT = Output(
    name="term_month",
    of="termmonth",
    pages=pages,
    near={"termmonths": 1},
    templates=("term_period.html",),
)
