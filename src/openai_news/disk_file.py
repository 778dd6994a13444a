"""Read and write single files: never through a link, never waiting, and every refusal told as a problem.

Time stamps are only a shortcut: one too young to trust is never taken for the same again (git's racy rule).
"""
# Plain `os` calls: faster than pathlib's, and each is one system call, which tests can make fail.
# ruff: noqa: PTH102, PTH105, PTH114, PTH115, PTH120, PTH123, PTH208

import errno
import os
import stat as modes
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unicodedata import normalize

from openai_news.model import Place, Problem, Value

BYTES = 64 << 20  # of one file

_TICK = 20_000_000  # ns; a file may change twice between two ticks of a file system's clock
_SECONDS = 2_000_000_000  # ns; the tick of file systems that keep whole seconds
_WINDOWS = getattr(os, "O_BINARY", 0)
_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _WINDOWS
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_WHERE = getattr(os, "O_PATH", os.O_RDONLY)  # to begin at a folder, which needs no right to list it
_BY_DESCRIPTOR = os.stat in os.supports_dir_fd and os.listdir in os.supports_fd
_WHOLE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | _WINDOWS


Entered = tuple[int | None, str]  # an open folder or none, and how paths begin from there
Entries = tuple[list[str], list[os.stat_result]]  # names in a folder, and the status of each


class DiskProblem(Exception):  # noqa: N818 - it holds a Problem
    """A file or a folder cannot be read or written, told by one problem."""

    exit_code = 3

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.problems = (problem,)
        super().__init__(problem)


class Stat(Value, frozen=True):
    """By what a file is taken for unchanged: bytes, nanoseconds of Unix time, and which file it is."""

    size: int
    mtime: int
    ctime: int
    inode: int


