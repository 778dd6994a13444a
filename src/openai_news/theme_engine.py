"""Jinja as this theme allows it: always escaping, strict about names, without anything that reads.

This module loads Jinja: import it where templates are read or rendered, not before.
"""

import marshal
from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache, partial
from keyword import iskeyword
from types import CodeType
from typing import Any

import msgspec
from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, UndefinedError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.utils import missing
from markupsafe import Markup

from openai_news.disk import digest

Keep = Callable[[str, Callable[[], bytes]], bytes]  # of a key and what makes its bytes, those bytes
NAMES = frozenset({"page", "t", "asset"})  # all that a template is given
_NOT_PURE = ("attr", "pprint", "random", "xmlattr")
_NOT_IN_SCRIPTS = "<>&'\u2028\u2029"


class AbsentError(UndefinedError):
    """A template asked for a field or a name that is not there; `owner` is what it was asked of."""

    def __init__(self, message: str | None, *, owner: Any, name: Any) -> None:
        super().__init__(message)
        self.owner = owner
        self.absent = str(name)


class Absent(StrictUndefined):
    """What is not there: any use of it fails."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: Any = UndefinedError,  # noqa: ARG002 - Jinja's signature
    ) -> None:
        error: Any = partial(AbsentError, owner=obj, name=name)
        super().__init__(hint, obj, name, error)


class _Code(CodeGenerator):
    """What a template compiles to: fields are read and texts escaped without Jinja's detours.

    Twice as fast, at the price of `is defined` on a field: a view has its fields or it has not.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._macros: set[str] = set()

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802
        """Note which names are macros."""
        self._macros.update(name if isinstance(name, str) else name[1] for name in node.names)
        super().visit_FromImport(node, frame)

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:  # noqa: N802
        """Note that a name is a macro's."""
        self._macros.add(node.name)
        super().visit_Macro(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write a plain attribute."""
        if iskeyword(node.attr) or (isinstance(node.node, nodes.Name) and node.node.name == "self"):
            super().visit_Getattr(node, frame)
        else:
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    def visit_Call(  # noqa: N802
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja's signature
    ) -> None:
        """Write a plain call of what the theme gives, and of a macro."""
        is_macro = isinstance(node.node, nodes.Name) and node.node.name in self._macros
        named = any(iskeyword(argument.key) for argument in node.kwargs)  # as in `class="lead"`
        dynamic = forward_caller or named or node.dyn_args or node.dyn_kwargs
        if dynamic or not (is_macro or _is_given(node.node)):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Write what stands together as one text: fewer pieces pass through fewer generators."""
        if frame.require_output_check:
            super().visit_Output(node, frame)
            return
        start, end = ("yield ", "") if frame.buffer is None else (f"{frame.buffer}.append(", ")")
        self.writeline(f"{start}''.join((", node)
        self.indent()
        for child in node.nodes:
            self.newline(child)
            if isinstance(child, nodes.TemplateData):
                self.write(repr(child.data))
            else:
                self.write("environment.escaped(v) if type(v := (")
                self.visit(child, frame)
                self.write(")) is str else environment.escape(v)")
            self.write(",")
        self.outdent()
        self.writeline(f")){end}")

    def _output_child_pre(self, *_: Any) -> None:
        """Open what escapes a printed value."""
        self.write("environment.escape(")


def _is_given(node: nodes.Node) -> bool:
    owner = node.node if isinstance(node, nodes.Getattr) else node
    return isinstance(owner, nodes.Name) and owner.name in NAMES


@lru_cache(maxsize=8192)
def _escaped(text: str) -> str:
    """Escape a text; most of those that a page prints stand on its neighbours too."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")


class Engine(Environment):
    """An environment over sources in memory; private attributes do not exist for it."""

    code_generator_class = _Code

    def __init__(
        self, sources: Mapping[str, str], filenames: Mapping[str, str], keep: Keep | None = None
    ) -> None:
        """Take template sources and the names that errors show, both by template name.

        What compiling them gives is asked of `keep`.
        """
        super().__init__(
            autoescape=True,
            undefined=Absent,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            loader=_Memory(sources, filenames),
        )
        self.escaped = _escaped  # what compiled templates call for a plain text
        self._keep: Keep = keep or (lambda _, make: make())
        self._parsed: dict[str, nodes.Template] = {}
        self.globals.clear()
        for name in _NOT_PURE:
            del self.filters[name]
        self.filters["tojson"] = to_json

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that all templates have, of which there are none: a page looks them up often."""
        return d or {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a source once for its two uses: first it is read, then compiled."""
        tree = self._parsed.pop(source, None)
        if tree is None:
            tree = self._parsed[source] = super()._parse(source, name, filename)
        return tree

    def compile(  # type: ignore[override]  # nobody here asks for source code, or gives a tree
        self, source: str, name: str | None = None, filename: str | None = None
    ) -> CodeType:
        """Compile a template, unless what it gives is kept."""
        compiled = super().compile

        def make() -> bytes:
            return marshal.dumps(compiled(source, name, filename))

        key = digest("\0".join(("template", name or "", filename or "", source)).encode())
        code: CodeType = marshal.loads(self._keep(key, make))  # noqa: S302 - trusted like Python's .pyc
        return code

    @staticmethod
    def escape(value: Any) -> str:
        """Return a value as text of HTML; what is HTML already stays as it is."""
        if type(value) is str:
            return _escaped(value)
        if hasattr(value, "__html__"):
            return str(value.__html__())
        return _escaped(str(value))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item, or a public attribute by its name, as filters such as `map` do."""
        if isinstance(argument, str) and argument.startswith("_"):
            return self.undefined(obj=obj, name=argument)
        return super().getitem(obj, argument)


class _Memory(BaseLoader):
    """Templates from memory, each with the file name that errors show."""

    code_generator_class = _Code

    def __init__(self, sources: Mapping[str, str], filenames: Mapping[str, str]) -> None:
        self.sources = sources
        self.filenames = filenames

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002
        """Return a template's source and file name."""
        if template not in self.sources:
            raise TemplateNotFound(template)
        return self.sources[template], self.filenames[template], None


def to_json(value: Any) -> Markup:
    """Return a value as JSON that may stand in a script element (RULES N2)."""
    text = msgspec.json.encode(value, enc_hook=str).decode()
    for sign in _NOT_IN_SCRIPTS:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - nothing of HTML is left in it
