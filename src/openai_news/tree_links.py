"""A page without its links to pages that are not there: the first, and the last, edition that dist/ sees."""

import html
import posixpath
import re
from collections.abc import Container
from urllib.parse import unquote

_TAG = re.compile(rb"""<(?:a|area|form|link|meta)(?=[\s/])(?:[^<>"']++|"[^"]*"|'[^']*')*+>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"""\s++([^\s=>"'/]++)(?:\s*+=\s*+("[^"]*"|'[^']*'|[^\s>"']++))?+""",
)
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*url\s*=\s*[\"']?(?P<url>[^\"']*)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def without_links(page: bytes, path: str, missing: Container[str]) -> bytes:
    """Return the page at `path` with no link, form or redirection that leads to a path in `missing`.

    Only the attributes that lead there are dropped; everything else stays, byte for byte.
    """

    def is_dangling(name: bytes, value: bytes) -> bool:
        return any(target in missing for target in targets(name, value, path))

    def attribute(found: re.Match[bytes]) -> bytes:
        return b"" if found[2] and is_dangling(found[1], found[2]) else found[0]

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), page)


def targets(name: bytes, value: bytes, path: str) -> tuple[str, ...]:
    """Return the paths that an attribute of the page at `path` may lead to; none for another site's."""
    written = html.unescape(value.strip(b"\"'").decode("utf-8", "replace")).strip()
    match name.lower():
        case b"href" | b"action":
            return _paths(written, path)
        case b"content" if refresh := _REFRESH.fullmatch(written):
            return _paths(refresh["url"], path)
    return ()


def _paths(url: str, path: str) -> tuple[str, ...]:
    """Return the file that a relative address names, as it stands or as a folder's index."""
    url = re.split("[?#]", url, maxsplit=1)[0]
    if not url or _ELSEWHERE.match(url):
        return ()
    target = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), unquote(url))).lstrip("/")
    index = posixpath.join(target, "index.html")
    return (index,) if not target or url.endswith("/") else (target, index)