def stat_of(found: os.stat_result) -> Stat:
    """Return what is remembered of a file's status."""
    return Stat(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def may_be_racy(newest: int, seen: int) -> bool:
    """Tell whether files with `newest` as latest stamp were young when they were `seen` (ns of Unix time)."""
    return newest >= seen - _SECONDS


def any_racy(stats: Iterable[Stat], seen: int) -> bool:
    """Tell whether a file may change without another stamp after it was `seen` (ns of Unix time)."""
    earliest = seen - _SECONDS
    young = [max(s.mtime, s.ctime) for s in stats if s.ctime >= earliest or s.mtime >= earliest]
    return any(newest >= seen - _TICK or not newest % 1_000_000_000 for newest in young)


@contextmanager
def refusals(path: Path | str) -> Iterator[None]:
    """Turn what the system refuses (space, rights, quota, length) into a `DiskProblem` (RELIABILITY 40)."""
    try:
        yield
    except OSError as error:
        raise refusal(path, error) from error


def refusal(path: Path | str, error: OSError) -> DiskProblem:
    """Tell why the system refused `path`, or the file that the error names."""
    named = error.filename if isinstance(error.filename, str) else path
    reason = errno.errorcode.get(error.errno or 0, "")
    values = {"reason": reason, "detail": error.strerror or str(error)}
    return DiskProblem(Problem("E702", Place(visible(str(named))), values))


def visible(name: str) -> str:
    r"""Return a name that can be shown: a byte that is not UTF-8 as `\xe9`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def look(folder: str, wanted: Callable[[list[str]], list[str]]) -> Entries:
    """Return what is `wanted` in a folder, sorted, and the status of each; what vanishes meanwhile is not.

    Links are told as links. It may raise OSError. Asking by the open folder's descriptor takes two
    thirds of the time that `os.scandir` does.
    """
    if not _BY_DESCRIPTOR:
        return _statuses(f"{folder}/", None, sorted(wanted(os.listdir(folder))))
    descriptor = os.open(folder, _FOLDER)
    try:
        return _statuses("", descriptor, sorted(wanted(os.listdir(descriptor))))
    finally:
        os.close(descriptor)


@contextmanager
def entered(root: Path) -> Iterator[Entered]:
    """Give from where to look at the files in a folder, and how their paths begin from there.

    Where the system can begin at an open folder, the way to it is not walked for every file.
    """
    try:
        folder = os.open(root, _WHERE) if os.stat in os.supports_dir_fd else None
    except OSError:
        folder = None
    try:
        yield folder, f"{root}/" if folder is None else ""
    finally:
        if folder is not None:
            os.close(folder)


def _statuses(start: str, folder: int | None, names: list[str]) -> Entries:
    try:
        return names, [os.stat(start + name, dir_fd=folder, follow_symlinks=False) for name in names]
    except FileNotFoundError:
        return _statuses_left(start, folder, names)


def _statuses_left(start: str, folder: int | None, names: list[str]) -> Entries:
    there: Entries = [], []
    for name in names:
        with suppress(FileNotFoundError):
            there[1].append(os.stat(start + name, dir_fd=folder, follow_symlinks=False))
            there[0].append(name)
    return there


# --- read


def read(root: Path, path: str, *, limit: int = BYTES) -> tuple[bytes, Stat]:
    """Return a file's bytes and the status they belong to; one too young to trust has no inode.

    Raises:
        DiskProblem: a link, no regular file, unreadable, too large or changing (RELIABILITY 22-25).
    """
    place = Place(f"{root.name}/{path}")
    for _ in range(2):
        seen = time.time_ns()
        try:
            data, before, after = _read_once(root, path, place, limit)
        except OSError as error:
            values = {"reason": errno.errorcode.get(error.errno or 0, ""), "detail": str(error.strerror)}
            raise DiskProblem(Problem("E309", place, values)) from error
        if before == after and len(data) == after.size:
            racy = any_racy([after], seen)
            return data, Stat(after.size, after.mtime, after.ctime, 0) if racy else after
    raise DiskProblem(Problem("E310", place))


def _read_once(root: Path, path: str, place: Place, limit: int) -> tuple[bytes, Stat, Stat]:
    descriptor = _open(root, path, place)
    with open(descriptor, "rb", buffering=0) as file:
        found = os.fstat(descriptor)
        if not modes.S_ISREG(found.st_mode):
            raise DiskProblem(Problem("E307", place))
        if found.st_size > limit:
            values = {"size": str(found.st_size), "limit": str(limit)}
            raise DiskProblem(Problem("E311", place, values))
        data = file.read()
        return data, stat_of(found), stat_of(os.fstat(descriptor))


def _open(root: Path, path: str, place: Place) -> int:
    """Open for reading; a socket, and a link with its target, are told as what they are."""
    real = f"{root}/{path}"
    try:
        return os.open(real, os.O_RDONLY | _SAFELY)
    except FileNotFoundError:
        if path.isascii():
            raise
        real = _find(root, path)
        return os.open(real, os.O_RDONLY | _SAFELY)
    except OSError as error:
        if os.path.islink(real):
            raise DiskProblem(Problem("E306", place, {"target": link_target(real)})) from error
        if error.errno == errno.ENXIO:
            raise DiskProblem(Problem("E307", place)) from error
        raise


def link_target(real: str) -> str:
    """Return where a symbolic link points, fit to be shown."""
    return visible(os.readlink(real))


def _find(root: Path, path: str) -> str:
    """Return the real path of one given in composed form: the disk may hold it decomposed."""
    real = str(root)
    for part in path.split("/"):
        real += "/" + next((name for name in os.listdir(real) if normalize("NFC", name) == part), part)
    return real


# --- write single files


def write(path: str, data: bytes) -> Stat:
    """Write a file in place, with the folders it needs; return its status. It may raise OSError."""
    try:
        descriptor = os.open(path, _WHOLE, 0o666)
    except FileNotFoundError:
        make_folder(os.path.dirname(path))
        descriptor = os.open(path, _WHOLE, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        return stat_of(os.fstat(descriptor))
    finally:
        os.close(descriptor)


def make_folder(path: str) -> None:
    """Make a folder and those above it, unless they are there: one call where only the last one is new."""
    try:
        os.mkdir(path)
    except FileExistsError:
        return
    except FileNotFoundError:
        make_folder(os.path.dirname(path))
        make_folder(path)


def create(path: Path, data: bytes) -> None:
    """Write a new file, with the folders it needs; never overwrite one.

    Raises:
        DiskProblem: there is one already, or the system refuses.
    """
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("xb") as file:
                file.write(data)
        except FileExistsError as error:
            raise DiskProblem(Problem("E313", Place(visible(str(path))))) from error


def replace(path: Path, text: str) -> None:
    """Write a small text file whole: it is the old one or the new one, whatever happens."""
    with refusals(path):
        beside = f"{path}.tmp"
        write(beside, text.encode())
        os.replace(beside, path)


def remove(path: Path) -> None:
    """Delete a file."""
    with refusals(path):
        path.unlink()


def clear(path: Path) -> None:
    """Remove a file of the cache, or a folder that stands in its place; there may be none."""
    with refusals(path):
        try:
            path.unlink(missing_ok=True)
        except (IsADirectoryError, PermissionError):
            import shutil

            shutil.rmtree(path)
