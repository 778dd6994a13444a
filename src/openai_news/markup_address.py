"""What an address written in a body points to, and whether a page may carry it."""

import re
from enum import StrEnum
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

from openai_news.model import Value
from openai_news.patterns import late

EXTERNAL = frozenset({"http", "https", "mailto", "tel"})
ACTIVE = frozenset({"javascript", "data", "vbscript", "livescript", "mocha", "blob", "filesystem"})

IGNORED = re.compile(r"[\t\n\r\f\x00\ufffd]|^[\x00-\x20]+|[\x00-\x20]+$")
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
NO_ADDRESS = re.compile(r"[\s<>\"\\^`{}|\x00-\x1f\x7f]")
TEMPLATE = re.compile(r"\{\{|\{%|%\}|\}\}")
FORBIDDEN = late(r"[\s<>\"\\^`{}|\[\]\x00-\x20\x7f]|%(?![0-9a-fA-F]{2})")
ORDINARY = re.compile(r"https?://[a-z0-9][a-z0-9.\-]*(?:/[a-zA-Z0-9/._~=?\-]*)?")


class Kind(StrEnum):
    """What an address is."""

    EXTERNAL = "external"
    ARTICLE = "article"
    FILE = "file"
    SITE = "site"
    HERE = "here"
    ACTIVE = "active"
    SCHEME = "scheme"
    NONE = "none"


class Address(Value, frozen=True):
    """An address as judged: `target` is a URL, or a path from content/, or what was written."""

    kind: Kind
    target: str
    fragment: str = ""


def judge(written: str, path: str) -> Address:
    """Judge an address that stands in the file `path` of content/ (DESIGN 5, invariant 4)."""
    clean = IGNORED.sub("", written)
    scheme = SCHEME.match(clean)
    if scheme:
        return _absolute(clean, scheme[1].lower())
    if not clean or NO_ADDRESS.search(clean) or TEMPLATE.search(clean):
        return Address(Kind.NONE, written)
    if clean.startswith("//"):
        return _absolute(f"https:{clean}", "https")
    if clean.startswith("#"):
        return Address(Kind.HERE, "", unquote(clean[1:]))
    return _inside(clean, path)


def _absolute(url: str, scheme: str) -> Address:
    if ORDINARY.fullmatch(url):
        return Address(Kind.EXTERNAL, url)
    if scheme in ACTIVE:
        return Address(Kind.ACTIVE, url)
    if scheme not in EXTERNAL:
        return Address(Kind.SCHEME, url)
    return Address(Kind.EXTERNAL, quoted(url)) if _is_valid(url, scheme) else Address(Kind.NONE, url)


def _is_valid(url: str, scheme: str) -> bool:
    if TEMPLATE.search(url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if scheme in {"http", "https"}:
        named = bool(parts.hostname) and "@" not in parts.netloc and port != 0
        return named and not NO_ADDRESS.search(parts.netloc)
    return bool(parts.path) and not NO_ADDRESS.search(parts.path)


def _inside(url: str, path: str) -> Address:
    rest, _, fragment = url.partition("#")
    rest, _, query = rest.partition("?")
    target = unquote(rest)
    if not target or re.search(r"[\x00-\x1f\x7f\\]", target):
        return Address(Kind.NONE, url)
    if target.startswith("/") and not target.lower().endswith(".md"):
        return Address(Kind.SITE, quoted(f"{rest}?{query}" if query else rest), unquote(fragment))
    folder = "" if target.startswith("/") else dirname(path)
    joined = normpath(f"{folder}/{target}".lstrip("/"))
    if joined == ".." or joined.startswith("../"):
        return Address(Kind.NONE, url)
    kind = Kind.ARTICLE if joined.lower().endswith(".md") else Kind.FILE
    return Address(kind, joined, unquote(fragment))


def quoted(url: str) -> str:
    """Percent-encode what no URL may hold; what is encoded already stays."""
    head, hash_, fragment = url.partition("#")
    return FORBIDDEN.sub(_percent, head) + hash_ + FORBIDDEN.sub(_percent, fragment).replace("#", "%23")


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
