"""Where in its file a stretch of a body stands, and the problems that point there."""

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from html import unescape
from itertools import accumulate
from unicodedata import normalize

from openai_news.model import Place, Problem, Severity
from openai_news.patterns import late

FENCE = late(r"^(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$", re.MULTILINE)
TICKS = late(r"(?<!\\)`+")
INDENTED = late(r"\n\n((?: {4}[^\n]*\n?)+)")
WRITTEN_ADDRESS = late(
    r"\]\([ \t\n]*<?(?P<inline>(?:[^()\n>\"']|\([^()\n]*\))+)"
    r"|(?:href|src|action)\s*=\s*[\"']?(?P<attribute>[^\"'>]+)"
    r"|^ {0,3}\[[^\]\n]+\]:\s*<?(?P<named>[^\s>]+)|<(?P<auto>[^\s>]+)>",
    re.MULTILINE | re.IGNORECASE,
)
DISGUISE = late(r"[\x00-\x20\\\ufffd]")
CLUSTER = late("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
VISIBLE = late(r"[^\n]")


class Body:
    """The text of a body, composed (NFC), and the place of its first line in the file.

    `written` is what the file holds where that is another text: places are counted in it.
    """

    def __init__(self, text: str, start: Place, written: str = "") -> None:
        self.text = text
        self._written = written.split("\n") if written else []
        self._path = f"content/{start.path}"
        self._first_line = max(start.line, 1)
        self._cursors: dict[str, int] = {}
        self._link_cursor = 0
        self._rows: dict[int, tuple[list[int], list[int]]] = {}

    def place(self, offset: int) -> Place:
        """Give the place in the file of `offset`, counted in characters from the body's start."""
        row = bisect_right(self._line_starts, offset) - 1
        before = offset - self._line_starts[row]
        if self._written:
            composed, starts = self._clusters(row)
            before = starts[bisect_left(composed, before)]
        return Place(self._path, self._first_line + row, before + 1)

    def _clusters(self, row: int) -> tuple[list[int], list[int]]:
        """Return where the characters of a line begin with their accents: composed, and as written."""
        if row not in self._rows:
            clusters = list(CLUSTER.finditer(self._written[row]))
            lengths = (len(normalize("NFC", cluster[0])) for cluster in clusters)
            starts = [*(cluster.start() for cluster in clusters), len(self._written[row])]
            self._rows[row] = list(accumulate(lengths, initial=0)), starts
        return self._rows[row]

    def problem(self, code: str, offset: int, width: int = 1, **values: str) -> Problem:
        """Make an error that points at `offset`."""
        place = self.place(offset)
        excerpt = self._line(place, offset)
        width = max(1, min(width, len(excerpt) - place.column + 1))
        return Problem(code, place, values, excerpt=excerpt, width=width)

    def _line(self, place: Place, offset: int) -> str:
        """Return the line of a place, as the file has it."""
        if self._written:
            return self._written[place.line - self._first_line]
        end = self.text.find("\n", offset)
        return self.text[offset - place.column + 1 : end if end >= 0 else None]

    def warning(self, code: str, offset: int, width: int = 1, **values: str) -> Problem:
        """Make a warning that points at `offset`."""
        found = self.problem(code, offset, width, **values)
        return Problem(code, found.place, values, Severity.WARNING, excerpt=found.excerpt, width=found.width)

    def find(self, *spellings: str) -> int:
        """Find the next stretch written in one of these ways, outside code first, else 0."""
        for text in self._searched:
            for spelling in filter(None, spellings):
                key = spelling.lower()
                found = text.find(key, self._cursors.get(key, 0))
                if found >= 0:
                    self._cursors[key] = found + len(key)
                    return found
        return 0

    def find_link(self, address: str) -> int:
        """Find the address of the next `[words](address)`, written as it is; -1 if there is none."""
        found = self.text.find(f"]({address})", self._link_cursor)
        if found < 0:
            return -1
        self._link_cursor = found + 2 + len(address)
        return found + 2

    def find_address(self, address: str, *spellings: str) -> int:
        """Find an address also where it hides behind character references, escapes or blanks."""
        found = self.find(address, *spellings)
        if found or not address or self.text[: len(address)].lower() == address.lower():
            return found
        offsets = self._disguised.get(_undisguised(address))
        return offsets.pop() if offsets else 0

    @cached_property
    def _disguised(self) -> dict[str, list[int]]:
        """Where addresses stand, the last first, by what they are without their disguise."""
        found: dict[str, list[int]] = {}
        for match in reversed(list(WRITTEN_ADDRESS.finditer(self.without_code))):
            group = match.lastgroup or 0
            found.setdefault(_undisguised(match[group]), []).append(match.start(group))
        return found

    @cached_property
    def without_code(self) -> str:
        """The text with its code, fenced, indented or inline, blanked out."""
        return _blanked(self.without_fences, self._code)

    @cached_property
    def without_fences(self) -> str:
        """The text with its fenced code blanked out."""
        return _blanked(self.text, fences(self.text))

    @cached_property
    def _code(self) -> list[tuple[int, int]]:
        """Where code stands outside fences, indented or inline."""
        text = self.without_fences
        indented = [match.span(1) for match in INDENTED.finditer(text)]
        return sorted(indented + code_spans(_blanked(text, indented)))

    @cached_property
    def _searched(self) -> tuple[str, str]:
        lowered = self.text.lower()
        if len(lowered) != len(self.text):  # as for a capital dotted i
            lowered = self.text
        return _blanked(_blanked(lowered, fences(self.text)), self._code), lowered

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]


def _undisguised(address: str) -> str:
    return DISGUISE.sub("", unescape(address)).lower()


def fences(text: str) -> list[tuple[int, int]]:
    """Find the fenced blocks as (start, end); one that is never closed ends at -1."""
    found = []
    possible = ("`" in text and "```" in text) or ("~" in text and "~~~" in text)
    opening = FENCE.search(text) if possible else None
    while opening:
        mark = re.escape(opening[1])
        closing = re.compile(rf"^{mark} *$", re.MULTILINE).search(text, opening.end())
        found.append((opening.start(), closing.end() if closing else -1))
        opening = FENCE.search(text, closing.end()) if closing else None
    return found


def code_spans(text: str) -> list[tuple[int, int]]:
    """Find the inline code of each block as (start, end)."""
    if "`" not in text:
        return []
    found = []
    start = 0
    for block in text.split("\n\n"):
        if "`" in block:
            runs = [(m.start() + start, m.end() + start) for m in TICKS.finditer(block)]
            found += _paired(runs)
        start += len(block) + 2
    return found


def _paired(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pair each run of backticks with the next one of its length."""
    closing: dict[int, int] = {}
    after = [0] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        size = runs[index][1] - runs[index][0]
        after[index] = closing.get(size, -1)
        closing[size] = index
    pairs, index = [], 0
    while index < len(runs):
        if after[index] < 0:
            index += 1
            continue
        pairs.append((runs[index][0], runs[after[index]][1]))
        index = after[index] + 1
    return pairs


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    if not spans:
        return text
    parts, last = [], 0
    for start, end in spans:
        stop = len(text) if end < 0 else end
        parts += [text[last:start], VISIBLE.sub(" ", text[start:stop])]
        last = stop
    return "".join([*parts, text[last:]])
