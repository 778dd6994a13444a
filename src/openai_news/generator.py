"""What this generator is: a digest of everything in it that output may depend on."""

import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from sysconfig import get_paths

_PACKAGE = Path(__file__).parent
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
def epoch() -> str:
    """Return the digest of our code and data, of Python's and of the libraries' versions.

    Another epoch means a clean build: no page of an older generator is taken for one of this one.
    """
    digest = blake2b(digest_size=16)
    digest.update(f"{sys.version} {unicodedata.unidata_version}".encode())
    for name in _installed():
        digest.update(name.encode())
    start = len(str(_PACKAGE))
    for path in sorted(_files(str(_PACKAGE))):
        with open(path, "rb") as file:  # noqa: PTH123 - each costs a start's time
            digest.update(path[start:].encode() + b"\0" + file.read())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """Yield our own code and data."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            elif entry.name.endswith((".py", ".json")):
                yield entry.path


def _installed() -> list[str]:
    """Return the names of the libraries' metadata folders, which carry their versions."""
    folders = {Path(get_paths()[name]) for name in ("purelib", "platlib")}
    return sorted(
        entry.name.lower()
        for folder in folders
        for entry in folder.glob("*.dist-info")
        if entry.name.lower().startswith(_LIBRARIES)
    )


def shipped_theme() -> Path:
    """Return the folder of the shipped theme: in the package, or at the root of a checkout."""
    packaged = _PACKAGE / "theme"
    return packaged if (packaged / "templates").is_dir() else _PACKAGE.parent.parent
