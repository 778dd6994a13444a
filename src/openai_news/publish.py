"""Pages against the last build: what is new, kept and gone.

Every path passes one gate before dist/ is touched: `contest` (DESIGN 5, invariant 5).
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from openai_news.catalogue import Catalogue
from openai_news.disk import Stat
from openai_news.model import Place, Problem, Severity, Stage, Subject, Value
from openai_news.outputs import OUTPUTS
from openai_news.produce import Made, Row

_RANK = {output.name: rank for rank, output in enumerate(OUTPUTS)}
MOST_FILES = 54_000  # of one folder: what Netlify takes
_encode = msgspec.json.Encoder().encode
_UNKNOWN = Stat(0, 0, 0, 0)  # of a file that is not in place yet

# A page as it was made: with its file, or its key alone where the file stands as it was.
_PUT_KEY = (
    "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
    " path = excluded.path, stage = excluded.stage, recipe = excluded.recipe, view = excluded.view,"
    " parts = excluded.parts"
)
_PUT_PAGE = (
    f"{_PUT_KEY}, digest = excluded.digest, owner = 1, size = excluded.size, mtime = excluded.mtime,"
    " ctime = excluded.ctime, inode = excluded.inode"
)


class Published(Value, frozen=True):
    """What a build did to dist/: paths with reasons, how many stood, and the counts behind them."""

    written: dict[str, str] = {}
    kept: int = 0
    removed: tuple[str, ...] = ()
    parsed: int = 0
    made: int = 0
    rendered: int = 0
    next_change: float | None = None
    problems: tuple[Problem, ...] = ()
    done: bool = False
    clean: bool = True
    kept_paths: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Put(NamedTuple):
    """A file to put in place, and why: staged under a name, or already in a fresh tree."""

    staged: str
    stage: Stage
    digest: str
    reason: str
    new: bool

    @classmethod
    def of(cls, row: Row, *, new: bool) -> "Put":
        """Return what is to be done for a page that was made."""
        return cls(row.staged, row.stage, row.digest, row.reason, new)


class Delta:
    """What the made subjects change among the pages: puts by path, paths given up, paths asked for."""

    def __init__(self) -> None:
        """Start with no difference."""
        self.puts: dict[str, Put] = {}
        self.released: dict[str, set[str]] = {}
        self.claimed: set[str] = set()

    def drop(self, losers: Iterable[str]) -> None:
        """Give up the puts of paths that another subject has."""
        for path in losers:
            self.puts.pop(path, None)


def fold(path: str) -> str:
    """Return what two paths share that a case-insensitive disk would take for one."""
    return unicodedata.normalize("NFC", path).casefold()


def store(catalogue: Catalogue, made: Sequence[Made], delta: Delta) -> None:
    """Replace what is known of each subject: pages, reads, problems; note the differences in `delta`."""
    for one in made:
        _store_pages(catalogue, one, delta, _known_pages(catalogue, one.subject))
        for table in ("reads", "problem"):
            catalogue.execute(f"DELETE FROM {table} WHERE output = ? AND key = ?", one.subject)  # noqa: S608
    _store_notes(catalogue, made)


def store_whole(catalogue: Catalogue, made: Sequence[Made], delta: Delta) -> None:
    """Remember subjects of which nothing is known: those of a whole tree."""
    made_pages = [(one.subject, row) for one in made for row in one.rows]
    delta.puts |= {row.path: Put.of(row, new=True) for _, row in made_pages}
    catalogue.connection.executemany(_PUT_PAGE, (_page_row(*page) for page in made_pages))
    _store_notes(catalogue, made)


def _store_notes(catalogue: Catalogue, made: Iterable[Made]) -> None:
    """Remember what each subject read and reported."""
    put = catalogue.connection.executemany
    put(
        "INSERT INTO reads VALUES (?, ?, ?, ?)",
        ((target, *one.subject, lo) for one in made for target, lo in one.reads.items()),
    )
    put(
        "INSERT INTO problem VALUES (?, ?, ?)",
        ((*one.subject, _encode(one.problems)) for one in made if one.problems),
    )


def _known_pages(catalogue: Catalogue, subject: Subject) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return a subject's pages as last made: path -> (folded path, key)."""
    rows = catalogue.execute(
        "SELECT path, fold, recipe, view, digest FROM page WHERE output = ? AND key = ?",
        (subject.output, subject.key),
    )
    return {path: (name, tuple(known)) for path, name, *known in rows}


