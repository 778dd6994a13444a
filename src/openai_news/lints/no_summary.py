"""An article without a summary: lists, feeds and cards have nothing to say about it (RULES E12)."""

from collections.abc import Iterator

from openai_news.model import Problem
from openai_news.written import Written


def lint(written: Written) -> Iterator[Problem]:
    """Warn about a missing summary."""
    if not written.front.summary:
        yield written.lacks("W107", "summary")
