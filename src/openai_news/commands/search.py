"""`openai-news search`: articles found by their words."""

import json
import os
import sys

import click

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""
    option = speech.option

    @click.command("search", help=speech.say("help.search"), epilog=speech.say("help.search.epilog"))
    @speech.site_option
    @click.argument("words", nargs=-1, required=True, metavar=speech.say("help.search.words"))
    @option("--limit", type=click.IntRange(1), default=20, metavar="N")
    @option("--json", "as_json", is_flag=True)
    @speech.lang_option
    @click.pass_context
    def search(
        context: click.Context,
        site: str | None,
        words: tuple[str, ...],
        limit: int,
        lang: str | None,
        as_json: bool,
    ) -> None:
        context.exit(_search(site or context.obj or ".", " ".join(words), limit, lang, as_json=as_json))

    return search


def _search(site: str, words: str, limit: int, lang: str | None, *, as_json: bool) -> int:
    from openai_news import acting, searching, terminal_list

    act = acting.begin(site, lang)
    found = searching.search(act.site, words, limit)
    if as_json:
        plain = [terminal_list.plain(one, act.now) for one in found]
        tell(json.dumps(plain, ensure_ascii=False, indent=2))
        return DONE
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    tell(*terminal_list.findings(found, act.now, act.lang, colour=colour))
    tell(terminal_list.found(found, words, act.lang), err=True)
    return DONE