def _store_pages(
    catalogue: Catalogue, made: Made, delta: Delta, old: dict[str, tuple[str, tuple[str, ...]]]
) -> None:
    output, key = made.subject.output, made.subject.key
    for row in made.rows:
        _, known = old.pop(row.path, ("", ()))
        if row.reason:
            again = delta.puts.get(row.path)  # made twice: what was new stays new
            delta.puts[row.path] = Put.of(row, new=again.new if again else not known)
            delta.claimed.add(fold(row.path))
        if known != (row.recipe, row.view, row.digest) or row.reason:
            _store_page(catalogue, made.subject, row)
    for path, (gone, _) in old.items():
        delta.released.setdefault(gone, set()).add(path)
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
        row.digest,
        stat.size,
        stat.mtime,
        stat.ctime,
        stat.inode,
    )


# --- the gate


class Claimant(NamedTuple):
    """One subject that asks for a path."""

    rank: int
    key: str
    output: str
    path: str

    @property
    def subject(self) -> Subject:
        """Return the subject."""
        return Subject(self.output, self.key)

    @property
    def source(self) -> str:
        """Name where the path comes from, for a person."""
        kind, _, name = self.key.partition("|")
        folder = {"article": "content", "page": "content", "static": "static"}.get(kind)
        return f"{folder}/{name}" if folder else self.output


class Contest(Value, frozen=True):
    """The paths that more than one subject asks for: problems, and who has each path.

    `fatal` says that a file is another one's folder, which no tree can hold.
    """

    problems: tuple[Problem, ...] = ()
    restore: dict[str, Subject] = {}
    losers: tuple[str, ...] = ()
    fatal: bool = False

    @property
    def again(self) -> list[Subject]:
        """Return whose pages to make again, the first in rank last: what is made last stands at a path."""
        return sorted(set(self.restore.values()), key=lambda s: (_RANK[s.output], s.key), reverse=True)


def contest(catalogue: Catalogue, delta: Delta, *, whole: bool) -> Contest:
    """Find the paths asked for twice, and files that are another one's folder (RELIABILITY 18, 19).

    The first output of the table, then the first key, has a contested path: that is what a build with
    `--keep-going` publishes, whatever the order of edits was.
    """
    names = _suspects(catalogue, delta, whole=whole)
    restore: dict[str, Subject] = {}
    losers: list[str] = []
    for name in sorted(names):
        claimants = _claimants(catalogue, name)
        if len(claimants) > 1 or (claimants and name in delta.released and name not in delta.claimed):
            restore[claimants[0].path] = claimants[0].subject
            losers += [other.path for other in claimants[1:] if other.path != claimants[0].path]
            _own(catalogue, name, claimants[0])
        wrong = len(claimants) > 1 or (claimants and (_inside(catalogue, name) or _twin(catalogue, name)))
        catalogue.execute(
            "INSERT OR IGNORE INTO conflict VALUES (?)" if wrong else "DELETE FROM conflict WHERE fold = ?",
            (name,),
        )
    problems, fatal = _conflicts(catalogue)
    return Contest(problems, restore, tuple(losers), fatal)


def _suspects(catalogue: Catalogue, delta: Delta, *, whole: bool) -> set[str]:
    """Return the paths whose claims may have changed, and those above them."""
    if whole:
        twice = catalogue.execute("SELECT fold FROM page GROUP BY fold HAVING count(*) > 1").fetchall()
        names = {name for (name,) in catalogue.execute("SELECT fold FROM page")}
        above = {f for name in names for f in _folders(name) if f in names}
        files = {_as_file(name) for name in names if name.endswith("/index.html")}
        return {name for (name,) in twice} | above | files & names
    names = delta.claimed | delta.released.keys()
    return names | {folder for name in names for folder in _folders(name)} | set(map(_as_file, names))


def _own(catalogue: Catalogue, name: str, winner: Claimant) -> None:
    catalogue.execute(
        "UPDATE page SET owner = (output = ? AND key = ? AND path = ?) WHERE fold = ?",
        (winner.output, winner.key, winner.path, name),
    )


def _conflicts(catalogue: Catalogue) -> tuple[tuple[Problem, ...], bool]:
    """Return every conflict that stands, found now or by an earlier build, and whether one is fatal."""
    problems: list[Problem] = []
    fatal = False
    for (name,) in catalogue.execute("SELECT fold FROM conflict ORDER BY fold").fetchall():
        first, *others = _claimants(catalogue, name)
        problems += [_clash(first, other) for other in others]
        if inside := _inside(catalogue, name):
            fatal = True
            problems.append(_file_and_folder(first, inside))
        if twin := _twin(catalogue, name):
            problems.append(_one_address(first, twin))
    return tuple(problems), fatal


