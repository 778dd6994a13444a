"""Rendered HTML made safe: each tag judged by an allow list and written anew; nh3 is the gate.

No address of an author passes: each becomes `x-ref:N`, the only scheme that nh3 lets through, and N
leads to what `markup_address` judged. What is active is an error, the rest is dropped and named.
"""

import re
from collections.abc import Iterator
from functools import cache
from html import escape, unescape

import nh3

from openai_news.markup_address import ACTIVE, Address, Kind, judge
from openai_news.markup_place import Body
from openai_news.markup_tags import (
    ACTIVE_ATTRIBUTES,
    ACTIVE_TAGS,
    ADDRESSES,
    CLASSES,
    KNOWN_TAGS,
    PAGE,
    RIGHT_TO_LEFT,
    SILENT,
    TAGS,
    VALUES,
)
from openai_news.model import Place, Problem, Value
from openai_news.patterns import late

RAW_TEXT = late(
    r"<(script|style|textarea|xmp|iframe|noembed|noframes|noscript)\b.*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
FROM_LIBRARY = late(r"text-align: (?:left|center|right);")
TOKEN = late(
    r"<!--.*?-->|<(?!/?(?:p|a|em|strong|li|ul|ol|h[1-6]|blockquote|code|pre|br|hr)>)"
    r"(?:[!?][^>]*+>|(/?)([a-zA-Z][^\s/>]*+)"
    r"((?:[^>\"'=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?|[\"'])*+)>)?",
    re.DOTALL,
)
ATTRIBUTE = late(r"([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]++)))?", re.DOTALL)
PROSE_LINK = re.compile(r'<a href="([^"]*)">')
REFERENCE = late(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z0-9]+;)")


class Target(Value, frozen=True):
    """An address of the body in its place; `x-ref:N` stands for the Nth."""

    address: Address
    place: Place
    offset: int


class Safe(Value, frozen=True):
    """HTML that nh3 let through, what its `x-ref:N` mean, and what was refused or dropped."""

    html: str
    targets: tuple[Target, ...]
    problems: tuple[Problem, ...]


def sanitise(html: str, body: Body, path: str) -> Safe:
    """Keep what the allow list names; name the rest: E203 what is active, E210 what is left out."""
    judged = _Judge(body, path)
    if "<" in body.text:
        html = RAW_TEXT.sub(judged.raw_text, html)
    clean = _gate().clean(TOKEN.sub(judged.token, html))
    problems = [*judged.problems, *judged.warnings()]
    return Safe(clean.replace("&nbsp;", "\u00a0"), tuple(judged.targets), tuple(problems))


def judge_links(prose: str, body: Body, path: str) -> Safe:
    """Judge the addresses of plain prose: its other tags and its texts are our own, and canonical."""
    judged = _Judge(body, path)
    html = PROSE_LINK.sub(judged.link, prose)
    return Safe(html, tuple(judged.targets), tuple(judged.problems))


@cache
def _gate() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in TAGS.items()},
        url_schemes={"x-ref"},
        url_relative="deny",
        link_rel=None,
    )


