"""Walk a folder of the site and tell what may have changed: one digest for each folder's names and stamps."""

import os
import re
import time
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from unicodedata import normalize

import msgspec

from openai_news.disk_file import Stat, any_racy, link_target, look, stat_of, visible
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

Entries = dict[str, os.stat_result]

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
            walk.visit(str(root), "")
        else:
            walk.revisit(only)
    return Scan(walk.folders, walk.changed, tuple(walk.problems))


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

    def revisit(self, only: Iterable[str]) -> None:
        """Look at some folders, and at those in them that are new; forget those that are gone."""
        self.folders = dict(self.known)
        for folder in sorted(only):
            if folder in self.folders:
                self.visit(f"{self.root}/{folder}".rstrip("/"), folder, anew=False)

    def visit(self, real: str, folder: str, *, anew: bool = True) -> None:
        """Look at one folder, then at those in it: `real` is its path on disk, `folder` as told.

        What is not looked at `anew` looks only at folders in it that are not known yet.
        """
        try:
            entries = self._entries(real)
        except OSError as error:
            self._tell("E309", folder, "", detail=str(error.strerror))
            self.folders[folder], self.changed[folder] = b"", {}
            return
        below = [name for name, stat in entries.items() if S_ISDIR(stat.st_mode) and _is_text(name)]
        for name in below:
            del entries[name]
        self._compare(real, folder, entries)
        found = {f"{folder}/{name}".lstrip("/"): own for name, own in _composed(below).items()}
        if not anew:
            self._forget(folder, found)
        for path, own in found.items():
            if anew or path not in self.known:
                self.visit(f"{real}/{own}", path)

    def _forget(self, folder: str, found: Mapping[str, object]) -> None:
        """Drop the folders that were in this one and are not any more, with all in them."""
        start = f"{folder}/" if folder else ""
        for path in [path for path in self.folders if path.startswith(start) and path != folder]:
            if start + path.removeprefix(start).partition("/")[0] not in found:
                del self.folders[path]

    def _entries(self, real: str) -> Entries:
        ignored = IGNORED_AMONG_DOTS.fullmatch if self.dots else IGNORED.fullmatch
        return look(real, lambda name: _is_article(name) or not ignored(name))

    def _compare(self, real: str, folder: str, entries: Entries) -> None:
        """Digest what is in a folder; where it is not what is known, tell it file by file."""
        stats = {name: stat_of(found) for name, found in entries.items()}
        digest = b"" if any_racy(stats.values(), self.now) else _digest(stats)
        self.folders[folder] = digest
        if digest and digest == self.known.get(folder):
            return
        files = [name for name, found in entries.items() if self._is_sound(real, folder, name, found)]
        self.changed[folder] = {name: stats[own] for name, own in _composed(files).items()}

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


def _is_article(name: str) -> bool:
    """Tell at once that most names are wanted."""
    return name.endswith(".md") and not name.startswith(".")


def _is_text(name: str) -> bool:
    return name.isascii() or not any("\udc80" <= character <= "\udcff" for character in name)


def _digest(stats: dict[str, Stat]) -> bytes:
    try:
        data = _encode(stats)
    except UnicodeEncodeError:
        data = _encode({os.fsencode(name): stat for name, stat in stats.items()})
    return blake2b(data, digest_size=16).digest()


def _composed(names: Collection[str]) -> dict[str, str]:
    """Return names by composed name; one that would take another's keeps its own."""
    there = set(names)
    found = {}
    for name in names:
        composed = name if name.isascii() else normalize("NFC", name)
        found[name if composed in there else composed] = name
    return found
