"""Which parsed files are items of the site now: visible at the build's instant, alone in what they claim."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from openai_news.catalogue import Catalogue, Change, Tally
from openai_news.config import Config
from openai_news.model import (
    AnyCard,
    ArticleCard,
    FileCard,
    LabelCard,
    PageCard,
    Place,
    Problem,
    SettingCard,
    Severity,
    State,
    Value,
    Visibility,
)
from openai_news.visibility import NEWS, Clock

_decode_card = msgspec.json.Decoder(AnyCard).decode
_decode_problems = msgspec.json.Decoder(tuple[Problem, ...]).decode


class Touch(Value, frozen=True):
    """Which items may have changed, and of which the body did."""

    keys: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    parsed: int = 0

    @classmethod
    def union(cls, touches: Sequence["Touch"]) -> "Touch":
        """Return all of them together."""
        return cls(
            frozenset().union(*(touch.keys for touch in touches)),
            frozenset().union(*(touch.bodies for touch in touches)),
            sum(touch.parsed for touch in touches),
        )


def claims(key: str, card: AnyCard) -> tuple[str, ...]:
    """Return what must belong to one item only: its address, its id, its name."""
    match card:
        case ArticleCard():
            return f"url:{card.url.casefold()}", f"id:{card.id}"
        case PageCard():
            return (f"url:{card.url.casefold()}",)
        case LabelCard():
            return (f"key:{key}",)
        case _:
            return ()


def clock_keys(catalogue: Catalogue, before: float, clock: Clock) -> set[str]:
    """Return the items that an advance of the clock from `before` may bring, take away or make old news."""
    low, high = min(before, clock.now), max(before, clock.now)
    rows = catalogue.execute(
        "SELECT key FROM parsed WHERE since > ?1 AND since <= ?2"
        " UNION SELECT key FROM parsed WHERE until > ?1 AND until <= ?2"
        " UNION SELECT key FROM parsed WHERE ?3 AND dated > ?1 AND dated <= ?2"
        " UNION SELECT key FROM parsed WHERE ?3 AND dated > ?1 - ?4 AND dated <= ?2 - ?4",
        (low, high, clock.news, NEWS),
    )
    return {key for (key,) in rows if key}


def next_change(catalogue: Catalogue, clock: Clock) -> float | None:
    """Return the next instant at which the clock alone would change the site."""
    row = catalogue.execute(
        "SELECT min(at) FROM (SELECT since AS at, since, until, state FROM parsed WHERE since > ?1"
        " UNION ALL SELECT until, since, until, state FROM parsed WHERE until > ?1 AND until < 1e300"
        " UNION ALL SELECT dated + ?3, since, until, state FROM parsed"
        "  WHERE ?2 AND dated > ?1 - ?3 AND since < dated + ?3 AND until > dated + ?3)"
        " WHERE state = 'live' AND since < until",
        (clock.now, clock.news, NEWS),
    ).fetchone()
    return float(row[0]) if row[0] is not None else None


def _as_of(card: AnyCard, clock: Clock) -> AnyCard:
    """Return a card as it is at the build's instant: an article may be news."""
    if clock.news and isinstance(card, ArticleCard):
        return msgspec.structs.replace(card, news=clock.is_news(card.date.at.timestamp()))
    return card


class File(NamedTuple):
    """A parsed file that may become an item."""

    path: str
    key: str
    card: AnyCard
    visibility: Visibility


