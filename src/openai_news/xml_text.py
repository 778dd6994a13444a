"""XML as text: all is escaped, and no character that XML 1.0 forbids gets in (RULES N10)."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ALLOWED = re.compile("[^\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]*+")
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class Raw(str):
    """Text that is XML already."""

    __slots__ = ()


@lru_cache(maxsize=64)
def text(value: str) -> Raw:
    """Escape text for the inside of an element; what XML cannot carry is dropped."""
    allowed = value if _ALLOWED.fullmatch(value) else _FORBIDDEN.sub("", value)
    return Raw(
        allowed.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\r", "&#13;")  # a parser would read a bare one as a line feed
    )


def element(name: str, content: str = "", attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> Raw:
    """Write an element; `content` is text to escape, or `Raw` lines that get lines of their own."""
    start = name + "".join(f' {key}="{_quoted(value)}"' for key, value in attributes.items())
    if isinstance(content, Raw):
        return Raw(f"<{start}>\n{content}\n</{name}>")
    return Raw(f"<{start}>{text(content)}</{name}>" if content else f"<{start}/>")


def lines(parts: Iterable[Raw]) -> Raw:
    """Put elements one below the other."""
    return Raw("\n".join(parts))


def document(root: Raw, note: str = "") -> bytes:
    """Return the bytes of a document; `note` becomes a comment above its root and holds no `--`."""
    comment = f"<!-- {note} -->\n" if note else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{comment}{root}\n'.encode()


def _quoted(value: str) -> str:
    """Escape text for an attribute, where a parser would read white space as a plain space."""
    return text(value).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")