def _claimants(catalogue: Catalogue, name: str) -> list[Claimant]:
    rows = catalogue.execute("SELECT output, key, path FROM page WHERE fold = ?", (name,))
    return sorted(Claimant(_RANK[output], key, output, path) for output, key, path in rows)


def _clash(first: Claimant, other: Claimant) -> Problem:
    """Blame the one that is a file of the site; an alias on a page is no rival article."""
    blamed, rival = (first, other) if other.source == other.output else (other, first)
    articles = {first.output, other.output} <= {"article", "text"}
    return Problem(
        code="E302" if articles else "E303",
        place=Place(blamed.source),
        values={"path": f"/{blamed.path.removesuffix('index.html')}", "other": rival.source},
    )


def _file_and_folder(file: Claimant, inside: Claimant) -> Problem:
    """Blame the one that is a file of the site."""
    blamed, rival = (file, inside) if file.source != file.output else (inside, file)
    values = {"path": f"/{blamed.path.removesuffix('index.html')}", "other": rival.source}
    return Problem("E303", Place(blamed.source), values)


def _one_address(file: Claimant, folder: Claimant) -> Problem:
    """Blame the one that is a file of the site; between two of them it is an alias."""
    problem = _file_and_folder(file, folder)
    if file.source == file.output or folder.source == folder.output:
        return problem
    return msgspec.structs.replace(problem, code="E302", values=problem.values | {"reason": "alias"})


def _folders(path: str) -> Iterable[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _as_file(path: str) -> str:
    """Return the file that hosts take for the same address as a folder's page: `x.html` for `x/`."""
    return f"{path.removesuffix('/index.html')}.html" if path.endswith("/index.html") else path


def _twin(catalogue: Catalogue, name: str) -> Claimant | None:
    """Return the other item that has `x/` where `name` is `x.html` (RELIABILITY 18); an own alias is none."""
    if not name.endswith(".html"):
        return None
    own = {claimant.key for claimant in _claimants(catalogue, name)}
    there = _claimants(catalogue, f"{name.removesuffix('.html')}/index.html")
    return next((claimant for claimant in there if claimant.key not in own), None)


def _inside(catalogue: Catalogue, name: str) -> Claimant | None:
    """Return the first that asks for a path below `name`, for which that is a folder."""
    found = catalogue.execute(
        "SELECT output, key, path FROM page WHERE fold > ? AND fold < ? ORDER BY fold, output, key LIMIT 1",
        (f"{name}/", f"{name}0"),
    ).fetchone()
    return Claimant(_RANK[found[0]], found[1], *found[::2]) if found else None


def removed(catalogue: Catalogue, delta: Delta, contested: Contest) -> list[str]:
    """Return the paths that nobody asks for any more, in this very spelling."""
    gone = {
        path
        for name, paths in delta.released.items()
        for path in paths
        if path not in {claimant.path for claimant in _claimants(catalogue, name)}
    }
    return sorted({*gone, *contested.losers} - set(contested.restore))


def page_problems(catalogue: Catalogue) -> list[Problem]:
    """Return what the pages' subjects reported, in this build or an earlier one."""
    rows = catalogue.execute("SELECT problems FROM problem ORDER BY output, key").fetchall()
    decode = msgspec.json.Decoder(tuple[Problem, ...]).decode
    return [problem for (some,) in rows for problem in decode(some)]


def crowded(catalogue: Catalogue) -> list[Problem]:
    """Return the folders of dist/ that hold more files than some hosts take (RELIABILITY 34)."""
    many = catalogue.execute("SELECT 1 FROM page LIMIT 1 OFFSET ?", (MOST_FILES,)).fetchone()
    if not many:
        return []
    folders = Counter(path.rpartition("/")[0] for path, *_ in owned(catalogue))
    return [
        Problem(
            "W601", Place(f"dist/{folder}"), {"count": str(n), "limit": str(MOST_FILES)}, Severity.WARNING
        )
        for folder, n in sorted(folders.items())
        if n > MOST_FILES
    ]


def owned(catalogue: Catalogue) -> list[tuple[str, Stat, str]]:
    """Return every file that dist/ must hold, with its stat and digest."""
    rows = catalogue.execute("SELECT path, size, mtime, ctime, inode, digest FROM page WHERE owner = 1")
    return [(path, Stat(*stat), digest) for path, *stat, digest in rows]


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


def count(catalogue: Catalogue) -> int:
    """Return how many files dist/ holds that are ours."""
    (n,) = catalogue.execute("SELECT count(*) FROM page WHERE owner = 1").fetchone()
    return int(n)
