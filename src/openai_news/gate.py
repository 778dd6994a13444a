"""The gate for every path before dist/ is touched: who has it when several ask (DESIGN 5, invariant 5).

The first output of the table, then the first key, has a contested path, and what is in the way of it
gives way: that is what a build with `--keep-going` publishes, whatever the order of edits was.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import msgspec

from openai_news.catalogue import Catalogue
from openai_news.model import Place, Problem, Subject, Value
from openai_news.outputs import OUTPUTS
from openai_news.publish import Delta

_RANK = {output.name: rank for rank, output in enumerate(OUTPUTS)}


class Claimant(NamedTuple):
    """One subject that asks for a path; `owner` says that it has it."""

    rank: int
    key: str
    output: str
    path: str
    owner: bool

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
    """The paths that more than one subject asks for: problems, and who has each path."""

    problems: tuple[Problem, ...] = ()
    restore: dict[str, Subject] = {}
    losers: tuple[str, ...] = ()

    @property
    def again(self) -> list[Subject]:
        """Return whose pages to make again."""
        return sorted(set(self.restore.values()))


def settle(catalogue: Catalogue, delta: Delta, *, whole: bool) -> Contest:
    """Find the paths asked for twice, and files that are another one's folder (RELIABILITY 18, 19)."""
    claims = _Claims(catalogue)
    names = _suspects(catalogue, delta, whole=whole)
    restore: dict[str, Subject] = {}
    losers: list[str] = []
    for name in sorted(_affected(claims, names, delta)):
        claimants, winner = claims.of(name), claims.winner(name)
        crowded = len(claimants) > 1 or claims.is_in_the_way(name)
        freed = name in delta.released and name not in delta.claimed
        made = whole or name in delta.claimed
        if winner and ((made and crowded) or freed or not winner.owner):
            restore[winner.path] = winner.subject
        if any(one.owner != (one == winner) for one in claimants):
            losers += [one.path for one in claimants if one.owner and (not winner or one.path != winner.path)]
            _own(catalogue, name, winner)
    _remember(catalogue, claims, names)
    return Contest(tuple(_conflicts(catalogue, claims)), restore, tuple(losers))


def removed(catalogue: Catalogue, delta: Delta, contested: Contest) -> list[str]:
    """Return the paths in dist/ that nobody asks for any more, in this very spelling."""
    claims = _Claims(catalogue)
    gone = {
        path
        for name, paths in delta.released.items()
        for path in paths
        if path in delta.vacated and path not in {claimant.path for claimant in claims.of(name)}
    }
    lost = {path for path in contested.losers if path not in delta.puts or not delta.puts[path].new}
    return sorted({*gone, *lost} - set(contested.restore))


