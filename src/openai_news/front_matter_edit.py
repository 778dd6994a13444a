"""Front matter changed by places: a key set or taken, an item put or taken, every other character as it was.

What is written is read back by our own parser before it is used; a value keeps the quotes it had.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from openai_news import yaml_nodes
from openai_news.front_matter import header_span

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: the same nodes, ten times slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

BOM = "\ufeff"
_DOUBLE = '"'
_BARE = frozenset({"date", "kind"})  # parts whose values need no quotes
Item = str | Mapping[str, str]
_Names = Callable[[str], bool]


class Uneditable(ValueError):  # noqa: N818 - it reads as what it is
    """A header of a form in which keys cannot be changed one by one."""


class Splice(NamedTuple):
    """A stretch of a text, and what takes its place; a new line stands `last` of what is put in one place."""

    start: int
    end: int
    text: str
    last: bool = False


def edit(written: str, change: Callable[["Header"], Iterable[Splice]]) -> str:
    """Return the text of a file with its header changed; byte order mark and line ends stay.

    Raises Uneditable where the header is not a mapping in lines.
    """
    mark = BOM if written.startswith(BOM) else ""
    body = written.removeprefix(BOM)
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    pairs = [found.start() - n for n, found in enumerate(re.finditer("\r\n", body))]
    end = next(iter(re.findall("\r\n|\r|\n", body)), "\n")
    splices = sorted(change(Header(text)), key=lambda splice: (splice.start, splice.last))
    for splice in reversed(splices):
        start, stop = (at + bisect_left(pairs, at) for at in (splice.start, splice.end))
        body = body[:start] + splice.text.replace("\n", end) + body[stop:]
    return mark + body


class Header:
    """The header of one file, its keys as YAML's own nodes with their places."""

    def __init__(self, text: str) -> None:
        """Take a text with LF only; raise Uneditable."""
        span = header_span(text)
        self._text = text
        self._end = span[1] if span else 0
        root = yaml.compose(text[: self._end], Loader=_Loader) if span else None
        if root is not None and not (isinstance(root, yaml.MappingNode) and not root.flow_style):
            raise Uneditable
        if not span:
            raise Uneditable
        self._entries: list[tuple[Any, Any]] = root.value if root is not None else []
        self._margin = " " * root.start_mark.column if root is not None else ""

    def has(self, is_meant: _Names) -> bool:
        """Tell whether there is a key of these names."""
        return self._entry(is_meant) is not None

    def name(self, is_meant: _Names) -> str:
        """Return the name that a key has in this header, '' where it is absent."""
        entry = self._entry(is_meant)
        return str(entry[0].value) if entry else ""

    def set(self, key: str, value: str, is_meant: _Names, *, plain: bool = False) -> Iterator[Splice]:
        """Give a key a text; `plain` texts, such as dates, need no quotes. A new key stands last."""
        entry = self._entry(is_meant)
        if entry is None:
            yield self._line(key, scalar(value, "" if plain else '"'))
            return
        node = entry[1]
        like = "" if plain else node.style if isinstance(node, yaml.ScalarNode) else '"'
        start, end = node.start_mark.index, self._end_of(node)
        space = " " if start == end else ""
        yield Splice(start, end, space + scalar(value, like or ""))

    def remove(self, is_meant: _Names) -> Iterator[Splice]:
        """Take a key away, with its lines."""
        entry = self._entry(is_meant)
        if entry:
            yield self._lines(entry[0].start_mark.index, self._end_of(entry[1]))

    def append(self, key: str, item: Item, is_meant: _Names) -> Iterator[Splice]:
        """Put an item at the end of a list; a single text becomes a list of two."""
        entry = self._entry(is_meant)
        if entry is None:
            yield self._line(key, f"\n{_block(item, self._margin + '  ', '')}".rstrip("\n"))
            return
        node = entry[1]
        match node:
            case yaml.SequenceNode(flow_style=False):
                yield self._below(node, item)
            case yaml.SequenceNode(value=[]):
                yield Splice(node.start_mark.index, node.end_mark.index, f"[{_flow(item)}]")
            case yaml.SequenceNode(value=[*_, last]):
                yield Splice(self._end_of(last), self._end_of(last), f", {_flow(item, last)}")
            case yaml.ScalarNode() if not isinstance(item, Mapping):
                alone = [] if _is_null(node) else [_flow(node.value, node)]
                listed = ", ".join([*alone, _flow(item, node)])
                start, end = node.start_mark.index, self._end_of(node)
                yield Splice(start, end, f"{' ' * (start == end)}[{listed}]")
            case yaml.ScalarNode() if isinstance(item, Mapping) and _is_null(node):
                yield Splice(node.start_mark.index, node.end_mark.index, "")
                below = self._lines(node.start_mark.index, node.end_mark.index).end
                yield Splice(below, below, _block(item, self._margin + "  ", ""))
            case _:
                raise Uneditable

    def items(self, is_meant: _Names) -> list[str]:
        """Return the texts of a list, or the one text in its place."""
        return [item.value for item in self._items(is_meant)]

    def rename(self, is_meant: _Names, index: int, value: str) -> Iterator[Splice]:
        """Give an item of a list another text."""
        item = self._items(is_meant)[index]
        flow = self._is_flow(is_meant)
        yield Splice(item.start_mark.index, self._end_of(item), scalar(value, item.style or "", flow=flow))

    def drop(self, is_meant: _Names, index: int) -> Iterator[Splice]:
        """Take an item out of a list, and the key with the last one."""
        items = self._items(is_meant)
        if len(items) == 1:
            yield from self.remove(is_meant)
        elif not self._is_flow(is_meant):
            yield self._lines(items[index].start_mark.index, self._end_of(items[index]))
        elif index + 1 < len(items):
            yield Splice(items[index].start_mark.index, items[index + 1].start_mark.index, "")
        else:
            yield Splice(self._end_of(items[index - 1]), self._end_of(items[index]), "")

    def _entry(self, is_meant: _Names) -> tuple[Any, Any] | None:
        return next((entry for entry in self._entries if is_meant(str(entry[0].value))), None)

    def _items(self, is_meant: _Names) -> list[Any]:
        entry = self._entry(is_meant)
        if entry is None or _is_null(entry[1]):
            return []
        node = entry[1]
        found = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not all(isinstance(item, yaml.ScalarNode) for item in found):
            raise Uneditable
        return list(found)

    def _is_flow(self, is_meant: _Names) -> bool:
        entry = self._entry(is_meant)
        return bool(entry and isinstance(entry[1], yaml.SequenceNode) and entry[1].flow_style)

    def _line(self, key: str, value: str) -> Splice:
        """Return a new line at the end of the header."""
        joint = "" if value.startswith("\n") else " "
        return Splice(self._end, self._end, f"{self._margin}{key}:{joint}{value}\n", last=True)

    def _below(self, node: Any, item: Item) -> Splice:
        last = node.value[-1]
        like = last.style or "" if isinstance(last, yaml.ScalarNode) else '"'
        at = self._lines(last.start_mark.index, self._end_of(last)).end
        return Splice(at, at, _block(item, " " * node.start_mark.column, like))

    def _lines(self, start: int, end: int) -> Splice:
        """Return the whole lines of a stretch, to be taken away."""
        return Splice(self._text.rfind("\n", 0, start) + 1, self._text.find("\n", end) + 1, "")

    def _end_of(self, node: Any) -> int:
        """Return where a node's own characters end: a block goes on to what follows, for YAML."""
        if isinstance(node, yaml.ScalarNode):
            end: int = node.end_mark.index
            return len(self._text[:end].rstrip()) if node.style in {"|", ">"} else end
        if node.flow_style:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self._end_of(last[1] if isinstance(node, yaml.MappingNode) else last)


