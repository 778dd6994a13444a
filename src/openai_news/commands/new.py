"""`openai-news new`: a draft with a header that reads, in the right folder."""

import os
from typing import Any

import click

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell
from openai_news.errors import MachineError
from openai_news.model import Place, Problem


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""
    option = speech.option

    @click.command("new", help=speech.say("help.new"), epilog=speech.say("help.new.epilog"))
    @speech.site_option
    @click.argument("title", metavar=speech.say("help.new.title"))
    @option("--date", "day", default="", metavar="ISO", key="new.date")
    @option("--in", "tongue", default="", metavar="LANG")
    @option("--section", default="", metavar="SECTION")
    @option("--tag", "tags", multiple=True, metavar="TAG")
    @option("--author", "authors", multiple=True, metavar="NAME")
    @option("--edit", is_flag=True)
    @option("--dry-run", is_flag=True, key="rehearse")
    @speech.lang_option
    @click.pass_context
    def new(context: click.Context, /, site: str | None, title: str, **options: Any) -> None:
        context.exit(_new(site or context.obj or ".", title, **options))

    return new


def _new(
    site: str,
    title: str,
    *,
    day: str,
    tongue: str,
    section: str,
    tags: tuple[str, ...],
    authors: tuple[str, ...],
    lang: str | None,
    edit: bool,
    dry_run: bool,
) -> int:
    from openai_news import acting, desk_new

    act = acting.begin(site, lang)
    at = act.moment("--date", day).at if day else act.now
    change = desk_new.new(desk_new.Wanted(title, at, tongue, section, tags, authors), act.site.config)
    code = act.do([change], dry_run=dry_run)
    if dry_run:
        return code
    tell(act.say("made", path=f"content/{change.path}"), err=True)
    return _edit(act.site.roots.content, change.path) if edit else DONE


def _edit(content: str, path: str) -> int:
    """Open the file in the editor that the user has chosen, and wait for it."""
    import shlex
    import subprocess

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        subprocess.run([*shlex.split(editor), f"{content}/{path}"], check=True)  # noqa: S603
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise MachineError([Problem("E649", Place("--edit"), {"editor": editor})]) from error
    return DONE
