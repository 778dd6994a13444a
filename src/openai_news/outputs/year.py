"""The page of a year: twelve calendars, months with counts, the year's subjects."""

from collections.abc import Iterator

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.metadata import frame
from openai_news.model import ListCard, Problem, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import Link, YearView

_SUBJECTS = 12
_SUBJECT_TAXONOMY = "tags"


def pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the page of one year of one language."""
    _, lang, year = key.split("|")
    layout = Layout(site, lang, site.urls.period(lang, year))
    days = lay.counts(read.first(f"yeardays|{lang}|{year}"))
    calendars = tuple(lay.month_calendar(layout, f"{year}-{month:02d}", days) for month in range(1, 13))
    previous, following = lay.neighbours(layout, read, f"years|{lang}")
    view = YearView(
        **frame(
            layout,
            "year",
            year,
            breadcrumb=(
                layout.home(),
                layout.link(layout.words("years"), site.urls.years(lang)),
            ),
        ),
        calendars=calendars,
        months=tuple(Link(c.title, c.href, c.count) for c in calendars if c.count),
        subjects=_subjects(layout, read, year),
        count=card.n,
        previous=previous,
        next=following,
    )
    yield Page(layout.path, Template("year.html"), view, Stage.LIST)


def _subjects(layout: Layout, read: View, year: str) -> tuple[Link, ...]:
    lang = layout.lang
    found = read.first(f"popularyear|{lang}|{_SUBJECT_TAXONOMY}|{year}", _SUBJECTS)
    slugs = [(key.split("|")[3], card) for key, card in found]
    return tuple(
        layout.term(_SUBJECT_TAXONOMY, slug, lay.label(read, lang, _SUBJECT_TAXONOMY, slug), card.n)
        for slug, card in slugs
        if isinstance(card, ListCard)
    )


OUTPUT = Output(name="year", of="year", pages=pages, beside={"years": 1}, templates=("year.html",))
