"""French ordinals end in `e`, not in `ème` (RULES T17)."""

import re
from collections.abc import Iterator

from openai_news.model import Problem
from openai_news.written import Written

_ORDINAL = re.compile(r"(?<![\w.,])(\d*[02-9]|\d+1|[XVI]+)i?[èe]me(s?)(?!\w)")


def lint(written: Written) -> Iterator[Problem]:
    """Warn about `2ème` and `XXIème`; the problem holds what to write."""
    if not written.is_french:
        return
    for match in _ORDINAL.finditer(written.prose):
        values = {"written": match[0], "right": f"{match[1]}e{match[2]}"}
        yield written.body.warning("W202", match.start(), len(match[0]), **values)
