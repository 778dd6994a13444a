"""Which files a page refers to, as a browser without JavaScript would resolve them."""

import posixpath
import re
from urllib.parse import unquote, urlsplit

_SET = re.compile(r"<(?:img|source)\b[^>]*?\ssrcset=\"([^\"]*)\"")
_REFERENCE = re.compile(r"<(?:a|link|img|script|source)\b[^>]*?\s(?:href|src)=\"([^\"]*)\"")


def references(path, html):
    """Yield the paths in dist/ that a page at `path` refers to."""
    several = [part.split()[0] for some in _SET.findall(html) for part in some.split(", ")]
    for written in [*_REFERENCE.findall(html), *several]:
        parts = urlsplit(written.replace("&amp;", "&"))
        if parts.scheme or parts.netloc or not parts.path:
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        yield f"{target}/index.html" if parts.path.endswith("/") else target


def dangling(tree, *, skip=("404.html",)):
    """Return (page, target) for every reference to a file that a tree does not hold."""
    return sorted(
        (path, target)
        for path, data in tree.items()
        if path.endswith(".html") and posixpath.basename(path) not in skip
        for target in references(path, data.decode("utf-8"))
        if target not in tree
    )
