"""What the site's files say, brought into the catalogue: scan, read and parse what changed, store."""

import re
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from openai_news import disk
from openai_news.admission import File, Touch, release
from openai_news.catalogue import Catalogue
from openai_news.config import Config
from openai_news.disk import Stat
from openai_news.model import (
    AnyCard,
    ArticleCard,
    FileCard,
    Parsed,
    Problem,
    Source,
    State,
    Value,
    Visibility,
)

CONTENT, STATIC, SHIPPED = ROOTS = "content", "static", "theme"
Left = dict[str, dict[str, bytes]]  # folders as they were left: digests by the name of their root, by path
_MARKDOWN = re.compile(r"\.(?:md|markdown|mdown|mkdn?|mdwn)(?:\.txt)?\Z", re.IGNORECASE)
_FOREVER = 1e300
_UNREAD = Stat(-1, -1, -1, -1)  # of a file that could not be read: it will be tried again

_PUT_SOURCE = "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?)"
_PUT_BODY = "INSERT OR REPLACE INTO body VALUES (?, ?)"

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
    dated: float | None = None
    body: bytes | None = None
    problems: bytes | None = None


class Found(Value, frozen=True):
    """What a scan saw: files to read, files that are gone, and how folders look now."""

    suspects: tuple[Suspect, ...] = ()
    gone: tuple[str, ...] = ()
    folders: dict[str, tuple[bytes, bytes | None]] = {}
    vanished: tuple[str, ...] = ()


# --- scan


def known(catalogue: Catalogue) -> Left:
    """Return the digest of every folder as it was left, by the name of its root and by its path in it."""
    found: Left = {name: {} for name in ROOTS}
    for path, digest in catalogue.execute("SELECT path, digest FROM folder"):
        name, _, folder = path.partition("/")
        found[name][folder] = digest
    return found


def compare(catalogue: Catalogue, left: Left, scans: Mapping[str, disk.Scan], *, force: bool) -> Found:
    """Compare the site's folders with those that were `left`; `force` suspects every file."""
    suspects: list[Suspect] = []
    gone: list[str] = []
    folders: dict[str, tuple[bytes, bytes | None]] = {}
    seen: set[str] = set()
    for name, found in scans.items():
        seen.update(_path(name, folder) for folder in found.folders)
        problems = _problems_by_folder(found)
        for folder, files in sorted(found.changed.items()):
            path = _path(name, folder)
            folders[path] = (found.folders[folder], problems.get(folder))
            fresh, old = _compare(catalogue, path, files, force=force)
            suspects += fresh
            gone += old
    there = {_path(name, folder) for name in left for folder in left[name]}
    vanished = tuple(sorted(there - seen))
    for folder in vanished:
        rows = catalogue.execute("SELECT path FROM source WHERE folder = ?", (folder,))
        gone += [path for (path,) in rows]
    return Found(tuple(suspects), tuple(gone), folders, vanished)


def _path(name: str, folder: str) -> str:
    return f"{name}/{folder}" if folder else name


def _problems_by_folder(scan: disk.Scan) -> dict[str, bytes]:
    """File each problem under its folder; one that names a folder is about that folder itself."""
    found: dict[str, list[Problem]] = {}
    for problem in scan.problems:
        path = problem.place.path.partition("/")[2]
        folder = path if path in scan.changed else path.rpartition("/")[0]
        found.setdefault(folder, []).append(problem)
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
        return _file_row(f"static|{path}", _static(path, data, digest))
    if not path.endswith(".md"):
        return _unread(path, reading.config) if _MARKDOWN.search(path) else _beside(path, data, digest)
    from openai_news import article
    from openai_news.urls import addresses

    location = article.locate(path, reading.config)
    if location is None:
        return _unread(path, reading.config)
    source = Source(path, disk.decode(name, data).text)
    return _row(article.parse(source, location, reading.config, addresses(reading.config)))


def _unread(path: str, config: Config) -> Row:
    """Pass over a file that is no article; where it was meant to be one, tell."""
    from openai_news import article

    problem = article.misplaced(path, config)
    return Row("", problems=msgspec.json.encode((problem,)) if problem else None)


