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
from openai_news.markup_embeds import embeds
from openai_news.markup_links import Linker
from openai_news.markup_place import Body
from openai_news.markup_safe import Safe, judge_links, sanitise
from openai_news.markup_shape import (
    EMPTY,
    Ids,
    figures,
    identify,
    notes,
    outline,
    tables,
    typeset,
    without_own_title,
)
from openai_news.model import Heading, Markup, Place, Problem
from openai_news.typography import set_type

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_CONTROLS = bytes(code for code in range(32) if chr(code) not in "\t\n\r")
_LEADS = (b"\xed", b"\xef")  # what begins the others in UTF-8, and some that may be printed
FINAL_HEADING = re.compile(r'<h([2-6]) id="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)


def render(  # noqa: PLR0913 - each by its name
    source_text: str,
    *,
    title: str,
    place_of: Place,
    lang: str,
    prefix: str = "",
    most: int = markup_guard.MAX_CHARACTERS,
) -> Markup:
    """Render a body; `place_of` is its file, relative to content/, and the line where it begins.

    `title` is the article's, unprocessed; `prefix` keeps ids apart where bodies share a page; `most` is
    how many characters it may have.
    """
    composed = normalize("NFC", source_text)
    written = "" if composed == source_text else source_text
    body = Body(_printable(composed), place_of, written)
    prose = markup_plain.convert(body.text) if len(body.text) <= most else None
    refused = markup_guard.check(body, prose=prose is not None, most=most)
    if refused:
        return Markup("", problems=tuple(refused))
    safe = _from_library(body, place_of.path) if prose is None else judge_links(prose, body, place_of.path)
    html, outlined = outline(without_own_title(safe.html, title), body)
    ids = Ids(prefix)
    linker = Linker(body, safe.targets, ids)
    html = embeds(figures(tables(identify(html, ids))), safe.targets)
    html = linker.resolve(html)
    return _markup(html, lang, linker, (*safe.problems, *outlined, *linker.problems))


def _printable(text: str) -> str:
    """Replace what no page may hold; most texts hold none, which their bytes show sooner."""
    data = text.encode(errors="surrogatepass")
    if len(data.translate(None, _CONTROLS)) == len(data) and not any(lead in data for lead in _LEADS):
        return text
    return UNPRINTABLE.sub("\ufffd", text)


def _from_library(body: Body, path: str) -> Safe:
    """Convert what is more than plain prose; what comes out is not safe before it is sanitised."""
    from openai_news import markup_library

    shielded, tags = markup_shortcodes.shield(body.text)
    converted = markup_shortcodes.reveal(markup_library.convert(shielded), tags)
    safe = sanitise(converted, body, path)
    html = notes(_tidy(markup_nesting.repair(safe.html, body)))
    return Safe(html, safe.targets, (*markup_balance.check(converted, body), *safe.problems))


def _tidy(html: str) -> str:
    """Drop what could pass for a mark of ours, what is empty, and `[TOC]`: the page has its own."""
    return EMPTY.sub("", UNPRINTABLE.sub("", html))


def _markup(html: str, lang: str, linker: Linker, problems: tuple[Problem, ...]) -> Markup:
    html, words = set_type(html, lang)
    headings = (Heading(int(h[1]), h[2], typeset(h[3])) for h in FINAL_HEADING.finditer(html))
    return Markup(html, tuple(linker.references), tuple(headings), words, problems)
