"""Why a YAML text cannot be read: told in an editor's terms, with the line put right (RULES E4)."""

import json
from collections.abc import Callable, Iterator

from openai_news.model import Place, Problem, Value
from openai_news.patterns import late

_ENTRY = late(r"(?P<head>\s*(?:-\s+)?[^\s\"'\[{#-][^:]*?\s*:[ \t]+)(?P<value>\S.*?)[ \t]*$")
_ITEM = late(r"(?P<head>\s*-\s+)(?P<value>\S.*?)[ \t]*$")
_KEY = late(r"(?P<indent> *)(?P<dash>(?:- +)*)[^\s\"'\[{#:-][^:]*?\s*:(?:\s|$)")
_GLUED = late(r"\s*(?:- +)?[\w-]+[ \t\u00a0\u202f]*:(?P<space>[\u00a0\u202f\u2000-\u200a\u3000]*)(?=\S)")
_BLOCK = late(r"[|>][-+\d]*(?:\s+#.*)?$")
_COLON = late(r":(?=\s|$)")
_TAB = late(r"[ ]*\t")
_QUOTED = {'"': late(r'"(?:[^"\\]|\\.)*"'), "'": late(r"'(?:[^']|'')*'")}
_BAD_ESCAPE = late(
    r"\\(?![0abt\tnvfre \"/\\N_LP]|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U00(?:0[\da-fA-F]|10)[\da-fA-F]{4}|$)"
)
_HALF = late(r"(?<!\\)(?:\\\\)*\\(?:u|U0000)([dD][89a-fA-F][\da-fA-F]{2})")
_CLOSED_BY = {"[": "]", "{": "}"}
_FIRST_SIGNS = frozenset("@%`,]}|>")


def quote(text: str) -> str:
    """Return `text` as a YAML scalar in quotes, the plainest ones that hold it."""
    if "\\" not in text and '"' not in text and text.isprintable():
        return f'"{text}"'
    if "'" not in text and text.replace("\u00a0", "").replace("\u202f", "").isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


def requoted(line: str, start: int) -> str:
    """Return a line with its value from `start` on in quotes; '' where more stands on it."""
    head, written = line[:start], line[start:].strip()
    alone = head.rstrip().endswith((":", "-")) and not set("[{<") & set(head)
    return head + quote(written) if alone and written else ""


def diagnose(text: str, place: Place) -> Problem:
    """Name the first known trap up to `place`, where the parser gave up; E110 if it is another one."""
    lines = text.split("\n")
    for number in _structural(lines, place.line):
        for trap in _TRAPS:
            if found := trap(_Line(lines[number], lines[number - 1], _next(lines, number))):
                spot = Place(place.path, number + 1, found.column)
                return Problem(found.code, spot, found.values, width=found.width)
    return _misplaced(lines, place)


class _Line(Value, frozen=True):
    """A line that says something, the line before it, and the next one that says something."""

    text: str
    previous: str
    following: str

    @property
    def parts(self) -> tuple[str, str]:
        """Split what stands before a value, and the value."""
        match = _ENTRY.match(self.text) or _ITEM.match(self.text)
        return (match["head"], match["value"]) if match else (self.text, "")


class _Found(Value, frozen=True):
    """A trap in a line, at a column counted from 1."""

    code: str
    column: int
    values: dict[str, str]
    width: int = 1


def _structural(lines: list[str], last: int) -> Iterator[int]:
    """Yield the lines up to `last` that are neither empty, nor comments, nor inside a block of text."""
    block_indent = -1
    for number, line in enumerate(lines[:last]):
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip() or line.startswith("---") or line.lstrip().startswith("#"):
            continue
        if block_indent >= 0 and indent > block_indent:
            continue
        match = _ENTRY.match(line)
        block_indent = indent if match and _BLOCK.match(match["value"]) else -1
        yield number


def _next(lines: list[str], number: int) -> str:
    return next((line for line in lines[number + 1 :] if line.strip()), "")


# --- traps: each looks at one line


def _conflict(line: _Line) -> _Found | None:
    if not line.text.startswith("<<<<<<< "):
        return None
    return _Found("E209", 1, {}, len(line.text))


def _tab(line: _Line) -> _Found | None:
    match = _TAB.match(line.text)
    if not match:
        return None
    inside = line.previous.rstrip().endswith(":") or line.previous[:1] in {"\t", " "}
    fixed = line.text.replace("\t", "  ") if inside else line.text.strip()
    return _Found("E117", match.end(), {"fixed": fixed})


def _glued(line: _Line) -> _Found | None:
    """A key whose colon is followed by no space, or by one that YAML does not know."""
    match = _GLUED.match(line.text)
    if not match:
        return None
    start = match.start("space")
    key, value = line.text[:start], line.text[match.end() :]
    values = {"reason": "nbsp" if match["space"] else "space", "fixed": f"{key} {value}"}
    return _Found("E118", start + 1, values)


