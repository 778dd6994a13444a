"""What machines read in a page's head: JSON-LD, Open Graph, citation_* and Dublin Core (RULES N1-N7, A12).

Every value is one that the page shows: texts come from its view, addresses are absolute.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from openai_news.layout import Layout
from openai_news.model import Body, Term
from openai_news.views import CorrectionView, Figure, Link, Meta, SourceView, When

_NOT_IN_SCRIPTS = "<>&\u2028\u2029"
_MENTIONED = {"person": "Person", "organisation": "Organization"}

Thing = dict[str, Any]


class ArticleFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the head of an article's page says of it."""

    id: str
    title: str
    summary: str
    date: When
    updated: When | None
    terms: tuple[Term, ...]
    image: Figure | None
    social: Figure | None
    body: Body
    sources: tuple[SourceView, ...]
    corrections: tuple[CorrectionView, ...]

    @property
    def shared(self) -> Figure | None:
        """The picture that stands for the article elsewhere: its card, which tells the year (RULES R4)."""
        return self.social or self.image

    @property
    def modified(self) -> When:
        """The last change that readers were told of."""
        return self.updated or self.date


def frame(layout: Layout, kind: str, title: str, about: Thing | None = None, **more: Any) -> dict[str, Any]:
    """Return what the view of a page that lists or tells something has, its head included."""
    shown = layout.frame(kind, title, **more)
    things = [collection(layout, title, shown["description"], about)]
    if links := shown.get("breadcrumb"):
        things.append(breadcrumb(layout, links, title))
    return shown | {"meta": of_list(layout, title, shown["description"]), "json_ld_html": script(things)}


def article_frame(layout: Layout, facts: ArticleFacts, **more: Any) -> dict[str, Any]:
    """Return what the view of an article has besides the article, its head included."""
    shown = layout.frame("article", facts.title, description=facts.summary, **more)
    things = news_article(layout, facts), breadcrumb(layout, shown["breadcrumb"], facts.title)
    return shown | {"meta": of_article(layout, facts), "json_ld_html": script(things)}


# --- meta elements


def of_list(layout: Layout, title: str, description: str) -> tuple[Meta, ...]:
    """Return the meta elements of a page that is no article."""
    return (*_graph(layout, "website", title, description), Meta("name", "twitter:card", "summary"))


def of_article(layout: Layout, facts: ArticleFacts) -> tuple[Meta, ...]:
    """Return the meta elements of an article's page."""
    return (
        *_graph(layout, "article", facts.title, facts.summary),
        *_article_graph(layout, facts),
        *_citation(layout, facts),
        *_dublin_core(layout, facts),
    )


def _graph(layout: Layout, kind: str, title: str, description: str) -> Iterator[Meta]:
    yield Meta("property", "og:type", kind)
    yield Meta("property", "og:title", title)
    yield Meta("property", "og:url", layout.canonical)
    yield Meta("property", "og:site_name", layout.site.config.title)
    yield Meta("property", "og:locale", layout.words("og_locale"))
    if description:
        yield Meta("property", "og:description", description)
    if layout.site.config.ai != "allow":
        yield Meta("name", "tdm-reservation", "1")


def _article_graph(layout: Layout, facts: ArticleFacts) -> Iterator[Meta]:
    yield Meta("property", "article:published_time", facts.date.iso)
    if facts.updated:
        yield Meta("property", "article:modified_time", facts.updated.iso)
    for term in facts.terms:
        match layout.kinds[term.taxonomy]:
            case "author":
                yield Meta("property", "article:author", _url(layout, term))
            case "section":
                yield Meta("property", "article:section", term.name)
            case _:
                yield Meta("property", "article:tag", term.name)
    if facts.shared:
        yield from _picture(layout, facts.shared)
    yield Meta("name", "twitter:card", "summary_large_image" if facts.shared else "summary")


def _picture(layout: Layout, image: Figure) -> Iterator[Meta]:
    yield Meta("property", "og:image", layout.absolute(image.src))
    if image.width:
        yield Meta("property", "og:image:width", str(image.width))
        yield Meta("property", "og:image:height", str(image.height))
    if image.alt:
        yield Meta("property", "og:image:alt", image.alt)


def _citation(layout: Layout, facts: ArticleFacts) -> Iterator[Meta]:
    """Yield what Zotero and Google Scholar read."""
    yield Meta("name", "citation_title", facts.title)
    for author in layout.named(facts.terms, "author"):
        yield Meta("name", "citation_author", author.name)
    yield Meta("name", "citation_publication_date", facts.date.iso[:10].replace("-", "/"))
    yield Meta("name", "citation_publisher", _publisher(layout))
    yield Meta("name", "citation_language", layout.lang)


