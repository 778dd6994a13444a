"""What a command changes in content/: shown as a diff, then written whole, if nobody wrote meanwhile."""

import difflib
from pathlib import Path

from openai_news import disk
from openai_news.errors import ContentError, SiteError
from openai_news.model import Place, Problem, Value


class Change(Value, frozen=True):
    """A file of content/ before and after, with its own line ends; None is a file that is not there."""

    path: str
    old: str | None
    new: str | None

    def diff(self) -> str:
        """Return what changes, in the unified form."""
        name = f"content/{self.path}"
        lines = difflib.unified_diff(
            (self.old or "").splitlines(),
            (self.new or "").splitlines(),
            "/dev/null" if self.old is None else name,
            "/dev/null" if self.new is None else name,
            lineterm="",
        )
        return "\n".join(lines)


def read(content: Path, path: str) -> str:
    """Return a file as it is, byte order mark and line ends included.

    Raises:
        DiskProblem: it cannot be read, or is not UTF-8.
    """
    data, _ = disk.read(content, path)
    disk.decode(f"content/{path}", data)
    return data.decode("utf-8")


def verify(content: Path, change: Change) -> None:
    """See that a change still fits: what shall be new is not there yet, what shall change is as it was.

    Raises:
        SiteError: there is such a file already (E313).
        ContentError: the file is not what it was when the change was made (E642).
        DiskProblem: it cannot be read.
    """
    place = Place(f"content/{change.path}")
    if change.old is None:
        if (content / change.path).exists():
            raise SiteError([Problem("E313", place)])
    elif read(content, change.path) != change.old:
        raise ContentError([Problem("E642", place)])


def carry_out(content: Path, change: Change) -> None:
    """Put the new text in the file's place; raise as `verify` does, or DiskProblem."""
    verify(content, change)
    if change.old is None:
        disk.create(content / change.path, (change.new or "").encode())
    elif change.new is None:
        disk.remove(content / change.path)
    else:
        disk.replace(content / change.path, change.new)
