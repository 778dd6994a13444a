"""What the site's files say, brought into the catalogue: scan, parse what changed, admit what is visible."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from openai_news import disk, disk_scan
from openai_news.catalogue import Catalogue, Change
from openai_news.config import Config
from openai_news.disk import Stat
from openai_news.model import (
    AnyCard,
    ArticleCard,
    FileCard,
    LabelCard,
    PageCard,
    Parsed,
    Place,
    Problem,
    SettingCard,
    Severity,
    Source,
    State,
    Value,
    Visibility,
)
from openai_news.visibility import Clock

CONTENT, STATIC, SHIPPED = "content", "static", "theme"
_CHUNK = 200
_PARALLEL_FROM = 120
_FOREVER = 1e300

_decode_card = msgspec.json.Decoder(AnyCard).decode
_decode_problems = msgspec.json.Decoder(tuple[Problem, ...]).decode


class Roots(Value, frozen=True):
    """The folders that a build reads, by the name under which the catalogue remembers them."""

    content: str
    static: str
    shipped: str

    def of(self, path: str) -> tuple[Path, str]:
        """Return the folder and the path within it for `content/2023/x.md`."""
        name, _, rest = path.partition("/")
        folder = {CONTENT: self.content, STATIC: self.static, SHIPPED: self.shipped}[name]
        return Path(folder), rest


class Reading(Value, frozen=True):
    """What reading a file depends on."""

    roots: Roots
    config: Config
    force: bool = False


class Suspect(Value, frozen=True):
    """A file whose stat is not the remembered one, and the digest it had."""

    path: str
    digest: str = ""


class Row(Value, frozen=True):
    """One file as the catalogue stores it; `same` says that its bytes are the remembered ones."""

    path: str
    stat: Stat | None = None
    digest: str = ""
    same: bool = False
    key: str = ""
    card: bytes | None = None
    state: str = State.LIVE
    since: float = -_FOREVER
    until: float = _FOREVER
    body: bytes | None = None
    problems: bytes | None = None


class Found(Value, frozen=True):
    """What a scan saw: files to read, files that are gone, and how folders look now."""

    suspects: tuple[Suspect, ...] = ()
    gone: tuple[str, ...] = ()
    folders: dict[str, tuple[bytes, bytes | None]] = {}
    vanished: tuple[str, ...] = ()


class Touch(Value, frozen=True):
    """Which items may have changed, and of which the body did."""

    keys: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    parsed: int = 0

    def join(self, other: "Touch") -> "Touch":
        """Return both together."""
        return Touch(self.keys | other.keys, self.bodies | other.bodies, self.parsed + other.parsed)


# --- scan


def scan(catalogue: Catalogue, roots: Roots, *, force: bool = False) -> Found:
    """Compare the site's folders with what is remembered; `force` suspects every file."""
    suspects: list[Suspect] = []
    gone: list[str] = []
    folders: dict[str, tuple[bytes, bytes | None]] = {}
    known = dict(catalogue.execute("SELECT path, digest FROM folder").fetchall())
    seen: set[str] = set()
    for name in (CONTENT, STATIC, SHIPPED):
        root, _ = roots.of(name)
        mine = {
            path.removeprefix(name).lstrip("/"): digest
            for path, digest in known.items()
            if path.partition("/")[0] == name
        }
        found = disk_scan.scan(root, {} if force else mine, dots=name != CONTENT)
        seen.update(f"{name}/{folder}".rstrip("/") for folder in found.folders)
        problems = _problems_by_folder(found.problems)
        for folder, files in found.changed.items():
            path = f"{name}/{folder}".rstrip("/")
            folders[path] = (found.folders[folder], problems.get(folder))
            fresh, old = _compare(catalogue, path, files, force=force)
            suspects += fresh
            gone += old
    vanished = tuple(sorted(known.keys() - seen))
    for folder in vanished:
        rows = catalogue.execute("SELECT path FROM source WHERE folder = ?", (folder,))
        gone += [path for (path,) in rows]
    return Found(tuple(suspects), tuple(gone), folders, vanished)


def _problems_by_folder(problems: Iterable[Problem]) -> dict[str, bytes]:
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        path = problem.place.path.partition("/")[2]
        found.setdefault(path.rpartition("/")[0], []).append(problem)
    return {folder: msgspec.json.encode(some) for folder, some in found.items()}


def _compare(
    catalogue: Catalogue, folder: str, files: dict[str, Stat], *, force: bool
) -> tuple[list[Suspect], list[str]]:
    """Return the files of a folder to read again, and those that are gone."""
    rows = catalogue.execute(
        "SELECT path, size, mtime, ctime, inode, digest FROM source WHERE folder = ?", (folder,)
    ).fetchall()
    known = {path: (Stat(*stat), digest) for path, *stat, digest in rows}
    now = {f"{folder}/{name}": stat for name, stat in files.items()}
    suspects = [
        Suspect(path, known[path][1] if path in known else "")
        for path, stat in now.items()
        if force or path not in known or known[path][0] != stat
    ]
    return suspects, sorted(known.keys() - now.keys())


