"""Walk a folder of the site and tell what may have changed: one digest for each folder's names and stamps."""

import os
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from unicodedata import normalize

import msgspec

from openai_news.disk_file import Stat, any_racy, link_target, stat_of, visible
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
        below: list[os.DirEntry[str]] = []
        others: list[os.DirEntry[str]] = []
        try:
            for entry in self._entries(real):
                if entry.is_dir(follow_symlinks=False) and _is_text(entry.name):
                    below.append(entry)
                else:
                    others.append(entry)
        except OSError as error:
            self._tell("E309", folder, "", detail=str(error.strerror))
            self.folders[folder], self.changed[folder] = b"", {}
            return
        self._compare(folder, others)
        found = {f"{folder}/{name}".lstrip("/"): entry for name, entry in _composed(below).items()}
        if not anew:
            self._forget(folder, found)
        for path, entry in found.items():
            if anew or path not in self.known:
                self.visit(entry.path, path)

    def _forget(self, folder: str, found: Mapping[str, object]) -> None:
        """Drop the folders that were in this one and are not any more, with all in them."""
        start = f"{folder}/" if folder else ""
        for path in [path for path in self.folders if path.startswith(start) and path != folder]:
            if start + path.removeprefix(start).partition("/")[0] not in found:
                del self.folders[path]

    def _entries(self, real: str) -> list[os.DirEntry[str]]:
        ignored = IGNORED_AMONG_DOTS.fullmatch if self.dots else IGNORED.fullmatch
        with os.scandir(real) as entries:
            wanted = [entry for entry in entries if not ignored(entry.name)]
        wanted.sort(key=_name)
        return wanted

    def _compare(self, folder: str, entries: Sequence[os.DirEntry[str]]) -> None:
        """Digest what is in a folder; where it is not what is known, tell it file by file."""
        stats = _stats(entries)
        digest = b"" if any_racy(stats.values(), self.now) else _digest(stats)
        self.folders[folder] = digest
        if digest and digest == self.known.get(folder):
            return
        files = [e for e in entries if e.name in stats and self._is_sound(folder, e)]
        self.changed[folder] = {name: stats[e.name] for name, e in _composed(files).items()}

    def _is_sound(self, folder: str, entry: os.DirEntry[str]) -> bool:
        """Tell whether an entry is a file that can be read, and what is wrong when it is not."""
        name = entry.name
        if not _is_text(name):
            self._tell("E308", folder, name)
        elif entry.is_symlink():
            self._tell("E306", folder, name, target=link_target(entry.path))
        elif not entry.is_file(follow_symlinks=False):
            self._tell("E307", folder, name)
        elif CONFLICTED.search(name):
            self._tell("E209", folder, name, reason="copy")
        else:
            return True
        return False

    def _tell(self, code: str, folder: str, name: str, **values: str) -> None:
        path = "/".join(filter(None, (self.name, folder, visible(name))))
        self.problems.append(Problem(code, Place(path), values))


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_text(name: str) -> bool:
    return name.isascii() or not any("\udc80" <= character <= "\udcff" for character in name)


def _stats(entries: Sequence[os.DirEntry[str]]) -> dict[str, Stat]:
    """Return how each entry stands; one that vanished meanwhile is not there."""
    try:
        return {entry.name: stat_of(entry.stat(follow_symlinks=False)) for entry in entries}
    except FileNotFoundError:
        return _stats([entry for entry in entries if os.path.lexists(entry.path)])


def _digest(stats: dict[str, Stat]) -> bytes:
    try:
        data = _encode(stats)
    except UnicodeEncodeError:
        data = _encode({os.fsencode(name): stat for name, stat in stats.items()})
    return blake2b(data, digest_size=16).digest()


def _composed(entries: Sequence[os.DirEntry[str]]) -> dict[str, os.DirEntry[str]]:
    """Return entries by composed name; one that would take another's keeps its own."""
    names = {entry.name for entry in entries}
    composed = {}
    for entry in entries:
        name = entry.name if entry.name.isascii() else normalize("NFC", entry.name)
        composed[entry.name if name in names else name] = entry
    return composed