def _quoted(line: _Line) -> _Found | None:
    head, value = line.parts
    pattern = _QUOTED.get(value[:1])
    if not pattern:
        return None
    match = pattern.match(value)
    if not match:
        return _unclosed(line, head, value)
    rest = value[match.end() :].strip()
    if rest and not rest.startswith("#"):
        column = len(head) + value.index(rest, match.end()) + 1
        return _Found("E115", column, {"fixed": head + quote(_inner(value, match.end()))}, 0)
    return _escape(head, match[0]) if value[0] == '"' else None


def _escape(head: str, quoted: str) -> _Found | None:
    """An escape that means nothing, or half a pair of surrogates, as JSON writes an emoji."""
    if half := _HALF.search(quoted):
        return _Found("E112", len(head) + 1, {"point": f"U+{half[1].upper()}"}, 0)
    escape = _BAD_ESCAPE.search(quoted)
    if not escape:
        return None
    values = {"sign": quoted[escape.start() :][:2], "fixed": head + quote(quoted[1:-1])}
    return _Found("E126", len(head) + escape.start() + 1, values, 2)


def _inner(value: str, end: int) -> str:
    """Return the text meant: `'L'affaire'` is `L'affaire`, but `"Citation" de X` keeps its quotes."""
    sign = value[0]
    around = value[end - 2], value[end : end + 1]
    opens_again = around[0].isspace() or (around[0].isalnum() and around[1].isalnum())
    return value[1:-1] if value.endswith(sign) and opens_again else value


def _unclosed(line: _Line, head: str, value: str) -> _Found | None:
    if line.following and not _KEY.match(line.following) and not line.following.startswith("---"):
        return None
    return _Found("E116", len(head) + 1, {"sign": value[0], "fixed": head + quote(value[1:])}, 0)


def _bracket(line: _Line) -> _Found | None:
    """A list or mapping on one line that does not end, or a text that begins like one."""
    head, value = line.parts
    closing = _CLOSED_BY.get(value[:1])
    if not closing:
        return None
    end = value.rfind(closing)
    rest = value[end + 1 :].strip()
    if end < 0 and (not line.following or _KEY.match(line.following)):
        values = {"reason": "bracket", "sign": value[0], "fixed": f"{head}{value}{closing}"}
        return _Found("E116", len(head) + 1, values, 0)
    if end < 0 or not rest or rest.startswith("#"):
        return None
    return _first_sign(head, value)


def _sign(line: _Line) -> _Found | None:
    head, value = line.parts
    if not value or _BLOCK.match(value):
        return None
    if value[0] in _FIRST_SIGNS or value[:2] in {"- ", "? "} or value[0] in "*&":
        return _first_sign(head, value)
    return None


def _first_sign(head: str, value: str) -> _Found:
    values = {"sign": value[0], "fixed": head + quote(value)}
    return _Found("E114", len(head) + 1, values, 0)


def _colon(line: _Line) -> _Found | None:
    """A colon inside a text without quotes: the commonest slip of French editors."""
    match = _ENTRY.match(line.text)
    if not match or match["value"][0] in "\"'[{":
        return None
    colon = _COLON.search(match["value"])
    if not colon:
        return None
    column = len(match["head"]) + colon.start() + 1
    return _Found("E101", column, {"fixed": match["head"] + quote(match["value"])})


_TRAPS: tuple[Callable[[_Line], _Found | None], ...] = (
    _conflict,
    _tab,
    _glued,
    _quoted,
    _bracket,
    _sign,
    _colon,
)


# --- what no single line shows


def _misplaced(lines: list[str], place: Place) -> Problem:
    """Compare indentations: a key set in or out, a line that is no key, or anything else."""
    structural = list(_structural(lines, min(place.line, len(lines))))
    keys = [number for number in structural if _KEY.match(lines[number])]
    for number in structural:
        if not _KEY.match(lines[number]) and _stands_alone(lines[number]):
            values = {"line": lines[number].strip()}
            if number and not lines[number - 1].strip():
                values = {"reason": "end", "line": str(number)}
                return Problem("E109", Place(place.path, number, 1), values, width=0)
            return Problem("E119", Place(place.path, number + 1, 1), values, width=0)
    if keys and (indent := _indent(lines[keys[0]])) != _indent(lines[keys[-1]]):
        line = lines[keys[-1]]
        values = {"fixed": " " * indent + line.strip()}
        return Problem("E120", Place(place.path, keys[-1] + 1, _indent(line) + 1), values, width=0)
    return Problem("E110", place)


def _stands_alone(line: str) -> bool:
    return line[:1] not in {" ", "-", "[", "]", "{", "}", "?", ":", '"', "'"}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
