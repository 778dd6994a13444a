"""`openai-news publish`: a draft goes out, now or at an instant."""

import click

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""
    option = speech.option

    @click.command("publish", help=speech.say("help.publish"), epilog=speech.say("help.publish.epilog"))
    @speech.site_option
    @click.argument("file", type=click.Path(), metavar=speech.say("help.file"))
    @option("--at", default="", metavar="ISO")
    @option("--dry-run", is_flag=True, key="rehearse")
    @speech.lang_option
    @click.pass_context
    def publish(
        context: click.Context, site: str | None, file: str, at: str, lang: str | None, dry_run: bool
    ) -> None:
        context.exit(_publish(site or context.obj or ".", file, at, lang, dry_run=dry_run))

    return publish


def _publish(site: str, file: str, at: str, lang: str | None, *, dry_run: bool) -> int:
    from openai_news import acting, dates, desk, desk_acts

    act = acting.begin(site, lang)
    article = desk.find(act.site, file)
    moment = act.moment("--at", at) if at else None
    change = desk_acts.publish(act.site, article, act.now, moment)
    if change.old == change.new:
        tell(act.say("published.already", path=f"content/{article.path}"), err=True)
        return DONE
    code = act.do([change], dry_run=dry_run)
    if not dry_run:
        when = {"when": dates.iso_instant(moment)} if moment and moment.at > act.now else {}
        key = "published.at" if when else "published.now"
        tell(act.say(key, path=f"content/{article.path}", **when), err=True)
    return code
