"""A seal beside SQLite's file: a checksum of every page, so that damage to any of them is seen.

SQLite checks how its pages hang together, not what their cells hold. A file that looks as it was left is
trusted, as every file is; another one, restored or damaged, is compared page by page. What a build changes
waits in the write-ahead log until it closes the file: only these pages are summed again.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from struct import Struct, pack
from typing import BinaryIO
from zlib import crc32

from openai_news.disk_file import refusals, stat_of

PAGE = 8192  # bytes; the page size of a file that is sealed
_BLOCK = 128 * PAGE
_STATUS = Struct(">4q")  # of the file as it was left; zeros while it may change
_OPEN = bytes(_STATUS.size)
_SUM = 4  # bytes
_LOG_HEAD, _FRAME_HEAD = 32, 24  # bytes (SQLite, "WAL File Format")


class Seal:
    """The seal of one file."""

    def __init__(self, file: Path) -> None:
        """Name the file, which need not exist, and its seal, which need not either."""
        self.file = file
        self.path = file.with_name(f"{file.name}-seal")

    def is_intact(self) -> bool:
        """Tell whether the file is as it was left; one without a seal is taken at its word."""
        try:
            seal = self.path.read_bytes()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        if seal[: _STATUS.size] in {_OPEN, _status(self.file)}:
            return True
        return seal[_STATUS.size :] == b"".join(_sums(self.file))

    def complete(self) -> None:
        """Seal the file as it stands, unless it is sealed.

        Raises:
            DiskProblem: the system refuses.
        """
        if self.path.exists():
            return
        with refusals(self.path):
            self.path.write_bytes(_status(self.file) + b"".join(_sums(self.file)))

    def renew(self, close: Callable[[], None]) -> None:
        """Let SQLite close the file, which moves the pages of its log there, and seal these anew.

        A seal that cannot be written is taken away: it must not fail a build whose pages are in place.
        """
        try:
            seal = self.path.open("r+b", buffering=0)
        except OSError:
            close()
            return
        with seal:
            changed = _logged(self.file)
            if seal.read(_STATUS.size) == _OPEN:  # a build was killed here: no sum is to be trusted
                seal.truncate(_STATUS.size)
            seal.seek(0)
            seal.write(_OPEN)
            close()
            try:
                _sum_again(self.file, seal, changed)
            except OSError:
                self.remove()

    def remove(self) -> None:
        """Take the seal away."""
        with suppress(OSError):
            self.path.unlink()


def _sum_again(path: Path, seal: BinaryIO, changed: Iterable[int]) -> None:
    """Sum the pages that changed and those that are new, then note how the file looks now."""
    known = (seal.seek(0, os.SEEK_END) - _STATUS.size) // _SUM
    with path.open("rb", buffering=0) as file:
        pages = os.fstat(file.fileno()).st_size // PAGE
        for page in sorted(page for page in {*changed, *range(known, pages)} if page < pages):
            file.seek(page * PAGE)
            seal.seek(_STATUS.size + page * _SUM)
            seal.write(pack(">I", crc32(file.read(PAGE))))
    seal.truncate(_STATUS.size + pages * _SUM)
    seal.seek(0)
    seal.write(_status(path))


def _sums(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while block := memoryview(file.read(_BLOCK)):
            sums = [crc32(block[at : at + PAGE]) for at in range(0, len(block), PAGE)]
            yield pack(f">{len(sums)}I", *sums)


def _logged(path: Path) -> set[int]:
    """Return the pages, counted from nought, of which SQLite's log holds a newer state."""
    pages = set[int]()
    with suppress(FileNotFoundError), path.with_name(f"{path.name}-wal").open("rb", buffering=0) as log:
        end = os.fstat(log.fileno()).st_size
        for at in range(_LOG_HEAD, end - _FRAME_HEAD, _FRAME_HEAD + PAGE):
            log.seek(at)
            pages.add(int.from_bytes(log.read(4), "big") - 1)
    return pages


def _status(path: Path) -> bytes:
    found = stat_of(path.stat())
    return _STATUS.pack(found.size, found.mtime, found.ctime, found.inode)
