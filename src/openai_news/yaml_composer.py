"""YAML events -> nodes: no implicit types, no tags, no aliases, bounded in size and depth."""

from typing import Any, NoReturn

import msgspec
from yaml import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.error import MarkedYAMLError, YAMLError

from openai_news import bidi, yaml_traps
from openai_news.model import Place, Problem
from openai_news.yaml_types import (
    SAFE,
    Bounds,
    Document,
    Mapping,
    Node,
    Scalar,
    Sequence,
    beyond,
    problem_at,
)

try:
    from yaml import CSafeLoader as _Parser
except ImportError:  # PyYAML without libyaml: the same events, ten times slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]


def compose(text: str, path: str, bounds: Bounds) -> Document:
    """Read one YAML document; never raises, whatever the text is (RELIABILITY 6, rows 1, 2, 7-9)."""
    composer = _Composer(path, text, bounds)
    try:
        root = composer.compose()
    except _TooMuch as stop:
        return Document(None, (*composer.problems, stop.problem))
    except (YAMLError, ValueError) as error:  # ValueError: an escape beyond Unicode, without libyaml
        return Document(None, (*composer.problems, _unreadable(text, path, error)))
    return Document(root, tuple(composer.problems))


def _unreadable(text: str, path: str, error: Exception) -> Problem:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    line, column = (mark.line + 1, mark.column + 1) if mark else (text.count("\n") + 1, 1)
    return yaml_traps.diagnose(text, Place(path, line, column))


class _TooMuch(Exception):  # noqa: N818 - it reads as what it is
    """A limit is passed; nothing more is read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem)


class _Open(msgspec.Struct):
    """A collection whose end has not come yet."""

    children: list[Node]
    line: int = 0
    column: int = 0
    is_mapping: bool = False


class _Composer:
    """Makes nodes of the parser's events with a stack of its own: depth is counted, never recursed."""

    def __init__(self, path: str, text: str, bounds: Bounds) -> None:
        self.path = path
        self.text = text
        self.bounds = bounds
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.nodes = 0

    def compose(self) -> Node | None:
        parser = _Parser(self.text)
        top = _Open([])
        self.open = [top]
        while type(event := parser.get_event()) is not StreamEndEvent:
            kind = type(event)
            if kind is ScalarEvent:
                self.open[-1].children.append(self._scalar(event))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._start(event, is_mapping=kind is MappingStartEvent)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._end(event)
            elif kind is AliasEvent:
                self._alias(event)
        return top.children[0] if top.children else None

    def _scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark, event.end_mark
        width = end.column - start.column if start.line == end.line else 0
        if event.tag or event.anchor:
            self._refuse(event)
        if event.style == '"' and not event.value.isprintable():
            self._check_escapes(event)
        if len(event.value) > self.bounds.text:
            self._stop("text", self.bounds.text, start.line + 1, start.column + 1)
        return Scalar(event.value, start.line + 1, start.column + 1, width, not event.style)

    def _check_escapes(self, event: Any) -> None:
        """Refuse what an escape brings in: what no feed can carry, what turns the line (rows 13, 32)."""
        rest = SAFE.sub("", event.value, count=1)
        if rest:
            self._problem("E112", _point(event), point=f"U+{ord(rest[0]):04X}")
        elif (opener := bidi.unclosed(event.value)) >= 0 and "\\" in self._rest_of_line(event):
            self._problem("E205", _point(event), name=f"U+{ord(event.value[opener]):04X}")

    def _start(self, event: Any, *, is_mapping: bool) -> None:
        self.nodes += 1
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if len(self.open) > self.bounds.depth:
            self._stop("depth", self.bounds.depth, line, column)
        if event.tag or event.anchor:
            self._refuse(event)
        self.open.append(_Open([], line, column, is_mapping))

    def _end(self, event: Any) -> None:
        done = self.open.pop()
        self.nodes += len(done.children)
        if self.nodes > self.bounds.nodes:
            self._stop("nodes", self.bounds.nodes, done.line, done.column)
        end = event.end_mark
        width = end.column + 1 - done.column if end.line + 1 == done.line else 0
        node: Node
        if done.is_mapping:
            node = Mapping(self._entries(done.children), done.line, done.column, width)
        else:
            node = Sequence(tuple(done.children), done.line, done.column, width)
        self.open[-1].children.append(node)

    def _entries(self, children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, node in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._problem("E110", key, reason="key")
            elif key.text == "<<" and key.plain:
                self._problem("E106", key)
            elif key.text in entries:
                first = entries[key.text][0]
                self._problem("E102", key, key=key.text, first=f"{first.line}:{first.column}")
            else:
                entries[key.text] = (key, node)
        return tuple(entries.values())

    def _alias(self, event: Any) -> None:
        node = _point(event)
        self._problem("E106", node, **self._requoted(event))
        self.open[-1].children.append(node)

    def _refuse(self, event: Any) -> None:
        if event.anchor:
            self._problem("E106", _point(event), **self._requoted(event))
        if event.tag:
            self._problem("E107", _point(event), tag=event.tag, **self._requoted(event))

    def _requoted(self, event: Any) -> dict[str, str]:
        """Return the line with what is refused as a text, where that is the line's whole value."""
        if getattr(event, "flow_style", None) is False:  # what is on the lines below goes with it
            return {}
        mark = event.start_mark
        fixed = yaml_traps.requoted(self.text.split("\n")[mark.line], mark.column)
        return {"reason": "requote", "fixed": fixed} if fixed else {}

    def _rest_of_line(self, event: Any) -> str:
        line: str = self.text.split("\n")[event.start_mark.line]
        return line[event.start_mark.column :]

    def _problem(self, code: str, node: Node, **values: str) -> None:
        self.problems.append(problem_at(code, self.path, node, **values))

    def _stop(self, reason: str, limit: int, line: int, column: int) -> NoReturn:
        raise _TooMuch(beyond(reason, limit, Place(self.path, line, column)))


def _point(event: Any) -> Scalar:
    """Stand in for what is refused, at its place."""
    return Scalar("", event.start_mark.line + 1, event.start_mark.column + 1, plain=False)
