"""A term's articles of one year, of its months above a cap.

Such addresses never shift (DESIGN 3): they depend on how many articles the year itself has.
"""

from collections.abc import Iterator
from typing import NamedTuple

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.metadata import frame
from openai_news.model import AnyCard, ListCard, Problem, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.shape import MONTH, TERM_SPLIT
from openai_news.views import Link, TermPeriodView

Articles = list[tuple[str, AnyCard]]


class _Period(NamedTuple):
    """A page to make: its list, the periods before and after ('' for none), its months' counts when split."""

    key: str
    name: str
    total: int
    around: tuple[str, str]
    articles: Articles = []
    months: dict[str, int] = {}


def year_pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make a term's page for one year; none when the term's own page shows everything."""
    _, lang, taxonomy, slug, _ = key.split("|")
    if not read.card(f"byyear|{lang}|{taxonomy}|{slug}"):
        return
    split = card.n > TERM_SPLIT
    before, after = (
        found[0].rpartition("|")[2] if found else ""
        for found in read.near(f"termyears|{lang}|{taxonomy}|{slug}", 1)
    )
    yield _page(
        site,
        _Period(
            key,
            lay.label(read, lang, taxonomy, slug),
            card.n,
            (before, after),
            articles=[] if split else read.first(key),
            months=read.tally(key, MONTH) if split else {},
        ),
    )


def month_pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make a term's page for one month of a year with many articles; none where it has none."""
    _, lang, taxonomy, slug, month = key.split("|")
    year = f"termyear|{lang}|{taxonomy}|{slug}|{month[:4]}"
    articles, before, after = read.of_month(year, month)
    if articles:
        name = lay.label(read, lang, taxonomy, slug)
        yield _page(site, _Period(key, name, len(articles), (before, after), articles))


def _page(site: Context, made: _Period) -> Page:
    _, lang, taxonomy, slug, period = made.key.split("|")
    layout = Layout(site, lang, site.urls.term(lang, taxonomy, slug, period))
    text = lay.period_text(period, layout.lang)
    term = layout.term(taxonomy, slug, made.name)
    home = layout.site.urls.term(layout.lang, taxonomy, slug)
    previous, following = (_link(layout, taxonomy, slug, other) if other else None for other in made.around)
    view = TermPeriodView(
        **frame(
            layout,
            "term-period",
            f"{made.name}, {text}",
            breadcrumb=(layout.home(), layout.taxonomy(taxonomy), term),
            feeds=layout.feeds(home, made.name),
        ),
        what=next(t.kind for t in layout.site.config.taxonomies if t.name == taxonomy),
        term=term,
        period=text,
        count=made.total,
        days=layout.by_day(made.articles),
        months=tuple(_link(layout, taxonomy, slug, month, n) for month, n in sorted(made.months.items())),
        previous=previous,
        next=following,
    )
    return Page(layout.path, Template("term_period.html"), view, Stage.LIST)


def _link(layout: Layout, taxonomy: str, slug: str, period: str, count: int = 0) -> Link:
    url = layout.site.urls.term(layout.lang, taxonomy, slug, period)
    return layout.link(lay.period_text(period, layout.lang), url, count)


OUTPUTS = (
    Output(
        name="term_year",
        of="termyear",
        pages=year_pages,
        beside={"termyears": 1},
        templates=("term_period.html",),
    ),
    Output(name="term_month", of="termmonth", pages=month_pages, templates=("term_period.html",)),
)
