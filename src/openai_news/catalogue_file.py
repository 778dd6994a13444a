"""The catalogue's file: its tables, how it is opened and made, and the seal that shows damage to it."""

import sqlite3
from pathlib import Path

from openai_news import disk
from openai_news.catalogue import Catalogue, Held, Readers, nobody
from openai_news.disk import PAGE, Seal

SCHEMA_VERSION = 6
_FILLING_KIB = 32_768  # of memory for the tables that an empty catalogue is filled in at random places

_SCHEMA = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE folder(path TEXT PRIMARY KEY, digest BLOB, problems BLOB) WITHOUT ROWID;
CREATE TABLE source(path TEXT PRIMARY KEY, folder TEXT, size INT, mtime INT, ctime INT, inode INT,
                    digest TEXT) WITHOUT ROWID;
CREATE INDEX source_folder ON source(folder);
CREATE TABLE parsed(path TEXT PRIMARY KEY, key TEXT, card BLOB, state TEXT, since REAL, until REAL,
                    dated REAL, problems BLOB, admitted INT) WITHOUT ROWID;
CREATE INDEX parsed_key ON parsed(key);
CREATE INDEX parsed_since ON parsed(since);
CREATE INDEX parsed_until ON parsed(until);
CREATE INDEX parsed_dated ON parsed(dated);
CREATE INDEX parsed_problems ON parsed(path) WHERE problems IS NOT NULL;
CREATE TABLE body(path TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE claim(value TEXT, path TEXT, PRIMARY KEY(value, path)) WITHOUT ROWID;
CREATE INDEX claim_path ON claim(path);
CREATE TABLE clash(value TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE item(key TEXT PRIMARY KEY, card BLOB) WITHOUT ROWID;
CREATE TABLE member(list TEXT, place TEXT, PRIMARY KEY(list, place)) WITHOUT ROWID;
CREATE TABLE reads(target TEXT, output TEXT, key TEXT, lo TEXT, hi TEXT,
                   PRIMARY KEY(target, output, key)) WITHOUT ROWID;
CREATE INDEX reads_subject ON reads(output, key);
CREATE TABLE touched(output TEXT, key TEXT, PRIMARY KEY(output, key)) WITHOUT ROWID;
CREATE TABLE page(fold TEXT, output TEXT, key TEXT, path TEXT, stage INT, recipe BLOB, view BLOB, parts BLOB,
                  shown INT, shown_size INT, digest TEXT, owner INT, size INT, mtime INT, ctime INT,
                  inode INT, PRIMARY KEY(fold, output, key, path)) WITHOUT ROWID;
CREATE INDEX page_subject ON page(output, key);
CREATE TABLE part(start TEXT PRIMARY KEY, paths TEXT, digest BLOB) WITHOUT ROWID;
CREATE TABLE conflict(fold TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE problem(output TEXT, key TEXT, problems BLOB, PRIMARY KEY(output, key)) WITHOUT ROWID;
CREATE TABLE journal(path TEXT PRIMARY KEY, action TEXT, staged TEXT, stage INT, new INT,
                     digest TEXT) WITHOUT ROWID;
"""


class Sealed(Catalogue):
    """The catalogue in the one process that may change its file, which is under a seal once it is shared."""

    def __init__(self, connection: sqlite3.Connection, readers: Readers, seal: Seal) -> None:
        """Keep the file's seal."""
        super().__init__(connection, readers)
        self._seal = seal

    def share(self) -> None:
        """Make what was written last, and let others read from now on while this process writes."""
        self.commit()
        _log_ahead(self.connection)
        self._seal.complete()

    def close(self) -> None:
        """Close the file, and its seal."""
        self._seal.renew(super().close)


def open_file(path: Path, readers: Readers) -> Sealed | None:
    """Open a catalogue; None when it is missing, foreign or damaged (RELIABILITY 8: the cache is input)."""
    seal = Seal(path)
    if not path.is_file() or not seal.is_intact():
        return None
    try:
        connection = _connect(path)
        catalogue = Sealed(connection, readers, seal)
        if catalogue.get("schema") != str(SCHEMA_VERSION) or not _sound(connection):
            connection.close()
            return None
    except (sqlite3.DatabaseError, ValueError):  # SQLite's own message may not be text
        return None
    return catalogue


def create_file(path: Path, readers: Readers) -> Sealed:
    """Create an empty catalogue; until it is shared it need not survive a crash."""
    remove_file(path)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA cache_size = {-_FILLING_KIB}")
    connection.executescript(_SCHEMA)
    catalogue = Sealed(connection, readers, Seal(path))
    catalogue.put("schema", str(SCHEMA_VERSION))
    catalogue.commit()
    return catalogue


def remove_file(path: Path) -> None:
    """Remove a catalogue with its log, its seal and the views it kept, or whatever stands in its place."""
    for suffix in ("", "-wal", "-shm", "-seal", "-views"):
        disk.clear(path.with_name(path.name + suffix))


def open_readonly(path: Path, readers: Readers = nobody, *, hold: bool = False) -> Catalogue:
    """Open a catalogue in a worker, which only reads; `hold` what is read when much will be."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    return (Held if hold else Catalogue)(connection, readers)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    _log_ahead(connection)
    connection.execute("PRAGMA synchronous = OFF")  # it is rebuilt at will; dist/ is not synced either
    return connection


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Write to a log beside the file, and to the file itself when it is closed: then its seal is renewed."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")


def _sound(connection: sqlite3.Connection) -> bool:
    """Tell whether the tables are there."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    return {"member", "item", "reads", "page", "journal", "touched"} <= names