def _static(path: str, data: bytes, digest: str) -> FileCard:
    """Take in a file of the theme, which is trusted; of a picture at the top an article may need the size."""
    from openai_news import pictures

    found = pictures.inspect(path, data, digest) if pictures.form_of(path) else None
    return FileCard(digest, found.width, found.height) if isinstance(found, FileCard) else FileCard(digest)


def _beside(path: str, data: bytes, digest: str) -> Row:
    """Take in what stands beside articles; a picture that cannot be published is no item."""
    from openai_news import pictures

    if not pictures.form_of(path):
        return _file_row(f"file|{path}", FileCard(digest))
    found = pictures.inspect(path, data, digest)
    if isinstance(found, Problem):
        return Row("", state=State.BROKEN, problems=msgspec.json.encode((found,)))
    return _file_row(f"file|{path}", found)


def _file_row(key: str, card: FileCard) -> Row:
    return Row("", key=key, card=msgspec.json.encode(card))


def _row(parsed: Parsed) -> Row:
    visible = parsed.visibility
    return Row(
        path="",
        key=parsed.key,
        card=msgspec.json.encode(parsed.card) if parsed.card else None,
        state=visible.state,
        since=max(visible.since, -_FOREVER),
        until=min(visible.until, _FOREVER),
        dated=_dated(parsed.card),
        body=msgspec.json.encode(parsed.body) if parsed.card else None,
        problems=msgspec.json.encode(parsed.problems) if parsed.problems else None,
    )


def _dated(card: AnyCard | None) -> float | None:
    """Return the date of what may be news, in seconds of Unix time."""
    if isinstance(card, ArticleCard) and not card.noindex:
        return card.date.at.timestamp()
    return None


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
        keys |= release(catalogue, path, ())
    return Touch(frozenset(keys))


def store_new(catalogue: Catalogue, rows: Sequence[Row], admitted: Container[str]) -> int:
    """Remember files of which nothing is known; return how many are articles, pages or labels."""
    put = catalogue.connection.executemany
    put(_PUT_SOURCE, map(_source_row, rows))
    put(
        "INSERT INTO parsed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((*_parsed_row(row), row.path in admitted) for row in rows),
    )
    put(_PUT_BODY, ((row.path, row.body) for row in rows if row.body is not None))
    return sum(row.path.endswith(".md") for row in rows)


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
        if not row.key:
            keys |= release(catalogue, row.path, ())
        if _store_body(catalogue, row):
            bodies.add(row.key)
        catalogue.execute(
            "INSERT INTO parsed VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT(path) DO UPDATE SET"
            " key = excluded.key, card = excluded.card, state = excluded.state,"
            " since = excluded.since, until = excluded.until, dated = excluded.dated,"
            " problems = excluded.problems",
            _parsed_row(row),
        )
    return Touch(frozenset(keys), frozenset(bodies), parsed)


def files(rows: Iterable[Row]) -> Iterator[File]:
    """Yield the rows that may become items."""
    for row in rows:
        if row.card is not None:
            visibility = Visibility(State(row.state), row.since, row.until)
            yield File(row.path, row.key, _decode_card(row.card), visibility)


def _key_of(catalogue: Catalogue, path: str) -> sqlite3.Cursor:
    return catalogue.execute("SELECT key FROM parsed WHERE path = ? AND key != ''", (path,))


def _store_source(catalogue: Catalogue, row: Row) -> None:
    if row.stat is None:
        catalogue.execute("DELETE FROM source WHERE path = ?", (row.path,))
    catalogue.execute(_PUT_SOURCE, _source_row(row))


def _source_row(row: Row) -> tuple[object, ...]:
    stat = row.stat or _UNREAD
    folder = row.path.rpartition("/")[0]
    return row.path, folder, stat.size, stat.mtime, stat.ctime, stat.inode, row.digest


def _parsed_row(row: Row) -> tuple[object, ...]:
    return row.path, row.key, row.card, row.state, row.since, row.until, row.dated, row.problems


def _store_body(catalogue: Catalogue, row: Row) -> bool:
    """Keep a body; tell whether it differs from the one before."""
    old = catalogue.execute("SELECT value FROM body WHERE path = ?", (row.path,)).fetchone()
    if row.body is None:
        catalogue.execute("DELETE FROM body WHERE path = ?", (row.path,))
        return old is not None
    if old and old[0] == row.body:
        return False
    catalogue.execute(_PUT_BODY, (row.path, row.body))
    return True