class _Judge:
    """One walk over the tags of one body."""

    def __init__(self, body: Body, path: str) -> None:
        self.body = body
        self.path = path
        self.targets: list[Target] = []
        self.problems: list[Problem] = []
        self.dropped: dict[str, int] = {}
        self.literal: list[str] = []

    def link(self, match: re.Match[str]) -> str:
        """Write the start of a link of plain prose, without its address where that is refused."""
        value = _decoded(match[1])
        target = self._address("href", value, self.body.find_link(value))
        return f'<a href="{target}">' if target else "<a>"

    def raw_text(self, match: re.Match[str]) -> str:
        """Refuse an element whose content is no HTML, with its content."""
        self._refuse(f"<{match[1].lower()}>", f"<{match[1]}")
        return ""

    def token(self, match: re.Match[str]) -> str:
        """Write one tag anew, or nothing, or what is no tag as words."""
        if match[2] is None:
            return "" if len(match[0]) > 1 else "&lt;"
        tag = match[2].lower()
        if tag in TAGS:
            return f"</{tag}>" if match[1] else f"<{tag}{self._attributes(tag, match[3])}>"
        if tag not in KNOWN_TAGS:
            self.literal.append(match[0])
            return escape(match[0], quote=False)
        if not match[1]:
            note = self._refuse if tag in ACTIVE_TAGS else self._drop
            note(f"<{tag}>", match[0], f"<{tag}")
            self._attributes(tag, match[3])
        elif tag in PAGE:
            offset = self.body.find(match[0])
            self.problems.append(
                self.body.problem("E204", offset, len(match[0]), name=match[0], reason="page")
            )
        return ""

    def _attributes(self, tag: str, written: str) -> str:
        kept: dict[str, str] = {}
        for match in ATTRIBUTE.finditer(written):
            name = match[1].lower()
            value = _decoded(match[2] or match[3] or match[4] or "")
            if tag == "a" and name == "name":
                name = "id"
            result = None if name in kept else self._attribute(tag, name, value)
            if result is not None:
                kept["class" if name == "style" else name] = result
        if kept.get("lang", "").partition("-")[0].lower() in RIGHT_TO_LEFT:
            kept.setdefault("dir", "rtl")  # RULES R15
        return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        """Give the value to write for an attribute, or nothing."""
        allowed = name in TAGS.get(tag, ())
        if name in {"href", "src"} and allowed:
            return self._address(name, value)
        if name.startswith("on") or name in ACTIVE_ATTRIBUTES or _is_active(name, value):
            self._refuse(f"{name}=", f"{name}={value}", f'{name}="{value}', f"{name}=", name)
        elif name == "style" and tag in {"td", "th"} and FROM_LIBRARY.fullmatch(value):
            return value[len("text-align: ") : -1]
        elif name == "class":
            return self._classes(value)
        elif allowed and _is_valid(name, value):
            return value
        elif name not in SILENT:
            self._drop(f"{name}=", f"{name}={value}", f"{name}=", name)
        return None

    def _classes(self, value: str) -> str | None:
        own = [name for name in value.split() if CLASSES.fullmatch(name)]
        if len(own) < len(value.split()):
            self._drop("class=", "class=", "{.")
        return " ".join(own) or None

    def _address(self, name: str, value: str, offset: int = -1) -> str | None:
        address = judge(value, self.path)
        if address.kind is Kind.ACTIVE:
            shown = f"{name}={value.strip()[:40]}"
            offset = self.body.find_address(value, escape(value))
            self.problems.append(self.body.problem("E203", offset, len(shown), name=shown))
            return None
        if offset < 0:
            offset = self.body.find_address(value, escape(value, quote=False), value.removeprefix("mailto:"))
        self.targets.append(Target(address, self.body.place(offset), offset))
        return f"x-ref:{len(self.targets) - 1}"

    def _refuse(self, name: str, *spellings: str) -> None:
        offset = self.body.find(*spellings)
        self.problems.append(self.body.problem("E203", offset, len(name), name=name))

    def _drop(self, name: str, *spellings: str) -> None:
        if name not in self.dropped:
            self.dropped[name] = self.body.find(*spellings)

    def warnings(self) -> Iterator[Problem]:
        """Give one warning about all that was dropped, and one about what is no tag."""
        if self.literal:
            first = self.literal[0]
            yield self.body.warning("E218", self.body.find(first), len(first), name=first)
        if self.dropped:
            names = " ".join(f"`{name}`" for name in sorted(self.dropped))
            offset, name = min((offset, name) for name, offset in self.dropped.items())
            yield self.body.warning("E210", offset, len(name), names=names)


def _decoded(value: str) -> str:
    """Resolve character references as an attribute does: `&copy=1` stays, `&copy;` does not."""
    if "&" not in value:
        return value
    return REFERENCE.sub(lambda match: unescape(match[0]), value)


def _is_active(name: str, value: str) -> bool:
    if name not in ADDRESSES:
        return False
    compact = re.sub(r"[\x00-\x20]", "", value).lower()
    return compact.startswith(tuple(f"{scheme}:" for scheme in ACTIVE)) or "javascript:" in compact


def _is_valid(name: str, value: str) -> bool:
    return name not in VALUES or VALUES[name].fullmatch(value) is not None
