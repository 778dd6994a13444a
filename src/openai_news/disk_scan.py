"""Walk a folder of the site and tell what may have changed: one digest for each folder's names and stamps."""

import os
import re
import time
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from itertools import chain, starmap
from operator import itemgetter
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import NamedTuple
from unicodedata import normalize

import msgspec

from openai_news.disk_file import Entries, Stat, any_racy, link_target, look, may_be_racy, visible
from openai_news.disk_stamps import Stamp, stamp_of
from openai_news.model import Place, Problem, Value

# What editors, systems and version control leave lying about: never read (RELIABILITY 26).
_LITTER = r"""
      .*~ | \#.*\#               # backups of Emacs and others
    | 4913                       # Vim trying whether it may write
    | .*\.(?:tmp|sw[a-p])
    | Thumbs\.db | desktop\.ini  # Windows
"""
_DOTTED_LITTER = r"\.DS_Store | \._.* | \.\#.* | \.git.* | \.env.*"  # macOS, Emacs, git, secrets
_FLAGS = re.VERBOSE | re.DOTALL | re.IGNORECASE
IGNORED = re.compile(rf"(?:\..* | {_LITTER})", _FLAGS)
IGNORED_AMONG_DOTS = re.compile(rf"(?:{_DOTTED_LITTER} | {_LITTER})", _FLAGS)
CONFLICTED = re.compile(r"conflicted copy|copie en conflit|\.sync-conflict-", re.IGNORECASE)

_MTIME, _CTIME = itemgetter(1), itemgetter(2)

_encode = msgspec.msgpack.Encoder().encode


class Scan(Value, frozen=True):
    """A folder as it stands: folder -> digest; the files of folders that differ; what is wrong in these.

    The walked folder itself is "". A digest of b"" is never the same as another: look again next time.
    """

    folders: dict[str, bytes] = {}
    changed: dict[str, dict[str, Stat]] = {}
    problems: tuple[Problem, ...] = ()

    @property
    def files(self) -> dict[str, Stat]:
        """The files of the folders that differ, by path."""
        return {
            f"{folder}/{name}".lstrip("/"): stat
            for folder, names in self.changed.items()
            for name, stat in names.items()
        }

    def __or__(self, other: "Scan") -> "Scan":
        """Return what either saw, of folders that are apart."""
        return Scan(
            self.folders | other.folders, self.changed | other.changed, self.problems + other.problems
        )


class Below(NamedTuple):
    """A folder that is still to be walked: its path on disk, and as it is told."""

    real: str
    folder: str


def scan(
    root: Path,
    known: Mapping[str, bytes],
    *,
    dots: bool = False,
    now_ns: int | None = None,
    only: frozenset[str] | None = None,
) -> Scan:
    """Walk `root`; only folders whose digest is not the `known` one are told file by file.

    `dots` wants names that begin with a dot, `.well-known`; a missing `root` is an empty one. `only`
    names the folders in which something may have happened: the others are as they are known.
    Links, special files and names that are not UTF-8 are problems (RELIABILITY 22-26).
    """
    walk = _Walk(root, known, time.time_ns() if now_ns is None else now_ns, dots=dots)
    if root.is_dir():
        if only is None or not only <= known.keys():
            walk.visit(Below(str(root), ""))
        else:
            walk.revisit(only)
    return walk.seen()


def outline(
    root: Path, known: Mapping[str, bytes], wanted: int, *, dots: bool = False
) -> tuple[Scan, list[Below]]:
    """Walk the upper folders only, until there are `wanted` below to be walked by `scan_below`, or none."""
    walk = _Walk(root, known, time.time_ns(), dots=dots)
    below = [Below(str(root), "")] if root.is_dir() else []
    while 0 < len(below) < wanted:
        below = [folder for above in below for folder in walk.look_at(above)]
    return walk.seen(), below


def scan_below(
    root: Path, known: Mapping[str, bytes], folders: Iterable[Below], *, dots: bool = False
) -> Scan:
    """Walk folders that an `outline` left, with all below them."""
    walk = _Walk(root, known, time.time_ns(), dots=dots)
    for folder in folders:
        walk.visit(folder)
    return walk.seen()


