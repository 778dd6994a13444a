"""The only door to the site's files; `tree` and `ownership`, which write dist/, go through it too."""

from pathlib import Path

from openai_news.disk_bytes import decode, digest
from openai_news.disk_file import (
    BYTES,
    DiskProblem,
    Stat,
    any_racy,
    clear,
    create,
    entered,
    read,
    refusal,
    refusals,
    remove,
    replace,
    stat_of,
    write,
)
from openai_news.disk_scan import Below, Scan, outline, scan, scan_below
from openai_news.disk_seal import PAGE, Seal
from openai_news.disk_stamps import stamps_digest, stand
from openai_news.disk_store import Store

__all__ = [
    "BYTES",
    "PAGE",
    "Below",
    "DiskProblem",
    "Scan",
    "Seal",
    "Stat",
    "Store",
    "any_racy",
    "clear",
    "create",
    "decode",
    "digest",
    "entered",
    "outline",
    "read",
    "read_folder",
    "refusal",
    "refusals",
    "remove",
    "replace",
    "scan",
    "scan_below",
    "stamps_digest",
    "stand",
    "stat_of",
    "write",
]


def read_folder(root: Path) -> dict[str, bytes]:
    """Return a small folder whole, path -> bytes; nothing where there is no such folder."""
    found = scan(root, {})
    for problem in found.problems:
        raise DiskProblem(problem)
    return {path: read(root, path)[0] for path in found.files}
