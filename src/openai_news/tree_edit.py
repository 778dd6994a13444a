"""Put an edit in place, file by file, in an order in which no page ever refers to one that is not there.

Assets, new feeds, new pages, changed pages, changed lists, changed feeds; removals last. Every file comes
by a rename; many of one kind by several threads, as each waits until the disk has freed an old file.
New pages may refer to one another in a circle: then the first to come is at first an edition without the
links that lead nowhere yet. Pages that go and refer to one another likewise lose these links for a moment.
"""
# Plain `os` calls, as in `disk_file`.
# ruff: noqa: PTH102, PTH103, PTH105, PTH106, PTH108, PTH116, PTH120, PTH121, PTH123

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath
from stat import S_ISDIR
from unicodedata import normalize

from openai_news.disk import DiskProblem, Stat, digest, refusals, stat_of, write
from openai_news.model import Place, Problem, Stage, Value
from openai_news.tree_siblings import staging

_MANY, _HANDS = 1_000, 4  # files of one kind, from which on so many threads put them in place
_HELD = getattr(os, "O_PATH", 0) | getattr(os, "O_NOFOLLOW", 0)  # neither read nor followed


class Put(Value, frozen=True):
    """A file that waits under `staged` to become `path`; `new` if no such file is known to be there."""

    path: str
    staged: str
    stage: Stage
    new: bool
    digest: str


class Placed(Value, frozen=True):
    """How the files stand that were put in place, and those whose bytes are lost and must be made again."""

    stats: dict[str, Stat] = {}
    lost: tuple[str, ...] = ()


def place(dist: Path, puts: Iterable[Put], removals: Iterable[str]) -> Placed:
    """Put staged files in place and remove others; called again after a crash, it ends the same.

    Raises:
        DiskProblem: the system refuses, or a folder of dist/ is a link.
    """
    with refusals(dist):
        return _Edit(dist, sorted(puts, key=lambda put: put.path), sorted(removals)).run()


