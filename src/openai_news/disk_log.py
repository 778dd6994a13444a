"""A file that several processes add to at once; what is read from it may be anything, its reader must check.

For what can be made again: it is not synced, and a place in it says nothing about who wrote there.
"""
# Plain `os` calls, as in `disk_file`.

import os
from functools import cached_property

from openai_news.disk_file import refusals

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Log:
    """One such file, opened when it is first asked for something."""

    def __init__(self, path: str) -> None:
        """Name the file, which need not exist."""
        self._path = path

    def add(self, data: bytes) -> int:
        """Add bytes at the end, wherever that is by now; return their place.

        Raises:
            DiskProblem: the system refuses.
        """
        with refusals(self._path):
            written = os.write(self._file, data)
            return os.lseek(self._file, 0, os.SEEK_CUR) - written

    def read(self, place: int, size: int) -> bytes:
        """Return the bytes at a place, fewer where the file ends.

        Raises:
            DiskProblem: the system refuses.
        """
        with refusals(self._path):
            size = min(size, os.fstat(self._file).st_size)  # a wrong one must not ask for all memory
            os.lseek(self._file, place, os.SEEK_SET)
            return os.read(self._file, size)

    def close(self) -> None:
        """Close the file."""
        if file := self.__dict__.pop("_file", None):
            os.close(file)

    @cached_property
    def _file(self) -> int:
        return os.open(self._path, _FLAGS, 0o666)
