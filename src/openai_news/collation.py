"""Alphabetical order and equality of words as a reader sees them (RULES T24)."""

import re
import unicodedata
from functools import lru_cache

from openai_news.patterns import late

SortKey = tuple[bool, str, tuple[str, ...], str]

# Letters that Unicode does not take apart into a base and an accent.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"}
)
_NOT_WORD = re.compile(r"[\W_]+")
_WITHIN_TERM = late(r"[\s_'’‘ʼ`´\u2010-\u2015\u00ad\u200b-\u200d\u2060\ufeff-]+")


def sort_key(text: str, lang: str) -> SortKey:
    """Return the place of `text` in a list: by letters, then accents (last first in fr-CA), then case."""
    letters = _letters(text)
    base = _base(letters)
    accents = _accents(letters)
    if lang.lower() == "fr-ca":
        accents = accents[::-1]
    return "a" <= base[:1] <= "z", base, accents, text.swapcase()


def initial(text: str) -> str:
    """Return the heading of `text` in an index: É stands under E, digits and the rest under #."""
    first = _base(_letters(text))[:1]
    return first.upper() if "a" <= first <= "z" else "#"


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return `text` without what spellings of one term vary in: case, accents, hyphens, spaces."""
    letters = _letters(unicodedata.normalize("NFKC", text))
    kept = _without_accents(letters)
    return _WITHIN_TERM.sub("", kept) or kept


def _letters(text: str) -> str:
    """Return `text` in small letters of one form, accents apart."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFKD", folded)


def _without_accents(letters: str) -> str:
    if letters.isascii():
        return letters
    return "".join(c for c in letters if not unicodedata.combining(c))


def _base(letters: str) -> str:
    return _NOT_WORD.sub(" ", _without_accents(letters)).strip()


def _accents(letters: str) -> tuple[str, ...]:
    """Return the accents over each letter, '' for none."""
    found: list[str] = []
    for character in letters:
        if unicodedata.combining(character):
            found[-1:] = [found[-1] + character] if found else [character]
        else:
            found.append("")
    return tuple(found)
