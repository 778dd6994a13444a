"""XML as bytes: all text is escaped, and no character that XML 1.0 forbids gets in (RULES N10)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

Xml = bytes  # what is XML already, in UTF-8; a `str` is text, to be escaped

_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


@lru_cache(maxsize=64)
def text(value: str) -> Xml:
    """Escape text for the inside of an element; what XML cannot carry is dropped."""
    data = value.encode("utf-8", "ignore").translate(None, _CONTROLS)  # a lone surrogate is ignored
    for forbidden in _NO_CHARACTERS:
        data = data.replace(forbidden, b"")
    return (
        data.replace(b"&", b"&amp;")
        .replace(b"<", b"&lt;")
        .replace(b">", b"&gt;")
        .replace(b"\r", b"&#13;")  # a parser would read a bare one as a line feed
    )


def element(name: str, content: str | Xml = "", attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> Xml:
    """Write an element; `content` is text to escape, or XML that gets lines of its own."""
    end = name.encode()
    start = b"".join([end, *(b' %b="%b"' % (key.encode(), _quoted(attributes[key])) for key in attributes)])
    if isinstance(content, bytes):
        return b"<%b>\n%b\n</%b>" % (start, content, end)
    return b"<%b>%b</%b>" % (start, text(content), end) if content else b"<%b/>" % start


def lines(parts: Iterable[Xml]) -> Xml:
    """Put elements one below the other."""
    return b"\n".join(parts)


def document(root: Xml, note: str = "") -> bytes:
    """Return the bytes of a document; `note` becomes a comment above its root and holds no `--`."""
    comment = f"<!-- {note} -->\n".encode() if note else b""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n%b%b\n' % (comment, root)


def _quoted(value: str) -> Xml:
    """Escape text for an attribute, where a parser would read white space as a plain space."""
    return text(value).replace(b'"', b"&quot;").replace(b"\t", b"&#9;").replace(b"\n", b"&#10;")
