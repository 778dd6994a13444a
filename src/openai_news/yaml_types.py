"""What a YAML text says: texts, lists and mappings, each with its place."""

from openai_news.model import Place, Problem, Value
from openai_news.patterns import late

SAFE = late("[\t\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")  # XML 1.0, less U+2028

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Scalar(Value, frozen=True):
    """A text as written; `width` is 0 when it goes beyond its line."""

    text: str
    line: int
    column: int
    width: int = 0
    plain: bool = True

    @property
    def is_null(self) -> bool:
        """Say whether nothing was written: no value, `~` or `null` without quotes, or an empty text."""
        return not self.text or (self.plain and self.text in _NULLS)


class Sequence(Value, frozen=True):
    """A YAML sequence."""

    items: tuple["Node", ...]
    line: int
    column: int
    width: int = 0


class Mapping(Value, frozen=True):
    """A YAML mapping in the order written; no key stands in it twice."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    line: int
    column: int
    width: int = 0


Node = Scalar | Sequence | Mapping


class Bounds(Value, frozen=True):
    """How much one document may hold: characters, values, characters of a value, levels of nesting."""

    characters: int = 65_000
    nodes: int = 5_000
    text: int = 4_000
    depth: int = 8


class Document(Value, frozen=True):
    """What a text says, as far as it can be read, and what is wrong with it."""

    root: Node | None
    problems: tuple[Problem, ...] = ()


def problem_at(code: str, path: str, node: Node, **values: str) -> Problem:
    """Return an error that stands at a node."""
    return Problem(code, Place(path, node.line, node.column), values, width=node.width)


def beyond(reason: str, limit: int, place: Place) -> Problem:
    """Return that a text holds more than one document may."""
    return Problem("E108", place, {"reason": reason, "limit": str(limit)}, width=0)
