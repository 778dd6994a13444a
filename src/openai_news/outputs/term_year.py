"""A term's articles of one year, split into months above a cap.

Such addresses never shift (DESIGN 3): they depend on how many articles the year itself has.
"""

from collections.abc import Iterator

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.model import ListCard, Problem, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import TermPeriodView


def pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make a term's page for one year, unless the term's own page shows everything."""
    _, lang, taxonomy, slug, year = key.split("|")
    term = read.card(f"term|{lang}|{taxonomy}|{slug}")
    if not isinstance(term, ListCard) or term.n <= lay.TERM_SHOWN:
        return
    layout = Layout(site, lang, site.urls.term(lang, taxonomy, slug, year))
    split = card.n > lay.TERM_SPLIT
    months = lay.counts(read.first(f"termmonths|{lang}|{taxonomy}|{slug}")) if split else {}
    view = TermPeriodView(
        **lay.term_period(layout, read, key, card),
        days=() if split else layout.by_day(read.first(key)),
        months=tuple(
            layout.link(lay.period_text(month, lang), site.urls.term(lang, taxonomy, slug, month), n)
            for month, n in months.items()
            if month.startswith(year)
        ),
    )
    yield Page(layout.path, Template("term_period.html"), view, Stage.LIST)


OUTPUT = Output(
    name="term_year",
    of="termyear",
    pages=pages,
    near={"termyears": 1},
    templates=("term_period.html",),
)
