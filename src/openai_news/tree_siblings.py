"""The folders beside dist/, on its file system: where files wait, fresh trees grow, old ones go."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openai_news.disk import refusals


def staging(dist: Path) -> Path:
    """Return the folder where an edit's files wait, or a whole tree grows."""
    return dist.with_name(f".{dist.name}.new")


def second(dist: Path) -> Path:
    """Return the folder where a whole tree grows beside staged files."""
    return dist.with_name(f".{dist.name}.tree")


def aside(dist: Path) -> Path:
    """Return where dist/ stands between the two renames of systems that cannot exchange folders."""
    return dist.with_name(f".{dist.name}.old")


def siblings(dist: Path) -> tuple[Path, ...]:
    """Return every folder beside dist/ that is ours; none of them outlives a publication."""
    return staging(dist), second(dist), aside(dist)


def discard(folder: Path) -> None:
    """Remove a folder of ours with all that is in it; links in it are not followed.

    Raises:
        DiskProblem: the system refuses.
    """
    with refusals(folder):
        if os.path.lexists(folder):
            import shutil

            shutil.rmtree(folder, onerror=_unlock)


def _unlock(remove: Callable[[str], Any], path: str, reason: Any) -> None:
    """Try once more where the rights of a folder that was carried over stand in the way."""
    import shutil

    error = reason[1]
    if isinstance(error, FileNotFoundError):
        return
    if not isinstance(error, PermissionError):
        raise error
    for locked in (Path(path).parent, Path(path)):
        if locked.is_dir() and not locked.is_symlink():
            locked.chmod(0o700)
    if remove in {os.unlink, os.rmdir}:
        remove(path)
    else:
        shutil.rmtree(path)
