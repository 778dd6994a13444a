r"""Links and pictures of a sanitised body: what stays, what becomes a mark, what becomes words.

A mark stands for what only the page knows: `\x02a N\x03words\x02/a\x03` is a link to reference N,
`\x02f N\x03` the address of a picture, `\x02s N\x03` its width and height.
"""

import re
from html import escape
from posixpath import basename, dirname, relpath

from openai_news.errors import nearest
from openai_news.markup_address import TEMPLATE, Kind, quoted
from openai_news.markup_place import Body
from openai_news.markup_safe import Target
from openai_news.markup_shape import Ids, anchor
from openai_news.model import Problem, Reference
from openai_news.patterns import late
from openai_news.slugs import slugify

LINK = re.compile(r"<(?:a((?: [^>]*)?)>|(/a>)|img((?: [^>]*)?)>)")
EMPTY_LINK = re.compile(r'<a [^>]*?href="x-ref:(\d+)"[^>]*>\s*</a>')
TARGET = re.compile(r' (?:href|src)="x-ref:(\d+)"')
ALT = late(r' alt="([^"]*)"')
ANCHOR = late(r' id="[^"]*"')
SYMBOLIC = {Kind.ARTICLE, Kind.FILE, Kind.SITE}


class Linker:
    """One walk over the links and pictures of one body."""

    def __init__(self, body: Body, targets: tuple[Target, ...], ids: Ids) -> None:
        self.body = body
        self.targets = targets
        self.ids = ids
        self.references: list[Reference] = []
        self.problems: list[Problem] = []
        self.ends: list[str] = []

    def resolve(self, html: str) -> str:
        """Replace each `x-ref:N` by an address, a mark or plain words."""
        return LINK.sub(self._element, EMPTY_LINK.sub(self._without_words, html))

    def _element(self, match: re.Match[str]) -> str:
        if match[2]:
            return self.ends.pop() if self.ends else ""
        if match[1] is None:
            return self._picture(match[3])
        start, end = self._link(match[1])
        self.ends.append(end)
        return start

    def _link(self, attributes: str) -> tuple[str, str]:
        """Write the start and the end of a link."""
        target = self._target(attributes)
        if target is None:
            named = ANCHOR.search(attributes)
            return (f"<span{named[0]}>", "</span>") if named else ("", "")
        if any(self.ends):  # a link within a link
            return "", ""
        if target.address.kind in SYMBOLIC:
            return f"\x02a {self._refer(target)}\x03", "\x02/a\x03"
        if target.address.kind in {Kind.EXTERNAL, Kind.HERE}:
            return f'<a href="{self._href(target)}"{TARGET.sub("", attributes)}>', "</a>"
        return self._no_link(target)

    def _no_link(self, target: Target) -> tuple[str, str]:
        """Leave the words, with what was written when it is no address at all."""
        self._warn(target)
        if target.address.kind is Kind.SCHEME:
            return "", ""
        return "[", f"]({escape(target.address.target, quote=False)})"

    def _href(self, target: Target) -> str:
        """Give a literal address; a fragment gets the form of this body's ids."""
        fragment = target.address.fragment
        if target.address.kind is Kind.EXTERNAL:
            return escape(target.address.target)
        if fragment in {"", "top"}:
            return f"#{fragment}"
        name = self.ids.find(fragment)
        if name not in self.ids.taken:
            self._note("E216", target, f"#{fragment}", **self._nearest(fragment))
        return f"#{escape(name)}"

    def _nearest(self, fragment: str) -> dict[str, str]:
        near = nearest(fragment.lower(), self.ids.given) or nearest(slugify(fragment), self.ids.given)
        return {"reason": "near", "near": f"#{near}"} if near else {}

    def _picture(self, attributes: str) -> str:
        target = self._target(attributes)
        alt = ALT.search(attributes)
        words = alt[1] if alt else ""
        if target is None:
            return words
        if target.address.kind in {Kind.FILE, Kind.SITE}:
            return self._image(target, TARGET.sub("", attributes), alt)
        if target.address.kind is Kind.EXTERNAL:
            return self._distant(target, words)
        self._warn(target)
        if target.address.kind is Kind.SCHEME:
            return words
        return f"![{words}]({escape(target.address.target, quote=False)})"

    def _image(self, target: Target, rest: str, alt: re.Match[str] | None) -> str:
        number = self._refer(target)
        if not alt or (not alt[1] and self._is_markdown(target)):
            self._note("E212", target)
        empty = "" if alt else ' alt=""'
        return f'<img src="\x02f {number}\x03"{rest}{empty} \x02s {number}\x03>'

    def _distant(self, target: Target, words: str) -> str:
        """Link to a picture that lies elsewhere: a page loads nothing from others (DESIGN 5.10)."""
        self._note("E215", target)
        url = escape(target.address.target)
        words = words or escape(basename(target.address.target) or target.address.target)
        return words if any(self.ends) else f'<a href="{url}">{words}</a>'

    def _is_markdown(self, target: Target) -> bool:
        return self.body.text[max(0, target.offset - 2) : target.offset] in {"](", "(<"}

    def _refer(self, target: Target) -> int:
        """Note a reference; a fragment of another article gets the form of that article's ids."""
        address = target.address
        fragment = address.fragment
        if fragment and address.kind is Kind.ARTICLE:
            fragment = anchor(fragment)
        self.references.append(Reference(address.kind.value, address.target, fragment, target.place))
        return len(self.references) - 1

    def _target(self, attributes: str) -> Target | None:
        found = TARGET.search(attributes)
        return self.targets[int(found[1])] if found else None

    def _without_words(self, match: re.Match[str]) -> str:
        target = self.targets[int(match[1])]
        self._note("E217", target)
        return ""

    def _warn(self, target: Target) -> None:
        """Say why what was written is no link."""
        if target.address.kind is Kind.SCHEME:
            self._note("E214", target)
        elif TEMPLATE.search(target.address.target):
            self._note("E213", target, reason="template")
        else:
            self._note("E213", target)

    def _note(self, code: str, target: Target, written: str = "", **values: str) -> None:
        address = written or _as_written(target)
        problem = self.body.warning(code, target.offset, len(address), address=address, **values)
        self.problems.append(problem)


def _as_written(target: Target) -> str:
    """Return an address as the file has it: a path from where the file is, fit to be written there."""
    address = target.address
    if address.kind not in {Kind.FILE, Kind.ARTICLE}:
        return address.target
    return quoted(relpath(f"content/{address.target}", dirname(target.place.path)))
