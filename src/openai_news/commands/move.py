"""`openai-news move`: an article gets another address, and the old one leads to it."""

import click

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell
from openai_news.errors import SiteError
from openai_news.model import Place, Problem


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""
    option = speech.option

    @click.command("move", help=speech.say("help.move"), epilog=speech.say("help.move.epilog"))
    @speech.site_option
    @click.argument("file", type=click.Path(), metavar=speech.say("help.file"))
    @option("--slug", default="", metavar="SLUG")
    @option("--date", "day", default="", metavar="ISO")
    @option("--dry-run", is_flag=True, key="rehearse")
    @speech.lang_option
    @click.pass_context
    def move(
        context: click.Context,
        site: str | None,
        file: str,
        slug: str,
        day: str,
        lang: str | None,
        dry_run: bool,
    ) -> None:
        if not slug and not day:
            raise SiteError([Problem("E646", Place("openai-news move"))])
        context.exit(_move(site or context.obj or ".", file, slug, day, lang, dry_run=dry_run))

    return move


def _move(site: str, file: str, slug: str, day: str, lang: str | None, *, dry_run: bool) -> int:
    from openai_news import acting, desk, desk_acts

    act = acting.begin(site, lang)
    article = desk.find(act.site, file)
    moment = act.moment("--date", day) if day else None
    change = desk_acts.move(act.site, article, act.now, slug=slug, day=moment)
    if change.old == change.new:
        tell(act.say("moved.already", path=f"content/{article.path}"), err=True)
        return DONE
    code = act.do([change], dry_run=dry_run)
    if not dry_run:
        url = desk_acts.url(act.site, article, change)
        tell(act.say("moved", path=f"content/{article.path}", url=url), err=True)
    return code
