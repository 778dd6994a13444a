"""The conventions that hold the program together, kept by tests instead of memory."""

import ast
from pathlib import Path

import pytest

from openai_news.outputs import OUTPUTS

PACKAGE = Path(__file__).parent.parent / "src" / "openai_news"

# From the doors down to the types: a module imports only what stands below it.
LAYERS = [
    "cli",
    "terminal",
    "pipeline",
    "release",
    "publish",
    "produce",
    "outputs",
    "layout",
    "links",
    "page",
    "theme",
    "words",
    "site",
    "ingest",
    "tree",
    "ownership",
    "pool",
    "generator",
    "article",
    "markup",
    "front_matter",
    "config",
    "urls",
    "importer",
    "catalogue",
    "shape",
    "dates",
    "collation",
    "slugs",
    "typography",
    "errors",
    "disk",
    "model",
]

# A module may be split into several that share its name: `markup_guard` stands where `markup` stands.
PRINTING = {"cli"}
FILES = {"disk", "tree", "ownership"}


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "openai_news":
                yield from (alias.name for alias in node.names)
            elif node.module.startswith("openai_news."):
                yield node.module.split(".")[1]


def layer(name):
    known = [at for at, layer in enumerate(LAYERS) if name == layer or name in FAMILY.get(layer, ())]
    return known[0] if known else None


FAMILY = {}


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


def test_only_the_command_line_prints():
    for path in modules():
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        if name_of(path) not in PRINTING:
            assert "print" not in calls, path


def test_no_module_is_called_after_nothing():
    names = {path.stem for path in modules()}

    assert not names & {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
