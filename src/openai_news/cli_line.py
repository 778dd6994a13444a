"""Arguments -> one call each, by click: the group of commands, and what is wrong in a line."""

from collections.abc import Sequence

import click

from openai_news import __version__, cli_help
from openai_news.commands import COMMANDS, make
from openai_news.console import DONE, USAGE, show, tell


def run(arguments: Sequence[str], lang: str, form: str) -> int:
    """Run a line; return its exit code. What is wrong in the line itself is told as `form` says."""
    asked = arguments[:1] if arguments and arguments[0] in COMMANDS else COMMANDS  # no other is loaded
    try:
        return int(commands(lang, asked).main(list(arguments), "openai-news", standalone_mode=False) or DONE)
    except click.exceptions.NoArgsIsHelpError as error:
        tell(error.message, err=True)
        return USAGE
    except click.ClickException as error:
        show([cli_help.problem(error)], form, lang)
        return USAGE
    except click.Abort:
        raise KeyboardInterrupt from None
    except SystemExit:  # the reader of its help has closed the pipe
        return DONE


def commands(lang: str, names: Sequence[str] = COMMANDS) -> click.Group:
    """Make the command line with the commands of these names, its help in `lang`."""
    speech = cli_help.Speech(lang)

    @click.group(help=speech.say("help.main"), subcommand_metavar=speech.say("help.subcommand"))
    @speech.site_option
    @click.version_option(__version__, message="openai-news %(version)s", help=speech.say("help.version"))
    @click.pass_context
    def group(context: click.Context, site: str | None) -> None:
        context.obj = site

    for name in names:
        group.add_command(make(name, speech))
    return cli_help.speak(group, lang)
