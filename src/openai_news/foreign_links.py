"""What a foreign body points to -> what ours points to: other articles, files copied beside it."""

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from openai_news.foreign_draft import Files
from openai_news.slugs import slugify

_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[ \t]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
_TARGET = re.compile(
    r"""(\]\(\s*<)([^<>\n]*)(?=>)|(\]\(\s*)([^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*)|"""
    r"""(<(?:img|a|source)\b[^>]*?\b(?:src|href)\s*=\s*["'])([^"'<>]+)""",
    re.IGNORECASE,
)
_ROOTS = ("", "static/", "content/", "assets/", "source/", "src/", "public/", "_posts/", "content/posts/")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
_PAGES = ("", ".md", ".markdown", "/index.md")


def redirect(body: str, change: Callable[[str], str]) -> str:
    """Return a body with the target of every link and picture changed; code stays as it is."""

    def replaced(match: re.Match[str]) -> str:
        groups = match.groups()
        place = next(number for number in (0, 2, 4) if groups[number] is not None)
        return f"{groups[place]}{change(groups[place + 1])}"

    parts = _CODE.split(body)
    parts[::2] = [_TARGET.sub(replaced, part) for part in parts[::2]]
    return "".join(parts)


def is_local(target: str) -> bool:
    """Tell whether a target is a file of the source, not an address or a place in the page."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and bool(parts.path)


def is_picture(target: str) -> bool:
    """Tell whether a target's name is a picture's."""
    return target.lower().partition("?")[0].partition("#")[0].endswith(_PICTURES)


def candidates(target: str, path: str) -> list[str]:
    """Return where in its source a target of the article at `path` may stand, likeliest first."""
    name = unquote(target.partition("#")[0].partition("?")[0])
    beside = [] if name.startswith("/") else [posixpath.join(posixpath.dirname(path), name)]
    found = [*beside, *(root + name.lstrip("/") for root in _ROOTS)]
    return [inside for one in found if not (inside := posixpath.normpath(one)).startswith((".", "/"))]


class Moves:
    """Where the articles and the files of one source go."""

    def __init__(self, files: Files, articles: dict[str, str]) -> None:
        """Know where each article's file goes; files find their place when they are used."""
        self.files, self.articles = files, articles
        self.names = {posixpath.basename(path): path for path in articles}
        self.copies: dict[str, str] = {}

    def article(self, target: str, path: str) -> str:
        """Return where the article that a target names goes, or an empty text."""
        for candidate in candidates(target, path):
            for suffix in _PAGES:
                if found := self.articles.get(candidate + suffix):
                    return found
        last = posixpath.basename(unquote(target.partition("#")[0]).rstrip("/"))
        return next((self.articles[self.names[n]] for s in _PAGES[:3] if (n := last + s) in self.names), "")

    def copy(self, target: str, path: str, to: str) -> str:
        """Return the name beside the article at `to` of the file that a target names, or an empty text."""
        found = next(filter(self.files.has, candidates(target, path)), "")
        if not found or found.endswith((".md", ".html", ".htm")):
            return ""
        stem, suffix = posixpath.splitext(posixpath.basename(found))
        folder, number = posixpath.dirname(to), 1
        while True:
            end = f"-{number}" if number > 1 else ""
            name = f"{slugify(stem) or 'image'}{end}{suffix.lower()}"
            if self.copies.setdefault(f"{folder}/{name}", found) == found:
                return name
            number += 1