class Intake:
    """Admission into an empty catalogue, chunk by chunk while files are still being parsed.

    It supposes that no two files claim one thing; where two do, all is admitted again with that known.
    """

    def __init__(self, catalogue: Catalogue, clock: Clock, settings: dict[str, SettingCard]) -> None:
        """Begin with what the configuration brings."""
        self._catalogue = catalogue
        self._clock = clock
        self._settings = settings
        self._clash = False
        self._begin()

    def _begin(self) -> None:
        self._made: Tally = {}
        self._claims: dict[str, str] = {}
        self._static: set[str] = set()
        self._catalogue.fill(sorted(self._settings.items()), self._made)

    def take(self, files: Iterable[File]) -> frozenset[str]:
        """Admit what is visible among parsed files; return the paths of these."""
        free = [file for file in files if not self._clash and self._is_free(file)]
        if self._clash:
            return frozenset()
        self._catalogue.fill(((file.key, _as_of(file.card, self._clock)) for file in free), self._made)
        return frozenset(file.path for file in free)

    def _is_free(self, file: File) -> bool:
        """Claim what must belong to one item only; of two files of static/ the first is taken."""
        if not self._clock.shows(file.visibility) or file.key in self._static:
            return False
        if file.key.startswith("static|"):
            self._static.add(file.key)
        for value in claims(file.key, file.card):
            self._clash = self._clash or value in self._claims
            self._claims[value] = file.path
        return True

    def finish(self) -> None:
        """Complete the lists and remember the claims."""
        if self._clash:
            self._admit_again()
        else:
            rows = sorted(self._claims.items())
            self._catalogue.connection.executemany("INSERT INTO claim VALUES (?, ?)", rows)
        self._catalogue.fill_lists(self._made)

    def _admit_again(self) -> None:
        catalogue = self._catalogue
        for table in ("member", "item"):
            catalogue.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        catalogue.execute("UPDATE parsed SET admitted = 0")
        catalogue.connection.executemany("INSERT INTO claim VALUES (?, ?)", sorted(self._all_claims()))
        catalogue.execute("INSERT INTO clash SELECT value FROM claim GROUP BY value HAVING count(*) > 1")
        self._begin()
        catalogue.fill(_alone(catalogue, self._clock), self._made)

    def _all_claims(self) -> Iterator[tuple[str, str]]:
        for file in _visible(self._catalogue, self._clock):
            for value in claims(file.key, file.card):
                yield value, file.path


def _alone(catalogue: Catalogue, clock: Clock) -> Iterator[tuple[str, AnyCard]]:
    """Yield and admit every visible item that shares none of its claims."""
    clashing = {value for (value,) in catalogue.execute("SELECT value FROM clash")}
    static: set[str] = set()
    for file in _visible(catalogue, clock):
        if file.key in static or clashing.intersection(claims(file.key, file.card)):
            continue
        if file.key.startswith("static|"):
            static.add(file.key)
        catalogue.execute("UPDATE parsed SET admitted = 1 WHERE path = ?", (file.path,))
        yield file.key, _as_of(file.card, clock)


def _visible(catalogue: Catalogue, clock: Clock) -> Iterator[File]:
    rows = catalogue.connection.execute(
        "SELECT path, key, card, state, since, until FROM parsed WHERE card IS NOT NULL ORDER BY path"
    )
    for path, key, card, state, since, until in rows:
        file = File(path, key, _decode_card(card), Visibility(State(state), since, until))
        if clock.shows(file.visibility):
            yield file


def admit(catalogue: Catalogue, touch: Touch, clock: Clock) -> dict[str, Change]:
    """Decide anew which of the touched items are present, and return what that changes.

    Two files that claim one address are both absent, so the outcome does not depend on the order of edits.
    """
    keys = set(touch.keys)
    for key in touch.keys:
        for path, _, card in _rows(catalogue, key, clock):
            keys |= release(catalogue, path, claims(key, card) if card else ())
    changes = {}
    for key in sorted(keys):
        before, after = _standing(catalogue, key), _elect(catalogue, key, clock)
        old = catalogue.card(key)
        new = after[1] if after else None
        chosen = after[0] if after else None
        body = bool(old and new) and (key in touch.bodies or before != chosen)
        catalogue.execute("UPDATE parsed SET admitted = (path IS ?) WHERE key = ?", (chosen, key))
        change = Change(old, new, body)
        if body or change.shown:
            changes[key] = change
    return changes


def _rows(catalogue: Catalogue, key: str, clock: Clock) -> list[tuple[str, str, AnyCard | None]]:
    """Return the files behind a key, with a card where they are visible."""
    rows = catalogue.execute(
        "SELECT path, card, state, since, until FROM parsed WHERE key = ? ORDER BY path", (key,)
    ).fetchall()
    return [
        (path, key, _decode_card(card) if card and clock.shows(Visibility(State(state), *span)) else None)
        for path, card, state, *span in rows
    ]


