"""What a template's source says before it is ever rendered: what it uses, and what is refused in it.

This module loads Jinja: import it where templates are read, not before.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from openai_news.errors import nearest
from openai_news.model import Value
from openai_news.theme_engine import NAMES, Engine

_ATTRIBUTE = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*\s([\w:.-]+)=")
_ESCAPING = (nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)
_JINJA_NAMES = frozenset({"caller", "kwargs", "loop", "self", "super", "varargs"})


class Use(Value, frozen=True):
    """A constant name in a template, and its line."""

    name: str
    line: int


class Fault(Value, frozen=True):
    """What is wrong in one template: a code of E5xx, a line, values; `mark` is the word to point at."""

    code: str
    line: int
    values: dict[str, str] = {}
    mark: str = ""


class Reading(Value, frozen=True):
    """One template as read: what it extends, includes or imports, the assets that it names, its faults."""

    templates: tuple[Use, ...] = ()
    assets: tuple[Use, ...] = ()
    faults: tuple[Fault, ...] = ()


def read(engine: Engine, source: str) -> Reading:
    """Read a template without running it."""
    try:
        tree = engine.parse(source)
    except TemplateSyntaxError as error:
        return Reading(faults=(syntax_fault(error),))
    parts = _Parts(tree)
    return Reading(
        templates=tuple(_constants(parts.references)),
        assets=tuple(_constants(parts.asset_arguments)),
        faults=(
            *(_dynamic("template", line) for node, line in parts.references if not _is_text(node)),
            *(_dynamic("asset", line) for line in _hidden_assets(parts)),
            *_unknown_names(parts),
            *_unknown_filters(parts, engine),
            *_unsafe(parts),
            *_unquoted(parts),
        ),
    )


def syntax_fault(error: TemplateSyntaxError) -> Fault:
    """Return what Jinja says of a template that it cannot read."""
    return Fault("E507", error.lineno, {"message": error.message or ""})


class _Parts:
    """The nodes of a template that matter here, by what they are; the tree is walked once."""

    def __init__(self, tree: nodes.Template) -> None:
        found: dict[type[nodes.Node], list[Any]] = {}
        for node in tree.find_all(nodes.Node):
            found.setdefault(type(node), []).append(node)
        self.names: list[nodes.Name] = found.get(nodes.Name, [])
        self.fields: list[nodes.Getattr] = found.get(nodes.Getattr, [])
        self.filters: list[nodes.Filter] = found.get(nodes.Filter, [])
        self.tests: list[nodes.Test] = found.get(nodes.Test, [])
        self.outputs: list[nodes.Output] = found.get(nodes.Output, [])
        self.macros: list[nodes.Macro] = found.get(nodes.Macro, [])
        self.imports: list[nodes.Import] = found.get(nodes.Import, [])
        self.imported: list[nodes.FromImport] = found.get(nodes.FromImport, [])
        self.escaping: list[nodes.Node] = [node for kind in _ESCAPING for node in found.get(kind, [])]
        kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
        self.references = [(n.template, n.lineno) for kind in kinds for n in found.get(kind, [])]
        calls = [call for call in found.get(nodes.Call, []) if _names_asset(call.node)]
        self.asset_calls: list[nodes.Call] = calls
        self.asset_arguments = [(call.args[0], call.lineno) for call in calls if call.args]


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _constants(found: Iterable[tuple[nodes.Node, int]]) -> Iterator[Use]:
    for node, line in found:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            yield Use(node.value, line)


def _names_asset(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "asset"


def _hidden_assets(parts: _Parts) -> Iterator[int]:
    """Yield the lines where `asset` is used so that what it names cannot be read off the source."""
    plain = [c.node for c in parts.asset_calls if len(c.args) == 1 and _is_text(c.args[0])]
    for name in parts.names:
        if _names_asset(name) and not any(name is known for known in plain):
            yield name.lineno


def _dynamic(reason: str, line: int) -> Fault:
    return Fault("E504", line, {"reason": reason})


def _unknown_names(parts: _Parts) -> Iterator[Fault]:
    known = NAMES | {name.name for name in parts.names if name.ctx != "load"}
    known |= {macro.name for macro in parts.macros} | {whole.target for whole in parts.imports}
    for some in parts.imported:
        known |= {name if isinstance(name, str) else name[1] for name in some.names}
    for name in parts.names:
        if name.name not in known and name.name not in _JINJA_NAMES:
            yield unknown("E511", name.lineno, name.name, known)


def _unknown_filters(parts: _Parts, engine: Engine) -> Iterator[Fault]:
    for used in parts.filters:
        if used.name not in engine.filters:
            yield unknown("E510", used.lineno, used.name, engine.filters)
    for test in parts.tests:
        if test.name not in engine.tests:
            yield unknown("E510", test.lineno, test.name, engine.tests)


def unknown(code: str, line: int, name: str, known: Iterable[str], **values: str) -> Fault:
    """Return a fault about a name, with the known one that it may be a slip of."""
    if near := nearest(name, known):
        values |= {"near": near, "reason": "near"}
    return Fault(code, line, {"name": name, **values}, name)


def _unsafe(parts: _Parts) -> Iterator[Fault]:
    """Refuse private attributes, and text printed unescaped: only fields named `*_html` are safe HTML."""
    for field in parts.fields:
        if field.attr.startswith("_"):
            yield Fault("E503", field.lineno, {"name": field.attr, "reason": "private"}, field.attr)
    for node in parts.escaping:
        yield Fault("E503", node.lineno, {"name": "autoescape"}, "autoescape")
    for used in parts.filters:
        if used.name == "safe" and not _is_html(used.node):
            yield Fault("E503", used.lineno, {"name": "safe"}, "safe")


def _unquoted(parts: _Parts) -> Iterator[Fault]:
    """Refuse a value of an attribute without quotes: a space in it would begin another attribute."""
    for output in parts.outputs:
        tag = ""  # what is open, with a sign for each value printed in it
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                tag += node.data
                tag = tag[max(tag.rfind("<"), 0) :]
                continue
            if found := _ATTRIBUTE.fullmatch(tag):
                yield Fault("E503", node.lineno, {"name": found[1], "reason": "unquoted"}, f"{found[1]}=")
            tag += "x"


def _is_html(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.Getattr) and node.attr.endswith("_html")
