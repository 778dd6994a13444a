"""A catalogue for builds that make most pages, where every list is asked for again and again."""

import sqlite3
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from openai_news.catalogue_engine import Catalogue, Readers, Span, decode_card
from openai_news.memo import Memo
from openai_news.model import AnyCard, Body
from openai_news.shape import item

_CARDS = 4_000  # that are held
_BODIES = 200


class Held(Catalogue):
    """A catalogue that does not change while it is read: what was read once is held."""

    def __init__(self, connection: sqlite3.Connection, readers: Readers) -> None:
        """Hold nothing yet."""
        super().__init__(connection, readers)
        self._cards = Memo(_CARDS)
        self._lists: dict[str, list[str]] = {}
        self._texts: dict[str, str] = {}
        self._bodies = Memo(_BODIES)

    def card(self, key: str) -> AnyCard | None:
        """Return the card of a published item."""
        return self._cards.get(key, lambda: self._card(key, decode_card))

    def body(self, key: str) -> Body:
        """Return a stored body; those asked for last are at hand."""
        return self._bodies.get(key, partial(super().body, key))

    def first(self, name: str, n: int | None = None) -> list[tuple[str, AnyCard]]:
        """Return (place, card) of the first `n` members of a list, greatest place first."""
        places = self._places(name)
        chosen = places[::-1] if n is None else places[: -n - 1 : -1]
        card: Callable[[str], Any] = self.card  # a member has one
        return [(place, card(item(place))) for place in chosen]

    def within(self, name: str, span: Span) -> list[tuple[str, AnyCard]]:
        """Return (place, card) of the members in a span of a list, greatest place first."""
        places, (first, last) = self._places(name), span
        chosen = places[bisect_left(places, first) : bisect_right(places, last)]
        card: Callable[[str], Any] = self.card  # a member has one
        return [(place, card(item(place))) for place in reversed(chosen)]

    def below(self, name: str, place: str, reach: int) -> list[str]:
        """Return up to `reach` places below one, nearest first."""
        places = self._places(name)
        end = bisect_left(places, place)
        return places[max(0, end - reach) : end][::-1]

    def above(self, name: str, place: str, reach: int) -> list[str]:
        """Return up to `reach` places above one, nearest first."""
        places = self._places(name)
        start = bisect_right(places, place)
        return places[start : start + reach]

    def tally(self, name: str, part: slice) -> dict[str, int]:
        """Return how many places of a list have the same `part`."""
        return Counter(place[part] for place in self._places(name))

    def _places(self, name: str) -> list[str]:
        """Return a whole list in its order; the same text in many lists is held once."""
        if name not in self._lists:
            rows = self.execute("SELECT place FROM member WHERE list = ? ORDER BY 1", (name,))
            held = self._texts.setdefault
            self._lists[name] = [held(place, place) for (place,) in rows]
        return self._lists[name]
