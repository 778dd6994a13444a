"""Turn the symbolic references of a body into links, for a page or for a feed.

A mark stands between U+0002 and U+0003: `a N` opens a link to reference N, `/a` closes it, `f N` is the
address of a file, `s N` the size of a picture.
"""

import re
from collections.abc import Callable, Sequence
from urllib.parse import quote

from openai_news.catalogue import View
from openai_news.model import (
    ArticleCard,
    Body,
    FileCard,
    PageCard,
    Picture,
    Problem,
    Reference,
    Severity,
    Stage,
    Value,
)
from openai_news.page import Copy, Page
from openai_news.urls import segment
from openai_news.views import Figure

_MARK = re.compile("\x02(a|/a|f|s) ?([0-9]*)\x03")
_MISSING_IMAGE = re.compile('<img src="\x02f ([0-9]+)\x03" alt="([^"]*)"[^>]*>')


class Target(Value, frozen=True):
    """Where a reference leads: an address as printed ('' when there is nothing) and a picture's size."""

    href: str = ""
    file: FileCard | None = None


class Resolved(Value, frozen=True):
    """A body with its links, the files that its page needs beside it, and what was wrong."""

    html: str
    copies: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()


def resolve(body: Body, read: View, url: str, href: Callable[[str], str]) -> Resolved:
    """Resolve a body for the article at `url`; `href` prints an address (relative or absolute).

    A reference to what is not published becomes plain text and a warning (DESIGN 3, lesson 7): an error
    would let the clock break a build.
    """
    if not body.references:
        return Resolved(body.html)
    names = file_names(body.references)
    targets: list[Target] = []
    problems: list[Problem] = []
    for reference in body.references:
        target = _target(reference, read, url, names, href)
        targets.append(target)
        if not target.href:
            problems.append(_missing(reference))
    return Resolved(
        html=_fill(body.html, targets),
        copies=tuple(copies(body.references, read, url)),
        problems=tuple(problems),
    )


def figure(
    image: Picture | None, body: Body, read: View, url: str, href: Callable[[str], str]
) -> Figure | None:
    """Return a header's picture as the page at `url` shows it; it is among the references of the body."""
    file = read.card(f"file|{image.src}") if image else None
    if image is None or not isinstance(file, FileCard):
        return None
    src = href(url + segment(file_names(body.references)[image.src]))
    return Figure(src, image.alt, image.caption, image.credit, file.width, file.height)


def copies(references: Sequence[Reference], read: View, url: str) -> list[Page]:
    """Return the files that the article at `url` uses, to stand in its own folder."""
    found = {}
    for target, name in file_names(references).items():
        card = read.card(f"file|{target}")
        if isinstance(card, FileCard):
            found[target] = Page(url + name, Copy("content", target), card, Stage.ASSET)
    return list(found.values())


def file_names(references: Sequence[Reference]) -> dict[str, str]:
    """Name the files of a body within its page's folder: the file's own name unless two share it."""
    targets = sorted({r.target for r in references if r.kind == "file"})
    own = [target.rpartition("/")[2] for target in targets]
    return {
        target: name if own.count(name) == 1 else target.replace("/", "-")
        for target, name in zip(targets, own, strict=True)
    }


def _target(
    reference: Reference, read: View, url: str, names: dict[str, str], href: Callable[[str], str]
) -> Target:
    fragment = f"#{reference.fragment}" if reference.fragment else ""
    if reference.kind == "site":
        return Target(href(reference.target.lstrip("/")) + fragment)
    if reference.kind == "file":
        file = read.card(f"file|{reference.target}")
        if not isinstance(file, FileCard):
            return Target()
        name = "/".join(segment(part) for part in names[reference.target].split("/"))
        return Target(href(url + name) + quote(fragment, safe="#-._~"), file)
    for kind in ("article", "page"):
        card = read.card(f"{kind}|{reference.target}")
        if isinstance(card, ArticleCard | PageCard):
            return Target(href(card.url) + fragment)
    return Target()


def _missing(reference: Reference) -> Problem:
    return Problem(
        code="E402" if reference.kind == "file" else "E401",
        place=reference.place,
        values={"target": reference.target},
        severity=Severity.WARNING,
    )


def _fill(html: str, targets: Sequence[Target]) -> str:
    """Replace every mark; links do not nest, so one flag tells whether the open one leads somewhere."""
    opened = False

    def replace(match: re.Match[str]) -> str:
        nonlocal opened
        what, number = match.groups()
        if what == "/a":
            return "</a>" if opened else ""
        target = targets[int(number)]
        if what == "a":
            opened = bool(target.href)
            return f'<a href="{target.href}">' if opened else ""
        if what == "f":
            return target.href
        file = target.file
        return f'width="{file.width}" height="{file.height}"' if file and file.width else ""

    def image(match: re.Match[str]) -> str:
        return match[0] if targets[int(match[1])].href else match[2]

    return _MARK.sub(replace, _MISSING_IMAGE.sub(image, html))
