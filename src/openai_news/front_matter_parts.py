"""Node -> Picture, Citation, Correction: values of front matter that have parts of their own."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from openai_news.errors import nearest
from openai_news.front_matter_values import Values, is_web
from openai_news.model import Citation, Correction, Picture
from openai_news.vocabulary import Kind
from openai_news.yaml_nodes import Mapping, Node, Scalar, Sequence

T = TypeVar("T")

PICTURE_SOURCES = ("src", "url", "path", "uid")
_PICTURE = (*PICTURE_SOURCES, "alt", "caption", "credit")
_SOURCE = ("title", "url", "publisher", "author", "date", "accessed", "archived")
_CORRECTION = ("date", "text", "by", "kind")


def read_value(values: Values, kind: Kind, key: str, node: Node) -> Any:
    """Read a node as `kind`; None stands for what is absent or wrong."""
    return _READERS[kind](values, key, node)


def picture(values: Values, key: str, node: Node) -> Picture | None:
    """Return a picture written as a text, or with its parts."""
    if isinstance(node, Scalar):
        src = values.text(key, node)
        return Picture(src) if src else None
    if not isinstance(node, Mapping):
        values.not_text(key, node)
        return None
    parts = _Parts(values, node, _PICTURE)
    src = next(filter(None, map(parts.text, PICTURE_SOURCES)), "")
    if not src:
        values.problem("E129", node, key=key, part="src")
        return None
    return Picture(src, parts.text("alt"), parts.text("caption"), parts.text("credit"))


def sources(values: Values, key: str, node: Node) -> tuple[Citation, ...]:
    """Return sources, each a title, an address, or a mapping (RULES N23)."""
    return tuple(filter(None, (_source(values, key, item) for item in _items(node))))


def _source(values: Values, key: str, node: Node) -> Citation | None:
    if not isinstance(node, Mapping):
        written = values.item(key, node)
        if not written:
            return None
        return Citation(url=written) if is_web(written) else Citation(title=written)
    parts = _Parts(values, node, _SOURCE)
    if not any(name in parts.nodes for name in ("title", "url", "publisher")):
        values.problem("E129", node, key=key, part="title")
    return Citation(
        title=parts.text("title"),
        url=parts.typed(values.web, "url") or "",
        publisher=parts.text("publisher"),
        author=parts.text("author"),
        date=parts.typed(values.moment, "date"),
        accessed=parts.typed(values.moment, "accessed"),
        archived=parts.typed(values.web, "archived") or "",
    )


def corrections(values: Values, key: str, node: Node) -> tuple[Correction, ...]:
    """Return dated corrections (RULES N20)."""
    return tuple(filter(None, (_correction(values, key, item) for item in _items(node))))


def _correction(values: Values, key: str, node: Node) -> Correction | None:
    if not isinstance(node, Mapping):
        values.problem("E129", node, key=key, part="date")
        return None
    parts = _Parts(values, node, _CORRECTION)
    date, text = parts.typed(values.moment, "date"), parts.text("text")
    for name in ("date", "text"):
        if parts.is_empty(name):
            values.problem("E129", node, key=key, part=name)
    if date is None or not text:
        return None
    return Correction(date, text, parts.text("by"), parts.text("kind") or "correction")


class _Parts:
    """The parts of one mapping; a part of another name is a warning."""

    def __init__(self, values: Values, node: Mapping, names: tuple[str, ...]) -> None:
        self.values = values
        self.nodes = {key.text: value for key, value in node.entries}
        for key, _ in node.entries:
            if key.text not in names:
                values.unknown(key, nearest(key.text.lower(), names) or "")

    def text(self, name: str) -> str:
        return self.typed(self.values.text, name) or ""

    def typed(self, read: Callable[[str, Node], T | None], name: str) -> T | None:
        return read(name, self.nodes[name]) if name in self.nodes else None

    def is_empty(self, name: str) -> bool:
        node = self.nodes.get(name)
        return node is None or (isinstance(node, Scalar) and node.is_null)


def _items(node: Node) -> Iterator[Node]:
    if isinstance(node, Sequence):
        yield from node.items
    elif not (isinstance(node, Scalar) and node.is_null):
        yield node


_READERS: dict[Kind, Callable[[Values, str, Node], Any]] = {
    Kind.TEXT: Values.text,
    Kind.MOMENT: Values.moment,
    Kind.BOOLEAN: Values.boolean,
    Kind.PUBLISHED: Values.published,
    Kind.STATUS: Values.status,
    Kind.PATHS: Values.texts,
    Kind.ADDRESSES: Values.addresses,
    Kind.WEB: Values.web,
    Kind.WEBS: Values.webs,
    Kind.PICTURE: picture,
    Kind.SOURCES: sources,
    Kind.CORRECTIONS: corrections,
}
