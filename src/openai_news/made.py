"""What became of a subject: its pages as they were made, what it read, what it reported."""

from openai_news.disk import Stat
from openai_news.model import Problem, Stage, Subject, Value

RESTORED = "restored"  # why a page is written: its file was lost, or changed by others


class Row(Value, frozen=True):
    """One page as made: its key (recipe and view), its bytes' digest, and why it was written ('' if not)."""

    path: str
    stage: Stage
    recipe: str
    view: str
    parts: bytes
    digest: str
    staged: str = ""
    stat: Stat | None = None
    reason: str = ""


class Made(Value, frozen=True):
    """What became of one subject; one that is gone has neither pages nor reads."""

    subject: Subject
    rows: tuple[Row, ...] = ()
    reads: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()
