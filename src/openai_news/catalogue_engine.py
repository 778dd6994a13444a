"""Items, lists, what every page read, and whose pages an edit touches; SQLite, rebuildable at will.

The engine lives here (DESIGN 3): `record` takes what changed and touches the subjects whose pages may
differ; nobody writes invalidation. It knows nothing of news: `shape.lists` says where an item counts, and
the table of outputs says which kinds of item have pages.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import islice
from typing import Protocol, TypeVar, cast

import msgspec

from openai_news.model import AnyCard, Body, ListCard, Subject, Value
from openai_news.shape import Membership, item, kind, lists

_CHUNK = 2000

T = TypeVar("T")

Tally = dict[str, tuple[int, str]]
Span = tuple[str, str]  # of the places of a list: from the first on, up to the last, '' for no end
_NONE = (0, "")
WHOLE: Span = ("", "")

_encode = msgspec.json.Encoder().encode
decode_card = msgspec.json.Decoder(AnyCard).decode
_decode_body = msgspec.json.Decoder(Body).decode


class Change(Value, frozen=True):
    """What became of an item: its old and its new card (None where it is absent)."""

    old: AnyCard | None
    new: AnyCard | None
    body: bool = False

    @property
    def shown(self) -> bool:
        """Tell whether the card is another: Python takes an instant for the same with another offset."""
        return self.old != self.new or _encode(self.old) != _encode(self.new)


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut a stream into lists of at most `size`."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk


class Reader(Protocol):
    """What the engine knows of an output: the kind of items it makes pages of, and how far these look.

    `near` maps a kind of list to how many members on each side of its own item such a page reads;
    `beside` does so where it reads no more than which these are.
    """

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def of(self) -> str: ...  # noqa: D102
    @property
    def near(self) -> dict[str, int]: ...  # noqa: D102
    @property
    def beside(self) -> dict[str, int]: ...  # noqa: D102


Readers = Callable[[], Iterable[Reader]]  # loaded when the engine first asks
Reach = dict[str, list[tuple[Reader, int]]]  # who looks how far around its own item, by kind of list


def nobody() -> Iterable[Reader]:
    """Return no reader: for who only reads."""
    return ()


class Catalogue:
    """An open catalogue; `record` is the engine, `View` the only way pages see the archive."""

    def __init__(self, connection: sqlite3.Connection, readers: Readers) -> None:
        """Use an open connection; `readers` gives the table of outputs as the engine sees it."""
        self.connection = connection
        self.execute = connection.execute
        self._readers = readers

    @cached_property
    def _outputs(self) -> dict[str, list[str]]:
        """The names of the outputs by the kind of item of which they make pages."""
        found: dict[str, list[str]] = {}
        for reader in self._readers():
            found.setdefault(reader.of, []).append(reader.name)
        return found

    @cached_property
    def _near(self) -> Reach:
        return _reach((reader, reader.near) for reader in self._readers())

    @cached_property
    def _beside(self) -> Reach:
        return _reach((reader, reader.beside) for reader in self._readers())

    # --- small things

    def get(self, name: str) -> str:
        """Return a remembered fact, or ''."""
        row = self.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def put(self, name: str, value: str) -> None:
        """Remember a fact."""
        self.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def commit(self) -> None:
        """Make what was written last."""
        self.connection.commit()

    def rollback(self) -> None:
        """Forget what was written since the last commit."""
        self.connection.rollback()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def card(self, key: str) -> AnyCard | None:
        """Return the card of a published item."""
        return self._card(key, _card)

    def _card(self, key: str, decode: Callable[[bytes], AnyCard]) -> AnyCard | None:
        row = self.execute("SELECT card FROM item WHERE key = ?", (key,)).fetchone()
        return decode(row[0]) if row else None

    def body(self, key: str) -> Body:
        """Return the stored body of a published item, an empty one where there is none."""
        row = self.execute(
            "SELECT value FROM parsed JOIN body USING (path) WHERE key = ? AND admitted = 1", (key,)
        ).fetchone()
        return _decode_body(row[0]) if row else Body()

    def outputs_of(self, key: str) -> list[str]:
        """Return the outputs that make pages for this item."""
        return self._outputs.get(kind(key), [])

    # --- the engine

    def record(self, changes: Mapping[str, Change]) -> None:
        """Bring items and lists up to date and touch every subject whose pages may now differ."""
        while changes:
            points, growth, moved = self._apply(changes)
            self._touch_items(changes)
            self._touch_around(points, self._near)
            self._touch_around(moved, self._beside)
            self._touch_readers(changes, points, moved)
            changes = self._list_changes(growth)

    def fill(self, items: Iterable[tuple[str, AnyCard]], made: Tally) -> None:
        """Put items into a catalogue that has none of them: `record` where every subject is made anyway.

        `made` takes the count and the last place of each list; `fill_lists` makes items of these.
        """
        for chunk in batched(items, _CHUNK):
            rows: list[Membership] = []
            for key, card in chunk:
                for name, place in lists(key, card):
                    rows.append((name, place))
                    n, last = made.get(name, _NONE)
                    made[name] = (n + 1, max(last, place))
            rows.sort()
            self.connection.executemany("INSERT INTO member VALUES (?, ?)", rows)
            cards = sorted((key, _encode(card)) for key, card in chunk)
            self.connection.executemany("INSERT INTO item VALUES (?, ?)", cards)

    def fill_lists(self, made: Tally) -> None:
        """Put the lists that `fill` made in as items, and the lists of these."""
        while made:
            level, made = made, {}
            self.fill(((name, _list_card(*level[name])) for name in sorted(level)), made)

    def subjects(self) -> list[Subject]:
        """Return every subject, sorted."""
        keys = [key for (key,) in self.execute("SELECT key FROM item")]
        return sorted(Subject(output, key) for key in keys for output in self.outputs_of(key))

    def touch_all(self) -> None:
        """Touch every subject."""
        self.touch((subject.output, subject.key) for subject in self.subjects())

    def touch_output(self, output: str, of: str) -> None:
        """Touch every subject of one output, which makes pages for items of the kind `of`."""
        self.execute(
            "INSERT OR IGNORE INTO touched SELECT ?, key FROM item WHERE key >= ? AND key < ?",
            (output, f"{of}|", f"{of}}}"),
        )

    def touch(self, subjects: Iterable[tuple[str, str]]) -> None:
        """Touch some subjects."""
        self.connection.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?)", subjects)

    def touched(self) -> list[Subject]:
        """Return the touched subjects, sorted."""
        rows = self.execute("SELECT output, key FROM touched ORDER BY output, key")
        return [Subject(*row) for row in rows]

    def _apply(
        self, changes: Mapping[str, Change]
    ) -> tuple[dict[str, set[str]], dict[str, int], dict[str, set[str]]]:
        """Cut and put memberships; return lists' old and new places, their growth, and what moved."""
        points: dict[str, set[str]] = {}
        moved: dict[str, set[str]] = {}
        growth: dict[str, int] = {}
        cut: list[Membership] = []
        put: list[Membership] = []
        for key, change in changes.items():
            if not change.shown:
                continue
            old = dict(lists(key, change.old)) if change.old else {}
            new = dict(lists(key, change.new)) if change.new else {}
            cut += [(name, place) for name, place in old.items() if new.get(name) != place]
            put += [(name, place) for name, place in new.items() if old.get(name) != place]
            for name in old.keys() | new.keys():
                places = {old.get(name), new.get(name)} - {None}
                points.setdefault(name, set()).update(cast("set[str]", places))
                growth[name] = growth.get(name, 0) + (name in new) - (name in old)
        self.connection.executemany("DELETE FROM member WHERE list = ? AND place = ?", cut)
        self.connection.executemany("INSERT INTO member VALUES (?, ?)", put)
        self._put_items((key, c.new) for key, c in changes.items() if c.shown)
        for name, place in (*cut, *put):
            moved.setdefault(name, set()).add(place)
        return points, growth, moved

    def _put_items(self, items: Iterable[tuple[str, AnyCard | None]]) -> None:
        for key, card in items:
            if card is None:
                self.execute("DELETE FROM item WHERE key = ?", (key,))
            else:
                self.execute("INSERT OR REPLACE INTO item VALUES (?, ?)", (key, _encode(card)))

    def _list_changes(self, growth: Mapping[str, int]) -> dict[str, Change]:
        """Return how the lists' own cards changed: they are the items of the next level."""
        changes = {}
        for name in sorted(growth):
            old = cast("ListCard | None", self.card(name))
            n = (old.n if old else 0) + growth[name]
            (last,) = self.execute("SELECT max(place) FROM member WHERE list = ?", (name,)).fetchone()
            new = _list_card(n, last) if n else None
            if old != new:
                changes[name] = Change(old, new)
        return changes

    def _touch_items(self, changes: Mapping[str, Change]) -> None:
        self.touch((output, key) for key in changes for output in self.outputs_of(key))

    def _touch_around(self, points: Mapping[str, set[str]], reaching: Reach) -> None:
        for name, places in points.items():
            for reader, reach in reaching.get(kind(name), []):
                for place in places:
                    self.touch(
                        (reader.name, key)
                        for key in self.around(name, place, reach)
                        if kind(key) == reader.of
                    )

    def around(self, name: str, place: str, reach: int) -> list[str]:
        """Return up to `reach` members on each side of a place in a list, nearest first, below first."""
        return [item(other) for other in (*self.below(name, place, reach), *self.above(name, place, reach))]

    # --- reads

    def first(self, name: str, n: int | None = None) -> list[tuple[str, AnyCard]]:
        """Return (place, card) of the first `n` members of a list, greatest place first."""
        rows = self.execute(
            "SELECT m.place, i.card FROM member m"
            " JOIN item i ON i.key = substr(m.place, instr(m.place, ?) + 1)"
            " WHERE m.list = ? ORDER BY m.place DESC LIMIT ?",
            ("\t", name, -1 if n is None else n),
        )
        return [(place, _card(card)) for place, card in rows]

    def within(self, name: str, span: Span) -> list[tuple[str, AnyCard]]:
        """Return (place, card) of the members in a span of a list, greatest place first."""
        rows = self.execute(
            "SELECT m.place, i.card FROM member m"
            " JOIN item i ON i.key = substr(m.place, instr(m.place, ?) + 1)"
            " WHERE m.list = ? AND m.place BETWEEN ? AND ? ORDER BY m.place DESC",
            ("\t", name, *span),
        )
        return [(place, _card(card)) for place, card in rows]

    def below(self, name: str, place: str, reach: int) -> list[str]:
        """Return up to `reach` places below one, nearest first."""
        rows = self.execute(
            "SELECT place FROM member WHERE list = ? AND place < ? ORDER BY place DESC LIMIT ?",
            (name, place, reach),
        )
        return [other for (other,) in rows]

    def above(self, name: str, place: str, reach: int) -> list[str]:
        """Return up to `reach` places above one, nearest first."""
        rows = self.execute(
            "SELECT place FROM member WHERE list = ? AND place > ? ORDER BY place LIMIT ?",
            (name, place, reach),
        )
        return [other for (other,) in rows]

    def tally(self, name: str, part: slice) -> dict[str, int]:
        """Return how many places of a list have the same `part`."""
        rows = self.execute(
            "SELECT substr(place, ?, ?), count(*) FROM member WHERE list = ? GROUP BY 1",
            (part.start + 1, part.stop - part.start, name),
        )
        return dict(rows.fetchall())

    def _touch_readers(
        self, changes: Mapping[str, Change], points: Mapping[str, set[str]], moved: Iterable[str]
    ) -> None:
        seen = [(f"card:{key}", *WHOLE) for key, change in changes.items() if change.shown]
        seen += [(f"body:{key}", *WHOLE) for key, change in changes.items() if change.body]
        seen += [(f"list:{name}", max(places), min(places)) for name, places in points.items()]
        seen += [(f"tally:{name}", *WHOLE) for name in moved]
        self.connection.executemany(
            "INSERT OR IGNORE INTO touched SELECT output, key FROM reads"
            " WHERE target = ? AND lo <= ? AND (hi >= ? OR hi = '')",
            seen,
        )


def _reach(looking: Iterable[tuple[Reader, dict[str, int]]]) -> Reach:
    """Return who looks how far, by kind of list."""
    found: Reach = {}
    for reader, reaches in looking:
        for name, reach in reaches.items():
            found.setdefault(name, []).append((reader, reach))
    return found


def _list_card(n: int, last: str) -> ListCard:
    return ListCard(n, item(last))


@lru_cache(maxsize=8192)
def _card(data: bytes) -> AnyCard:
    """Decode a card; neighbours in time and in lists ask for the same ones again and again."""
    card: AnyCard = decode_card(data)
    return card
