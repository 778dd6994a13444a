"""Patterns that are compiled when they are first used: most articles need a third of those that we have.

Compiling all of them took a tenth of the time in which one edited article is published.
"""

import re
from typing import Any, AnyStr, cast


def late(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what stands for `re.compile(source, flags)`."""
    return cast("re.Pattern[AnyStr]", _Late(source, flags))


class _Late:
    """A pattern's methods; each is kept where Python looks first once it was asked for."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what `copy` and `pickle` look for before there is a source
            raise AttributeError(name)
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found
