"""Which files in dist/ are ours, remembered apart from the catalogue.

A lost or damaged catalogue must neither delete what is not ours nor forget what is. The record is a log of
`+path` and `-path` lines, written before the files are: after a crash it claims too much for a moment, never
too little.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from openai_news import disk


def load(cache: Path, stem: str) -> frozenset[str] | None:
    """Return the paths in dist/ that are ours; nothing when there is no record, or none that can be read.

    A last line without its end was being written when the machine stopped; it is left out.
    """
    try:
        whole, _, _ = _log(cache, stem).read_bytes().rpartition(b"\n")
        lines = whole.decode("utf-8").split("\n") if whole else []
    except (OSError, UnicodeDecodeError):
        return None
    ours: set[str] = set()
    for line in lines:
        sign, path = line[:1], line[1:]
        if sign not in {"+", "-"} or not path or "\0" in path:
            return None
        (ours.add if sign == "+" else ours.discard)(path)
    return frozenset(ours)


def size(cache: Path, stem: str) -> int:
    """Return the record's length in bytes, by which a build sees that another one has written to it."""
    try:
        return _log(cache, stem).stat().st_size
    except OSError:
        return -1


def append(cache: Path, stem: str, *, added: Iterable[str], removed: Iterable[str]) -> None:
    """Note what is about to be put in dist/, and what was removed from it.

    Raises:
        DiskProblem: the system refuses.
    """
    text = "".join([*(f"+{path}\n" for path in sorted(added)), *(f"-{path}\n" for path in sorted(removed))])
    log = _log(cache, stem)
    with disk.refusals(log):
        cache.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as file:
            file.truncate(_whole_lines(log))
            file.write(text.encode())


def rewrite(cache: Path, stem: str, ours: Iterable[str]) -> None:
    """Replace the record, in one step, by the paths that are ours now.

    Raises:
        DiskProblem: the system refuses.
    """
    disk.replace(_log(cache, stem), "".join(f"+{path}\n" for path in sorted(ours)))


def _log(cache: Path, stem: str) -> Path:
    return cache / f"{stem}.owned"


def _whole_lines(log: Path) -> int:
    """Return how many bytes of the log are whole lines: a torn last one must not glue to the next."""
    with log.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 1, 0))
        if file.read() in {b"", b"\n"}:
            return size
    return log.read_bytes().rfind(b"\n") + 1
