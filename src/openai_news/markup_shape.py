"""The shape of a sanitised body: one outline of headings, its own ids, tables and figures.

Reads and writes the canonical HTML of nh3: lower-case tags, quoted attributes, nothing unclosed.
"""

import re
from collections.abc import Callable
from html import escape, unescape

from openai_news.collation import fold
from openai_news.markup_place import Body
from openai_news.model import Problem
from openai_news.patterns import late
from openai_news.slugs import slugify

ATTRIBUTES = r"(?: [^\s=>]+=\"[^\"]*\")*"
INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup"
    r"|time|u|var|wbr)(?: [^>]*)?>"
)
BLOCK_TAG = re.compile(r"<[^>]*>")
MARK = late(r"\x02[^\x03]*\x03")
NO_WORDS = late(r'<a [^>]*class="(?:note-ref|back)"[^>]*>[^<]*</a>')
EMPTY = late(r"<(p|h[1-6])(?: [^>]*)?>\s*(?:\[TOC\]|<(a|span)(?: id=\"[^\"]*\")?></\2>)?\s*</\1>\n?")
HEADING = re.compile(rf"<(/?)h([1-6])({ATTRIBUTES})>")
FIRST_HEADING = re.compile(rf"<h1{ATTRIBUTES}>(.*?)</h1>\n?", re.DOTALL)
ID = re.compile(r' id="([^"]*)"')
TAG_WITH_ID = re.compile(r"(<[a-z][a-z0-9]*(?: [^\s=>]+=\"[^\"]*\")*?) id=\"([^\"]*)\"")
NOT_NAME = re.compile(r"[^\w.\-]+")
TABLE = late(r"<(/?)table[^>]*>")
ROW = late(r"<tr[^>]*>.*?</tr>", re.DOTALL)
HEADER_CELL = late(rf"<th({ATTRIBUTES})>(.*?)</th>", re.DOTALL)
CAPTION = late(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)
SPACES = late(r"[ \t\n\f\r]+")
NOTES = late(r'<div class="footnote">\s*<hr>')
NOTE_REFERENCE = late(r'<a class="footnote-ref"([^>]*)>')
BACK = late(r'<a class="footnote-backref"(?: href="([^"]*)")?[^>]*>')
PICTURE = late(
    rf"<p>\s*(<img{ATTRIBUTES}>)\s*+(?:<br>\s*+)?(?:<em>((?:(?!</?em|</p>).)*)</em>\s*+)?</p>",
    re.DOTALL,
)
TITLE = late(r' title="([^"]*)"')
FIGURE = late(r"<figure[^>]*>(.*?)</figure>", re.DOTALL)
FIGCAPTION = late(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL)


def plain(html: str) -> str:
    """Give the words of an HTML fragment: no tags, no note numbers, single spaces."""
    return " ".join(_bare(html).split())


def typeset(html: str) -> str:
    """Give the words of an HTML fragment as they are set: no-break spaces stay."""
    return " ".join(filter(None, SPACES.split(_bare(html))))


def _bare(html: str) -> str:
    words = MARK.sub("", html) if "\x02" in html else html
    if " class=" in words:
        words = NO_WORDS.sub("", words)
    words = BLOCK_TAG.sub(" ", INLINE_TAG.sub("", words))
    return unescape(words) if "&" in words else words


def without_own_title(html: str, title: str) -> str:
    """Drop the first heading when it is a `# title` that repeats the page's own (RULES R8)."""
    first = HEADING.search(html)
    own = FIRST_HEADING.match(html, first.start()) if first else None
    if own and fold(plain(own[1])) == fold(title):
        return html[: own.start()] + html[own.end() :]
    return html


def outline(html: str, body: Body) -> tuple[str, tuple[Problem, ...]]:
    """Number the headings from h2 on without a gap; one warning (E211) when that changes any."""
    levels: list[tuple[int, int]] = []
    opened: list[int] = []
    changed: list[str] = []

    def renumber(match: re.Match[str]) -> str:
        if match[1]:
            return f"</h{opened.pop()}>"
        written = int(match[2])
        while levels and levels[-1][0] >= written:
            levels.pop()
        level = min(levels[-1][1] + 1, 6) if levels else 2
        levels.append((written, level))
        opened.append(level)
        if level != written and not changed:
            changed.append(html[match.end() : html.find(f"</h{match[2]}>", match.end())])
        return f"<h{level}{match[3]}>"

    html = HEADING.sub(renumber, html)
    if not changed:
        return html, ()
    words = unescape(max(BLOCK_TAG.split(changed[0]), key=len)).strip()
    return html, (body.warning("E211", body.find(words), len(words), heading=plain(changed[0])),)


