"""The list of years of each language."""

from collections.abc import Iterator
from functools import partial

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.metadata import frame
from openai_news.model import Problem, SettingCard, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.timeline import timeline
from openai_news.views import YearsView


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the list of years of one language."""
    lang = card.name
    layout = Layout(site, lang, site.urls.years(lang))
    years = lay.counts(read.first(f"years|{lang}"))
    months = lay.counts(read.first(f"months|{lang}"))
    view = YearsView(
        **frame(layout, "years", layout.words("years"), breadcrumb=(layout.home(),)),
        years=tuple(layout.period(year, n) for year, n in years.items()),
        timeline=timeline(layout, months, partial(site.urls.period, lang)),
        count=sum(years.values()),
    )
    yield Page(layout.path, Template("years.html"), view, Stage.LIST)


OUTPUT = Output(name="years", of="language", pages=pages, templates=("years.html",))
