"""The way in and the one way out: what a line asks for, in which language, its exit code."""

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from itertools import zip_longest

from openai_news import __version__, cli_plain
from openai_news.console import DONE, fail, tell
from openai_news.terminal import CHECK_FORMS, language


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with the documented exit code."""
    code = run(sys.argv[1:] if arguments is None else arguments)
    gc.freeze()  # the system takes all back at once: to look for cycles first would take longer than a start
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return its exit code. No traceback for anything a user can cause."""
    lang, form = _early_language(arguments), _early_form(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a title may have signs that a terminal has not
    try:
        if cli_plain.is_version(arguments):
            tell(f"openai-news {__version__}")
            return DONE
        plain = cli_plain.build(arguments)
        if plain is not None:
            from openai_news.commands import build

            return build.run(**plain)
        from openai_news import cli_line

        return cli_line.run(arguments, lang, form)
    except BaseException as error:  # noqa: BLE001 - every way out has its exit code
        return fail(error, lang, form)


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
