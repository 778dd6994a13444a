"""Plain lines, read without click: to load click takes as long as the start of Python.

What is not known for certain is left to click; a test compares the two.
"""

import os
import sys
from collections.abc import Sequence
from typing import Any

_FLAGS = ("--drafts", "--keep-going", "--strict", "--atomic", "--allow-removals", "--explain", "--quiet")
_TEXTS = ("--site", "--output", "--base-url", "--cache", "--now", "--report")
_COMPLETING = "_OPENAI_NEWS_COMPLETE"  # a shell asks, with a line that is not finished


def is_version(arguments: Sequence[str]) -> bool:
    """Tell whether a line asks for the version and for nothing else."""
    return list(arguments) == ["--version"] and _COMPLETING not in os.environ


def build(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the options of a plain `build`, by name; None for any other line."""
    if arguments[:1] != ["build"] or _COMPLETING in os.environ or sys.platform == "win32":
        return None
    options: dict[str, Any] = {_key(name): False for name in _FLAGS} | {_key(name): "" for name in _TEXTS}
    rest = iter(arguments[1:])
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument in _FLAGS:
            options[_key(argument)] = True
            continue
        value = value if equals else next(rest, "")
        if name not in _TEXTS or not value or value.startswith("-"):
            return None
        options[_key(name)] = value
    return options | {"clean": None, "jobs": None, "form": "text", "lang": None}


def _key(name: str) -> str:
    return name[2:].replace("-", "_")
