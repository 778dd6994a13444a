"""A term's articles of one year, split into months above a cap.

Such addresses never shift (DESIGN 3): they depend on how many articles the year itself has.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.metadata import frame
from openai_news.model import AnyCard, ArticleCard, ListCard, Problem, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import Link, TermPeriodView

Articles = list[tuple[str, AnyCard]]


class _Period(NamedTuple):
    """A page to make: its list, the periods before and after ('' for none), its months when split."""

    key: str
    name: str
    around: tuple[str, str]
    articles: Articles
    months: dict[str, Articles]


def pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make a term's page for one year, and for its months; none when the term's own page shows everything."""
    _, lang, taxonomy, slug, _ = key.split("|")
    if not read.card(f"byyear|{lang}|{taxonomy}|{slug}"):
        return
    articles = read.first(key)
    months = _by_month(articles) if card.n > lay.TERM_SPLIT else {}
    before, after = (
        found[0].rpartition("|")[2] if found else ""
        for found in read.near(f"termyears|{lang}|{taxonomy}|{slug}", 1)
    )
    name = lay.label(read, lang, taxonomy, slug)
    yield _page(site, _Period(key, name, (before, after), articles, months))
    names = ["", *sorted(months), ""]
    for at, month in enumerate(names[1:-1], 1):
        around = names[at - 1], names[at + 1]
        yield _page(site, _Period(f"{key[:-4]}{month}", name, around, months[month], {}))


def _by_month(articles: Articles) -> dict[str, Articles]:
    return {month: list(found) for month, found in groupby(articles, key=_month)}


def _month(item: tuple[str, AnyCard]) -> str:
    _, card = item
    assert isinstance(card, ArticleCard)
    return card.date.at.date().isoformat()[:7]


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
        count=len(made.articles),
        days=() if made.months else layout.by_day(made.articles),
        months=tuple(
            _link(layout, taxonomy, slug, month, len(found)) for month, found in sorted(made.months.items())
        ),
        previous=previous,
        next=following,
    )
    return Page(layout.path, Template("term_period.html"), view, Stage.LIST)


def _link(layout: Layout, taxonomy: str, slug: str, period: str, count: int = 0) -> Link:
    url = layout.site.urls.term(layout.lang, taxonomy, slug, period)
    return layout.link(lay.period_text(period, layout.lang), url, count)


OUTPUT = Output(
    name="term_year",
    of="termyear",
    pages=pages,
    beside={"termyears": 1},
    templates=("term_period.html",),
)
