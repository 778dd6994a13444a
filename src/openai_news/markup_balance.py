"""Tags of raw HTML that nothing closes: they would draw the rest of the page into themselves."""

import re
from collections.abc import Iterator

from openai_news.markup_guard import MARKDOWN_INSIDE
from openai_news.markup_place import Body
from openai_news.markup_tags import GREEDY, VOID
from openai_news.model import Problem
from openai_news.patterns import late

MAX_NESTING = 200
TAG = late(
    r"<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9\-]*+)(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?|[\"'])*+>",
    re.DOTALL,
)


def check(html: str, body: Body) -> Iterator[Problem]:
    """Find in rendered HTML what is never closed (E204) or nests too deeply (E202)."""
    if "<" not in body.text:
        return
    opened, depth = _unclosed(html)
    written = _unclosed(body.without_code)[0] if opened or MARKDOWN_INSIDE in body.text else []
    greedy = {tag for tag, _ in opened if tag in GREEDY}
    if MARKDOWN_INSIDE in body.text:  # there the library loses the text of what is not closed
        greedy |= {tag for tag, _ in written}
    for tag in sorted(greedy):
        offset = next((at for name, at in written if name == tag), 0) or _block(tag, body)
        yield body.problem("E204", offset, len(tag) + 1, name=f"<{tag}>")
    if depth > MAX_NESTING:
        yield body.problem("E202", body.find("<"), limit=str(MAX_NESTING))


def _block(tag: str, body: Body) -> int:
    """Find the last tag that begins a line: there the library reads HTML, even after a backtick."""
    lines = [match.start() + 1 for match in re.finditer(rf"\n<{tag}\b", body.text, re.IGNORECASE)]
    return lines[-1] if lines else body.find(f"<{tag}")


def _unclosed(html: str) -> tuple[list[tuple[str, int]], int]:
    """List the tags that stay open, with their offsets, and say how deep tags nest."""
    stack: list[tuple[str, int]] = []
    crossed: list[tuple[str, int]] = []
    depth = 0
    for match in TAG.finditer(html):
        tag = (match[2] or "").lower()
        if not match[1] and tag and tag not in VOID and not match[0].endswith("/>"):
            stack.append((tag, match.start()))
            depth = max(depth, len(stack))
        elif match[1]:
            _close(tag, stack, crossed)
    return crossed + stack, depth


def _close(tag: str, stack: list[tuple[str, int]], crossed: list[tuple[str, int]]) -> None:
    """Close a tag; what it closes on the way may yet meet its own end (`<b><i></b></i>`)."""
    if any(name == tag for name, _ in stack):
        while stack[-1][0] != tag:
            crossed.append(stack.pop())
        stack.pop()
    else:
        same = [item for item in crossed if item[0] == tag]
        if same:
            crossed.remove(same[-1])
