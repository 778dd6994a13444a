"""What a template's source says before it is ever rendered: what it uses, and what is refused in it.

This module loads Jinja: import it where templates are read, not before.
"""

from collections.abc import Iterable, Iterator

from jinja2 import TemplateSyntaxError, nodes

from openai_news.errors import nearest
from openai_news.model import Value
from openai_news.theme_engine import NAMES, Engine

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
    references = [(node.template, node.lineno) for node in _references(tree)]
    calls = [call for call in tree.find_all(nodes.Call) if _names_asset(call.node)]
    arguments = [(call.args[0], call.lineno) for call in calls if call.args]
    return Reading(
        templates=tuple(_constants(references)),
        assets=tuple(_constants(arguments)),
        faults=(
            *(_dynamic("template", line) for node, line in references if not _is_text(node)),
            *(_dynamic("asset", line) for line in _hidden_assets(tree, calls)),
            *_unknown_names(tree),
            *_unknown_filters(tree, engine),
            *_unsafe(tree),
        ),
    )


def syntax_fault(error: TemplateSyntaxError) -> Fault:
    """Return what Jinja says of a template that it cannot read."""
    return Fault("E507", error.lineno, {"message": error.message or ""})


def _references(
    tree: nodes.Template,
) -> Iterator[nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport]:
    yield from tree.find_all(nodes.Extends)
    yield from tree.find_all(nodes.Include)
    yield from tree.find_all(nodes.Import)
    yield from tree.find_all(nodes.FromImport)


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _constants(found: Iterable[tuple[nodes.Node, int]]) -> Iterator[Use]:
    for node, line in found:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            yield Use(node.value, line)


def _names_asset(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "asset"


def _hidden_assets(tree: nodes.Template, calls: list[nodes.Call]) -> Iterator[int]:
    """Yield the lines where `asset` is used so that what it names cannot be read off the source."""
    plain = [call.node for call in calls if len(call.args) == 1 and _is_text(call.args[0])]
    for name in tree.find_all(nodes.Name):
        if _names_asset(name) and not any(name is known for known in plain):
            yield name.lineno


def _dynamic(reason: str, line: int) -> Fault:
    return Fault("E504", line, {"reason": reason})


def _unknown_names(tree: nodes.Template) -> Iterator[Fault]:
    names = list(tree.find_all(nodes.Name))
    known = NAMES | _JINJA_NAMES | {name.name for name in names if name.ctx != "load"}
    known |= {macro.name for macro in tree.find_all(nodes.Macro)}
    known |= {whole.target for whole in tree.find_all(nodes.Import)}
    for some in tree.find_all(nodes.FromImport):
        known |= {name if isinstance(name, str) else name[1] for name in some.names}
    for name in names:
        if name.name not in known:
            yield unknown("E511", name.lineno, name.name, known - _JINJA_NAMES)


def _unknown_filters(tree: nodes.Template, engine: Engine) -> Iterator[Fault]:
    for used in tree.find_all(nodes.Filter):
        if used.name not in engine.filters:
            yield unknown("E510", used.lineno, used.name, engine.filters)
    for test in tree.find_all(nodes.Test):
        if test.name not in engine.tests:
            yield unknown("E510", test.lineno, test.name, engine.tests)


def unknown(code: str, line: int, name: str, known: Iterable[str], **values: str) -> Fault:
    """Return a fault about a name, with the known one that it may be a slip of."""
    if near := nearest(name, known):
        values |= {"near": near, "reason": "near"}
    return Fault(code, line, {"name": name, **values}, name)


def _unsafe(tree: nodes.Template) -> Iterator[Fault]:
    """Refuse private attributes, and text printed unescaped: only fields named `*_html` are safe HTML."""
    for read in tree.find_all(nodes.Getattr):
        if read.attr.startswith("_"):
            yield Fault("E503", read.lineno, {"name": read.attr, "reason": "private"}, read.attr)
    for node in tree.find_all(_ESCAPING):
        yield Fault("E503", node.lineno, {"name": "autoescape"}, "autoescape")
    for used in tree.find_all(nodes.Filter):
        if used.name == "safe" and not _is_html(used.node):
            yield Fault("E503", used.lineno, {"name": "safe"}, "safe")


def _is_html(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.Getattr) and node.attr.endswith("_html")
