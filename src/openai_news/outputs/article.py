"""The page of an article, and the files that it uses."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import quote

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.citing import Reference, cite
from openai_news.layout import Layout
from openai_news.links import Shown, figure, resolve
from openai_news.metadata import ArticleFacts, article_frame
from openai_news.model import (
    AnyCard,
    ArticleCard,
    Body,
    Citation,
    Correction,
    Heading,
    Problem,
    Stage,
    Term,
)
from openai_news.page import Context, Output, Page, Template
from openai_news.shape import item, seconds, when
from openai_news.views import (
    Anchor,
    ArticleView,
    CorrectionView,
    Figure,
    Link,
    SeriesView,
    SourceView,
    Teaser,
    TermGroup,
    When,
)

_HEADING = re.compile(r'(<h([2-6]) id="([^"]*)"[^>]*>.*?)</h\2>', re.DOTALL)
_WORDS_PER_MINUTE = 230
_RELATED = 3
_PARTS = 5
_REACH = 2
_RELATED_BY = ("tags", "people", "organisations")


def pages(key: str, card: ArticleCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make an article's page and copies of what it shows."""
    layout = Layout(site, card.lang, card.url)
    body = read.body(key)
    image = figure(card.image, body, read, card.url, layout.href)
    shown = resolve(body, read, card.url, layout.href, Shown.BELOW if image else Shown.PAGE)
    facts = _facts(layout, card, body, image)
    view = ArticleView(
        **_frame(layout, card, facts, read),
        **_tools(layout, facts),
        **_header(layout, card, facts),
        **_content(layout, body, shown.html),
        **_context(layout, key, card, read),
    )
    yield Page(layout.path, Template("article.html"), view, Stage.PAGE)
    yield from shown.copies
    yield from shown.problems


def _facts(layout: Layout, card: ArticleCard, body: Body, image: Figure | None) -> ArticleFacts:
    updated = card.updated if card.updated.at != card.date.at else None
    return ArticleFacts(
        id=card.id,
        title=card.title,
        summary=card.summary,
        date=lay.when(card.date, card.lang),
        updated=lay.when(updated, card.lang) if updated else None,
        terms=card.terms,
        image=image,
        social=lay.social_card(layout, card),
        body=body,
        sources=tuple(_source(source, card.lang) for source in body.sources),
        corrections=tuple(_correction(c, card.lang) for c in body.corrections),
    )


def _frame(layout: Layout, card: ArticleCard, facts: ArticleFacts, read: View) -> dict[str, Any]:
    day = card.date.at.date().isoformat()
    others = read.first(f"translations|{card.translation_key}") if card.translation_key else []
    return article_frame(
        layout,
        facts,
        breadcrumb=(
            layout.home(),
            *(layout.period(period) for period in (day[:4], day[:7], day)),
        ),
        alternates=layout.alternates(
            (other.lang, other.url) for _, other in others if isinstance(other, ArticleCard)
        ),
        noindex=card.noindex or layout.site.preview,
    )


def _header(layout: Layout, card: ArticleCard, facts: ArticleFacts) -> dict[str, Any]:
    sections = _terms(layout, card, "sections")
    return {
        "id": facts.id,
        "summary": facts.summary,
        "date": facts.date,
        "updated": facts.updated,
        "image": facts.image,
        "sources": facts.sources,
        "corrections": facts.corrections,
        "section": sections[0] if sections else None,
        "authors": _terms(layout, card, "authors"),
        "groups": tuple(_groups(layout, card)),
    }


def _tools(layout: Layout, facts: ArticleFacts) -> dict[str, Any]:
    """Return what a reader does with an article besides reading it: quote it, report an error."""
    reference = Reference(
        title=facts.title,
        authors=[author.name for author in layout.named(facts.terms, "author")],
        date=facts.date,
        site=layout.site.config.title,
        url=layout.canonical,
        lang=layout.lang,
        online=layout.words("cite.online"),
    )
    return {"cite": cite(reference), "report": _report(layout)}


def _report(layout: Layout) -> str:
    """Return where to report an error: a letter with the article's address, or the site's own page."""
    contact = layout.site.config.contact
    if "@" not in contact:
        return contact
    subject = layout.words("report.subject", url=layout.canonical)
    return f"mailto:{contact}?subject={quote(subject)}"


def _content(layout: Layout, body: Body, html: str) -> dict[str, Any]:
    return {
        "body_html": _with_anchors(layout, html, body.headings) if body.headings else html,
        "headings": tuple(Anchor(h.level, h.id, h.text) for h in body.headings),
        "minutes": max(1, round(body.words / _WORDS_PER_MINUTE)),
    }


