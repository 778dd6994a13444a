"""Turn the symbolic references of a body into links, for a page or for a feed.

A mark stands between U+0002 and U+0003: `a N` opens a link to reference N, `/a` closes it, `f N` is the
address of a file, `s N` the size of a picture: `links` has an element made of the whole picture.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from enum import StrEnum
from html import escape
from itertools import chain, count
from urllib.parse import quote, unquote

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
from openai_news.page import Copy, Drawn, Page
from openai_news.patterns import late
from openai_news.pictures_element import Placed, element
from openai_news.pictures_versions import RECIPE, encode, versions
from openai_news.urls import segment
from openai_news.views import Figure

_MARK = re.compile("\x02(a|/a|f) ?([0-9]*)\x03")
_IMAGE = late('<img src="\x02f ([0-9]+)\x03"([^>]*?)(?: \x02s [0-9]+\x03)?>')
_ACTIVE = frozenset({"htm", "html", "js", "mjs", "shtml", "svgz", "xht", "xhtml", "xml", "xsl", "xslt"})
_FRAGMENT = "-._~:=,;!$()*+/?@"  # what may stand in a fragment as it is, none of which HTML reads
_ALT = late(' alt="([^"]*)"')


class Shown(StrEnum):
    """Where a body is shown: on a page, on one below another picture, or in a feed."""

    PAGE = "page"
    BELOW = "below"
    FEED = "feed"


class Target(Value, frozen=True):
    """Where a reference leads: an address as printed ('' when there is nothing), a picture's versions."""

    href: str = ""
    file: FileCard | None = None
    placed: Placed = ()


class Resolved(Value, frozen=True):
    """A body with its links, the files that its page needs beside it, and what was wrong."""

    html: str
    copies: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()


def resolve(
    body: Body, read: View, url: str, href: Callable[[str], str], shown: Shown = Shown.PAGE
) -> Resolved:
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
    for number in _strangers(body, targets):
        targets[number] = Target()
        problems.append(_missing(body.references[number], "E402"))
    return Resolved(
        html=_fill(_images(body.html, targets, shown), targets),
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
    name = file_names(body.references)[image.src]
    src = href(url + segment(name))
    attributes = f' class="u-photo" alt="{escape(image.alt)}"'
    return Figure(
        src=src,
        alt=image.alt,
        caption=image.caption,
        credit=image.credit,
        width=file.width,
        height=file.height,
        picture_html=element(src, file, _placed(file, name, url, href), attributes, lazy=False),
    )


def copies(references: Sequence[Reference], read: View, url: str) -> list[Page]:
    """Return the files that the article at `url` uses, to stand in its own folder, pictures in versions."""
    found = []
    for target, name in file_names(references).items():
        card = read.card(f"file|{target}")
        if isinstance(card, FileCard) and not _is_active(target):
            found.append(Page(url + name, Copy("content", target), card, Stage.ASSET))
            found += [
                Page(url + version.path(name), Drawn(RECIPE, encode, target), version, Stage.ASSET)
                for version in versions(card)
            ]
    return found


def file_names(references: Sequence[Reference]) -> dict[str, str]:
    """Name the files of a body within its page's folder: the file's own name unless two share it.

    None takes another's place on a system that does not tell case.
    """
    own = {r.target: r.target.rpartition("/")[2] for r in references if r.kind == "file"}
    shared = Counter(name.casefold() for name in own.values())
    taken, named = set[str](), dict[str, str]()
    for target in sorted(own, key=lambda target: (shared[own[target].casefold()] > 1, target)):
        flat = target.replace("/", "-")
        alone = [own[target]] if shared[own[target].casefold()] == 1 else []
        choices = chain(alone, [flat], (f"{n}-{flat}" for n in count(2)))
        named[target] = next(name for name in choices if name.casefold() not in taken)
        taken.add(named[target].casefold())
    return named


def _target(
    reference: Reference, read: View, url: str, names: dict[str, str], href: Callable[[str], str]
) -> Target:
    fragment = f"#{quote(reference.fragment, safe=_FRAGMENT)}" if reference.fragment else ""
    if reference.kind == "site":
        file = read.card(f"static|root{unquote(reference.target.partition('?')[0])}")
        return Target(
            href(reference.target.lstrip("/")) + fragment, file if isinstance(file, FileCard) else None
        )
    if reference.kind == "file":
        file = read.card(f"file|{reference.target}")
        if not isinstance(file, FileCard) or _is_active(reference.target):
            return Target()
        name = "/".join(segment(part) for part in names[reference.target].split("/"))
        return Target(href(url + name) + fragment, file, _placed(file, names[reference.target], url, href))
    for kind in ("article", "page"):
        card = read.card(f"{kind}|{reference.target}")
        if isinstance(card, ArticleCard | PageCard):
            return Target(href(card.url) + fragment)
    return Target()


def _placed(file: FileCard, name: str, url: str, href: Callable[[str], str]) -> Placed:
    """Return the versions of a picture with their addresses."""
    return tuple(
        (version, href(url + "/".join(map(segment, version.path(name).split("/")))))
        for version in versions(file)
    )


def _strangers(body: Body, targets: Sequence[Target]) -> list[int]:
    """Return the pictures named by an address of the site that no file of static/root/ has."""
    shown = [int(match[1]) for match in _IMAGE.finditer(body.html)] if "<img" in body.html else []
    return [n for n in shown if body.references[n].kind == "site" and targets[n].file is None]


def _is_active(target: str) -> bool:
    """Tell whether a browser would run what a file says, as a page of this site."""
    return target.rpartition(".")[2].lower() in _ACTIVE


def _missing(reference: Reference, code: str = "") -> Problem:
    is_file = reference.kind == "file"
    active = "E411" if is_file and _is_active(reference.target) else ""
    return Problem(
        code=code or active or ("E402" if is_file else "E401"),
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
        return target.href

    return _MARK.sub(replace, html) if "\x02" in html else html


def _images(html: str, targets: Sequence[Target], shown: Shown) -> str:
    """Write every picture: what it shows instead of one that is missing, the first of a page at once."""
    first = shown is Shown.PAGE

    def image(match: re.Match[str]) -> str:
        nonlocal first
        target, attributes = targets[int(match[1])], match[2]
        if not target.href:
            alt = _ALT.search(attributes)
            return alt[1] if alt else ""
        feed = shown is Shown.FEED
        lazy, first = not (first or feed), False
        file = target.file or FileCard("")
        return element(target.href, file, () if feed else target.placed, attributes, lazy=lazy)

    return _IMAGE.sub(image, html) if "<img" in html else html
