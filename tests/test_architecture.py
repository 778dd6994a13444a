"""The conventions that hold the program together, kept by tests instead of memory."""

import ast
from pathlib import Path

import pytest

from openai_news import lints
from openai_news.commands import COMMANDS
from openai_news.outputs import OUTPUTS

PACKAGE = Path(__file__).parent.parent / "src" / "openai_news"

# From the doors down to the types: a module imports only what stands below it, and its own family.
# A module may be split into several that share its name: `markup_guard` stands where `markup` stands.
LAYERS = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("acting",),
    ("console",),
    ("cli_help",),
    ("terminal",),
    ("sarif",),
    ("serving",),
    ("searching",),
    ("outgoing",),
    ("checking", "fixing", "desk"),
    ("editing", "anchors", "rooted", "unpublished"),
    ("cms", "schema"),
    ("reference", "guide"),
    ("ejecting",),
    ("pipeline",),
    ("remedies",),
    ("near",),
    ("release",),
    ("gate",),
    ("publish",),
    ("produce",),
    ("kept",),
    ("made",),
    ("outputs",),
    ("feeds",),
    ("metadata", "citing"),
    ("redirects", "links", "timeline"),
    ("layout",),
    ("page",),
    ("theme",),
    ("words", "views"),
    ("site",),
    ("ingest",),
    ("admission",),
    ("ownership", "pool", "generator"),
    ("lints",),
    ("written",),
    ("importing",),
    ("importers",),
    ("foreign", "article"),
    ("tree",),
    ("alias",),
    ("urls",),
    ("markup", "front_matter"),
    ("config",),
    ("yaml",),
    ("vocabulary",),
    ("catalogue", "visibility"),
    ("shape",),
    ("typography", "dates", "collation", "slugs", "xml_text", "bidi", "memo"),
    ("published",),
    ("errors",),
    ("cards", "pictures"),
    ("disk",),
    ("model",),
    ("patterns",),
)


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path):
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "openai_news":
            yield from (alias.name for alias in node.names if alias.name != "__version__")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("openai_news."):
            yield node.module.split(".")[1]


def family_of(name):
    names = [one for row in LAYERS for one in row if name == one or name.startswith(f"{one}_")]
    return max(names, key=len, default=None)


def depth_of(family):
    return next(depth for depth, row in enumerate(LAYERS) if family in row)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_a_module_imports_only_what_stands_below_it(path):
    name = name_of(path)
    if name == "__init__":
        return
    family = family_of(name)
    assert family, f"give `{name}` a place in LAYERS"
    upward = {
        other
        for found in imports(path)
        if (other := family_of(found)) != family and depth_of(other) <= depth_of(family)
    }

    assert upward == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.stem)
def test_every_module_says_its_purpose_in_its_first_line(path):
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))

    assert docstring


def test_an_output_is_one_file_and_one_row():
    files = {path.stem for path in (PACKAGE / "outputs").glob("*.py")} - {"__init__"}
    rows = {output.pages.__module__.rpartition(".")[2] for output in OUTPUTS}

    assert files == rows, "add the file's OUTPUT to OUTPUTS in outputs/__init__.py"


def test_the_names_of_outputs_are_unique():
    names = [output.name for output in OUTPUTS]

    assert sorted(set(names)) == sorted(names)


def test_outputs_do_not_import_one_another():
    for path in (PACKAGE / "outputs").glob("*.py"):
        if path.stem != "__init__":
            assert "outputs" not in set(imports(path)), path


def test_only_the_console_prints():
    for path in modules():
        calls = {
            ast.unparse(node.func)
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
        }
        if name_of(path) != "console":
            assert not calls & {"print", "click.echo"}, path


def test_a_command_is_one_file_and_one_row():
    files = {path.stem for path in (PACKAGE / "commands").glob("*.py")} - {"__init__"}

    assert {name.rstrip("_") for name in files} == set(COMMANDS), (
        "give the file a row in commands/__init__.py"
    )


def test_a_lint_is_one_file_and_one_row():
    files = {path.stem for path in (PACKAGE / "lints").glob("*.py")} - {"__init__"}
    rows = {lint.__module__.rpartition(".")[2] for lint in (*lints.ARTICLE, *lints.SITE)}

    assert files == rows, "add the file's lint to a table in lints/__init__.py"


def test_no_module_is_called_after_nothing():
    names = {path.stem for path in modules()}

    assert not names & {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
