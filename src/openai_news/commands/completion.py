"""`openai-news completion`: a script with which a shell completes our commands and options."""

import click

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell

SHELLS = ("bash", "zsh", "fish")


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""

    @click.command(
        "completion", help=speech.say("help.completion"), epilog=speech.say("help.completion.epilog")
    )
    @click.argument("shell", type=click.Choice(SHELLS))
    @speech.lang_option
    @click.pass_context
    def completion(context: click.Context, /, shell: str, **_: object) -> None:
        context.exit(_completion(context.find_root().command, shell))

    return completion


def _completion(group: click.Command, shell: str) -> int:
    """Print click's script as it is: its `source` would also ask for the version of bash."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind
    script = kind(group, {}, "openai-news", "_OPENAI_NEWS_COMPLETE")
    tell((script.source_template % script.source_vars()).rstrip("\n"))
    return DONE
