"""The commands, one file each: what each asks for on the command line, and the one call that it makes."""

from collections.abc import Callable

import click

from openai_news.cli_help import Speech
from openai_news.commands import build, check, import_

COMMANDS: tuple[Callable[[Speech], click.Command], ...] = (
    build.command,
    check.command,
    import_.command,
)
