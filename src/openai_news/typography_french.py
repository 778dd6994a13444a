"""The rules of French typography, on a flat text in which one character stands for each tag.

No space is inserted where the author typed none, save inside guillemets that replace straight quotes.
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from openai_news.patterns import late

# What stands for a tag: TAG is seen through (`<em>`), OBJECT is as a word (`<code>`, a picture), LINE
# ends a line (`<br>`), BLOCK a paragraph. XML, and so our content, cannot carry these characters.
TAG, OBJECT, LINE, BLOCK = "\x05", "\x06", "\x07", "\x08"

NBSP, THIN = "\xa0", "\u202f"
_SPACES = " \t\n\r\xa0\u2009\u202f"
_SPACE = f"[{_SPACES}]"
_LOOSE_SIGNS = _SPACES + TAG
_LOOSE = f"[{_LOOSE_SIGNS}]"
_GAP = f"({TAG}*+{_SPACE}{_LOOSE}*+)"

Rule = tuple[str, Callable[[str], str]]


class House(NamedTuple):
    """The spaces of one country; an empty one takes away what the author typed."""

    high: str = THIN
    colon: str = THIN
    guillemet: str = THIN
    thousands: str = THIN


# RULES T1, T2, T3.
HOUSES = {
    "fr": House(colon=NBSP),
    "fr-ca": House(high="", colon=NBSP, guillemet=NBSP, thousands=NBSP),
    "fr-ch": House(),
}


@cache
def rules(country: str) -> tuple[Rule, ...]:
    """Return the rules of a key of HOUSES in order, each with a text without which it has no work."""
    house = HOUSES[country]
    return (
        ("...", _ellipsis),
        ('"', lambda flat: pair_quotes(flat, house.guillemet)),
        ("'", _apostrophe),
        ("’", _elision),
        ("«", _after("«", house.guillemet)),
        ("(", _after("(", "")),
        ("", _before_signs(house)),
        ("", _numbers(house.thousands)),
        *((initial, _titles(initial)) for initial in _initials()),
        *((sign, _numbered(sign)) for sign in ".°º"),
        ("–", _incises("–")),
        ("—", _incises("—")),
    )


def _respace(gap: str, space: str) -> str:
    """Return the tags of `gap` with one `space`, where its first white space was."""
    tags = gap.count(TAG)
    before = len(gap) - len(gap.lstrip(TAG)) if tags else 0
    return TAG * before + space + TAG * (tags - before)


def _any(words: Sequence[str]) -> str:
    """Return a pattern for any of `words`, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _units() -> dict[str, list[str]]:
    path = Path(__file__).parent / "locale" / "units.json"
    found: dict[str, list[str]] = json.loads(path.read_text("utf-8"))
    return found


# --- dots and apostrophes, RULES T6 and T7

_THREE_DOTS = late(r"(?<!\.)\.\.\.(?!\.)")
_APOSTROPHE = late(rf"'(?<=[^\W\d_]')(?={TAG}*+[\w«“{OBJECT}])")
_ELISION = re.compile(rf"’{_GAP}(?=«)")


def _ellipsis(flat: str) -> str:
    return _THREE_DOTS.sub("…", flat)


def _apostrophe(flat: str) -> str:
    return _APOSTROPHE.sub("’", flat)


def _elision(flat: str) -> str:
    return _ELISION.sub(lambda found: "’" + _respace(found[1], ""), flat)


# --- straight double quotes, RULES T8

_OPENERS = f"{_SPACES}{LINE}{OBJECT}([«“’'–—-/"
_MEASURE = late(r"[0-9]['’′]?\Z")
_STRAY = late(rf"(?<![0-9'’′])(?<![0-9]{TAG})\"")


def pair_quotes(flat: str, space: str) -> str:
    """Turn straight quotes into guillemets; leave a block in which one has no partner."""
    return BLOCK.join(_pair_block(block, space) if '"' in block else block for block in flat.split(BLOCK))


def has_stray_quotes(flat: str) -> bool:
    """Tell whether straight quotes stay that have no partner; inches and seconds do not count."""
    return _STRAY.search(pair_quotes(flat, THIN)) is not None


def _pair_block(block: str, space: str) -> str:
    texts = block.split('"')
    done = [texts[0]]
    opened = False
    for before, after in pairwise(texts):
        if opened:
            if not _may_close(before, after):
                return block
            done[-1:] = _quoted(done, before, space)
            opened = False
        elif _MEASURE.search(before):
            done.append('"')
        elif _may_open(before, first=len(done) == 1):
            opened = True
        else:
            return block
        done.append(after)
    return block if opened else "".join(done)


def _may_open(before: str, *, first: bool) -> bool:
    left = before.rstrip(TAG)[-1:]
    return left in _OPENERS if left else first


def _may_close(content: str, after: str) -> bool:
    right = after.lstrip(TAG)[:1]
    return (
        bool(content.strip(_SPACES + TAG))
        and not (right.isalnum() or right == OBJECT)
        and "«" not in content
        and "»" not in content
    )


def _quoted(done: Sequence[str], content: str, space: str) -> list[str]:
    """Return `content` between guillemets, or between “ ” when it stands inside guillemets."""
    outside = "".join(done[:-1])
    content = content.strip(_SPACES)
    if outside.count("«") > outside.count("»"):
        return ["“", content, "”"]
    return ["«", space, content, space, "»"]


# --- spaces beside signs, RULES T1 and T6