class _Walk:
    """One walk through a folder and those below it."""

    def __init__(self, root: Path, known: Mapping[str, bytes], now: int, *, dots: bool) -> None:
        self.root = root
        self.name = root.name
        self.known = known
        self.now = now
        self.dots = dots
        self.folders: dict[str, bytes] = {}
        self.changed: dict[str, dict[str, Stat]] = {}
        self.problems: list[Problem] = []

    def seen(self) -> Scan:
        """Return what this walk saw."""
        return Scan(self.folders, self.changed, tuple(self.problems))

    def revisit(self, only: Iterable[str]) -> None:
        """Look at some folders, and at those in them that are new; forget those that are gone."""
        self.folders = dict(self.known)
        for folder in sorted(only):
            if folder in self.folders:
                below = self.look_at(Below(f"{self.root}/{folder}".rstrip("/"), folder))
                self._forget(folder, {found.folder for found in below})
                for found in below:
                    if found.folder not in self.known:
                        self.visit(found)

    def visit(self, at: Below) -> None:
        """Look at one folder, then at those in it."""
        for below in self.look_at(at):
            self.visit(below)

    def look_at(self, at: Below) -> list[Below]:
        """Look at one folder; return those in it."""
        real, folder = at
        try:
            entries = self._entries(real)
        except OSError as error:
            self._tell("E309", folder, "", detail=str(error.strerror))
            self.folders[folder], self.changed[folder] = b"", {}
            return []
        below = [
            name for name, found in zip(*entries, strict=True) if S_ISDIR(found.st_mode) and _is_text(name)
        ]
        self._compare(real, folder, *(_without(entries, below) if below else entries))
        return [
            Below(f"{real}/{own}", f"{folder}/{name}".lstrip("/")) for name, own in _composed(below).items()
        ]

    def _forget(self, folder: str, found: Collection[str]) -> None:
        """Drop the folders that were in this one and are not any more, with all in them."""
        start = f"{folder}/" if folder else ""
        for path in [path for path in self.folders if path.startswith(start) and path != folder]:
            if start + path.removeprefix(start).partition("/")[0] not in found:
                del self.folders[path]

    def _entries(self, real: str) -> Entries:
        ignored = IGNORED_AMONG_DOTS.fullmatch if self.dots else IGNORED.fullmatch
        return look(
            real,
            lambda names: [
                name
                for name in names
                if (name.endswith(".md") and not name.startswith(".")) or not ignored(name)
            ],
        )

    def _compare(self, real: str, folder: str, names: list[str], found: list[os.stat_result]) -> None:
        """Digest what is in a folder; where it is not what is known, tell it file by file."""
        stamps = list(map(stamp_of, found))
        digest = _digest(names, stamps)
        if digest == self.known.get(folder):
            self.folders[folder] = digest
            return
        self.folders[folder] = b"" if self._is_racy(stamps) else digest
        looks = dict(zip(names, stamps, strict=True))
        files = [
            name
            for name, status in zip(names, found, strict=True)
            if self._is_sound(real, folder, name, status)
        ]
        self.changed[folder] = {name: Stat(*looks[own]) for name, own in _composed(files).items()}

    def _is_racy(self, stamps: Collection[Stamp]) -> bool:
        """Tell whether a file is too young to be sure of its stamp; in most folders the newest is not."""
        newest = max(chain(map(_MTIME, stamps), map(_CTIME, stamps)), default=0)
        return may_be_racy(newest, self.now) and any_racy(starmap(Stat, stamps), self.now)

    def _is_sound(self, real: str, folder: str, name: str, found: os.stat_result) -> bool:
        """Tell whether an entry is a file that can be read, and what is wrong when it is not."""
        if not _is_text(name):
            self._tell("E308", folder, name)
        elif S_ISLNK(found.st_mode):
            self._tell("E306", folder, name, target=link_target(f"{real}/{name}"))
        elif not S_ISREG(found.st_mode):
            self._tell("E307", folder, name)
        elif CONFLICTED.search(name):
            self._tell("E209", folder, name, reason="copy")
        else:
            return True
        return False

    def _tell(self, code: str, folder: str, name: str, **values: str) -> None:
        path = "/".join(filter(None, (self.name, folder, visible(name))))
        self.problems.append(Problem(code, Place(path), values))


def _is_text(name: str) -> bool:
    return name.isascii() or not any("\udc80" <= character <= "\udcff" for character in name)


def _without(entries: Entries, names: Collection[str]) -> Entries:
    """Return what is in a folder apart from `names`."""
    left = {name: found for name, found in zip(*entries, strict=True) if name not in names}
    return list(left), list(left.values())


def _digest(names: Iterable[str], stamps: list[Stamp]) -> bytes:
    return blake2b(_encode((os.fsencode("/".join(names)), stamps)), digest_size=16).digest()


def _composed(names: Collection[str]) -> dict[str, str]:
    """Return names by composed name; one that would take another's keeps its own."""
    there = set(names)
    found = {}
    for name in names:
        composed = name if name.isascii() else normalize("NFC", name)
        found[name if composed in there else composed] = name
    return found
