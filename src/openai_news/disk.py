"""The only door to the site's files; `tree` and `ownership`, which write dist/, go through it too."""

from pathlib import Path

from openai_news.disk_bytes import PIXELS, decode, digest, is_picture, picture_size
from openai_news.disk_file import (
    BYTES,
    DiskProblem,
    Stat,
    create,
    read,
    refusal,
    refusals,
    replace,
    stat_of,
    write,
)
from openai_news.disk_scan import Scan, scan

__all__ = [
    "BYTES",
    "PIXELS",
    "DiskProblem",
    "Scan",
    "Stat",
    "create",
    "decode",
    "digest",
    "is_picture",
    "picture_size",
    "read",
    "read_folder",
    "refusal",
    "refusals",
    "replace",
    "scan",
    "stat_of",
    "write",
]


def read_folder(root: Path) -> dict[str, bytes]:
    """Return a small folder whole, path -> bytes; nothing where there is no such folder."""
    found = scan(root, {})
    for problem in found.problems:
        raise DiskProblem(problem)
    paths = [f"{folder}/{name}".lstrip("/") for folder, files in found.changed.items() for name in files]
    return {path: read(root, path)[0] for path in paths}