def _dublin_core(layout: Layout, facts: ArticleFacts) -> Iterator[Meta]:
    yield Meta("name", "DC.title", facts.title)
    for author in layout.named(facts.terms, "author"):
        yield Meta("name", "DC.creator", author.name)
    yield Meta("name", "DC.date", facts.date.iso)
    yield Meta("name", "DC.language", layout.lang)
    yield Meta("name", "DC.identifier", layout.canonical)
    yield Meta("name", "DC.publisher", _publisher(layout))
    if layout.site.config.license:
        yield Meta("name", "DC.rights", layout.site.config.license)


# --- JSON-LD


def script(things: Iterable[Thing]) -> str:
    """Return things of schema.org as JSON that may stand in a script element (RULES N2)."""
    graph = {"@context": "https://schema.org", "@graph": [_filled(thing) for thing in things]}
    text = msgspec.json.encode(graph).decode()
    for sign in _NOT_IN_SCRIPTS:
        if sign in text:
            text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def news_article(layout: Layout, facts: ArticleFacts) -> Thing:
    """Return an article with every property that Google recommends (RULES N1, N20, N23)."""
    return {
        "@type": "NewsArticle",
        "headline": facts.title,
        "description": facts.summary,
        "image": [layout.absolute(facts.image.src)] if facts.image else [],
        "datePublished": facts.date.iso,
        "dateModified": facts.modified.iso,
        "author": [_author(layout, term) for term in layout.named(facts.terms, "author")],
        "publisher": publisher(layout),
        "articleSection": [term.name for term in layout.named(facts.terms, "section")],
        "keywords": [term.name for term in layout.named(facts.terms, "tag")],
        "mentions": [
            {"@type": kind, "name": term.name, "url": _url(layout, term)}
            for name, kind in _MENTIONED.items()
            for term in layout.named(facts.terms, name)
        ],
        "citation": list(map(_work, facts.sources)),
        "correction": list(map(_correction, facts.corrections)),
        "wordCount": facts.body.words,
        "identifier": facts.id,
        "inLanguage": layout.lang,
        "isAccessibleForFree": True,
        "license": layout.site.config.license,
        "mainEntityOfPage": layout.canonical,
        "url": layout.canonical,
    }


def breadcrumb(layout: Layout, links: Iterable[Link], title: str) -> Thing:
    """Return the way to a page as `BreadcrumbList`; the page itself is its last element."""
    places = [(link.text, layout.absolute(link.href)) for link in links] + [(title, layout.canonical)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": url}
            for at, (name, url) in enumerate(places, 1)
        ],
    }


def collection(layout: Layout, title: str, description: str, about: Mapping[str, Any] | None = None) -> Thing:
    """Return a page that lists articles; `about` is the person or thing that they have in common."""
    return {
        "@type": "CollectionPage",
        "name": title,
        "description": description,
        "url": layout.canonical,
        "inLanguage": layout.lang,
        "about": _filled(about or {}),
        "isPartOf": {
            "@type": "WebSite",
            "name": layout.site.config.title,
            "url": layout.site.urls.absolute(layout.site.urls.home(layout.lang)),
        },
    }


def publisher(layout: Layout) -> Thing:
    """Return who publishes the site."""
    return {
        "@type": "NewsMediaOrganization",
        "name": _publisher(layout),
        "url": layout.site.config.base_url,
    }


def subject(kind: str, name: str, description: str, url: str, same_as: tuple[str, ...]) -> Thing:
    """Return what a term's page is about: a person, an organisation, or any other thing."""
    return {
        "@type": _MENTIONED.get(kind, "Person" if kind == "author" else "Thing"),
        "name": name,
        "description": description,
        "url": url,
        "sameAs": list(same_as),
    }


def _author(layout: Layout, term: Term) -> Thing:
    kind = "Organization" if term.name == _publisher(layout) else "Person"
    return {"@type": kind, "name": term.name, "url": _url(layout, term)}


def _work(source: SourceView) -> Thing:
    return _filled(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.url,
            "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else {},
            "author": {"@type": "Person", "name": source.author} if source.author else {},
            "datePublished": source.date.iso if source.date else "",
            "archivedAt": source.archived,
        }
    )


def _correction(correction: CorrectionView) -> Thing:
    return {
        "@type": "CorrectionComment",
        "text": correction.text,
        "datePublished": correction.date.iso,
    }


def _publisher(layout: Layout) -> str:
    return layout.site.config.author or layout.site.config.title


def _url(layout: Layout, term: Term) -> str:
    return layout.site.urls.absolute(layout.site.urls.term(layout.lang, term.taxonomy, term.slug))


def _filled(thing: Mapping[str, Any]) -> Thing:
    """Leave out what is not known."""
    return {name: value for name, value in thing.items() if value or value is True}
