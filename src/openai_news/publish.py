"""Pages against the last build: what is new, kept and gone."""

import json
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import msgspec

from openai_news.catalogue import Catalogue
from openai_news.disk import Stat
from openai_news.made import RESTORED, Made, Row
from openai_news.model import Place, Problem, Severity, Stage, Subject

MOST_FILES = 54_000  # of one folder: what Netlify takes
_encode = msgspec.json.Encoder().encode
_UNKNOWN = Stat(0, 0, 0, 0)  # of a file that is not in place yet

# A page as it was made: with its file, or its key alone where the file stands as it was.
_PUT_KEY = (
    "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
    " path = excluded.path, stage = excluded.stage, recipe = excluded.recipe, view = excluded.view,"
    " parts = excluded.parts, shown = excluded.shown, shown_size = excluded.shown_size"
)
_PUT_PAGE = (
    f"{_PUT_KEY}, digest = excluded.digest, owner = 1, size = excluded.size, mtime = excluded.mtime,"
    " ctime = excluded.ctime, inode = excluded.inode"
)


class Put(NamedTuple):
    """A file to put in place, and why: staged under a name, or already in a fresh tree."""

    staged: str
    stage: Stage
    digest: str
    reason: str
    new: bool

    @property
    def stands(self) -> bool:
        """Tell whether dist/ has the file that this one replaces, as it was left there."""
        return not self.new and self.reason != RESTORED

    @classmethod
    def of(cls, row: Row, *, new: bool) -> "Put":
        """Return what is to be done for a page that was made."""
        return cls(row.staged, row.stage, row.digest, row.reason, new)


class Delta:
    """What the made subjects change among the pages: puts by path, paths given up, paths asked for.

    Of these, `appeared` are those that their subject did not ask for before; `vacated` are those given up
    whose file in dist/ was their subject's.
    """

    def __init__(self) -> None:
        """Start with no difference."""
        self.puts: dict[str, Put] = {}
        self.released: dict[str, set[str]] = {}
        self.vacated: set[str] = set()
        self.claimed: set[str] = set()
        self.appeared: set[str] = set()

    def reasons(self) -> dict[str, str]:
        """Return the paths to be written, and why."""
        return {path: put.reason for path, put in sorted(self.puts.items())}

    def drop(self, losers: Iterable[str]) -> None:
        """Give up the puts of paths that another subject has."""
        for path in losers:
            self.puts.pop(path, None)


def fold(path: str) -> str:
    """Return what two paths share that a case-insensitive disk would take for one."""
    return unicodedata.normalize("NFC", path).casefold()


def store(catalogue: Catalogue, made: Sequence[Made], delta: Delta) -> None:
    """Replace each subject's pages, and what was noted of it; note the differences in `delta`."""
    others = [one for one in made if not one.same]
    for table in ("reads", "problem"):
        forget = f"DELETE FROM {table} WHERE output = ? AND key = ?"  # noqa: S608 - our own names
        catalogue.connection.executemany(forget, (one.subject for one in others))
    for one in made:
        _store_pages(catalogue, one, delta, _known_pages(catalogue, one.subject))
    _store_notes(catalogue, others)


def store_whole(catalogue: Catalogue, made: Sequence[Made], delta: Delta) -> None:
    """Remember subjects of which nothing is known: those of a whole tree."""
    store_again(catalogue, made, delta)
    _store_notes(catalogue, made)


def store_again(catalogue: Catalogue, made: Sequence[Made], delta: Delta) -> None:
    """Put pages in place whatever was known of them."""
    pages = [(one.subject, row) for one in made for row in one.rows]
    for _, row in pages:
        before = delta.puts.get(row.path)  # made twice: what was new stays new
        delta.puts[row.path] = Put.of(row, new=before.new if before else True)
    catalogue.connection.executemany(_PUT_PAGE, (_page_row(*page) for page in pages))


def _store_notes(catalogue: Catalogue, made: Iterable[Made]) -> None:
    """Remember what each subject read and reported."""
    put = catalogue.connection.executemany
    put(
        "INSERT INTO reads VALUES (?, ?, ?, ?, ?)",
        ((target, *one.subject, *span) for one in made for target, span in one.reads.items()),
    )
    put(
        "INSERT INTO problem VALUES (?, ?, ?)",
        ((*one.subject, _encode(one.problems)) for one in made if one.problems),
    )


def _known_pages(catalogue: Catalogue, subject: Subject) -> dict[str, tuple[str, bool, tuple[str, ...]]]:
    """Return a subject's pages as last made: path -> (folded path, whether it has the file, key)."""
    rows = catalogue.execute(
        "SELECT path, fold, owner, recipe, view, digest FROM page WHERE output = ? AND key = ?",
        (subject.output, subject.key),
    )
    return {path: (name, bool(owner), tuple(known)) for path, name, owner, *known in rows}


