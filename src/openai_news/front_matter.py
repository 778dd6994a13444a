"""Source -> Header: the front matter of one file, typed by our own table, with a place for every problem."""

import re

from openai_news import bidi
from openai_news.config import Config
from openai_news.errors import with_excerpt
from openai_news.front_matter_fields import type_header
from openai_news.model import FrontMatter, Place, Problem, Source, Value
from openai_news.patterns import late
from openai_news.yaml_nodes import SAFE

_OPENING = re.compile(r"(?:[ \t]*\n)*---[ \t]*(?:\n|\Z)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_ORDINARY = re.compile("[\t\n -~\u00a0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
_RULE = late(r"[-–—~=_*.]{1,9}[ \t]*")


class Header(Value, frozen=True):
    """A file taken apart: its typed front matter, if it can be typed, its body, and what is wrong.

    `body_line` is the line of the file on which the body begins, counted from 1.
    """

    front_matter: FrontMatter | None
    body: str
    body_line: int
    problems: tuple[Problem, ...] = ()


def read(source: Source, config: Config) -> Header:
    """Read the front matter of a file; never raises, whatever the file holds (E1xx, E209)."""
    text, path = source.text, f"content/{source.path}"
    opening = _OPENING.match(text)
    closing = opening and _CLOSING.search(text, opening.end())
    safe, problems = _unsafe(text, closing.start() if closing else 0, path)
    if not opening or not closing:
        problems = problems or [_no_end(text, path) if opening else _no_start(text, path)]
        return Header(None, text, 1, _shown(problems, text))
    front = None
    if safe >= closing.start():
        front, found = type_header(source.path, text[: closing.start()], config)
        problems += found
    body_line = text.count("\n", 0, closing.end()) + 1
    return Header(front, text[closing.end() :], body_line, _shown(problems, text))


def header_span(text: str) -> tuple[int, int] | None:
    """Return where the lines between the two rules begin and end; None where there is no header."""
    opening = _OPENING.match(text)
    closing = opening and _CLOSING.search(text, opening.end())
    return (opening.end(), closing.start()) if opening and closing else None


def _shown(problems: list[Problem], text: str) -> tuple[Problem, ...]:
    problems.sort(key=lambda problem: problem.place)
    return tuple(with_excerpt(problem, text) for problem in problems)


# --- the file around its header


def _unsafe(text: str, end: int, path: str) -> tuple[int, list[Problem]]:
    """Return how far the text can be carried by XML (row 13), and what is wrong up to there.

    In the header, which ends at `end`, no line may be turned by an unseen control (row 32).
    """
    ordinary = _ORDINARY.match(text)
    if ordinary and ordinary.end() == len(text):
        return len(text), []
    match = SAFE.match(text)
    assert match
    problems = [] if match.end() == len(text) else [_forbidden(text, match.end(), path)]
    for number, line in enumerate(text[:end].split("\n"), 1):
        if (opener := bidi.unclosed(line)) >= 0:
            values = {"name": f"U+{ord(line[opener]):04X}"}
            problems.append(Problem("E205", Place(path, number, opener + 1), values))
    return match.end(), problems


def _forbidden(text: str, position: int, path: str) -> Problem:
    before = text[:position]
    place = Place(path, before.count("\n") + 1, position - before.rfind("\n"))
    return Problem("E112", place, {"point": f"U+{ord(text[position]):04X}"})


def _no_start(text: str, path: str) -> Problem:
    """Say why there is no front matter at all: TOML, a rule of another length, or nothing (row 10)."""
    first = next((number for number, line in enumerate(text.split("\n")) if line.strip()), 0)
    line = text.split("\n")[first]
    rule = "opening" if _RULE.fullmatch(line) else "none"
    reason = "toml" if line.startswith("+++") else rule
    return Problem("E109", Place(path, first + 1, 1), {"reason": reason}, width=0)


def _no_end(text: str, path: str) -> Problem:
    """Name the line that looks like the end of the front matter, or after which it belongs (row 10)."""
    lines = text.split("\n")
    start = next(number for number, line in enumerate(lines, 1) if line.startswith("---"))
    ends = (n for n, line in enumerate(lines[start:], start + 1) if _ends_header(line))
    values = {"reason": "end", "line": str(next(ends, len(lines) + 1))}
    return Problem("E109", Place(path, start, 1), values, width=0)


def _ends_header(line: str) -> bool:
    return not line.strip() or bool(_RULE.fullmatch(line))