class Ids:
    """The ids of one body: none can meet one of the page's own, and each stands once."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.given: dict[str, str] = {}
        self.taken: set[str] = set()
        self.numbers: dict[str, int] = {}

    def give(self, written: str) -> str:
        """Give the id for what was written (or for a heading's slug), unique in this body."""
        wanted = self.prefix + anchor(written)
        name, number = wanted, self.numbers.get(wanted, 1)
        while name in self.taken:
            number += 1
            name = f"{wanted}-{number}"
        self.numbers[wanted] = number
        self.taken.add(name)
        self.given.setdefault(written, name)
        return name

    def find(self, fragment: str) -> str:
        """Give the id that a `#fragment` of this body means, present or not."""
        return (
            self.given.get(fragment) or self.given.get(slugify(fragment)) or (self.prefix + anchor(fragment))
        )


def anchor(written: str) -> str:
    """Turn a written id into one of a body: `s-` before it, `fn-` and `fnref-` for notes."""
    name = NOT_NAME.sub("-", written).strip("-")
    if re.match(r"fn(?:ref\d*)?:|s-", written):
        return name
    return f"s-{name}"


def identify(html: str, ids: Ids) -> str:
    """Give each heading an id from its plain text, before typography, and each id its prefix."""

    def heading(match: re.Match[str]) -> str:
        if match[1] or ID.search(match[3]):
            return match[0]
        end = html.find(f"</h{match[2]}>", match.end())
        slug = slugify(plain(html[match.end() : end]))
        return f'<h{match[2]} id="{escape(slug)}"{match[3]}>'

    html = HEADING.sub(heading, html)
    if ' id="' not in html:
        return html
    return TAG_WITH_ID.sub(lambda match: f'{match[1]} id="{ids.give(unescape(match[2]))}"', html)


def notes(html: str) -> str:
    """Write footnotes with roles instead of English words."""
    if 'class="footnote' not in html:
        return html
    html = NOTES.sub('<div class="notes">', html)
    html = NOTE_REFERENCE.sub(r'<a class="note-ref" role="doc-noteref"\1>', html)
    return BACK.sub(r'<a class="back" role="doc-backlink" href="\1">', html)


def tables(html: str) -> str:
    """Give header cells their scope and tables a focusable region that scrolls (RULES R13)."""
    if "<table" not in html:
        return html
    depth = 0

    def wrap(match: re.Match[str]) -> str:
        nonlocal depth
        if match[1]:
            depth -= 1
            return match[0] if depth else f"{match[0]}</div>"
        depth += 1
        if depth > 1:
            return match[0]
        end = html.find("</table>", match.end())
        return f'<div class="table" {_region(html[match.end() : end])}>{match[0]}'

    html = ROW.sub(lambda row: HEADER_CELL.sub(_scoped(row[0]), row[0]), html)
    return TABLE.sub(wrap, html)


def _scoped(row: str) -> Callable[[re.Match[str]], str]:
    scope = "row" if "<td" in row else "col"

    def cell(match: re.Match[str]) -> str:
        if not plain(match[2]) and "<img" not in match[2]:
            return f"<td>{match[2]}</td>"
        own = "" if " scope=" in match[1] else f' scope="{scope}"'
        return f"<th{own}{match[1]}>{match[2]}</th>"

    return cell


def _region(table: str) -> str:
    caption = CAPTION.search(table)
    words = [caption[1]] if caption else [cell[2] for cell in HEADER_CELL.finditer(table)]
    label = ", ".join(filter(None, map(plain, words)))
    return f'role="region" aria-label="{escape(label)}" tabindex="0"' if label else 'tabindex="0"'


def figures(html: str) -> str:
    """Make a figure of a picture that stands alone with a title or a caption in `em` (RULES R9).

    No `role`: HTML forbids one where there is a caption, and a figure has its own.
    """
    if "<img" not in html:
        return html
    html = PICTURE.sub(_figure, html)
    return FIGURE.sub(_labelled, html)


def _figure(match: re.Match[str]) -> str:
    title = TITLE.search(match[1])
    caption = match[2] or (title and title[1])
    if not caption:
        return match[0]
    return f"<figure>{TITLE.sub('', match[1])}<figcaption>{caption}</figcaption></figure>"


def _labelled(match: re.Match[str]) -> str:
    caption = FIGCAPTION.search(match[1])
    label = plain(caption[1]) if caption else ""
    if not label:
        return f"<figure>{match[1]}</figure>"
    return f'<figure aria-label="{escape(label)}">{match[1]}</figure>'
