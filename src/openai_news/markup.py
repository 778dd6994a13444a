"""A body's Markdown to safe HTML, in one line: guard, convert, sanitise, shape, link, typeset.

Loads nh3: import it where a body is rendered, not before. Markdown is loaded by the first body that needs it.
"""

import re
from unicodedata import normalize

from openai_news import (
    markup_balance,
    markup_guard,
    markup_nesting,
    markup_plain,
    markup_shortcodes,
)
from openai_news.markup_links import Linker
from openai_news.markup_place import Body
from openai_news.markup_safe import sanitise
from openai_news.markup_shape import (
    EMPTY,
    Ids,
    figures,
    identify,
    notes,
    outline,
    plain,
    tables,
    without_own_title,
)
from openai_news.model import Heading, Markup, Place, Problem
from openai_news.typography import typeset

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LONE_SIGNS = "«»:;!?–—"
FINAL_HEADING = re.compile(r'<h([2-6]) id="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)


def render(source_text: str, *, title: str, place_of: Place, lang: str, prefix: str = "") -> Markup:
    """Render a body; `place_of` is its file, relative to content/, and the line where it begins.

    `title` is the article's, unprocessed; `prefix` keeps ids apart where bodies share a page.
    """
    body = Body(UNPRINTABLE.sub("\ufffd", normalize("NFC", source_text)), place_of)
    refused = markup_guard.check(body)
    if refused:
        return Markup("", problems=tuple(refused))
    converted = _convert(body.text)
    safe = sanitise(converted, body, place_of.path)
    html = notes(_tidy(markup_nesting.repair(safe.html, body)))
    html, outlined = outline(without_own_title(html, title), body)
    ids = Ids(prefix)
    linker = Linker(body, safe.targets, ids)
    html = linker.resolve(figures(tables(identify(html, ids))))
    problems = [*markup_balance.check(converted, body), *safe.problems, *outlined, *linker.problems]
    return _markup(html, lang, linker, problems)


def _convert(text: str) -> str:
    """Make HTML that is not safe yet; only what is not plain prose needs the library."""
    plain_prose = markup_plain.convert(text)
    if plain_prose is not None:
        return plain_prose
    from openai_news import markup_library

    shielded, tags = markup_shortcodes.shield(text)
    return markup_shortcodes.reveal(markup_library.convert(shielded), tags)


def _tidy(html: str) -> str:
    """Drop what could pass for a mark of ours, what is empty, and `[TOC]`: the page has its own."""
    return EMPTY.sub("", UNPRINTABLE.sub("", html))


def _markup(html: str, lang: str, linker: Linker, problems: list[Problem]) -> Markup:
    text = plain(html)
    html = typeset(html, lang)
    headings = (Heading(int(h[1]), h[2], plain(h[3])) for h in FINAL_HEADING.finditer(html))
    return Markup(
        html,
        tuple(linker.references),
        tuple(headings),
        _words(text),
        text,
        tuple(problems),
    )


def _words(text: str) -> int:
    """Count the words of a text with single spaces, less the signs that stand alone."""
    lone = sum(text.count(f" {sign} ") for sign in LONE_SIGNS if sign in text)
    return text.count(" ") + bool(text) - lone
