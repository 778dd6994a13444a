"""`openai-news list`: what stands in content/, and when each goes out next."""

import json
import os
from typing import Any

import click

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell

_STANDINGS = ("drafts", "scheduled", "expired")


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""
    option = speech.option

    @click.command("list", help=speech.say("help.list"), epilog=speech.say("help.list.epilog"))
    @speech.site_option
    @option("--drafts", is_flag=True, key="list.drafts")
    @option("--scheduled", is_flag=True)
    @option("--expired", is_flag=True)
    @option("--tag", default="", metavar="TAG", key="list.tag")
    @option("--json", "as_json", is_flag=True)
    @speech.lang_option
    @click.pass_context
    def list_(context: click.Context, /, site: str | None, **options: Any) -> None:
        context.exit(_list(site or context.obj or ".", **options))

    return list_


def _list(site: str, *, tag: str, as_json: bool, lang: str | None, **asked: bool) -> int:
    from openai_news import acting, desk, desk_list, terminal_list
    from openai_news.visibility import Standing

    act = acting.begin(site, lang)
    names = {"drafts": Standing.DRAFT, "scheduled": Standing.SCHEDULED, "expired": Standing.EXPIRED}
    standings = frozenset(names[name] for name in _STANDINGS if asked[name])
    found = desk_list.rows(desk.all_items(act.site), act.now, standings=standings, tag=tag)
    if as_json:
        tell(json.dumps([row.plain() for row in found], ensure_ascii=False, indent=2))
        return DONE
    tell(*terminal_list.table(found, act.lang, width=_width()))
    tell(terminal_list.closing(found, act.lang), err=True)
    return DONE


def _width() -> int:
    """Return the columns of the terminal; where none is, lines are not cut."""
    try:
        return os.get_terminal_size(1).columns
    except OSError:
        return 0
