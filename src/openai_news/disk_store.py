"""What takes long to make, kept by the digest of everything it is made from.

An entry begins with the digest of its bytes: a damaged one is made again (DESIGN 5, invariant 6).
"""

import os
from collections.abc import Callable
from pathlib import Path

from openai_news.disk_bytes import digest
from openai_news.disk_file import DiskProblem, read, refusals, write

_MARK = 32  # hexadecimal digits


class Store:
    """A folder of entries."""

    def __init__(self, folder: Path) -> None:
        """Open the store, which need not exist."""
        self.folder = folder

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the bytes kept under `key`, made and kept first if need be."""
        path = f"{key[:2]}/{key[2:]}"
        found = self._find(path)
        if found is not None:
            return found
        data = make()
        target = f"{self.folder}/{path}"
        with refusals(target):
            beside = f"{target}.{os.getpid()}"  # two workers may make the same
            write(beside, digest(data).encode() + data)
            os.replace(beside, target)  # noqa: PTH105 - as in `disk_file`
        return data

    def _find(self, path: str) -> bytes | None:
        try:
            whole, _ = read(self.folder, path)
        except DiskProblem:
            return None
        mark, data = whole[:_MARK], whole[_MARK:]
        return data if digest(data).encode() == mark else None

    def clear(self) -> None:
        """Drop every entry."""
        import shutil

        shutil.rmtree(self.folder, ignore_errors=True)
