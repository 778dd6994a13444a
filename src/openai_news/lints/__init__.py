"""What `check` doubts beyond what the parser refuses: one file per lint, one row in a table."""

from collections.abc import Callable, Iterator, Sequence

from openai_news.lints import (
    capitals,
    long_title,
    no_source,
    no_summary,
    ordinals,
    quotes,
    tags,
)
from openai_news.model import Problem
from openai_news.written import Written

ARTICLE: tuple[Callable[[Written], Iterator[Problem]], ...] = (
    long_title.lint,
    no_summary.lint,
    no_source.lint,
    quotes.lint,
    ordinals.lint,
    capitals.lint,
)

SITE: tuple[Callable[[Sequence[Written]], Iterator[Problem]], ...] = (tags.lint,)
