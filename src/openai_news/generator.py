"""What this generator is: a digest of everything in it that output may depend on."""

import os
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

from openai_news import disk
from openai_news.disk import DiskProblem

_PACKAGE = Path(__file__).parent
_KEPT = "generator"  # in the cache
_LIBRARIES = (
    "babel",
    "jinja2",
    "markdown",
    "markupsafe",
    "msgspec",
    "nh3",
    "pillow",
    "python_slugify",
    "pyyaml",
    "text_unidecode",
    "tzdata",
)


@cache
def epoch(cache: Path) -> str:
    """Return the digest of our code and data, of Python's and of the libraries' versions.

    Another epoch means a clean build: no page of an older generator is taken for one of this one. It is
    kept in `cache`, if there is such a folder, by the stamps of what it digests: to read 200 files takes
    longer than all else that a start asks of the disk.
    """
    stats = {path: disk.stat_of(found) for path, found in sorted(_files(str(_PACKAGE)))}
    versions = f"{sys.version} {unicodedata.unidata_version} {_installed()}"
    if disk.any_racy(stats.values(), time.time_ns()) or not cache.is_dir():
        return _digest(versions, stats)
    stamp = blake2b(f"{versions} {stats}".encode(), digest_size=16).hexdigest()
    kept, _, found = _kept(cache).partition(" ")
    if kept != stamp or not found:
        found = _digest(versions, stats)
        with suppress(DiskProblem):
            disk.replace(cache / _KEPT, f"{stamp} {found}")
    return found


def _kept(cache: Path) -> str:
    try:
        return disk.read(cache, _KEPT)[0].decode("ascii", "replace")
    except DiskProblem:
        return ""


def _digest(versions: str, paths: Iterable[str]) -> str:
    digest = blake2b(versions.encode(), digest_size=16)
    start = len(str(_PACKAGE))
    for path in paths:
        with open(path, "rb") as file:  # noqa: PTH123 - each costs a start's time
            digest.update(path[start:].encode() + b"\0" + file.read())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield our own code and data."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            elif entry.name.endswith((".py", ".json")):
                yield entry.path, entry.stat()


def _installed() -> list[str]:
    """Return the names of the libraries' metadata folders, which carry their versions."""
    names = set[str]()
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder) as entries:
            names.update(entry.name.lower() for entry in entries)
    return sorted(name for name in names if name.endswith(".dist-info") and name.startswith(_LIBRARIES))


def shipped_theme() -> Path:
    """Return the folder of the shipped theme: in the package, or at the root of a checkout."""
    packaged = _PACKAGE / "theme"
    return packaged if (packaged / "templates").is_dir() else _PACKAGE.parent.parent
