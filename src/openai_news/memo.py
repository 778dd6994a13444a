"""Values that are made once and asked for again and again, as long as they are asked for."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

_NEVER = object()


class Memo:
    """What was made lately, by its key: at least the last `limit` values, at most twice as many.

    They grow old together: a value not asked for while `limit` others were made is forgotten.
    """

    def __init__(self, limit: int) -> None:
        """Hold nothing yet."""
        self._limit = limit
        self._young: dict[Hashable, Any] = {}
        self._old: dict[Hashable, Any] = {}

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what `make` gave for `key`."""
        found = self._young.get(key, _NEVER)
        if found is _NEVER:
            found = self._old.pop(key, _NEVER)
            self._hold(key, found := make() if found is _NEVER else found)
        value: T = found
        return value

    def _hold(self, key: Hashable, value: object) -> None:
        if len(self._young) >= self._limit:
            self._young, self._old = {}, self._young
        self._young[key] = value
