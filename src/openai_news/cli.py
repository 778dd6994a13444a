"""Arguments -> one call each: the group of commands, the language of its help, the one way out."""

import gc
import os
import sys
from collections.abc import Sequence
from itertools import zip_longest

import click

from openai_news import __version__, cli_help
from openai_news.commands import COMMANDS
from openai_news.console import DONE, fail
from openai_news.terminal import CHECK_FORMS, language


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with the documented exit code."""
    code = run(sys.argv[1:] if arguments is None else arguments)
    gc.freeze()  # the system takes all back at once: to look for cycles first would take longer than a start
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return its exit code. No traceback for anything a user can cause."""
    lang = _early_language(arguments)
    try:
        return int(commands(lang).main(list(arguments), "openai-news", standalone_mode=False) or DONE)
    except SystemExit:  # click, when the reader of its help has closed the pipe
        return DONE
    except BaseException as error:  # noqa: BLE001 - every way out has its exit code
        return fail(error, lang, _early_form(arguments))


def commands(lang: str) -> click.Group:
    """Make the command line, its help in `lang`."""
    speech = cli_help.Speech(lang)

    @click.group(help=speech.say("help.main"), subcommand_metavar=speech.say("help.subcommand"))
    @speech.site_option
    @click.version_option(__version__, message="openai-news %(version)s", help=speech.say("help.version"))
    @click.pass_context
    def group(context: click.Context, site: str | None) -> None:
        context.obj = site

    for make in COMMANDS:
        group.add_command(make(speech))
    return cli_help.speak(group, lang)


def _early_language(arguments: Sequence[str]) -> str:
    """Return the language for help and usage, which are needed before any site is read."""
    if asked := _early(arguments, "--lang"):
        return language(asked)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if (value := os.environ.get(name)) and value[:1] != "C":
            return language(value)
    return "fr"


def _early_form(arguments: Sequence[str]) -> str:
    """Return the form of the messages that come before the options are understood."""
    asked = _early(arguments, "--format")
    return asked if asked in CHECK_FORMS else "text"


def _early(arguments: Sequence[str], option: str) -> str:
    """Return an option's value as typed, whether or not the whole line makes sense."""
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        if argument == option:
            return following
        if argument.startswith(f"{option}="):
            return argument.removeprefix(f"{option}=")
    return ""
