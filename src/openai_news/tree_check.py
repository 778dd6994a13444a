"""Look at dist/ before touching it: may we write there, is it ours, and does it stand as we left it."""

import os
from collections.abc import Callable, Container, Iterable, Iterator
from pathlib import Path
from stat import S_IFDIR, S_ISDIR, S_ISREG

from openai_news.disk import Stat, digest, entered, stat_of
from openai_news.errors import SiteError
from openai_news.model import Place, Problem, Value

SOURCES = ("content", "templates", "static", "src", ".git")
_GENERATED = {".html", ".xml", ".atom", ".rss", ".json"}
_SIGNATURES = (
    b'<meta name="generator" content="openai-news">',
    b"<generator>openai-news</generator>",
    b'"_generator": {\n  "name": "openai-news"',
    b"<!-- openai-news -->",
)
_HEAD = 4096  # bytes
_SITEMAP = "sitemap.xml"


def check_output(site: Path, dist: Path) -> None:
    """Refuse an output folder in which we would do harm (RELIABILITY 39).

    Raises:
        SiteError: it is the root, the home, the site or its sources, or no folder of its own.
    """
    reason = _harm(site.resolve(), dist)
    if reason:
        raise SiteError([Problem("E601", Place(str(dist)), {"reason": reason})])


def check_cache(site: Path, dist: Path, cache: Path) -> None:
    """Refuse a cache among what is read or published: it holds drafts.

    Raises:
        SiteError: it is, or is in, the output folder or a source; or it is the site or above it.
    """
    real, root = cache.resolve(), site.resolve()
    apart = [dist.resolve(), *(root / name for name in SOURCES)]
    above = real == root or real in root.parents
    if above or any(real == folder or folder in real.parents for folder in apart):
        raise SiteError([Problem("E607", Place(str(cache)))])


def _harm(site: Path, dist: Path) -> str:
    real = dist.resolve()
    sources = [site / name for name in SOURCES]
    reasons = {
        "link": dist.is_symlink(),
        "file": dist.exists() and not dist.is_dir(),
        "root": real == Path(real.anchor),
        "home": real == Path(os.path.expanduser("~")).resolve(),  # noqa: PTH111 - no HOME, no error
        "site": real == site,
        "above": real in site.parents,
        "source": any(real == source or source in real.parents for source in sources),
        "mount": os.path.ismount(dist),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def check_foreign(dist: Path, mark: str) -> None:
    """Refuse a folder that holds another program's site; asked only where we have no record of our own.

    Raises:
        SiteError: there is a site without `mark` in its sitemap.
    """
    if is_foreign(dist, mark):
        raise SiteError([Problem("E602", Place(str(dist)))])


def is_foreign(dist: Path, mark: str) -> bool:
    """Tell whether dist/ holds a site that was not made by us: our sitemap bears `mark`."""
    if not (dist / "index.html").is_file():
        return False
    try:
        return mark not in (dist / _SITEMAP).read_text("utf-8", "replace")
    except OSError:
        return True


def recognise(dist: Path, besides: Container[str] = ()) -> frozenset[str]:
    """Return the files of dist/, `besides` those known, that bear our mark and are of this site."""
    ours = set[str]()
    for folder, below, names in os.walk(dist):
        if folder != str(dist) and is_other_site(folder):
            below.clear()
            continue
        paths = (Path(folder, name).relative_to(dist).as_posix() for name in names)
        ours.update(path for path in paths if path not in besides and bears_mark(f"{dist}/{path}"))
    return frozenset(ours)


def is_other_site(folder: str) -> bool:
    """Tell whether a folder within dist/ is a site by itself: all our sitemaps stand at the root."""
    return os.path.lexists(f"{folder}/{_SITEMAP}")


def bears_mark(path: str) -> bool:
    """Tell whether a file names this generator near its start: a page or a feed."""
    if Path(path).suffix not in _GENERATED or not S_ISREG(_mode(path)):
        return False
    with Path(path).open("rb") as file:
        head = file.read(_HEAD)
    return any(signature in head for signature in _SIGNATURES)


def in_the_way(dist: Path, paths: Iterable[str]) -> list[str]:
    """Return the files of dist/ that stand where files are to be put, where their folders are, or below.

    A link is a file; empty folders are in nobody's way.
    """
    wanted = set(paths)
    modes = _modes(dist, wanted)
    found = [path for path, mode in modes.items() if mode and not S_ISDIR(mode)]
    below = [file for path in wanted if S_ISDIR(modes[path]) for file in _files_below(dist, path)]
    return sorted({*found, *below})


def _modes(dist: Path, paths: set[str]) -> dict[str, int]:
    """Return the modes of what stands at these paths and above them; 0 where nothing can stand."""
    modes = {"": S_IFDIR}
    for path in sorted(paths.union(*map(_folders, paths))):
        modes[path] = _mode(f"{dist}/{path}") if S_ISDIR(modes[path.rpartition("/")[0]]) else 0
    return modes


def _folders(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _mode(real: str) -> int:
    try:
        return os.lstat(real).st_mode
    except FileNotFoundError:
        return 0


def _files_below(dist: Path, folder: str) -> Iterator[str]:
    for path in (dist / folder).rglob("*"):
        if path.is_symlink() or not path.is_dir():
            yield path.relative_to(dist).as_posix()


Left = tuple[str, int, int, int, int]  # a file as we left it: path, size, mtime, ctime, inode


class Verified(Value, frozen=True):
    """What differs from what we left: files gone, files changed, and files that only look changed."""

    missing: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    restated: dict[str, Stat] = {}

    def __or__(self, other: "Verified") -> "Verified":
        """Return what differs in this part of the tree or in the other."""
        return Verified(
            self.missing + other.missing, self.differing + other.differing, self.restated | other.restated
        )


def verify(dist: Path, left: Iterable[Left], expected: Callable[[str], str]) -> Verified:
    """Compare files with what is remembered; one that looks changed is read: is its digest the `expected`?"""
    missing, differing, restated = [], [], {}
    with entered(dist) as (folder, start):
        for path, size, mtime, ctime, inode in left:
            try:
                found = os.stat(start + path, dir_fd=folder, follow_symlinks=False)
                if (
                    found.st_ino == inode
                    and found.st_ctime_ns == ctime
                    and found.st_mtime_ns == mtime
                    and found.st_size == size
                ):
                    continue
                if S_ISREG(found.st_mode) and digest((dist / path).read_bytes()) == expected(path):
                    restated[path] = stat_of(found)
                else:
                    differing.append(path)
            except OSError:
                missing.append(path)
    return Verified(tuple(missing), tuple(differing), restated)