class _Claims:
    """Who asks for which path, at one moment."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.of = cache(self._of)
        self.first_inside = cache(self._first_inside)
        self.file_stands = cache(self._file_stands)

    def _of(self, name: str) -> list[Claimant]:
        """Return all that ask for a path, the one that comes first first."""
        return sorted(self._select("fold = ?", name))

    def _first_inside(self, name: str) -> Claimant | None:
        """Return the first that asks for a path below `name`, for which that is a folder."""
        return next(
            self._select("fold > ? AND fold < ? ORDER BY fold, output, key LIMIT 1", *_below(name)), None
        )

    def inside(self, name: str) -> set[str]:
        """Return the folded paths below `name`."""
        rows = self._catalogue.execute("SELECT fold FROM page WHERE fold > ? AND fold < ?", _below(name))
        return {fold for (fold,) in rows}

    def _file_stands(self, name: str) -> bool:
        """Tell whether a file is before all that ask for a path below it."""
        return self.of(name)[0] < min(self._select("fold > ? AND fold < ?", *_below(name)))

    def is_in_the_way(self, name: str) -> bool:
        """Tell whether a file is another one's folder, or lies in what is another one's file."""
        return self.first_inside(name) is not None or any(map(self.of, _folders(name)))

    def winner(self, name: str) -> Claimant | None:
        """Return who has a path; None where a file above it stands, or what is below it does."""
        claimants = self.of(name)
        if not claimants or any(self.of(above) and self.file_stands(above) for above in _folders(name)):
            return None
        return None if self.first_inside(name) and not self.file_stands(name) else claimants[0]

    def twin(self, name: str) -> Claimant | None:
        """Return the other item that has `x/` where `name` is `x.html` (RELIABILITY 18)."""
        if not name.endswith(".html"):
            return None
        own = {claimant.key for claimant in self.of(name)}
        there = self.of(f"{name.removesuffix('.html')}/index.html")
        return next((claimant for claimant in there if claimant.key not in own), None)

    def _select(self, which: str, *values: str) -> Iterator[Claimant]:
        rows = self._catalogue.execute(f"SELECT output, key, path, owner FROM page WHERE {which}", values)  # noqa: S608
        for output, key, path, owner in rows:
            yield Claimant(_RANK[output], key, output, path, bool(owner))


def _below(name: str) -> tuple[str, str]:
    return f"{name}/", f"{name}0"


def _suspects(catalogue: Catalogue, delta: Delta, *, whole: bool) -> set[str]:
    """Return the paths whose claims have changed, those above them, and those that clashed before."""
    if whole:
        twice = catalogue.execute("SELECT fold FROM page GROUP BY fold HAVING count(*) > 1").fetchall()
        names = {name for (name,) in catalogue.execute("SELECT fold FROM page")}
        above = {f for name in names for f in _folders(name) if f in names}
        files = {_as_file(name) for name in names if name.endswith("/index.html")}
        return {name for (name,) in twice} | above | files & names
    names = delta.appeared | delta.released.keys()
    before = {name for (name,) in catalogue.execute("SELECT fold FROM conflict")}
    return names | {f for name in names for f in _folders(name)} | set(map(_as_file, names)) | before


def _affected(claims: _Claims, names: Iterable[str], delta: Delta) -> set[str]:
    """Return the paths to decide about: the suspects, and what is below a file that came or went."""
    found = {name for name in names if claims.of(name)}
    for name in names:
        if claims.first_inside(name) and (claims.of(name) or name in delta.released):
            found |= claims.inside(name)
    return found


def _own(catalogue: Catalogue, name: str, winner: Claimant | None) -> None:
    own = (winner.output, winner.key, winner.path) if winner else ("", "", "")
    catalogue.execute(
        "UPDATE page SET owner = (output = ? AND key = ? AND path = ?) WHERE fold = ?", (*own, name)
    )


def _remember(catalogue: Catalogue, claims: _Claims, names: Iterable[str]) -> None:
    """Remember the paths that clash."""
    for name in names:
        there = claims.of(name)
        wrong = len(there) > 1 or (there and (claims.first_inside(name) or claims.twin(name)))
        catalogue.execute(
            "INSERT OR IGNORE INTO conflict VALUES (?)" if wrong else "DELETE FROM conflict WHERE fold = ?",
            (name,),
        )


# --- what is told


def _conflicts(catalogue: Catalogue, claims: _Claims) -> Iterator[Problem]:
    """Yield every conflict that stands, found now or by an earlier build."""
    for (name,) in catalogue.execute("SELECT fold FROM conflict ORDER BY fold").fetchall():
        first, *others = claims.of(name)
        for other in others:
            yield _clash(first, other)
        if inside := claims.first_inside(name):
            yield _file_and_folder(first, inside)
        if twin := claims.twin(name):
            yield _one_address(first, twin)


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


def _folders(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _as_file(path: str) -> str:
    """Return the file that hosts take for the same address as a folder's page: `x.html` for `x/`."""
    return f"{path.removesuffix('/index.html')}.html" if path.endswith("/index.html") else path