def _is_null(node: Any) -> bool:
    """Tell whether a key has no value: nothing, `~`, `null` or an empty text."""
    return isinstance(node, yaml.ScalarNode) and (not node.value or node.tag.endswith(":null"))


def scalar(value: str, like: str, *, flow: bool = False) -> str:
    """Write a text as YAML with the quotes `like` it has, where they can hold it; else with double ones."""
    quoted = json.dumps(value, ensure_ascii=False)
    single = "'" + value.replace("'", "''") + "'"
    wanted = {"": value, "'": single}.get(like, quoted)
    return wanted if _reads_back(wanted, value, flow=flow) else quoted


def _reads_back(written: str, value: str, *, flow: bool) -> bool:
    if "\n" in written:
        return False
    document = yaml_nodes.parse(f"k: [{written}]" if flow else f"k: {written}", "")
    match document.root:
        case yaml_nodes.Mapping(entries=((_, yaml_nodes.Scalar() as found),)):
            return not document.problems and found.text == value and not found.is_null
        case yaml_nodes.Mapping(entries=((_, yaml_nodes.Sequence(items=(yaml_nodes.Scalar() as found,))),)):
            return not document.problems and found.text == value and not found.is_null
        case _:
            return False


def _flow(item: Item, like: Any = None) -> str:
    """Write an item inside brackets."""
    if isinstance(item, Mapping):
        return "{" + ", ".join(f"{key}: {scalar(item[key], '', flow=True)}" for key in item) + "}"
    style = like.style or "" if isinstance(like, yaml.ScalarNode) else ""
    return scalar(item, style, flow=True)


def _block(item: Item, margin: str, like: str) -> str:
    """Write an item of a list in lines, a dash before it."""
    if not isinstance(item, Mapping):
        return f"{margin}- {scalar(item, like)}\n"
    lines = [f"{key}: {scalar(item[key], '' if key in _BARE else _DOUBLE)}" for key in item]
    return f"{margin}- " + f"\n{margin}  ".join(lines) + "\n"
