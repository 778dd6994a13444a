"""The files of a source, read in place: a folder or one file; an archive is never unpacked to the disk."""

import io
import posixpath
import stat
import zipfile
from functools import cached_property
from pathlib import Path

from openai_news import disk
from openai_news.errors import ContentError
from openai_news.foreign_draft import Files
from openai_news.model import Place, Problem, Source

MEMBERS = 100_000
TOTAL = 1 << 30  # bytes of an archive, unpacked
RATIO = 200  # packed to unpacked; prose does not pass 20
_SMALL = 1 << 20  # below it, a ratio endangers nobody
_HIDDEN = (".", "__MACOSX")
_OFFICE = "[Content_Types].xml"


def open_source(path: Path, shown: str) -> tuple[Files, tuple[Problem, ...]]:
    """Open a source; return its files and what was wrong with single members of an archive.

    Raises:
        DiskProblem: it cannot be read.
        ContentError: it is an archive that is not to be trusted as a whole.
    """
    if path.is_dir():
        return Folder(path, "", shown), ()
    alone = Folder(path.parent, path.name, shown)
    data = alone.data(path.name)
    if not is_archive(data):
        return alone, ()
    opened = Archive(data, shown)
    return opened, opened.problems


def is_archive(data: bytes) -> bool:
    """Tell a zip archive from an office document, which is one too."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _OFFICE not in packed.namelist()
    except zipfile.BadZipFile:
        return True  # it says so itself; opening it tells what is wrong


class Folder:
    """A folder, or one file of it with those beside it; links are never followed."""

    def __init__(self, root: Path, only: str, shown: str) -> None:
        """Read below `root`; `only` is the one file to be read, if it is one."""
        self.root, self.only, self.shown = root, only, shown

    @cached_property
    def _found(self) -> tuple[str, ...]:
        found = (
            path.relative_to(self.root).as_posix()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not path.is_symlink()
        )
        return tuple(name for name in found if not is_hidden(name))

    def names(self) -> tuple[str, ...]:
        """Return the path of every file that is to be read, in order."""
        return (self.only,) if self.only else self._found

    def data(self, path: str) -> bytes:
        """Return a file's bytes."""
        return disk.read(self.root, path)[0]

    def text(self, path: str) -> Source:
        """Return a file's text; it is named as the user named it."""
        return disk.decode(self.shown if self.only else path, self.data(path))

    def has(self, path: str) -> bool:
        """Tell whether there is such a file, no link, within the folder."""
        inside = path and not path.startswith(("/", "..")) and not is_hidden(path)
        if not inside:
            return False
        way = [self.root / part for part in [path, *_parents(path)]]
        return way[0].is_file() and not any(one.is_symlink() for one in way)


class Archive:
    """A zip archive, its members checked one by one before any is read."""

    def __init__(self, data: bytes, shown: str) -> None:
        """Check the list of members; what is wrong with one leaves the others in."""
        self.shown = shown
        try:
            self._packed = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise ContentError([Problem("E137", Place(shown), {"reason": "broken"})]) from error
        members = [member for member in self._packed.infolist() if not member.is_dir()]
        self._check_whole(members)
        self._members: dict[str, zipfile.ZipInfo] = {}
        problems = [problem for member in members if (problem := self._check(member))]
        self.problems = tuple(problems)

    def _check_whole(self, members: list[zipfile.ZipInfo]) -> None:
        if len(members) > MEMBERS or sum(member.file_size for member in members) > TOTAL:
            raise ContentError([Problem("E137", Place(self.shown), {"reason": "size"})])

    def _check(self, member: zipfile.ZipInfo) -> Problem | None:
        """Take a member in, or return why not: a way out, a link, a bomb, a secret, a second of its name."""
        reason = _refusal(member)
        if not reason and member.filename in self._members:
            reason = "twice"
        if reason:
            return Problem("E138", Place(f"{self.shown}/{member.filename}"), {"reason": reason})
        self._members[member.filename] = member
        return None

    def names(self) -> tuple[str, ...]:
        """Return the path of every member, in order."""
        return tuple(sorted(name for name in self._members if not is_hidden(name)))

    def data(self, path: str) -> bytes:
        """Return a member's bytes, never more than it said it has."""
        member = self._members[path]
        try:
            with self._packed.open(member) as file:
                return file.read(member.file_size)
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError) as error:
            raise ContentError([Problem("E138", Place(path), {"reason": "broken"})]) from error

    def text(self, path: str) -> Source:
        """Return a member's text."""
        return disk.decode(path, self.data(path))

    def has(self, path: str) -> bool:
        """Tell whether there is such a member."""
        return path in self._members


class Attached:
    """The files of a source and the pictures found inside them."""

    def __init__(self, files: Files, pictures: dict[str, bytes]) -> None:
        """Lay pictures, by their paths, over the files of a source."""
        self.files, self.pictures = files, pictures

    def names(self) -> tuple[str, ...]:
        """Return the path of every file that is to be read, in order."""
        return self.files.names()

    def data(self, path: str) -> bytes:
        """Return the bytes of a picture or of a file."""
        return self.pictures[path] if path in self.pictures else self.files.data(path)

    def text(self, path: str) -> Source:
        """Return a file's text."""
        return self.files.text(path)

    def has(self, path: str) -> bool:
        """Tell whether there is such a picture or file."""
        return path in self.pictures or self.files.has(path)


def _refusal(member: zipfile.ZipInfo) -> str:
    """Return why a member is refused, or an empty text."""
    name = member.filename
    mode = member.external_attr >> 16
    bad = {
        "name": name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name,
        "link": stat.S_IFMT(mode) not in {0, stat.S_IFREG},
        "secret": bool(member.flag_bits & 1),
        "size": member.file_size > disk.BYTES,
        "bomb": member.file_size > max(_SMALL, RATIO * member.compress_size),
    }
    return next((reason for reason, found in bad.items() if found), "")


def is_hidden(path: str) -> bool:
    """Tell whether a file is no part of a site: hidden, or in a hidden folder."""
    return any(part.startswith(_HIDDEN) or part == "node_modules" for part in path.split("/"))


def _parents(path: str) -> list[str]:
    found = []
    while path := posixpath.dirname(path):
        found.append(path)
    return found