class _Edit:
    """One edit of dist/: what is to be put and to be removed."""

    def __init__(self, dist: Path, puts: Sequence[Put], removals: Sequence[str]) -> None:
        self.dist = dist
        self.root = str(dist)
        self.staging = str(staging(dist))
        self.puts = puts
        self.removals = removals
        self.folders: set[str] = {""}
        self.placed: dict[str, Stat] = {}
        self.lost: list[str] = []

    def run(self) -> Placed:
        """Take every step, in the order of the publication."""
        os.makedirs(self.root, exist_ok=True)
        self._clear_the_way()
        assets = [put for put in self.puts if put.stage is Stage.ASSET]
        others = [put for put in self.puts if put.stage is not Stage.ASSET]
        new_pages = [put for put in others if put.new and _is_page(put.path)]
        new_others = [put for put in others if put.new and not _is_page(put.path)]
        self._put(assets)
        self._put(new_others)
        self._put_new_pages(new_pages)
        for stage in (Stage.PAGE, Stage.LIST, Stage.FEED):
            self._put([put for put in others if not put.new and put.stage is stage])
        self._remove_all()
        return Placed(self.placed, tuple(self.lost))

    # --- puts

    def _put(self, puts: Sequence[Put]) -> None:
        """Put files in place, in any order."""
        if len(puts) < _MANY:
            self._put_by(_replace, puts)
            return
        from concurrent.futures import ThreadPoolExecutor

        put = partial(self._put_by, _replace_held if sys.platform == "linux" else _replace)
        with ThreadPoolExecutor(_HANDS) as hands:
            list(hands.map(put, (puts[hand::_HANDS] for hand in range(_HANDS))))

    def _put_by(self, replace: Callable[[str, str], None], puts: Iterable[Put]) -> None:
        """Put files in place by one rename each; one that no longer waits must be there already."""
        for put in puts:
            target = self._target(put.path)
            try:
                replace(f"{self.staging}/{put.staged}", target)
            except FileNotFoundError:
                if not _holds(target, put.digest):
                    self.lost.append(put.path)
                    continue
            self.placed[put.path] = stat_of(os.stat(target))

    def _put_new_pages(self, puts: Iterable[Put]) -> None:
        """Put new pages in place, first without the links to those that are still to come."""
        missing = {put.path for put in puts if not os.path.lexists(f"{self.root}/{put.path}")}
        unlinked = []
        for put in puts:
            is_first = put.path in missing
            missing.discard(put.path)
            if is_first and not (missing and self._put_unlinked(put, missing)):
                self._put([put])
            else:
                unlinked.append(put)
        self._put(unlinked)

    def _put_unlinked(self, put: Put, missing: set[str]) -> bool:
        """Put an edition without links to `missing` in place; tell whether one was needed."""
        try:
            page = _read(f"{self.staging}/{put.staged}")
        except FileNotFoundError:
            return False
        return self._write_unlinked(page, put.path, missing)

    def _write_unlinked(self, page: bytes, path: str, missing: set[str]) -> bool:
        from openai_news.tree_links import without_links

        edition = without_links(page, path, missing)
        if edition == page:
            return False
        waiting = f"{self.staging}/edition"
        write(waiting, edition)
        _replace(waiting, self._target(path))
        return True

    def _target(self, path: str) -> str:
        """Return where a file goes, its folder made; nothing is ever written through a link."""
        self._make_folder(os.path.dirname(path))
        return f"{self.root}/{path}"

    def _make_folder(self, folder: str) -> None:
        if folder in self.folders:
            return
        self._make_folder(os.path.dirname(folder))
        real = f"{self.root}/{folder}"
        try:
            if not S_ISDIR(os.lstat(real).st_mode):
                raise DiskProblem(Problem("E703", Place(real)))
        except FileNotFoundError:
            with suppress(FileExistsError):  # another thread's
                os.mkdir(real)
        self.folders.add(folder)

    # --- removals

    def _clear_the_way(self) -> None:
        """Remove at once what stands where a folder must be, or in a folder where a file must be."""
        if not self.removals:
            return
        files = {put.path for put in self.puts}
        folders = {folder for path in files for folder in _folders(path)}
        for path in self.removals:
            if path in folders or not files.isdisjoint(_folders(path)):
                remove(self.dist, path)

    def _remove_all(self) -> None:
        """Remove pages, then what they refer to; pages that refer to one another lose these links first."""
        kept = {_fold(put.path): put.path for put in self.puts}
        going = [path for path in self.removals if not self._is_same(path, kept.get(_fold(path), path))]
        pages = {path for path in going if _is_page(path) and _is_ours_to_touch(self.dist, path)}
        if len(pages) > 1:
            for path in sorted(pages):
                self._write_unlinked(_read(f"{self.root}/{path}"), path, pages)
        for path in sorted(going, key=lambda path: (path not in pages, path)):
            remove(self.dist, path)

    def _is_same(self, path: str, other: str) -> bool:
        """Tell whether two spellings of a path are one file: then the old one is not removed."""
        if path == other:
            return False
        with suppress(OSError):
            return os.path.samefile(f"{self.root}/{path}", f"{self.root}/{other}")
        return False


def _replace(waiting: str, target: str) -> None:
    """Put a file in place; empty folders that stand there give way."""
    try:
        os.replace(waiting, target)
    except IsADirectoryError:
        for folder, _, _ in os.walk(target, topdown=False):
            os.rmdir(folder)
        os.replace(waiting, target)


def _replace_held(waiting: str, target: str) -> None:
    """Put a file in place; what is held open is freed after the rename, for which all others would wait."""
    try:
        held = os.open(target, _HELD)
    except FileNotFoundError:
        _replace(waiting, target)
        return
    try:
        _replace(waiting, target)
    finally:
        os.close(held)


def remove(root: Path, path: str) -> None:
    """Remove a file, and the folders that it leaves empty; what is no file, or behind a link, stays."""
    if not _is_ours_to_touch(root, path):
        return
    os.unlink(root / path)
    for folder in _folders(path):
        try:
            os.rmdir(root / folder)
        except OSError:
            return


def _is_ours_to_touch(root: Path, path: str) -> bool:
    """Tell whether a file stands at `path`, in folders that are no links."""
    try:
        modes = [os.lstat(root / folder).st_mode for folder in _folders(path)]
        return all(map(S_ISDIR, modes)) and not S_ISDIR(os.lstat(root / path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _folders(path: str) -> list[str]:
    """Return the folders that a path lies in, the nearest first."""
    return [str(folder) for folder in PurePosixPath(path).parents][:-1]


def _is_page(path: str) -> bool:
    return path.endswith((".html", ".htm"))


def _fold(path: str) -> str:
    return normalize("NFC", path).casefold()


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def _holds(path: str, expected: str) -> bool:
    try:
        return digest(_read(path)) == expected
    except OSError:
        return False