# --- read and parse


def read_chunk(spec: bytes, suspects: list[Suspect]) -> list[Row]:
    """Read and parse some files; a pure function of their bytes and of `spec`."""
    reading = _reading(spec)
    return [_read(suspect, reading) for suspect in suspects]


@lru_cache(maxsize=2)
def _reading(spec: bytes) -> Reading:
    return msgspec.msgpack.decode(spec, type=Reading)


def _read(suspect: Suspect, reading: Reading) -> Row:
    folder, path = reading.roots.of(suspect.path)
    try:
        data, stat = disk.read(folder, path)
        digest = disk.digest(data)
        if digest == suspect.digest and not reading.force:
            return Row(suspect.path, stat, digest, same=True)
        row = _parse(suspect.path, path, data, digest, reading)
    except disk.DiskProblem as error:
        problems = msgspec.json.encode(error.problems)
        return Row(suspect.path, state=State.BROKEN, problems=problems)
    return msgspec.structs.replace(row, path=suspect.path, stat=stat, digest=digest)


def _parse(name: str, path: str, data: bytes, digest: str, reading: Reading) -> Row:
    if not name.startswith(f"{CONTENT}/"):
        return _file_row(f"static|{path}", data, digest)
    if not path.endswith(".md"):
        return _file_row(f"file|{path}", data, digest)
    from openai_news import article
    from openai_news.urls import addresses

    location = article.locate(path, reading.config)
    if location is None:
        return Row(name)
    source: Source = disk.decode(path, data)
    return _row(article.parse(source, location, reading.config, addresses(reading.config)))


def _file_row(key: str, data: bytes, digest: str) -> Row:
    width, height = disk.picture_size(data) if disk.is_picture(key) else (0, 0)
    return Row("", key=key, card=msgspec.json.encode(FileCard(digest, width, height)))


def _row(parsed: Parsed) -> Row:
    visible = parsed.visibility
    return Row(
        path="",
        key=parsed.key,
        card=msgspec.json.encode(parsed.card) if parsed.card else None,
        state=visible.state,
        since=max(visible.since, -_FOREVER),
        until=min(visible.until, _FOREVER),
        body=zlib.compress(msgspec.json.encode(parsed.body), 1) if parsed.card else None,
        problems=msgspec.json.encode(parsed.problems) if parsed.problems else None,
    )


# --- store


def store_scan(catalogue: Catalogue, found: Found) -> Touch:
    """Remember the folders and forget the files that are gone; return the items these were."""
    catalogue.connection.executemany(
        "INSERT OR REPLACE INTO folder VALUES (?, ?, ?)",
        [(path, digest, problems) for path, (digest, problems) in found.folders.items()],
    )
    catalogue.connection.executemany(
        "DELETE FROM folder WHERE path = ?", [(path,) for path in found.vanished]
    )
    keys = set()
    for path in found.gone:
        keys |= {key for (key,) in _key_of(catalogue, path)}
        for table in ("source", "parsed", "body"):
            catalogue.execute(f"DELETE FROM {table} WHERE path = ?", (path,))  # noqa: S608 - our names
        keys |= _release(catalogue, path, ())
    return Touch(frozenset(keys))


def store_rows(catalogue: Catalogue, rows: Iterable[Row]) -> Touch:
    """Remember files as read; return the items that may have changed, and whose body did."""
    keys: set[str] = set()
    bodies: set[str] = set()
    parsed = 0
    for row in rows:
        _store_source(catalogue, row)
        if row.same:
            continue
        parsed += row.path.endswith(".md")
        keys |= {key for (key,) in _key_of(catalogue, row.path)} | {row.key} - {""}
        if _store_body(catalogue, row):
            bodies.add(row.key)
        catalogue.execute(
            "INSERT INTO parsed VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT(path) DO UPDATE SET"
            " key = excluded.key, card = excluded.card, state = excluded.state,"
            " since = excluded.since, until = excluded.until, problems = excluded.problems",
            (row.path, row.key, row.card, row.state, row.since, row.until, row.problems),
        )
    return Touch(frozenset(keys), frozenset(bodies), parsed)


def _key_of(catalogue: Catalogue, path: str) -> sqlite3.Cursor:
    return catalogue.execute("SELECT key FROM parsed WHERE path = ? AND key != ''", (path,))


