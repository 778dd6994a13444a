"""Plain news prose from Markdown to HTML, exactly as the library makes it, at a tenth of its cost.

The subset: paragraphs, `#` headings, lists of one level without blank lines, quotes of one block,
and within a line `*em*`, `**strong**`, code and `[words](address)`. Whatever else a text holds, even
one sign of it, leaves the whole text to the library. A differential test on real articles and on
random text keeps that exact.
"""

import re

from openai_news.patterns import late

# What the library may take for anything beyond the subset, wherever it stands.
BEYOND = (*"<\\{}|\t\r\x02\x03", " \n")
ENTITY = late(r"&(?:#|\w+;)")
BLANK_LINES = re.compile(r"\n\n\n+")

# Each begins with the sign itself, and looks behind it only then: such a search is quick. What they find is
# written by functions, which cost half of what templates do.
CODE = late(r"`(?<!``)([^`*_\[\]\s](?:[^`*_\[\]\n]*[^`*_\[\]\s])?)`(?!`)")
LINK = re.compile(r"\[(?<!!\[)([^\[\]*\s](?:[^\[\]*\n]*[^\[\]*\s])?)\]\(([^\s()<>\"'`*\[\]]+)\)")
STRONG = re.compile(r"\*\*(?<!\*\*\*)([^*\s](?:[^*\n]*[^*\s])?)\*\*(?!\*)")
EM = re.compile(r"\*(?<!\*\*)([^*\s](?:[^*\n]*[^*\s])?)\*(?!\*)")
UNREAD = ("`", "[", "*")
JOINED = ("</ul>", "</ol>", "</blockquote>")

MARKED = r"[#>=:+\-_~\s]|\d+\.|!!!"
MARKED_FIRST_LINE = re.compile(MARKED)
MARKED_LATER_LINE = re.compile(rf"\n(?:{MARKED})")
HEADING = re.compile(r"(#{1,6}) ([^#\n]+)")
HEADING_LINE = re.compile(r"\n(#{1,6} [^\n]+)(?=\n)")
ITEM = rf"(?!{MARKED})[^\n]+"
LISTS = {"ul": re.compile(rf"- {ITEM}(?:\n- {ITEM})*"), "ol": re.compile(rf"1\. {ITEM}(?:\n\d+\. {ITEM})*")}
ITEM_START = re.compile(r"(?:\A|\n)(?:-|\d+\.) ")


def convert(text: str) -> str | None:
    """Convert a text of the subset to HTML that is escaped; None leaves it to the library."""
    text = f"\n{text}".replace("\n* ", "\n- ")
    if any(mark in text for mark in BEYOND) or text.count(">") > text.count("\n> ") or text.isspace():
        return None
    text = _inline(text)
    if any(mark in text for mark in UNREAD):
        return None
    text = HEADING_LINE.sub(r"\n\n\1\n", text)
    return _blocks(BLANK_LINES.sub("\n\n", text.strip("\n")).split("\n\n"))


def _inline(text: str) -> str:
    """Write what is marked within lines; a sign that is left shows what could not be read."""
    if "_" in text and "_" in LINK.sub("", text):
        return UNREAD[0]
    if "&" in text:
        if ENTITY.search(text):
            return UNREAD[0]
        text = text.replace("&", "&amp;")
    if "`" in text:
        text = CODE.sub(lambda code: f"<code>{code[1]}</code>", text)
    text = LINK.sub(lambda link: f'<a href="{link[2]}">{link[1]}</a>', text)
    if "*" in text:
        text = STRONG.sub(lambda strong: f"<strong>{strong[1]}</strong>", text)
        text = EM.sub(lambda em: f"<em>{em[1]}</em>", text)
    return text


def _blocks(blocks: list[str]) -> str | None:
    """Write blocks one under the other, but none that the library joins to the one before."""
    written = [""]
    for block in blocks:
        html = _block(block)
        if html is None or (html.endswith(JOINED) and html[-5:] == written[-1][-5:]):
            return None
        written.append(html)
    return "\n".join(written[1:])


def _block(block: str) -> str | None:
    if block != block.strip():
        return None
    if MARKED_FIRST_LINE.match(block):
        return _quote(block) if block.startswith("> ") else _heading(block) or _list(block)
    return None if MARKED_LATER_LINE.search(block) else f"<p>{block}</p>"


def _quote(block: str) -> str | None:
    if block.count("\n") > block.count("\n> "):
        return None
    html = _block(block[2:].replace("\n> ", "\n"))
    return html and f"<blockquote>\n{html}\n</blockquote>"


def _heading(block: str) -> str | None:
    heading = HEADING.fullmatch(block)
    words = heading and heading[2].strip()
    return f"<h{len(heading[1])}>{words}</h{len(heading[1])}>" if heading and words else None


def _list(block: str) -> str | None:
    for tag, shape in LISTS.items():
        if shape.fullmatch(block):
            items = "".join(f"<li>{item}</li>\n" for item in ITEM_START.split(block)[1:])
            return f"<{tag}>\n{items}</{tag}>"
    return None
