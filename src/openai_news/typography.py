"""Typography on final text: the only door to the rules of a language, for HTML and for plain text.

HTML is taken apart into texts and tags; the texts go through the rules as one string in which a
character stands for each tag, so that a rule sees a paragraph whole (RULES T12); the tags come back as
they were.
"""

import re
from functools import lru_cache
from html import unescape
from itertools import chain
from typing import NamedTuple

from openai_news.patterns import late
from openai_news.typography_french import (
    BLOCK,
    HOUSES,
    LINE,
    OBJECT,
    TAG,
    has_stray_quotes,
    rules,
)

_SEEN_THROUGH = frozenset(
    """a abbr acronym b bdi bdo big cite del dfn em font i ins label mark q rp rt ruby s small span
    strike strong sub sup time tt u wbr""".split()  # noqa: SIM905 (a line of names)
)
_VERBATIM = frozenset(
    "code kbd math pre samp svg var CODE KBD MATH PRE SAMP SVG VAR".split()  # noqa: SIM905
)
_RAW = frozenset("script style textarea SCRIPT STYLE TEXTAREA".split())  # noqa: SIM905
_AS_A_WORD = frozenset(
    """audio button canvas code iframe img input kbd math meter object picture samp select svg
    textarea var video""".split()  # noqa: SIM905
)
_VOID = frozenset("area br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
_SETS_APART = ("lang", "LANG", "notypo", "translate", "TRANSLATE")

# What is never closed goes on to the end, so that no input takes more than one pass. Each pattern
# begins with one character or one set of them: five times as fast as one that begins with a choice.
_IN_TAG = r"""
    (?:/?+([a-zA-Z][^\s/>]*+)[^>"']*+(?:"[^"]*+(?:"|\Z)[^>"']*+|'[^']*+(?:'|\Z)[^>"']*+)*+
    | !--.*?(?:--(?=>)|\Z) | [!?][^>]*+)>?"""
_TAG = late(f"(<{_IN_TAG})", re.VERBOSE | re.DOTALL)
_TAG_OR_MORE = late(
    rf"""([<\x02\x03\x05-\x08\x0e](?:
    (?<=<)(?i:script\b.*?(?:</script|\Z)|style\b.*?(?:</style|\Z)|textarea\b.*?(?:</textarea|\Z))[^>]*+>?
    | (?<=<){_IN_TAG}
    | (?<=\x02)[^\x03]*+\x03?
    | (?<=[\x03\x05-\x08\x0e])
    ))""",
    re.VERBOSE | re.DOTALL,
)
# Ordinary HTML, where `<` and `>` stand in tags alone, is taken apart at half the cost: a search that
# begins with one sign is quick, so that marks get that sign too.
_SIMPLE_TAG = re.compile(
    r"""(<(?:/?[a-zA-Z][^<>"'\x02\x03]*+(?:"[^<>"\x02\x03]*+"[^<>"'\x02\x03]*+)*+>"""
    r"""|\x02[^<>\x02\x03]*+\x03))"""
)
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
_MARKS = "\x02\x03\x05\x06\x07\x08\x0e"
_LANG = late(r"""\slang\s*=\s*["']?([\w-]*)""", re.IGNORECASE)
_NO_TYPOGRAPHY = late(
    r"""\sclass\s*=\s*(?:"[^"]*\bnotypo\b|'[^']*\bnotypo\b|notypo\b)|\stranslate\s*=\s*["']?no\b""",
    re.IGNORECASE,
)
_ENTITY = late(
    r"&(?:nbsp|thinsp|quot|apos|laquo|raquo|[lr][sd]quo|hellip|[nm]dash|euro"
    r"|\#0*(?:34|39|160|171|187|8201|8239)|\#[xX]0*(?:22|27|[aA]0|[aA][bB]|[bB][bB]|2009|202[fF]));"
)
_SHAPE = bytes(ord(" " if chr(sign) in f" \t\n\r\v\f{LINE}{BLOCK}" else "x") for sign in range(256))
_LINK = "\x0e"
_STAND_INS = "\x05\x06\x07\x08\x0e"
_URL = late(r"(?:https?://|ftp://|www\.)[^\s<>\"«»\x02-\x08\x0e]*[^\s<>\"«»\x02-\x08\x0e.,;:!?)'’…]")
_STANDS_FOR_TAG = re.compile(r"[\x05-\x08]")
_QUOTE_IN_TEXT = late(r"(?:\A|>)[^<>\"]*\"|&(?:quot|#34|#x22);")


class Typeset(NamedTuple):
    """HTML as it is shown, and the number of its words."""

    html: str
    words: int


class _Cut(NamedTuple):
    """HTML as texts, the tags between them, and their names (none for a comment or a mark)."""

    texts: list[str]
    tags: list[str]
    names: list[str | None]


def typeset(html: str, lang: str) -> str:
    """Return HTML with the typography of `lang`: the text of its French parts changes (RULES T1-T12)."""
    if not _country(lang) and "lang" not in html:
        return html
    return set_type(html, lang).html


def set_type(html: str, lang: str) -> Typeset:
    """Return HTML with the typography of `lang`, and how many words it holds."""
    cut = _cut(html, lang)
    flat, country = _flat(cut), _country(lang)
    if not country:
        return Typeset(_woven(cut.texts, cut.tags), _words(flat))
    flat = _apply(flat, country)
    words = _words(flat)
    for sign in (OBJECT, LINE, BLOCK):
        flat = flat.replace(sign, TAG)
    return Typeset(_woven(flat.split(TAG), cut.tags), words)


def _words(flat: str) -> int:
    """Count what stands between plain spaces: no-break ones have bound lone signs to their words by now."""
    shape = flat.encode().translate(_SHAPE, TAG.encode())
    return (b" " + shape).count(b" x")


@lru_cache(maxsize=4096)
def typeset_text(text: str, lang: str) -> str:
    """Return plain text (a title, a label) with the typography of `lang` (RULES T16)."""
    country = _country(lang)
    if not country or _STANDS_FOR_TAG.search(text):
        return text
    return _apply(text, country)


def unpaired(html: str, lang: str) -> bool:
    """Tell whether straight quotes without a partner stay as typed in French `html` (RULES T8)."""
    if not _country(lang) or not _QUOTE_IN_TEXT.search(html):
        return False
    return has_stray_quotes(_flat(_cut(html, lang)))


@lru_cache(maxsize=64)
def _country(lang: str) -> str:
    """Return whose spaces `lang` follows, a key of HOUSES; '' for what is not French (RULES T3)."""
    tag = lang.lower().replace("_", "-")
    if tag.partition("-")[0] != "fr":
        return ""
    return tag if tag in HOUSES else "fr"


def _apply(flat: str, country: str) -> str:
    addresses = _URL.findall(flat) if "://" in flat or "www." in flat else []
    if addresses:
        if _LINK in flat:
            return flat
        flat = _URL.sub(_LINK, flat)
    for trigger, rule in rules(country):
        if trigger in flat:
            flat = rule(flat)
    if addresses:
        flat = "".join(chain(*zip(flat.split(_LINK), [*addresses, ""], strict=True)))
    return flat


# --- taking HTML apart, and putting it together


def _cut(html: str, lang: str) -> _Cut:
    cut = _cut_simply(html) or _cut_with_care(html)
    return _with_subtrees_whole(cut, lang) if _has_subtrees(cut) else cut


def _cut_simply(html: str) -> _Cut | None:
    """Take ordinary HTML apart; None when a sign of a tag stands anywhere else."""
    marks = html.count("\x02")
    parts = _SIMPLE_TAG.split(html.replace("\x02", "<\x02") if marks else html)
    tags = [tag.removeprefix("<") if tag[1] == "\x02" else tag for tag in parts[1::2]]
    if not html.count("<") + marks == len(tags) == html.count(">") + html.count("\x03"):
        return None
    names = list(map(_name, tags))
    if any(sign in html for sign in _STAND_INS) or not _RAW.isdisjoint(names):
        return None
    return _Cut(parts[::2], tags, names)


@lru_cache(maxsize=1024)
def _name(tag: str) -> str | None:
    found = _NAME.match(tag)
    return found[1] if found else None


def _cut_with_care(html: str) -> _Cut:
    parts = _TAG.split(html)
    if any(mark in html for mark in _MARKS) or not _RAW.isdisjoint(parts[2::3]):
        parts = _TAG_OR_MORE.split(html)
    return _Cut(parts[::3], parts[1::3], parts[2::3])


def _woven(texts: list[str], tags: list[str]) -> str:
    return "".join(chain(*zip(texts, [*tags, ""], strict=True)))


def _flat(cut: _Cut) -> str:
    flat = "".join(chain(*zip(cut.texts, [*map(_sign, cut.names), ""], strict=True)))
    return _ENTITY.sub(lambda found: unescape(found[0]), flat) if "&" in flat else flat


@lru_cache(maxsize=256)
def _sign(name: str | None) -> str:
    """Return the character that stands for a tag."""
    name = name and name.lower()
    if name is None or name in _SEEN_THROUGH:
        return TAG
    if name == "br":
        return LINE
    if name in _AS_A_WORD:
        return OBJECT
    return BLOCK


# --- parts that are not in the language around them


def _has_subtrees(cut: _Cut) -> bool:
    """Tell fast, with false alarms, whether a part is code or in another language."""
    if not _VERBATIM.isdisjoint(cut.names):
        return True
    tags = "".join(cut.tags)
    return any(word in tags for word in _SETS_APART)


def _with_subtrees_whole(cut: _Cut, lang: str) -> _Cut:
    """Return `cut` where each part that is code or in another language counts as one tag."""
    texts, tags, names = [cut.texts[0]], list[str](), list[str | None]()
    closings = _closings(cut)
    at = 0
    while at < len(cut.tags):
        tag, name = cut.tags[at], cut.names[at]
        own = _language_inside(tag, name, lang)
        end = at if own is None else closings.get(at, at)
        if end > at:
            inner = _woven(cut.texts[at + 1 : end + 1], cut.tags[at + 1 : end])
            tag = f"{tag}{typeset(inner, own) if own else inner}{cut.tags[end]}"
            name = "object" if _sign(name) in {TAG, OBJECT} else name
        tags.append(tag)
        names.append(name)
        texts.append(cut.texts[end + 1])
        at = end + 1
    return _Cut(texts, tags, names)


def _language_inside(tag: str, name: str | None, lang: str) -> str | None:
    """Return the language that starts at `tag`, '' for text to leave alone, None if nothing changes."""
    if name is None or tag.startswith("</") or name.lower() in _VOID:
        return None
    if name in _VERBATIM or _NO_TYPOGRAPHY.search(tag):
        return ""
    found = _LANG.search(tag)
    return found[1] if found and _country(found[1]) != _country(lang) else None


def _closings(cut: _Cut) -> dict[int, int]:
    """Return for each tag that opens an element the index of the one that closes it."""
    opened: dict[str, list[int]] = {}
    found: dict[int, int] = {}
    for index, (tag, name) in enumerate(zip(cut.tags, cut.names, strict=True)):
        if name is None:
            continue
        if not tag.startswith("</"):
            opened.setdefault(name, []).append(index)
        elif opened.get(name):
            found[opened[name].pop()] = index
    return found
