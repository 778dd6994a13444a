"""A title that lists, cards and search engines would cut (RULES E12)."""

from collections.abc import Iterator

from openai_news.model import Problem
from openai_news.written import Written

_LONGEST = 110


def lint(written: Written) -> Iterator[Problem]:
    """Warn about a title of more than 110 characters."""
    length = len(written.front.title)
    if length > _LONGEST:
        yield written.about("W106", "title", length=str(length), limit=str(_LONGEST))
