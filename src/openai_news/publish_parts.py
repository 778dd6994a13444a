"""dist/ in parts: the paths of some files each, and one digest of how all of them were left.

A build that finds a part as it was left asks for no file's row. Every publication renews the parts it
changed; a part that is not as it was left is compared file by file.
"""

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from openai_news.catalogue import Catalogue, batched
from openai_news.disk import stamps_digest
from openai_news.publish import fold
from openai_news.tree import Left

_LAST = chr(sys.maxunicode)  # after every path
_FILES = 128  # of one part; it grows up to twice as many before it is cut anew
_SHARES, _PARTS = 64, 8  # of dist/ at most, and of a share at least: both processes shall end together

Share = tuple[str, str]  # of dist/: from a folded path on, before another


class Part(NamedTuple):
    """The files of a share, and the digest of the stamps with which they were left."""

    share: Share
    paths: list[str]
    digest: bytes


def shares(catalogue: Catalogue) -> list[Share]:
    """Share out dist/ in runs of as many parts."""
    starts = _starts(catalogue)
    first = [some[0] for some in batched(starts, max(_PARTS, -(-len(starts) // _SHARES)))]
    return list(zip(first, [*first[1:], _LAST], strict=True))


def parts(catalogue: Catalogue, share: Share) -> Iterator[Part]:
    """Yield the parts of a share."""
    rows = catalogue.execute(
        "SELECT start, paths, digest FROM part WHERE start >= ? AND start < ? ORDER BY start", share
    ).fetchall()
    ends = [*(start for start, *_ in rows[1:]), share[1]]
    for (start, paths, digest), end in zip(rows, ends, strict=False):
        yield Part((start, end), paths.split("\n"), digest)


def left(catalogue: Catalogue, share: Share) -> Iterator[Left]:
    """Yield the files of a share, each as it was left."""
    return ((path, *stamp) for _, path, *stamp in _files(catalogue, share))


def cut(catalogue: Catalogue) -> None:
    """Cut all of dist/ in parts anew."""
    catalogue.execute("DELETE FROM part")
    _put(catalogue, "", batched(_files(catalogue, ("", _LAST)), _FILES))


def renew(catalogue: Catalogue, paths: Iterable[str]) -> None:
    """Renew the parts in which these files are, or were."""
    end = ""
    for name in sorted(map(fold, paths)):
        if name >= end:  # not in the part that was renewed last
            share = start, end = _around(catalogue, name)
            catalogue.execute("DELETE FROM part WHERE start = ?", (start,))
            files = _files(catalogue, share).fetchall()
            _put(catalogue, start, batched(files, _FILES if len(files) > 2 * _FILES else 2 * _FILES))


def _around(catalogue: Catalogue, name: str) -> Share:
    """Return where the part is in which a folded path is."""
    (start,) = catalogue.execute("SELECT max(start) FROM part WHERE start <= ?", (name,)).fetchone()
    (end,) = catalogue.execute("SELECT min(start) FROM part WHERE start > ?", (name,)).fetchone()
    return start or "", end or _LAST


def _starts(catalogue: Catalogue) -> list[str]:
    """Return where parts begin; the first does so before every path, though it may have no file."""
    rows = catalogue.execute("SELECT start FROM part WHERE start > '' ORDER BY start")
    return ["", *(start for (start,) in rows)]


def _files(catalogue: Catalogue, share: Share) -> sqlite3.Cursor:
    return catalogue.execute(
        "SELECT fold, path, size, mtime, ctime, inode FROM page"
        " WHERE owner = 1 AND fold >= ? AND fold < ? ORDER BY fold",
        share,
    )


def _put(catalogue: Catalogue, start: str, runs: Iterable[list[tuple[str, str, int, int, int, int]]]) -> None:
    """Put runs of files in as parts, the first of which begins at `start`."""
    for at, run in enumerate(runs):
        paths = "\n".join(path for _, path, *_ in run)
        digest = stamps_digest([row[2:] for row in run])
        catalogue.execute("INSERT INTO part VALUES (?, ?, ?)", (run[0][0] if at else start, paths, digest))
