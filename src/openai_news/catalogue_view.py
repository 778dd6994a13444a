"""The only way pages see the archive: what they read of it is noted."""

from collections.abc import Mapping
from functools import cached_property

from openai_news.catalogue_engine import WHOLE, Catalogue, Span
from openai_news.model import AnyCard, Body
from openai_news.shape import item, lists, month_of, month_span


class View:
    """The reads of one subject; every read but `near` is noted, for `near` is its own inverse."""

    def __init__(self, catalogue: Catalogue, key: str, card: AnyCard) -> None:
        """See the archive for the pages of one item."""
        self._catalogue = catalogue
        self._key = key
        self._card = card
        self.reads: dict[str, Span] = {}

    def card(self, key: str) -> AnyCard | None:
        """Return an item's card, or None: an absent card is a read too."""
        self._note(f"card:{key}")
        return self._catalogue.card(key)

    def body(self, key: str) -> Body:
        """Return an item's body; an item without one has an empty body."""
        if key != self._key:
            self._note(f"body:{key}")
        return self._catalogue.body(key)

    def first(self, name: str, n: int | None = None) -> list[tuple[str, AnyCard]]:
        """Return the first `n` members of a list (all of them by default), greatest place first."""
        members = self._catalogue.first(name, n)
        self._note(f"list:{name}", (members[-1][0] if n is not None and len(members) == n else "", ""))
        return [(item(place), card) for place, card in members]

    def of_month(self, name: str, month: str) -> tuple[list[tuple[str, AnyCard]], str, str]:
        """Return the members of a list that are of a month, greatest place first.

        Also the months next to it in the list, before and after, '' for none: it is noted what comes or goes
        between their places.
        """
        span = month_span(month)
        found = self._catalogue.within(name, span)
        own = [place for place, _ in found if month_of(place) == month]
        low, high = (own[-1], own[0]) if own else span
        (before,) = self._catalogue.below(name, low, 1) or [""]
        (after,) = self._catalogue.above(name, high, 1) or [""]
        self._note(f"list:{name}", (before, after))
        members = [(item(place), card) for place, card in found if month_of(place) == month]
        return members, month_of(before), month_of(after)

    def tally(self, name: str, part: slice) -> dict[str, int]:
        """Return how many members of a list have the same `part` of their place."""
        self._note(f"tally:{name}")
        return self._catalogue.tally(name, part)

    def near(self, name: str, reach: int) -> tuple[list[str], list[str]]:
        """Return the keys of up to `reach` members before and after the subject's own item."""
        before, after = self.places_near(name, reach)
        return [item(place) for place in before], [item(place) for place in after]

    def places_near(self, name: str, reach: int) -> tuple[list[str], list[str]]:
        """Return the places of these members, nearest first."""
        place = self.places[name]
        return self._catalogue.below(name, place, reach), self._catalogue.above(name, place, reach)

    @cached_property
    def places(self) -> dict[str, str]:
        """Return the lists in which the subject's own item counts, and where."""
        return dict(lists(self._key, self._card))

    def neighbour(self, key: str) -> AnyCard | None:
        """Return the card of an item found by `near`, unnoted: a change of it touches its neighbours."""
        return self._catalogue.card(key)

    def apart(self) -> "View":
        """Return a view of the same archive with notes of its own."""
        return View(self._catalogue, "", self._card)

    def note(self, reads: Mapping[str, Span]) -> None:
        """Note what a value shared between subjects was made of."""
        for target, span in reads.items():
            self._note(target, span)

    def _note(self, target: str, span: Span = WHOLE) -> None:
        known = self.reads.setdefault(target, span)
        if known != span:
            (lo, hi), (first, last) = known, span
            self.reads[target] = min(lo, first), max(hi, last) if hi and last else ""
