"""What stops a build, as exceptions that carry problems, and how a problem is shown.

    NewsError           a user can cause it and mend it
    ├── ContentError    1  content/ has errors
    ├── SiteError       2  usage, or site.yaml
    └── MachineError    3  disk, rights, lock

The number is the exit code of the command. Texts stand in locale/LANGUAGE/errors/, a file per family.
A problem whose values hold a `reason` is shown with the texts of `CODE.reason` where they exist.
"""

import json
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from openai_news.model import Problem, Severity

_LOCALE = Path(__file__).with_name("locale")
_TAB = "    "
_WIDTH = 100  # columns of a source line that are shown
_LEAD = 60  # of these, at most so many before the caret
_JOINERS = "\u200c\u200d\u00ad"  # without a width, and harmless


class NewsError(Exception):
    """Something that users can cause, told by `problems`."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(f"{_where(problem)}: {problem.code}" for problem in self.problems)


class ContentError(NewsError):
    """What an editor wrote is wrong."""


class SiteError(NewsError):
    """The command or the configuration is wrong."""

    exit_code = 2


class MachineError(NewsError):
    """The machine refused: disk, rights, lock."""

    exit_code = 3


# --- texts


class _Filled(dict[str, str]):
    """The values of a problem; a missing one shows its name instead of failing."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def text(problem: Problem, lang: str) -> str:
    """Return what is wrong, in the language `lang`."""
    return _fill(problem, "text", lang) or problem.code


def hint(problem: Problem, lang: str) -> str:
    """Return what to do about it, or an empty text."""
    return _fill(problem, "hint", lang)


def _fill(problem: Problem, part: str, lang: str) -> str:
    texts = _texts(_language(lang))
    reason = f"{problem.code}.{problem.values.get('reason', '')}"
    template = texts.get(reason, {}).get(part) or texts.get(problem.code, {}).get(part, "")
    return _visible(template.format_map(_Filled(problem.values)))


@lru_cache(maxsize=4)
def _texts(lang: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for family in sorted((_LOCALE / lang / "errors").glob("*.json")):
        found |= json.loads(family.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=4)
def _words(lang: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((_LOCALE / lang / "errors.json").read_text(encoding="utf-8"))
    return words


def _language(lang: str) -> str:
    """Return the language of our texts nearest to `lang`: `fr-CA` is shown `fr`, others `en`."""
    main = lang.partition("-")[0].lower()
    return main if (_LOCALE / main / "errors.json").is_file() else "en"


# --- shapes


def draw(problem: Problem, lang: str, *, colour: bool = False) -> str:
    """Return the problem as lines for people: place and text, the source line with a caret, a hint."""
    words = _words(_language(lang))
    severity = words[problem.severity]
    strong = "31" if problem.severity is Severity.ERROR else "33"
    where = _paint(f"{_where(problem)}:", "1", colour=colour)
    what = _paint(f"{severity}[{problem.code}]:", f"1;{strong}", colour=colour)
    lines = [f"{where} {what} {text(problem, lang)}"]
    if problem.excerpt and problem.place.line:
        lines += _draw_excerpt(problem, strong, colour=colour)
    if advice := hint(problem, lang):
        lines.append(f"{_paint(words['hint'], '1;36', colour=colour)} {advice}")
    return "\n".join(lines)


def draw_github(problem: Problem, lang: str) -> str:
    """Return the problem as a workflow command of GitHub Actions, which marks the line in a change."""
    place = problem.place
    spots = {"file": place.path, "line": str(place.line or ""), "col": str(place.column or "")}
    fields = {**spots, "title": problem.code}
    properties = ",".join(f"{name}={_property(value)}" for name, value in fields.items() if value)
    message = "\n".join(filter(None, (text(problem, lang), hint(problem, lang))))
    return f"::{problem.severity} {properties}::{_data(message)}"


def as_json(problem: Problem, lang: str) -> dict[str, str | int]:
    """Return the problem as plain data for programs."""
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "width": problem.width,
        "text": text(problem, lang),
        "hint": hint(problem, lang),
        "excerpt": problem.excerpt,
    }


def with_excerpt(problem: Problem, source: str) -> Problem:
    """Return the problem with its line of `source`; a width of 0 reaches to the line's end."""
    place = problem.place
    lines = source.split("\n")
    if not 0 < place.line <= len(lines):
        return problem
    excerpt = lines[place.line - 1]
    rest = len(excerpt.rstrip()) - place.column + 1
    width = max(1, min(problem.width or rest, rest))
    return msgspec.structs.replace(problem, excerpt=excerpt, width=width)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` is probably a slip of."""
    from difflib import get_close_matches

    found = get_close_matches(word, sorted(candidates), n=1, cutoff=0.75)
    return found[0] if found else None


# --- pieces


def _where(problem: Problem) -> str:
    place = problem.place
    numbers = [str(number) for number in (place.line, place.column) if number]
    return ":".join([_visible(place.path), *numbers])


def _draw_excerpt(problem: Problem, strong: str, *, colour: bool) -> list[str]:
    """Draw the source line, cut around the caret, and the caret, aligned whatever the characters."""
    start = max(problem.place.column - 1, 0)
    source = problem.excerpt
    before = _visible(source[:start])
    marked = _visible(source[start : start + problem.width])
    after = _visible(source[start + problem.width :])
    if len(before) > _LEAD:
        before = f"…{before[-_LEAD:]}"
    marked = _cut(marked, _WIDTH - len(before))
    after = _cut(after, _WIDTH - len(before) - len(marked))
    number = str(problem.place.line)
    gutter = " " * len(number)
    caret = "^" * max(columns(marked), 1)
    return [
        f"{gutter} |",
        f"{number} | {before}{marked}{after}".rstrip(),
        f"{gutter} | {' ' * columns(before)}{_paint(caret, '1;' + strong, colour=colour)}",
    ]


def _cut(shown: str, length: int) -> str:
    return shown if len(shown) <= length else f"{shown[: max(length - 1, 0)]}…"


def _paint(shown: str, style: str, *, colour: bool) -> str:
    return f"\x1b[{style}m{shown}\x1b[0m" if colour else shown


def _visible(written: str) -> str:
    """Return the text fit for a terminal: no character of it can move the cursor or turn the line."""
    if written.isprintable():
        return written
    return "".join(map(_visible_character, written))


def _visible_character(character: str) -> str:
    if character == "\t":
        return _TAB
    if character < " ":
        return chr(0x2400 + ord(character))
    if character.isprintable() or character in _JOINERS or unicodedata.category(character) == "Zs":
        return character
    return "\N{REPLACEMENT CHARACTER}"


def columns(shown: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(map(_columns_of, shown))


def _columns_of(character: str) -> int:
    if character in _JOINERS or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _data(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
