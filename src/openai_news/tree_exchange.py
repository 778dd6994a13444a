"""Let a fresh tree take dist/'s place in one step, and complete what a crash interrupted.

Linux and macOS exchange two folders at once. Elsewhere two renames do it, and dist/ is absent between them.
"""

import errno
import os
import sys
from pathlib import Path

from openai_news.disk import refusals
from openai_news.tree_siblings import aside, discard, siblings

_HERE = -100  # AT_FDCWD
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_UNSUPPORTED = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(dist: Path, fresh: Path) -> None:
    """Put a fresh tree in dist/'s place; the old tree is then beside it.

    Raises:
        DiskProblem: the system refuses; dist/ is as it was.
    """
    with refusals(dist):
        if dist.exists() and _swap(dist, fresh):
            return
        if dist.exists():
            discard(aside(dist))
            dist.rename(aside(dist))
        fresh.rename(dist)


def finish_exchange(dist: Path, inode: int) -> None:
    """Make the exchange with the fresh tree of this inode unless it is made; clean up beside dist/.

    Raises:
        DiskProblem: the system refuses.
    """
    with refusals(dist):
        for folder in siblings(dist):
            if folder.is_dir() and folder.stat().st_ino == inode:
                exchange(dist, folder)
        bring_back(dist)
        for folder in siblings(dist):
            discard(folder)


def bring_back(dist: Path) -> None:
    """Put the old tree back if a crash between the two renames left no other."""
    if not os.path.lexists(dist) and aside(dist).is_dir():
        aside(dist).rename(dist)


def _swap(dist: Path, fresh: Path) -> bool:
    """Exchange two folders in one step; tell whether the system can."""
    import ctypes

    if os.name != "posix":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    one, other = os.fsencode(dist), os.fsencode(fresh)
    if hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, one, _HERE, other, _RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(one, other, _RENAME_SWAP)
    else:
        return False
    if failed and ctypes.get_errno() not in _UNSUPPORTED:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(dist))
    return not failed
