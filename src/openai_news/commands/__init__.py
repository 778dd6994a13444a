"""The commands, one file each: what each asks for on the command line, and the one call that it makes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

    from openai_news.cli_help import Speech

COMMANDS = (
    "build",
    "serve",
    "check",
    "new",
    "list",
    "search",
    "publish",
    "correct",
    "move",
    "retag",
    "import",
    "cms",
    "schema",
    "eject",
    "completion",
)
_MODULES = {"import": "import_", "list": "list_"}  # words of Python


def make(name: str, speech: Speech) -> click.Command:
    """Make the command of this name; no other is loaded."""
    module = import_module(f"openai_news.commands.{_MODULES.get(name, name)}")
    command: click.Command = module.command(speech)
    return command
