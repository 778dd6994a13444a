"""Straight quotes of which one lacks its partner: typography cannot tell where the words end (RULES E12)."""

import re
from collections.abc import Iterator

from openai_news.model import Problem
from openai_news.written import Written

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*\n?)+")
_QUOTE = re.compile(r'(?<![\d\\])"')  # after a digit it is an inch, or may be


def lint(written: Written) -> Iterator[Problem]:
    """Warn about the last straight quote of a paragraph that has an odd number of them."""
    if '"' not in written.prose:
        return
    for paragraph in _PARAGRAPH.finditer(written.prose):
        if paragraph[0].count('"') % 2:
            found = [*_QUOTE.finditer(paragraph[0])]
            if found:
                yield written.body.warning("W201", paragraph.start() + found[-1].start())
