"""Help and usage faults in the reader's language; click's own words are English."""

from collections.abc import Callable
from typing import Any

import click

from openai_news.model import Place, Problem
from openai_news.terminal import LANGUAGES, say

_HEADINGS = ("Options", "Commands")


class Speech:
    """What every command says in one language: its help, and the options that all of them have."""

    def __init__(self, lang: str) -> None:
        """Speak `lang`."""
        self.lang = lang
        self.site_option = self.option("--site", type=click.Path(), metavar="DIR")
        self.lang_option = self.option("--lang", type=click.Choice(LANGUAGES))

    def say(self, key: str) -> str:
        """Return a sentence."""
        return say(self.lang, key)

    def option(self, *names: str, key: str = "", **more: Any) -> Callable[[Any], Any]:
        """Return an option whose help stands under `help.KEY`, by default its first name."""
        return click.option(*names, help=self.say(f"help.{key or names[0][2:]}"), **more)


def speak(group: click.Group, lang: str) -> click.Group:
    """Have a command and its subcommands help in `lang`."""

    class Formatter(click.HelpFormatter):
        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or say(lang, "help.usage"))

        def write_heading(self, heading: str) -> None:
            super().write_heading(say(lang, f"help.{heading}") if heading in _HEADINGS else heading)

    class Context(click.Context):
        formatter_class = Formatter

    for command in (group, *group.commands.values()):
        command.context_class = Context
        help_option: Any = click.help_option("-h", "--help", help=say(lang, "help.help"))
        help_option(command)
    return group


def problem(error: click.ClickException) -> Problem:
    """Return what is wrong in a command line as a problem (E62x)."""
    match error:
        case click.NoSuchOption(option_name=name, possibilities=near):
            code, values = "E620", {"name": name, **_meant(near)}
        case click.NoSuchCommand(command_name=name, possibilities=near):
            code, values = "E621", {"name": name, **_meant(near)}
        case click.MissingParameter(param=click.Argument(metavar=None, type=click.Choice() as kind)):
            code, values = "E623", _expected(kind)
        case click.MissingParameter(param=click.Argument(metavar=argument)):
            code, values = "E623", {"argument": argument or ""}
        case click.BadParameter(param=click.Parameter(opts=[name, *_], type=kind)):
            code, values = "E622", {"name": name, **_expected(kind)}
        case click.BadOptionUsage(option_name=name):
            code, values = "E624", {"name": name}
        case _:
            code, values = "E625", {"detail": error.format_message()}
    return Problem(code, Place(values.get("name") or _command(error)), values)


def _meant(near: list[str] | None) -> dict[str, str]:
    return {"reason": "near", "meant": near[0]} if near else {}


def _expected(kind: Any) -> dict[str, str]:
    """Return what a value must be, for the hint."""
    match kind:
        case click.Choice():
            return {"reason": "choice", "known": ", ".join(kind.choices)}
        case click.IntRange():
            return {"reason": "number", "least": str(kind.min)}
        case _:
            return {}


def _command(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else "openai-news"