def _with_anchors(layout: Layout, html: str, headings: tuple[Heading, ...]) -> str:
    """Give each heading a link to itself, which people copy (RULES R3)."""
    texts = {heading.id: heading.text for heading in headings}

    def anchored(heading: re.Match[str]) -> str:
        label = escape(layout.words("anchor", heading=texts[heading[3]]))
        link = f'<a class="anchor" href="#{heading[3]}" aria-label="{label}">§</a>'
        return f"{heading[1]} {link}</h{heading[2]}>"

    return _HEADING.sub(anchored, html)


def _context(layout: Layout, key: str, card: ArticleCard, read: View) -> dict[str, Any]:
    before, after = read.near(f"all|{card.lang}", 1)
    later = [read.card(f"article|{path}") for path in card.followed_by]
    earlier = read.first(f"followed|{key}")
    series = [(term, _parts(card.lang, term, read)) for term in card.terms if term.taxonomy == "series"]
    named = {f"article|{path}" for path in card.followed_by}
    named.update(found for parts in (earlier, *(parts for _, parts in series)) for found, _ in parts)
    return {
        "followed_by": tuple(layout.teaser(c) for c in later if isinstance(c, ArticleCard)),
        "follows": layout.teasers(reversed(earlier)),
        "series": tuple(_series(layout, key, term, parts) for term, parts in series),
        "related": _related(layout, card, read, named),
        "previous": _near(layout, read, before),
        "next": _near(layout, read, after),
    }


def _terms(layout: Layout, card: ArticleCard, taxonomy: str) -> tuple[Link, ...]:
    return tuple(
        layout.term(taxonomy, term.slug, term.name) for term in card.terms if term.taxonomy == taxonomy
    )


def _groups(layout: Layout, card: ArticleCard) -> Iterator[TermGroup]:
    for taxonomy in layout.site.config.taxonomies:
        terms = _terms(layout, card, taxonomy.name)
        if terms and taxonomy.kind not in {"author", "section", "series"}:
            index = layout.taxonomy(taxonomy.name)
            yield TermGroup(taxonomy.name, index.text, index.href, terms)


def _parts(lang: str, term: Term, read: View) -> list[tuple[str, AnyCard]]:
    """Return the articles of a series, the oldest first."""
    return read.first(f"term|{lang}|series|{term.slug}")[::-1]


def _series(layout: Layout, key: str, term: Term, parts: list[tuple[str, AnyCard]]) -> SeriesView:
    link = layout.term("series", term.slug, term.name)
    at = [item for item, _ in parts].index(key)
    return SeriesView(
        title=link.text,
        href=link.href,
        position=at + 1,
        total=len(parts),
        first=_first(len(parts), at) + 1,
        parts=layout.teasers(parts[_first(len(parts), at) :][:_PARTS]),
    )


def _first(total: int, at: int) -> int:
    """Return where the parts shown begin, so that the one at `at` is in their middle where it can."""
    return max(0, min(at - _PARTS // 2, total - _PARTS))


def _related(layout: Layout, card: ArticleCard, read: View, named: set[str]) -> tuple[Teaser, ...]:
    """Return the nearest articles that share the most terms in the same stretch of time, bar those named."""
    shared: dict[str, int] = {}
    distance: dict[str, int] = {}
    own = seconds(when(card.date))
    for term in card.terms:
        if term.taxonomy not in _RELATED_BY:
            continue
        before, after = read.places_near(f"term|{card.lang}|{term.taxonomy}|{term.slug}", _REACH)
        for place in (*before, *after):
            other = item(place)
            shared[other] = shared.get(other, 0) + 1
            distance[other] = abs(seconds(place) - own)
    ranked = sorted(shared.keys() - named, key=lambda other: (-shared[other], distance[other], other))
    found = (read.neighbour(other) for other in ranked[:_RELATED])
    return tuple(layout.teaser(other) for other in found if isinstance(other, ArticleCard))


def _near(layout: Layout, read: View, keys: list[str]) -> Teaser | None:
    card = read.neighbour(keys[0]) if keys else None
    return layout.teaser(card) if isinstance(card, ArticleCard) else None


def _source(source: Citation, lang: str) -> SourceView:
    return SourceView(
        title=source.title,
        url=source.url,
        publisher=source.publisher,
        author=source.author,
        date=_when(source.date, lang),
        accessed=_when(source.accessed, lang),
        archived=source.archived,
    )


def _correction(correction: Correction, lang: str) -> CorrectionView:
    return CorrectionView(
        date=lay.when(correction.date, lang),
        kind=correction.kind,
        text=correction.text,
        by=correction.by,
    )


def _when(moment: Any, lang: str) -> When | None:
    return lay.when(moment, lang) if moment else None


OUTPUT = Output(
    name="article",
    of="article",
    pages=pages,
    near={"all": 1, "term": _REACH},
    templates=("article.html",),
)
