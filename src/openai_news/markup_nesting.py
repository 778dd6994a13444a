"""What raw HTML puts where HTML forbids it: items outside lists, blocks inside words.

Reads the canonical HTML of nh3, where every element is closed.
"""

import re

from openai_news.markup_place import Body
from openai_news.markup_tags import BLOCKS, VOID, WORDS_ONLY
from openai_news.patterns import late

TAG = late(r"<(/?)([a-z][a-z0-9]*)((?: [^>]*)?)>")
HEADING = late(r"h[1-6]")
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "figcaption": {"figure"},
    "summary": {"details"},
    "rt": {"ruby"},
    "rp": {"ruby"},
}
CHILDREN = {"ul": "li", "ol": "li", "dl": "dd"}
ALLOWED = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}}


def repair(html: str, body: Body) -> str:
    """Rename what stands in the wrong place to a division, an item or a span; no word is lost."""
    if "<" not in body.text:
        return html
    stack: list[tuple[str, str]] = []

    def tag(match: re.Match[str]) -> str:
        name = match[2]
        if match[1]:
            return stack.pop()[1]
        parent = stack[-1][0] if stack else ""
        before, after = "", ""
        if parent in ALLOWED and name not in ALLOWED[parent]:
            before, after = f"<{CHILDREN[parent]}>", f"</{CHILDREN[parent]}>"
        written = name if parent in PARENTS.get(name, {parent}) else "div"
        if parent in WORDS_ONLY and written in BLOCKS:
            written = "span"
        elif HEADING.fullmatch(written) and any(name == "th" for name, _ in stack):
            written = "div"
        if name in VOID:
            return before + match[0] + after
        stack.append((written, f"</{written}>{after}"))
        return f"{before}<{written}{match[3]}>"

    return TAG.sub(tag, html)
