"""What a body must not ask of the Markdown library: its limits, counted before it is called.

The limits are counts, never a clock or the depth of the stack, so that the same text is always
refused at the same place (RELIABILITY 3). What costs the library quadratic time is budgeted.
"""

import re
from collections.abc import Iterator

from openai_news import bidi
from openai_news.markup_place import Body, fences
from openai_news.model import Problem
from openai_news.patterns import late

MAX_CHARACTERS = 500_000
MAX_BLOCKS = 20_000
MAX_BLOCK_CHARACTERS = 200_000
MAX_BLOCK_LINES = 5_000
MAX_DEPTH = 50
MAX_WORK = 6_000_000
MAX_SCAN = 60_000_000

BUDGETS = {
    "work": MAX_WORK,
    "blocks": MAX_BLOCKS,
    "characters": MAX_BLOCK_CHARACTERS,
    "lines": MAX_BLOCK_LINES,
}

DEEP = late(
    rf"(?:>[ \t]*+|(?:[*+\-:]|\d++\.)[ \t]++){{{MAX_DEPTH + 1}}}|^(?: {{4}}|\t){{{MAX_DEPTH + 1}}}\s*+\S",
    re.MULTILINE,
)
# A definition and, below it, a line that is not set in: all that follows in its block is part of it.
DEFINITION = late(r"^([ >]*?) {0,3}: {1,3}.*\n(?=\1 {0,3}[^ :>\n])", re.MULTILINE)
STRIDE = 6
SIGNS_OF_DEPTH = late(rf"[>*+\-:.\d \t]{{{(MAX_DEPTH + 1) // STRIDE}}}")
TAG = late(r"<(/?)[a-zA-Z]")
MARKDOWN_INSIDE = " markdown"
# What is read up to the end of the text in search of its own: a tag without `>`, an element of raw text.
SCANNED = late(
    r"<(?:[a-zA-Z/!?][^<>]*+(?=<|\Z)|(?:script|style|textarea|xmp|iframe|noembed|noframes|noscript)\b)",
    re.IGNORECASE,
)
BRACKET = late(r"[\[\]]")
DELIMITERS = ("[", "<", "`", "*", "_", "&", "\\", "{", "  \n")
ABBREVIATION = late(r"^\*\[", re.MULTILINE)
CONFLICT = late(r"^(?:<{7} .*|={7}|>{7} .*)$", re.MULTILINE)


def check(body: Body, *, prose: bool = False, most: int = MAX_CHARACTERS) -> list[Problem]:
    """List what makes a body unreadable or unsafe to convert (E201-E205, E207, E209).

    Plain `prose` costs the library nothing, and can neither nest nor leave anything open.
    """
    if len(body.text) > most:
        return [_limit(body, "E207", 0, most)]
    checks = (_bidi,) if prose else (_conflicts, _unclosed, _bidi, _depth, _scans, _work)
    return [problem for check in checks for problem in check(body)]


def _conflicts(body: Body) -> Iterator[Problem]:
    """Find what a version control left of two versions."""
    if "<<<<<<< " in body.text and "\n=======\n" in body.text and "\n>>>>>>> " in body.text:
        mark = CONFLICT.search(body.text)
        if mark:
            yield body.problem("E209", mark.start(), len(mark[0]))


def _unclosed(body: Body) -> Iterator[Problem]:
    """Find a fence or a comment that nothing closes (RELIABILITY 6, row 30)."""
    for start, end in fences(body.text)[-1:]:
        if end < 0:
            yield body.problem("E204", start, 3, name=body.text[start : start + 3])
    if "<!--" in body.text:
        prose = body.without_code
        start = prose.rfind("<!--")
        if start >= 0 and prose.find("-->", start) < 0:
            yield body.problem("E204", start, 4, name="<!--")


def _bidi(body: Body) -> Iterator[Problem]:
    """Find a control of direction that is not ended in its line (CVE-2021-42574)."""
    if not any(opener in body.text for opener in bidi.OPENERS):
        return
    start = 0
    for line in body.text.split("\n"):
        if (opener := bidi.unclosed(line)) >= 0:
            yield body.problem("E205", start + opener, name=_code_point(line[opener]))
        start += len(line) + 1


