"""The front page of each language: the lead, the next articles, the archive as a picture."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.metadata import frame
from openai_news.model import ArticleCard, PageCard, Problem, SettingCard, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.timeline import timeline
from openai_news.views import HomeView, Link, When

_LATEST = 12
_SUBJECTS = 12
_SUBJECT_TAXONOMY = "tags"


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the home page of one language."""
    lang = card.name
    layout = Layout(site, lang, site.urls.home(lang))
    title = site.config.title
    months = lay.counts(read.first(f"months|{lang}"))
    view = HomeView(
        **frame(
            layout,
            "home",
            title,
            description=site.config.description,
            alternates=layout.alternates((other, site.urls.home(other)) for other in site.config.languages),
        ),
        **_articles(layout, read),
        **_archive(layout, read, months),
        series=_subjects(layout, read, "series"),
        subjects=_subjects(layout, read, _SUBJECT_TAXONOMY),
        texts=lay.alphabetical(
            (
                layout.link(card.title, card.url)
                for _, card in read.first(f"texts|{lang}")
                if isinstance(card, PageCard)
            ),
            lang,
        ),
    )
    yield Page(layout.path, Template("home.html"), view, Stage.LIST)


def _articles(layout: Layout, read: View) -> dict[str, Any]:
    latest = read.first(f"all|{layout.lang}", _LATEST + 1)
    featured = read.first(f"featured|{layout.lang}", 1) or latest[:1]
    lead = [card for _, card in featured if isinstance(card, ArticleCard)]
    rest = [item for item in latest if item[0] != featured[0][0]] if featured else []
    return {
        "lead": layout.teaser(lead[0]) if lead else None,
        "latest": layout.teasers(rest[:_LATEST]),
    }


def _archive(layout: Layout, read: View, months: dict[str, int]) -> dict[str, Any]:
    lang, urls = layout.lang, layout.site.urls
    years = lay.counts(read.first(f"years|{lang}"))
    return {
        "timeline": timeline(layout, months, partial(urls.period, lang)),
        "years": tuple(layout.period(year, n) for year, n in years.items()),
        "first": _day(read, lang, min(years), -1) if years else None,
        "last": _day(read, lang, max(years), 0) if years else None,
    }


def _day(read: View, lang: str, year: str, number: int) -> When:
    """Return a day of a year, counted from its last one: all days would be thousands."""
    day, _ = read.first(f"yeardays|{lang}|{year}")[number]
    return lay.day_when(day.rpartition("|")[2], lang)


def _subjects(layout: Layout, read: View, taxonomy: str) -> tuple[Link, ...]:
    found = lay.counts(read.first(f"popular|{layout.lang}|{taxonomy}", _SUBJECTS))
    return tuple(
        layout.term(taxonomy, slug, lay.label(read, layout.lang, taxonomy, slug), n)
        for slug, n in found.items()
    )


OUTPUT = Output(name="home", of="language", pages=pages, templates=("home.html",))
