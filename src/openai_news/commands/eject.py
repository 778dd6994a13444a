"""`openai-news eject`: copy shipped templates and static files into the site, to be changed there."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell
from openai_news.terminal import language, say

if TYPE_CHECKING:
    from openai_news.ejecting import Shipped


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""

    @click.command("eject", help=speech.say("help.eject"), epilog=speech.say("help.eject.epilog"))
    @speech.site_option
    @click.argument("names", nargs=-1, metavar=speech.say("help.eject.names"), shell_complete=_names)
    @speech.option("--list", "listed", is_flag=True, key="eject.list")
    @speech.lang_option
    @click.pass_context
    def eject(
        context: click.Context, site: str | None, names: tuple[str, ...], listed: bool, lang: str | None
    ) -> None:
        context.exit(_eject(site or context.obj or ".", names, lang, listed=listed))

    return eject


def _names(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Propose the names of shipped files to a shell, whatever the site."""
    from openai_news.generator import shipped_theme

    theme = shipped_theme()
    folders = (theme / "templates", theme / "static")
    found = (path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.*"))
    return [CompletionItem(name) for name in sorted(found) if name.startswith(begun)]


def _eject(site: str, names: tuple[str, ...], lang: str | None, *, listed: bool) -> int:
    from openai_news import ejecting
    from openai_news.site import Options, open_site

    opened = open_site(Options(site=site))
    tongue = lang or language(opened.config.language)
    if listed or not names:
        for file in ejecting.shipped(opened):
            taken = ejecting.is_taken(opened, file)
            tell(say(tongue, "eject.taken" if taken else "eject.free", path=file.path, name=file.name))
        return DONE
    for file in ejecting.chosen(opened, names):
        ejecting.take_over(opened, file)
        tell(*_told(file, tongue))
    return DONE


def _told(file: "Shipped", lang: str) -> Iterator[str]:
    """Say what was done, and how the same may be had with less to look after."""
    from openai_news import ejecting

    yield say(lang, "eject.done", path=file.path)
    if file.blocks:
        yield say(lang, "eject.extend", path=file.path, blocks=", ".join(file.blocks))
        yield from (f"    {line}" for line in ejecting.extension(file).split("\n"))
    elif file.path.endswith(".css"):
        yield say(lang, "eject.style", path=file.path)
