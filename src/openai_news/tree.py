"""dist/ and the trees that become it: whole ones grow beside it, edits go through `place`."""
# Plain `os` calls, as in `disk_file`.
# ruff: noqa: PTH103, PTH112, PTH120

import os
from collections.abc import Container, Iterable
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from openai_news import disk
from openai_news.disk import Stat, refusals
from openai_news.tree_check import (
    Left,
    Verified,
    bears_mark,
    check_foreign,
    check_output,
    in_the_way,
    is_foreign,
    is_other_site,
    recognise,
    verify,
)
from openai_news.tree_edit import Placed, Put, place, remove
from openai_news.tree_exchange import bring_back, exchange, finish_exchange
from openai_news.tree_lock import Lock
from openai_news.tree_siblings import discard, second, staging

__all__ = [
    "Left",
    "Lock",
    "Placed",
    "Put",
    "Verified",
    "adopt",
    "begin",
    "carry_over",
    "check_foreign",
    "check_output",
    "discard",
    "exchange",
    "finish_exchange",
    "in_the_way",
    "is_foreign",
    "move",
    "place",
    "recognise",
    "remove",
    "stage",
    "staging",
    "verify",
    "write",
]


def begin(dist: Path, *, beside: Path | None = None) -> Path:
    """Return a fresh, empty folder beside dist/ in which a whole tree may grow; another than `beside`.

    Raises:
        DiskProblem: the system refuses.
    """
    fresh = staging(dist) if beside is None else second(dist)
    with refusals(fresh):
        bring_back(dist)
        discard(fresh)
        fresh.mkdir(parents=True)
    return fresh


def write(root: Path, path: str, data: bytes) -> Stat:
    """Write a file into a tree that is not published yet, with the folders it needs; return its status.

    Raises:
        DiskProblem: the system refuses.
    """
    with refusals(root):
        return disk.write(f"{root}/{path}", data)


def stage(dist: Path, name: str, data: bytes) -> Stat:
    """Write a file where an edit finds it, under `name`.

    Raises:
        DiskProblem: the system refuses.
    """
    return write(staging(dist), name, data)


def move(source: Path, fresh: Path, path: str) -> None:
    """Move a staged file into a fresh tree.

    Raises:
        DiskProblem: the system refuses.
    """
    with refusals(fresh):
        target = fresh / path
        target.parent.mkdir(parents=True, exist_ok=True)
        source.replace(target)


def adopt(dist: Path, fresh: Path, paths: Iterable[str]) -> None:
    """Have files of dist/ in a fresh tree as well, as hard links where the file system can.

    Raises:
        DiskProblem: the system refuses.
    """
    with refusals(fresh):
        for path in paths:
            _link(f"{dist}/{path}", f"{fresh}/{path}")


def carry_over(dist: Path, fresh: Path, ours: Container[str]) -> tuple[str, ...]:
    """Have what is in dist/ and not `ours` in the fresh tree too; return the paths that are taken there.

    What bears our mark is ours, whatever is remembered: a record may be older than dist/; but a site within
    dist/ is another's. Links stay links, empty folders stay, and so do rights and times.

    Raises:
        DiskProblem: the system refuses.
    """
    taken: list[str] = []
    with refusals(fresh):
        if dist.is_dir():
            _carry_folder(str(dist), str(fresh), ours, taken)
    return tuple(taken)


def _carry_folder(  # noqa: PLR0913 - what is carried, and where this folder is in it
    dist: str, fresh: str, ours: Container[str], taken: list[str], folder: str = "", *, apart: bool = False
) -> None:
    """Carry one folder over; it appears in the fresh tree only with something in it, or if it was empty."""
    import shutil

    source, target = f"{dist}/{folder}", f"{fresh}/{folder}"
    is_foreign_folder = not os.path.lexists(target)
    apart = apart or (bool(folder) and is_other_site(source))
    with os.scandir(source) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if entry.is_dir(follow_symlinks=False):
            _carry_folder(dist, fresh, ours, taken, path, apart=apart)
        elif path in ours or (not apart and bears_mark(entry.path)):
            continue
        elif not _carry_file(entry.path, f"{fresh}/{path}"):
            taken.append(path)
    if is_foreign_folder and not entries:
        with suppress(FileExistsError, NotADirectoryError):
            os.makedirs(target)
    if is_foreign_folder and os.path.isdir(target):
        shutil.copystat(source, target)


def _carry_file(source: str, target: str) -> bool:
    """Have a file in the fresh tree too; tell whether its place was free, or has the same bytes."""
    if os.path.lexists(target):
        return _is_same(source, target)
    try:
        _link(source, target)
    except (FileExistsError, NotADirectoryError):
        return False
    return True


def _is_same(source: str, target: str) -> bool:
    from filecmp import cmp

    modes = [os.lstat(path).st_mode for path in (source, target)]
    return all(map(S_ISREG, modes)) and cmp(source, target, shallow=False)


def _link(source: str, target: str) -> None:
    """Link a file into a folder, which is made; copy it where the file system cannot link."""
    os.makedirs(os.path.dirname(target), exist_ok=True)
    try:
        os.link(source, target, follow_symlinks=False)
    except (FileNotFoundError, FileExistsError, NotADirectoryError):
        raise
    except (OSError, NotImplementedError):
        import shutil

        shutil.copy2(source, target, follow_symlinks=False)