def _store_pages(
    catalogue: Catalogue, made: Made, delta: Delta, old: dict[str, tuple[str, bool, tuple[str, ...]]]
) -> None:
    output, key = made.subject.output, made.subject.key
    for row in made.rows:
        _, _, known = old.pop(row.path, ("", False, ()))
        if row.reason:
            again = delta.puts.get(row.path)  # made twice: what was new stays new
            delta.puts[row.path] = Put.of(row, new=again.new if again else not known)
            delta.claimed.add(fold(row.path))
            if not known:
                delta.appeared.add(fold(row.path))
        if known != (row.recipe, row.view, row.digest) or row.reason:
            _store_page(catalogue, made.subject, row)
    for path, (gone, is_owner, _) in old.items():
        delta.released.setdefault(gone, set()).add(path)
        if is_owner:
            delta.vacated.add(path)
        catalogue.execute(
            "DELETE FROM page WHERE fold = ? AND output = ? AND key = ? AND path = ?",
            (gone, output, key, path),
        )


def _store_page(catalogue: Catalogue, subject: Subject, row: Row) -> None:
    catalogue.execute(_PUT_PAGE if row.reason else _PUT_KEY, _page_row(subject, row))


def _page_row(subject: Subject, row: Row) -> tuple[object, ...]:
    stat = row.stat or _UNKNOWN
    return (
        fold(row.path),
        *subject,
        row.path,
        row.stage,
        row.recipe,
        row.view,
        row.parts,
        *row.shown,
        row.digest,
        stat.size,
        stat.mtime,
        stat.ctime,
        stat.inode,
    )


def page_problems(catalogue: Catalogue) -> list[Problem]:
    """Return what the pages' subjects reported, in this build or an earlier one."""
    rows = catalogue.execute("SELECT problems FROM problem ORDER BY output, key").fetchall()
    decode = msgspec.json.Decoder(tuple[Problem, ...]).decode
    return [problem for (some,) in rows for problem in decode(some)]


def crowded(catalogue: Catalogue) -> list[Problem]:
    """Return the folders of dist/ that hold more files than some hosts take (RELIABILITY 34)."""
    return [
        Problem(
            "W601", Place(f"dist/{folder}"), {"count": str(n), "limit": str(MOST_FILES)}, Severity.WARNING
        )
        for folder, n in sorted(json.loads(catalogue.get("crowded") or "{}").items())
    ]


def conflicts(catalogue: Catalogue) -> bool:
    """Tell whether some path is asked for twice."""
    return catalogue.execute("SELECT 1 FROM conflict LIMIT 1").fetchone() is not None


def owned(catalogue: Catalogue) -> list[str]:
    """Return the path of every file that dist/ must hold."""
    return [path for (path,) in catalogue.execute("SELECT path FROM page WHERE owner = 1")]


def digest_of(catalogue: Catalogue, path: str) -> str:
    """Return the digest of a file that dist/ must hold."""
    (found,) = catalogue.execute(
        "SELECT digest FROM page WHERE owner = 1 AND fold = ?", (fold(path),)
    ).fetchone()
    return str(found)


def measure(catalogue: Catalogue) -> None:
    """Note how many files dist/ holds, and in which folders too many, which takes a walk through all."""
    folders = Counter(path.rpartition("/")[0] for path in owned(catalogue))
    catalogue.put("files", str(folders.total()))
    catalogue.put("room", str(MOST_FILES - max(folders.values(), default=0)))
    catalogue.put("crowded", json.dumps({folder: n for folder, n in folders.items() if n > MOST_FILES}))


def measure_edit(catalogue: Catalogue, delta: Delta, removed: Collection[str]) -> None:
    """Note how many files dist/ holds after an edit in which nobody asks for another's path.

    What else `measure` found stands until an edit may have made a folder too full.
    """
    new = [path for path, put in delta.puts.items() if put.new and path not in delta.vacated]
    if not new and not removed:
        return
    room = int(catalogue.get("room") or 0) - len(new)
    if room < 0:
        measure(catalogue)
    else:
        catalogue.put("files", str(count(catalogue) + len(new) - len(removed)))
        catalogue.put("room", str(room))


def count(catalogue: Catalogue) -> int:
    """Return how many files dist/ holds that are ours."""
    return int(catalogue.get("files") or 0)


def remember_stats(catalogue: Catalogue, stats: dict[str, Stat]) -> None:
    """Remember how files look on disk, so that a later build need not read them."""
    catalogue.connection.executemany(
        "UPDATE page SET size = ?, mtime = ?, ctime = ?, inode = ? WHERE fold = ? AND owner = 1",
        [(s.size, s.mtime, s.ctime, s.inode, fold(path)) for path, s in stats.items()],
    )


def subjects_of(catalogue: Catalogue, paths: Iterable[str]) -> list[tuple[str, str]]:
    """Return whose pages stand at these paths."""
    return [
        subject
        for path in sorted(paths)
        for subject in catalogue.execute(
            "SELECT output, key FROM page WHERE fold = ? AND owner = 1", (fold(path),)
        ).fetchall()
    ]
