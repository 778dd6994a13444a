"""Slugs: the last part of an address, from a text before typography, and the test of a written one.

A slug is ASCII: an address with accents is percent-encoded when copied, spelt in two ways (NFC, NFD) by
file systems and imitated in other scripts. The title already says the word with its accents.
"""

import unicodedata
from functools import lru_cache

from openai_news.patterns import late

MAX_DERIVED = 80  # characters, of which each is a byte
MAX_WRITTEN = 200  # leaves room for a suffix below the 255 bytes of file systems

# RULES T25; a comma is a decimal sign or a pause, which python-slugify drops between digits.
_REPLACEMENTS = [
    *((character, " ") for character in "’‘ʼ'`´\xa0\u202f,"),
    *((numero, " numero ") for numero in ("n°", "N°", "nº", "Nº", "№")),
    ("œ", "oe"),
    ("Œ", "oe"),
    ("æ", "ae"),
    ("Æ", "ae"),
    ("€", " euros "),
    ("%", " pourcent "),
]
_SLUG = late(r"[A-Za-z0-9]+(?:[-_.]+[A-Za-z0-9]+)*")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))]
)
# Devices on Windows, whatever follows the first dot (RELIABILITY 6, row 20).
_DEVICE = late(r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)")


@lru_cache(maxsize=4096)
def slugify(text: str) -> str:
    """Return `text` as ASCII of at most 80 bytes, cut at a word; '' if nothing is left (RULES T25)."""
    from slugify import slugify as library_slugify

    return library_slugify(
        unicodedata.normalize("NFC", text),
        entities=False,
        decimal=False,
        hexadecimal=False,
        max_length=MAX_DERIVED,
        word_boundary=True,
        save_order=True,
        replacements=_REPLACEMENTS,
        replacement_stage="pre",
        backend="text-unidecode",  # the default depends on whether Unidecode is installed
        algorithm="modern",
    )


def is_device(slug: str) -> bool:
    """Tell whether a derived slug is a name that Windows keeps for a device."""
    return slug in _DEVICES


def is_slug(text: str) -> bool:
    """Tell whether a written slug is one portable part of a path, of at most 200 bytes."""
    return (
        len(text) <= MAX_WRITTEN
        and _SLUG.fullmatch(text) is not None
        and ".." not in text
        and _DEVICE.match(text) is None
    )