def release(catalogue: Catalogue, path: str, values: tuple[str, ...]) -> set[str]:
    """Give a file these claims instead of its old ones; return the other claimants' keys."""
    old = {v for (v,) in catalogue.execute("SELECT value FROM claim WHERE path = ?", (path,))}
    for value in old - set(values):
        catalogue.execute("DELETE FROM claim WHERE value = ? AND path = ?", (value, path))
    for value in set(values) - old:
        catalogue.execute("INSERT INTO claim VALUES (?, ?)", (value, path))
    others: set[str] = set()
    for value in old ^ set(values):
        rows = catalogue.execute(
            "SELECT p.key FROM claim c JOIN parsed p ON p.path = c.path WHERE c.value = ?", (value,)
        ).fetchall()
        others |= {key for (key,) in rows}
        change = (
            "INSERT OR IGNORE INTO clash VALUES (?)"
            if len(rows) > 1
            else ("DELETE FROM clash WHERE value = ?")
        )
        catalogue.execute(change, (value,))
    return others


def _standing(catalogue: Catalogue, key: str) -> str | None:
    row = catalogue.execute("SELECT path FROM parsed WHERE key = ? AND admitted = 1", (key,)).fetchone()
    return row[0] if row else None


def _elect(catalogue: Catalogue, key: str, clock: Clock) -> tuple[str, AnyCard] | None:
    for path, _, card in _rows(catalogue, key, clock):
        if card is not None and not any(_clashes(catalogue, v) for v in claims(key, card)):
            return path, _as_of(card, clock)
    return None


def _clashes(catalogue: Catalogue, value: str) -> bool:
    found = catalogue.execute("SELECT 1 FROM clash WHERE value = ?", (value,)).fetchone()
    return found is not None


# --- settings and problems


def settings(config: Config) -> dict[str, SettingCard]:
    """Return the items that the configuration brings."""
    found = {"site|": SettingCard()}
    for lang in config.languages:
        found[f"language|{lang}"] = SettingCard(lang)
        for taxonomy in config.taxonomies:
            found[f"taxonomy|{lang}|{taxonomy.name}"] = SettingCard(taxonomy.name)
    return found


def setting_changes(catalogue: Catalogue, config: Config) -> dict[str, Change]:
    """Return how these items differ from the remembered ones."""
    now = settings(config)
    rows = catalogue.execute(
        "SELECT key FROM item WHERE key >= 'site|' AND key < 'site}'"
        " OR key >= 'language|' AND key < 'language}' OR key >= 'taxonomy|' AND key < 'taxonomy}'"
    ).fetchall()
    before = {key: catalogue.card(key) for (key,) in rows}
    return {
        key: Change(before.get(key), now.get(key))
        for key in sorted(before.keys() | now.keys())
        if before.get(key) != now.get(key)
    }


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield everything wrong in the site's files, whether they were read now or long ago."""
    for table in ("folder", "parsed"):
        rows = catalogue.execute(
            f"SELECT problems FROM {table} WHERE problems IS NOT NULL ORDER BY path"  # noqa: S608
        ).fetchall()
        for (some,) in rows:
            yield from _decode_problems(some)
    yield from _clash_problems(catalogue)


def _clash_problems(catalogue: Catalogue) -> Iterator[Problem]:
    rows = catalogue.execute(
        "SELECT value, path FROM claim WHERE value IN (SELECT value FROM clash) ORDER BY value, path"
    ).fetchall()
    first: dict[str, str] = {}
    for value, path in rows:
        other = first.setdefault(value, path)
        if other != path:
            what, _, shown = value.partition(":")
            yield Problem(
                code="E312" if what == "id" else "E302",
                place=Place(path),
                values={"path": f"/{shown}" if what == "url" else shown, "other": other},
                severity=Severity.ERROR,
            )


def assets(catalogue: Catalogue) -> dict[str, str]:
    """Return the digest of every file of static/, the site's own over the shipped ones."""
    rows = catalogue.execute("SELECT key FROM item WHERE key >= 'static|' AND key < 'static}'")
    cards = {key: catalogue.card(key) for (key,) in rows.fetchall()}
    return {
        key.removeprefix("static|"): card.digest for key, card in cards.items() if isinstance(card, FileCard)
    }
