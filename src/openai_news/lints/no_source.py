"""An article that names no source, neither in its header nor by a link (RULES E12)."""

import re
from collections.abc import Iterator

from openai_news.model import Problem
from openai_news.written import Written

_ADDRESS = re.compile(r"https?://")


def lint(written: Written) -> Iterator[Problem]:
    """Warn when nothing leads a reader to where the news is from."""
    if not written.front.sources and not _ADDRESS.search(written.body.without_code):
        yield written.lacks("W108", "sources")
