"""What became of a subject: its pages as they were made, what it read, what it reported."""

from typing import NamedTuple

from openai_news.catalogue import Span
from openai_news.disk import Stat
from openai_news.model import Problem, Stage, Subject, Value

RESTORED = "restored"  # why a page is written: its file was lost, or changed by others


class Shown(NamedTuple):
    """Where a view is kept, in bytes; a size of 0 says that it is not."""

    place: int
    size: int


NOWHERE = Shown(0, 0)


class Row(Value, frozen=True):
    """One page as made: its key (recipe and view), its bytes' digest, and why it was written ('' if not)."""

    path: str
    stage: Stage
    recipe: str
    view: str
    parts: bytes
    digest: str
    shown: Shown = NOWHERE
    staged: str = ""
    stat: Stat | None = None
    reason: str = ""


class Made(Value, frozen=True):
    """What became of one subject; one that is gone has neither pages nor reads.

    `same` says that it shows what it did, so that what was noted of its reads and problems stands.
    """

    subject: Subject
    rows: tuple[Row, ...] = ()
    reads: dict[str, Span] = {}
    problems: tuple[Problem, ...] = ()
    same: bool = False