_END = rf"(?=[{_SPACES}{TAG}{LINE}{BLOCK}»”’\"]|\Z)"
_SIGN = re.compile(
    rf"([;:!?»,.…)%‰€])(?<={_LOOSE}.)"
    rf"(?:(?<=[!?])(?=[!?]*+(?:[)\],.…]|{_END}))|(?<=[;:]){_END}|(?<=»)"
    rf"|(?<=[,.…])(?=(?:\)|{_END})(?!{_LOOSE}*+[.…]))|(?<=\))|(?<=[%‰€])(?!\w))"
)
_NO_GAP_AFTER = f"{_SPACES}{LINE}{BLOCK}«(“["
_LOW = ",.…"
_NOT_BEFORE_LOW = ",.;:!?…–—-/*=+<>|&"


def _after(sign: str, space: str) -> Callable[[str], str]:
    pattern = re.compile(rf"{re.escape(sign)}{_GAP}(?!\))")
    return lambda flat: pattern.sub(lambda found: sign + _respace(found[1], space), flat)


def _before_signs(house: House) -> Callable[[str], str]:
    spaces = dict.fromkeys(";!?", house.high) | dict.fromkeys(_LOW + ")", "")
    spaces |= {":": house.colon, "»": house.guillemet} | dict.fromkeys("%‰€", NBSP)

    def put(flat: str) -> str:
        done, last = list[str](), 0
        for found in _SIGN.finditer(flat):
            start = _gap_start(flat, found.start())
            if start < 0 or (found[1] in _LOW and flat[start - 1] in _NOT_BEFORE_LOW):
                continue
            done += [flat[last:start], _respace(flat[start : found.start()], spaces[found[1]])]
            last = found.start()
        return "".join([*done, flat[last:]]) if done else flat

    return put


def _gap_start(flat: str, end: int) -> int:
    """Return where the white space before `end` begins that an author typed after a word, -1 for none."""
    start = end
    while start and flat[start - 1] in _LOOSE_SIGNS:
        start -= 1
    for at in range(max(start, 1), end):
        if flat[at] != TAG and flat[at - 1] not in _NO_GAP_AFTER:
            return at
    return -1


# --- numbers, RULES T2 and T5


def _numbers(thousands: str) -> Callable[[str], str]:
    units = _units()
    measures = frozenset(units["units"] + units["months"])
    groups = (  # up to the last digit, which may belong to a measure
        rf"(?<=[1-9])(?<![0-9.,][0-9])[0-9]{{0,2}}+(?:{_SPACE}[0-9]{{3}}(?={_SPACE}[0-9]{{3}}(?![0-9])))*+"
        rf"{_SPACE}[0-9]{{2}}(?=[0-9](?!{_SPACE}?[0-9]))"
    )
    measure = rf"{_GAP}(?=([%‰€$£¥°]?\w*+[€$]?+)(?!['’]))"
    number = re.compile(rf"([0-9](?:{TAG}*+er)?+)(?:{groups}|{measure})")
    followed = re.compile(
        rf"({NBSP}{TAG}*+(?:"
        rf"(?:{_any(units['months'])})(?={_LOOSE}++[12][0-9]{{3}}(?![0-9]))"
        rf"|h(?={_LOOSE}++[0-5][0-9](?![0-9]))"
        rf"|(?:{_any(units['money'])})(?={_LOOSE}++[€$£¥])"
        rf"|\$(?={_LOOSE}++(?:US|CA)\b)"
        rf")){_GAP}"
    )

    def space(found: re.Match[str]) -> str:
        if found[2] is None:
            return re.sub(_SPACE, thousands, found[0])
        return _bind(found) if found[3] in measures else found[0]

    def glue(flat: str) -> str:
        return followed.sub(_bind, number.sub(space, flat))

    return glue


def _bind(found: re.Match[str]) -> str:
    return found[1] + _respace(found[2], NBSP)


# --- names and numbered things, RULES T5: a pattern that begins with one sign costs next to nothing


def _initials() -> list[str]:
    return sorted({title[0] for title in _units()["titles"]})


def _titles(initial: str) -> Callable[[str], str]:
    rest = _any([title[1:] for title in _units()["titles"] if title.startswith(initial)])
    titled = re.compile(rf"({initial}(?:{rest})){_GAP}(?=[A-ZÀ-ÖØ-Þ]|d[e'’])")

    def bind(found: re.Match[str]) -> str:
        part_of_word = found.string[found.start() - 1 : found.start()].isalnum()
        return found[0] if part_of_word else _bind(found)

    return lambda flat: titled.sub(bind, flat)


def _numbered(sign: str) -> Callable[[str], str]:
    words = [word for word in _units()["numbered"] if word.endswith(sign)]
    before = "|".join(rf"(?<=\b{re.escape(word)})" for word in words)
    numbered = re.compile(rf"({re.escape(sign)}(?={_LOOSE}++[0-9])(?:{before})){_GAP}")
    return lambda flat: numbered.sub(_bind, flat)


# --- dashes around an incise, RULES T5


def _incises(dash: str) -> Callable[[str], str]:
    """Bind an opening dash to what follows, and a closing one of its sentence to what precedes."""
    content = rf"(?:[^–—{BLOCK}.!?…]|[.!?…](?![ \n]++[^–—]))*?"
    pattern = re.compile(
        rf"{dash}(?<![^{_SPACES}{TAG}{LINE}{BLOCK}(«]{dash}){_GAP}"
        rf"(?:({content}){_GAP}{dash}(?=[,;:.!?…)»]|{_END}))?"
    )

    def bind(found: re.Match[str]) -> str:
        opening = dash + _respace(found[1], NBSP)
        if found[2] is None:
            return opening
        return f"{opening}{found[2]}{_respace(found[3], NBSP)}{dash}"

    return lambda flat: pattern.sub(bind, flat)
