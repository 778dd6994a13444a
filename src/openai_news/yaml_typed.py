"""A YAML mapping typed after a frozen struct: unknown keys and wrong values are problems with places."""

import re
from collections.abc import Iterable
from typing import Any, TypeGuard, get_args, get_origin

import msgspec

from openai_news.errors import nearest
from openai_news.model import Problem
from openai_news.vocabulary import BOOLEANS
from openai_news.yaml_nodes import Mapping, Node, Scalar, Sequence, problem_at

_NUMBER = re.compile(r"[1-9]\d{0,2}")


class TypedReader:
    """Types the nodes of one file; collects every problem, so that one run shows all."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def problem(self, code: str, node: Node, **values: str) -> None:
        """Note an error that stands at a node."""
        self.problems.append(problem_at(code, self.path, node, **values))

    def struct(self, kind: type[msgspec.Struct], node: Mapping) -> dict[str, Any]:
        """Return the fields of `kind` that are written, each as its type; other mappings stay nodes."""
        types = {field.name: field.type for field in msgspec.structs.fields(kind)}
        given: dict[str, Any] = {}
        for key, value in node.entries:
            if key.text not in types:
                self.unknown(key, types)
            elif (typed := self._typed(types[key.text], key, value)) is not None:
                given[key.text] = typed
        return given

    def unknown(self, key: Scalar, names: Iterable[str]) -> None:
        """Note a key that is none of `names`, with the one it resembles (E611)."""
        meant = nearest(key.text.lower(), names)
        self.problem("E611", key, key=key.text, meant=meant or "", reason="near" if meant else "")

    def text(self, key: Scalar, node: Node) -> str | None:
        """Return a text on one line, or None and a problem."""
        if isinstance(node, Scalar) and not node.is_null:
            return node.text.replace("\n", " ").strip()
        self._wrong(key, node, "text")
        return None

    def is_mapping(self, key: Scalar, node: Node) -> TypeGuard[Mapping]:
        """Say whether the node is a mapping; a problem if not."""
        if not isinstance(node, Mapping):
            self._wrong(key, node, "mapping")
        return isinstance(node, Mapping)

    def choice(self, key: str, chosen: str, known: Iterable[str], node: Node) -> None:
        """Note a value that is none of the known ones (E617)."""
        if chosen not in known:
            listed = ", ".join(f"`{one}`" for one in known)
            self.problem("E617", node, key=key, value=chosen, known=listed)

    def boolean(self, key: Scalar, node: Node) -> bool | None:
        """Return yes or no as people write it, or None and a problem."""
        value = BOOLEANS.get(node.text.lower()) if isinstance(node, Scalar) else None
        if value is None:
            self._wrong(key, node, "boolean")
        return value

    def _typed(self, kind: Any, key: Scalar, node: Node) -> Any:
        if kind is str:
            return self.text(key, node)
        if kind is bool:
            return self.boolean(key, node)
        if kind is int:
            return self._number(key, node)
        if get_origin(kind) is tuple and get_args(kind)[0] is str:
            return self._texts(key, node)
        return node if self.is_mapping(key, node) else None

    def _number(self, key: Scalar, node: Node) -> int | None:
        if isinstance(node, Scalar) and _NUMBER.fullmatch(node.text):
            return int(node.text)
        self._wrong(key, node, "number")
        return None

    def _texts(self, key: Scalar, node: Node) -> tuple[str, ...] | None:
        items = node.items if isinstance(node, Sequence) else (node,)
        texts = [item.text for item in items if isinstance(item, Scalar) and not item.is_null]
        if len(texts) < len(items):
            self._wrong(key, node, "texts")
            return None
        return tuple(dict.fromkeys(texts))

    def _wrong(self, key: Scalar, node: Node, expected: str) -> None:
        self.problem("E613", node, key=key.text, reason=expected)
