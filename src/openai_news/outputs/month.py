"""The page of a month: its calendar, then its articles by day."""

from collections import Counter
from collections.abc import Iterator

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.metadata import frame
from openai_news.model import ArticleCard, ListCard, Problem, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import MonthView


def pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the page of one month of one language."""
    _, lang, month = key.split("|")
    layout = Layout(site, lang, site.urls.period(lang, month))
    articles = read.first(key)
    days = Counter(
        found.date.at.date().isoformat() for _, found in articles if isinstance(found, ArticleCard)
    )
    previous, following = lay.neighbours(layout, read, f"months|{lang}")
    view = MonthView(
        **frame(
            layout,
            "month",
            lay.sentence(lay.period_text(month, lang)),
            breadcrumb=(layout.home(), layout.period(month[:4])),
        ),
        calendar=lay.month_calendar(layout, month, days),
        days=layout.by_day(articles),
        count=card.n,
        previous=previous,
        next=following,
    )
    yield Page(layout.path, Template("month.html"), view, Stage.LIST)


OUTPUT = Output(name="month", of="month", pages=pages, beside={"months": 1}, templates=("month.html",))
