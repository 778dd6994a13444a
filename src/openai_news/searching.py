"""Articles found by their words, for editors: an index of its own in the cache, made and mended when asked.

Accents, case and ligatures do not count, nor an elided word before an apostrophe; each word may go on.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from openai_news import article, desk, disk, front_matter
from openai_news.desk import Article
from openai_news.disk import DiskProblem, Stat
from openai_news.errors import ContentError, SiteError
from openai_news.model import Place, Problem, Value
from openai_news.site import Site

OPENING, CLOSING = "\x02", "\x03"  # around the words that were found
_FORM = 2
_REFUSALS = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY}
_SCHEMA = """
CREATE TABLE file(id INTEGER PRIMARY KEY, path TEXT UNIQUE, stat BLOB);
CREATE VIRTUAL TABLE text USING fts5(title, header, body, tokenize="unicode61 remove_diacritics 2");
"""
_FIND = """
SELECT path, snippet(text, 2, ?, ?, '…', 14)
FROM text JOIN file ON file.id = text.rowid WHERE text MATCH ?
ORDER BY bm25(text, 8.0, 4.0, 1.0), path LIMIT ?
"""
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\w)", re.IGNORECASE)
_LIGATURES = (("œ", "oe"), ("æ", "ae"))
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_SIGNS = re.compile(r"[*_`#>|]+|\{:[^}\n]*\}|<[^>\n]*>")


class Found(Value, frozen=True):
    """An article that has the words, and a stretch of its body with them between marks."""

    article: Article
    snippet: str


def search(site: Site, words: str, limit: int) -> list[Found]:
    """Return the articles that have all the words, the best first.

    Raises:
        SiteError: there is no word to search for (E647).
        DiskProblem: the index cannot be written.
    """
    query = _query(words)
    if not query:
        raise SiteError([Problem("E647", Place("openai-news search"), {"value": words})])
    rows = _ask(site, _FIND, (OPENING, CLOSING, query, limit))
    return [Found(desk.read(site, path), " ".join(snippet.split())) for path, snippet in rows]


def _query(words: str) -> str:
    """Return what FTS5 shall match: every word, in each of its spellings, whatever follows it."""
    bare = (_ELIDED.sub("", word, count=1) for word in words.casefold().split())
    return " AND ".join(f"({' OR '.join(_spellings(word))})" for word in bare if re.search(r"\w", word))


def _spellings(word: str) -> Iterator[str]:
    forms = [word]
    for ligature, letters in _LIGATURES:
        forms += [word.replace(ligature, letters), word.replace(letters, ligature)]
    for form in dict.fromkeys(forms):
        escaped = form.replace('"', '""')
        yield f'"{escaped}"*'


def _ask(site: Site, question: str, values: tuple[object, ...]) -> list[tuple[str, str]]:
    """Ask the index, brought up to date; one that is missing, foreign or damaged is made anew."""
    path = site.cache / "search.db"
    try:
        with disk.refusals(site.cache):
            site.cache.mkdir(parents=True, exist_ok=True)
        try:
            return _answer(path, site, question, values)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _REFUSALS:
                raise
            disk.clear(path)
            return _answer(path, site, question, values)
    except sqlite3.Error as error:
        raise DiskProblem(Problem("E702", Place(str(path)), {"detail": str(error)})) from error


def _answer(path: Path, site: Site, question: str, values: tuple[object, ...]) -> list[tuple[str, str]]:
    with closing(_open(path)) as index:
        _bring_up_to_date(index, site)
        return index.execute(question, values).fetchall()


def _open(path: Path) -> sqlite3.Connection:
    """Open the index; one of another form is made anew."""
    index = sqlite3.connect(path)
    if index.execute("PRAGMA user_version").fetchone() != (_FORM,):
        index.close()
        disk.clear(path)
        index = sqlite3.connect(path)
        index.executescript(f"{_SCHEMA}PRAGMA user_version = {_FORM};")
    return index


def _bring_up_to_date(index: sqlite3.Connection, site: Site) -> None:
    """Read what is new or changed, and forget what is gone."""
    known = {path: (number, stat) for number, path, stat in index.execute("SELECT id, path, stat FROM file")}
    found = _stats(site)
    stale = [path for path in known if path not in found or known[path][1] != found[path]]
    for path in stale:
        index.execute("DELETE FROM text WHERE rowid = ?", (known[path][0],))
        index.execute("DELETE FROM file WHERE id = ?", (known[path][0],))
    for path in found.keys() - (known.keys() - stale):
        _take(index, site, path, found[path])
    index.commit()


def _stats(site: Site) -> dict[str, bytes]:
    """Return the articles of content/, each with what its file is taken for unchanged by."""
    files = disk.scan(Path(site.roots.content), {}).files
    return {path: _known_by(stat) for path, stat in files.items() if _is_article(path, site)}


def _is_article(path: str, site: Site) -> bool:
    location = article.locate(path, site.config)
    return location is not None and location.kind == "article"


def _known_by(stat: Stat) -> bytes:
    return msgspec.msgpack.encode(stat)


def _take(index: sqlite3.Connection, site: Site, path: str, stat: bytes) -> None:
    """Put an article in the index; one that cannot be read is for `check` to tell."""
    try:
        one = desk.read(site, path)
    except (ContentError, DiskProblem):
        return
    number = index.execute("INSERT INTO file(path, stat) VALUES (?, ?)", (path, stat)).lastrowid
    names = (name for terms in one.front.terms.values() for name in terms)
    header = " · ".join([one.front.summary, *names])
    index.execute(
        "INSERT INTO text(rowid, title, header, body) VALUES (?, ?, ?, ?)",
        (number, one.front.title, header, _body(one, site)),
    )


def _body(one: Article, site: Site) -> str:
    """Return the words of a body, without the signs of Markdown."""
    body = front_matter.read(desk.source(one.path, one.written), site.config).body
    return _SIGNS.sub("", _LINK.sub(r"\1", body))