def _store_source(catalogue: Catalogue, row: Row) -> None:
    if row.stat is None:
        catalogue.execute("DELETE FROM source WHERE path = ?", (row.path,))
        stat = Stat(-1, -1, -1, -1)
    else:
        stat = row.stat
    catalogue.execute(
        "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            row.path,
            row.path.rpartition("/")[0],
            stat.size,
            stat.mtime,
            stat.ctime,
            stat.inode,
            row.digest,
        ),
    )


def _store_body(catalogue: Catalogue, row: Row) -> bool:
    """Keep a body; tell whether it differs from the one before."""
    old = catalogue.execute("SELECT value FROM body WHERE path = ?", (row.path,)).fetchone()
    if row.body is None:
        catalogue.execute("DELETE FROM body WHERE path = ?", (row.path,))
        return old is not None
    if old and old[0] == row.body:
        return False
    catalogue.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", (row.path, row.body))
    return True


# --- admit: which parsed files are items of the site now


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


def clock_keys(catalogue: Catalogue, before: float, now: float) -> set[str]:
    """Return the items whose visibility changes between two instants."""
    low, high = min(before, now), max(before, now)
    rows = catalogue.execute(
        "SELECT key FROM parsed WHERE since > ?1 AND since <= ?2"
        " UNION SELECT key FROM parsed WHERE until > ?1 AND until <= ?2",
        (low, high),
    )
    return {key for (key,) in rows if key}


def next_change(catalogue: Catalogue, now: float) -> float | None:
    """Return the next instant at which the clock alone would change the site."""
    row = catalogue.execute(
        "SELECT min(at) FROM (SELECT min(since) AS at FROM parsed WHERE since > ?1 AND state = 'live'"
        " UNION ALL SELECT min(until) FROM parsed WHERE until > ?1 AND until < 1e300 AND state = 'live')",
        (now,),
    ).fetchone()
    return float(row[0]) if row[0] is not None else None


def admit_all(catalogue: Catalogue, clock: Clock, settings: dict[str, SettingCard]) -> None:
    """Fill an empty catalogue's lists with everything that is visible."""
    catalogue.execute("DELETE FROM claim")
    catalogue.connection.executemany(
        "INSERT INTO claim VALUES (?, ?)",
        sorted(
            (value, path) for path, key, card in _visible(catalogue, clock) for value in claims(key, card)
        ),
    )
    catalogue.execute("INSERT INTO clash SELECT value FROM claim GROUP BY value HAVING count(*) > 1")
    catalogue.execute("UPDATE parsed SET admitted = 0")
    catalogue.fill(_admitted(catalogue, clock, settings))


def _visible(catalogue: Catalogue, clock: Clock) -> Iterator[tuple[str, str, AnyCard]]:
    rows = catalogue.connection.execute(
        "SELECT path, key, card, state, since, until FROM parsed WHERE card IS NOT NULL ORDER BY path"
    )
    for path, key, card, state, since, until in rows:
        if clock.shows(Visibility(State(state), since, until)):
            yield path, key, _decode_card(card)


def _admitted(
    catalogue: Catalogue, clock: Clock, settings: dict[str, SettingCard]
) -> Iterator[tuple[str, AnyCard]]:
    yield from sorted(settings.items())
    clashing = {value for (value,) in catalogue.execute("SELECT value FROM clash")}
    seen: set[str] = set()
    for path, key, card in _visible(catalogue, clock):
        if key in seen or clashing.intersection(claims(key, card)):
            continue
        if key.startswith("static|"):
            seen.add(key)
        catalogue.execute("UPDATE parsed SET admitted = 1 WHERE path = ?", (path,))
        yield key, card


def admit(catalogue: Catalogue, touch: Touch, clock: Clock) -> dict[str, Change]:
    """Decide anew which of the touched items are present, and return what that changes.

    Two files that claim one address are both absent, so the outcome does not depend on the order of edits.
    """
    keys = set(touch.keys)
    for key in touch.keys:
        for path, _, card in _rows(catalogue, key, clock):
            keys |= _release(catalogue, path, claims(key, card) if card else ())
    changes = {}
    for key in sorted(keys):
        before, after = _standing(catalogue, key), _elect(catalogue, key, clock)
        old = catalogue.card(key)
        new = after[1] if after else None
        chosen = after[0] if after else None
        body = bool(old and new) and (key in touch.bodies or before != chosen)
        catalogue.execute("UPDATE parsed SET admitted = (path IS ?) WHERE key = ?", (chosen, key))
        if old != new or body:
            changes[key] = Change(old, new, body)
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


def _release(catalogue: Catalogue, path: str, values: tuple[str, ...]) -> set[str]:
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
            return path, card
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
        "SELECT c.value, c.path FROM clash x JOIN claim c ON c.value = x.value ORDER BY 1, 2"
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
