"""The YAML that most headers are, read without the library, which takes longer to load than to read with.

A mapping of texts, of lists on one line and of lists of texts below their key; a text is plain words, or
stands in quotes without an escape. Anything else is declined; a test compares both readings.
"""

import re
from collections.abc import Iterator

from openai_news.yaml_types import Bounds, Mapping, Node, Scalar, Sequence

_SIGN = r"[\w .'’(),/!?;«»–—%+=&~$@-]|:(?=[^\s])"
_WORDS = rf"[^\W_](?:(?:{_SIGN})*(?:{_SIGN})(?<! ))?"
_QUOTED = r"\"[^\"\\]*\"|'[^']*'"
_ITEM = rf"(?:{_QUOTED}|[^\W_](?:[\w .'’-]*[\w.'’-])?)"
_ENTRY = re.compile(
    r"(?P<key>[a-zA-Z_][a-zA-Z0-9_-]*):"
    rf"(?: (?:(?P<text>{_QUOTED}|{_WORDS})|(?P<list>\[{_ITEM}(?:, {_ITEM})*\])))?"
)
_SKIPPED = re.compile(r" *(?:#.*)?")
_BELOW = re.compile(rf"(?P<indent> *)- (?P<text>{_QUOTED}|{_WORDS})")
_ONE_ITEM = re.compile(_ITEM)


class _DeclinedError(Exception):
    """The library must read this."""


def read(text: str, bounds: Bounds) -> Mapping | None:
    """Return what the library would make of a text; None where only the library can tell."""
    if bounds.depth < 2:  # noqa: PLR2004 - a mapping and a list
        return None
    try:
        found = dict[str, tuple[Scalar, Node]]()
        for key, node in _entries(text.split("\n")):
            if key.text in found:
                return None
            found[key.text] = key, node
    except _DeclinedError:
        return None
    if not found:
        return None
    entries = tuple(found.values())
    first, _ = entries[0]
    root = Mapping(entries, first.line, first.column)
    return root if _is_within(root, bounds) else None


def _is_within(root: Mapping, bounds: Bounds) -> bool:
    lists = [node for _, node in root.entries if isinstance(node, Sequence)]
    nodes = 1 + 2 * len(root.entries) + sum(1 + len(found.items) for found in lists)
    texts = [scalar for key, node in root.entries for scalar in (key, *_scalars(node))]
    return nodes <= bounds.nodes and all(
        len(scalar.text) <= bounds.text and scalar.text.isprintable() for scalar in texts
    )


def _scalars(node: Node) -> tuple[Scalar, ...]:
    if isinstance(node, Sequence):
        return tuple(item for item in node.items if isinstance(item, Scalar))
    return (node,) if isinstance(node, Scalar) else ()


def _entries(lines: list[str]) -> Iterator[tuple[Scalar, Node]]:
    number = 1 if lines[0] == "---" else 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if _SKIPPED.fullmatch(line) and line.isprintable():
            continue
        match = _ENTRY.fullmatch(line)
        if not match:
            raise _DeclinedError
        key = Scalar(match["key"], number, 1, len(match["key"]))
        if match["text"]:
            yield key, _scalar(match["text"], number, match.start("text"))
        elif match["list"]:
            yield key, _listed(match["list"], number, match.start("list"))
        elif items := _below(lines, number):
            yield key, Sequence(items, number + 1, items[0].column - 2)
            number += len(items)
        else:
            yield key, Scalar("", number, len(line) + 1)


def _below(lines: list[str], number: int) -> tuple[Scalar, ...]:
    """Return the items of a list in the lines from `number` on."""
    items, indent = list[Scalar](), ""
    while number < len(lines) and (match := _BELOW.fullmatch(lines[number])):
        indent = match["indent"] if not items else indent
        if match["indent"] != indent:
            raise _DeclinedError
        number += 1
        items.append(_scalar(match["text"], number, match.start("text")))
    return tuple(items)


def _listed(written: str, line: int, start: int) -> Sequence:
    found = _ONE_ITEM.finditer(written, 1)
    items = tuple(_scalar(item[0], line, start + item.start()) for item in found)
    return Sequence(items, line, start + 1, len(written))


def _scalar(written: str, line: int, start: int) -> Scalar:
    plain = written[0] not in "\"'"
    return Scalar(written if plain else written[1:-1], line, start + 1, len(written), plain)