def _depth(body: Body) -> Iterator[Problem]:
    """Find where quotes, lists, brackets or tags read as Markdown nest deeper than MAX_DEPTH."""
    text = body.text
    deep = DEEP.search(body.without_fences) if _may_be_deep(text) else None
    if deep:
        yield _limit(body, "E202", deep.start(), MAX_DEPTH)
    elif MARKDOWN_INSIDE in text and _nested_tags(text) > MAX_DEPTH:
        yield _limit(body, "E202", text.find(MARKDOWN_INSIDE), MAX_DEPTH)
    elif text.count(": ") > MAX_DEPTH and (deep_at := _definition_depth(body)) >= 0:
        yield _limit(body, "E202", deep_at, MAX_DEPTH)
    elif text.count("[") > MAX_DEPTH:
        yield from _bracket_depth(body)


def _may_be_deep(text: str) -> bool:
    """Tell whether marks and blanks stand together as long as `DEEP` needs; much quicker than it."""
    return SIGNS_OF_DEPTH.search(text[::STRIDE]) is not None


def _nested_tags(text: str) -> int:
    depth = deepest = 0
    for tag in TAG.finditer(text):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _definition_depth(body: Body) -> int:
    """Return where definitions one in the other pass the limit in their block, or -1."""
    start = 0
    for block in body.without_fences.split("\n\n"):
        if block.count(": ") > MAX_DEPTH:
            found = [match.start() for match in DEFINITION.finditer(block)]
            if len(found) > MAX_DEPTH:
                return start + found[MAX_DEPTH]
        start += len(block) + 2
    return -1


def _bracket_depth(body: Body) -> Iterator[Problem]:
    depth = 0
    for bracket in BRACKET.finditer(body.without_code):
        depth = depth + 1 if bracket[0] == "[" else max(depth - 1, 0)
        if depth > MAX_DEPTH:
            yield _limit(body, "E202", bracket.start(), MAX_DEPTH)
            return


def _scans(body: Body) -> Iterator[Problem]:
    """Budget the tags whose end is looked for to the end of the text."""
    text = body.text
    if text.count("<") * len(text) <= MAX_SCAN:
        return
    found = [match.start() for match in SCANNED.finditer(text)]
    if len(found) * len(text) > MAX_SCAN:
        yield _limit(body, "E201", found[0], MAX_SCAN, "scan")


def _work(body: Body) -> Iterator[Problem]:
    """Budget what costs the square of a count: marks in a block, notes and abbreviations in all."""
    text = body.text
    if 4 * sum(map(text.count, DELIMITERS)) ** 2 <= MAX_WORK and not _oversized(text):
        return  # no block can hold more than the whole
    blocks = body.without_code.split("\n\n")
    marks = [match.start() for match in ABBREVIATION.finditer(text)]
    work = 4 * (text.count("[^") + len(marks)) ** 2
    if work > MAX_WORK:
        first = min(at for at in (text.find("[^"), *marks[:1]) if at >= 0)
        yield _limit(body, "E201", first, MAX_WORK)
        return
    start = 0
    for number, block in enumerate(blocks):
        work += sum(map(block.count, DELIMITERS)) ** 2
        if reason := _excess(block, number, work):
            yield _limit(body, "E201", start, BUDGETS[reason], reason)
            return
        start += len(block) + 2


def _oversized(text: str) -> bool:
    return len(text) > MAX_BLOCK_CHARACTERS or text.count("\n") > MAX_BLOCK_LINES


def _excess(block: str, number: int, work: int) -> str:
    """Return which budget a block exceeds: with the work up to it, as the one of its number, by its size."""
    if work > MAX_WORK:
        return "work"
    if number > MAX_BLOCKS:
        return "blocks"
    if len(block) > MAX_BLOCK_CHARACTERS:
        return "characters"
    return "lines" if block.count("\n") > MAX_BLOCK_LINES else ""


def _limit(body: Body, code: str, offset: int, limit: int, reason: str = "") -> Problem:
    return body.problem(code, offset, limit=str(limit), reason=reason)


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"
