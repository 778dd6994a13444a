"""Tags of other programs' templates, `{{< ref "x" >}}` or `{% x %}`: text, whatever stands inside.

They are taken out of a body before Markdown reads it and put back as words after (RULES E13), so
that no quote, asterisk or angle bracket of theirs is taken for ours.
"""

import re
from html import escape

from openai_news.patterns import late

TAG = late(
    r"\{\{(?:[^{}`\n]|\n(?![ \t]*\n)|\{(?!\{)|\}(?!\}))*+\}\}"
    r"|\{%(?:[^{%`\n]|\n(?![ \t]*\n)|\{(?!%)|%(?!\}))*+%\}"
)
_MARK = late("\ufdd0([0-9]+)\ufdd1")


def shield(text: str) -> tuple[str, list[str]]:
    """Return a text with a mark for each tag, and the tags; no text may hold U+FDD0 or U+FDD1."""
    if "{{" not in text and "{%" not in text:
        return text, []
    tags: list[str] = []

    def mark(match: re.Match[str]) -> str:
        tags.append(match[0])
        return f"\ufdd0{len(tags) - 1}\ufdd1"

    return TAG.sub(mark, text), tags


def reveal(html: str, tags: list[str]) -> str:
    """Write the tags as words of the HTML that Markdown made, in place of their marks."""
    return _MARK.sub(lambda match: escape(tags[int(match[1])]), html) if tags else html
