"""The page of a day."""

from collections.abc import Iterator

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.metadata import frame
from openai_news.model import ListCard, Problem, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import DayView


def pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the page of one day of one language."""
    _, lang, day = key.split("|")
    layout = Layout(site, lang, site.urls.period(lang, day))
    when = lay.day_when(day, lang)
    previous, following = lay.neighbours(layout, read, f"days|{lang}")
    view = DayView(
        **frame(
            layout,
            "day",
            lay.sentence(when.long),
            breadcrumb=(layout.home(), layout.period(day[:4]), layout.period(day[:7])),
        ),
        date=when,
        articles=layout.teasers(read.first(key)),
        previous=previous,
        next=following,
    )
    yield Page(layout.path, Template("day.html"), view, Stage.LIST)


OUTPUT = Output(name="day", of="day", pages=pages, beside={"days": 1}, templates=("day.html",))
