"""The commands, one file each: what each asks for on the command line, and the one call that it makes."""

from collections.abc import Callable

import click

from openai_news.cli_help import Speech
from openai_news.commands import (
    build,
    check,
    cms,
    completion,
    correct,
    eject,
    import_,
    list_,
    move,
    new,
    publish,
    retag,
    schema,
    search,
    serve,
)

COMMANDS: tuple[Callable[[Speech], click.Command], ...] = (
    build.command,
    serve.command,
    check.command,
    new.command,
    list_.command,
    search.command,
    publish.command,
    correct.command,
    move.command,
    retag.command,
    import_.command,
    cms.command,
    schema.command,
    eject.command,
    completion.command,
)
