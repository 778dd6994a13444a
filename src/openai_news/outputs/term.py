"""The page of a term: what it is, its activity, its newest articles, its years."""

from collections.abc import Iterator
from typing import Any

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.collation import fold
from openai_news.layout import Layout
from openai_news.links import Shown, figure, resolve
from openai_news.metadata import frame, subject
from openai_news.model import (
    LabelCard,
    ListCard,
    Place,
    Problem,
    Severity,
    Stage,
)
from openai_news.page import Context, Output, Page, Template
from openai_news.shape import MONTH, TERM_WHOLE, spelling
from openai_news.timeline import timeline
from openai_news.views import TermView


def pages(key: str, card: ListCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the page of one term in one language."""
    _, lang, taxonomy, slug = key.split("|")
    layout = Layout(site, lang, site.urls.term(lang, taxonomy, slug))
    name = lay.label(read, lang, taxonomy, slug)
    described = f"label|{lang}|{taxonomy}|{slug}"
    found = read.card(described)
    own = found if isinstance(found, LabelCard) else LabelCard(name, lang)
    text = read.body(described)
    image = figure(own.image, text, read, layout.url, layout.href)
    body = resolve(text, read, layout.url, layout.href, Shown.BELOW if image else Shown.PAGE)
    what = next(t.kind for t in site.config.taxonomies if t.name == taxonomy)
    view = TermView(
        **frame(
            layout,
            "term",
            name,
            subject(what, name, own.summary, layout.canonical, own.same_as),
            description=own.summary,
            breadcrumb=(layout.home(), layout.taxonomy(taxonomy)),
            feeds=layout.feeds(layout.url, name),
        ),
        what=what,
        same_as=own.same_as,
        taxonomy=layout.taxonomy(taxonomy),
        summary=own.summary,
        description_html=body.html,
        image=image,
        count=card.n,
        **_articles(layout, key, card, what, read),
    )
    yield Page(layout.path, Template("term.html"), view, Stage.LIST)
    yield from body.copies
    yield from body.problems
    yield from _spellings(key, read)


def _articles(layout: Layout, key: str, card: ListCard, what: str, read: View) -> dict[str, Any]:
    lang, (taxonomy, slug) = layout.lang, key.split("|")[2:]
    months = read.tally(key, MONTH)
    whole = card.n <= TERM_WHOLE
    articles = read.first(key, card.n if whole else lay.TERM_SHOWN)
    years = {} if whole else lay.counts(read.first(f"termyears|{lang}|{taxonomy}|{slug}"))
    return {
        "timeline": timeline(layout, months),
        "articles": layout.teasers(articles[::-1] if what == "series" else articles),
        "years": tuple(
            layout.link(year, layout.site.urls.term(lang, taxonomy, slug, year), n)
            for year, n in years.items()
        ),
    }


def _spellings(key: str, read: View) -> Iterator[Problem]:
    """Report what stands behind one slug: variants of one word are merged, other words clash.

    RULES T26, R2: `IA` and `ia` are one tag and a warning; `C` and `C++` are an error that names both files.
    """
    _, lang, taxonomy, slug = key.split("|")
    spellings = [found for found, _ in read.first(f"spellings|{lang}|{taxonomy}|{slug}")]
    if len(spellings) < 2:  # noqa: PLR2004 - one spelling is the normal case
        return
    usual, *others = spellings
    for other in others:
        names = spelling(usual), spelling(other)
        same = fold(names[0]) == fold(names[1])
        yield Problem(
            code="E121" if same else "E122",
            place=Place(_file(other, read)),
            values={"name": names[1], "usual": names[0], "other": _file(usual, read), "slug": slug},
            severity=Severity.WARNING if same else Severity.ERROR,
        )


def _file(spelling: str, read: View) -> str:
    """Return one file that uses a spelling: the newest."""
    first = read.first(spelling, 1)
    return "content/" + first[0][0].partition("|")[2] if first else ""


OUTPUT = Output(name="term", of="term", pages=pages, templates=("term.html",))
