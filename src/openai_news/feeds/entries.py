"""Articles as entries of feeds: whole, absolute, made once for all the feeds that show them."""

from collections.abc import Iterable
from html import escape

from openai_news import layout as lay
from openai_news.catalogue import Span, View
from openai_news.feeds.view import Author, Category, Entry
from openai_news.links import Shown, resolve
from openai_news.model import AnyCard, ArticleCard, Body, Correction
from openai_news.page import Context
from openai_news.patterns import late
from openai_news.words import Words

_HERE = late(r'(<a [^>]*?href=")#')


def entries(articles: Iterable[tuple[str, AnyCard]], read: View, site: Context) -> tuple[Entry, ...]:
    """Return articles as entries, but for those that no list shows to machines."""
    return tuple(
        _shared_entry(key, card, read, site)
        for key, card in articles
        if isinstance(card, ArticleCard) and not card.noindex
    )


def _shared_entry(key: str, card: ArticleCard, read: View, site: Context) -> Entry:
    """Make an entry once for all the feeds that show it; each of them depends on what it was made of."""
    entry, reads = site.entries.get(key, lambda: _noted(key, card, read, site))
    read.note(reads)
    return entry


def _noted(key: str, card: ArticleCard, read: View, site: Context) -> tuple[Entry, dict[str, Span]]:
    """Return an entry with the reads that it is made of."""
    apart = read.apart()
    return _entry(key, card, apart, site), apart.reads


def _entry(key: str, card: ArticleCard, read: View, site: Context) -> Entry:
    kinds = {taxonomy.name: taxonomy.kind for taxonomy in site.config.taxonomies}
    named = [term for term in card.terms if kinds[term.taxonomy] == "author"]
    absolute, urls = site.urls.absolute, site.urls
    return Entry(
        id=card.id,
        url=absolute(card.url),
        title=card.title,
        summary=card.summary,
        html=_html(read.body(key), card, read, site),
        published=card.date,
        updated=card.updated,
        authors=tuple(
            Author(term.name, absolute(urls.term(card.lang, term.taxonomy, term.slug))) for term in named
        ),
        categories=tuple(
            Category(term.slug, term.name, absolute(urls.taxonomy(card.lang, term.taxonomy)))
            for term in card.terms
            if term not in named
        ),
    )


def _html(body: Body, card: ArticleCard, read: View, site: Context) -> str:
    """Return a body that stands alone: links are absolute, those to its own headings too."""
    url = site.urls.absolute
    html = resolve(body, read, card.url, url, Shown.FEED).html
    if 'href="#' in html:
        html = _HERE.sub(rf"\g<1>{escape(url(card.url))}#", html)
    return html + _corrections(body, card.lang, site.words[card.lang])


def _corrections(body: Body, lang: str, words: Words) -> str:
    """Return what was corrected, for a reader who has the article in a feed only (RULES N20)."""
    if not body.corrections:
        return ""
    items = "".join(_correction(correction, lang, words) for correction in body.corrections)
    return f"<h2>{escape(words('corrections'))}</h2><ul>{items}</ul>"


def _correction(correction: Correction, lang: str, words: Words) -> str:
    when = lay.when(correction.date, lang)
    kind = escape(words(f"correction.{correction.kind}"))
    by = f" — {correction.by}" if correction.by else ""
    return (
        f'<li><p><strong>{kind}</strong>, <time datetime="{when.iso}">{when.text}</time></p>'
        f"<p>{escape(correction.text + by, quote=False)}</p></li>"
    )
