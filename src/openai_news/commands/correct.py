"""`openai-news correct`: a dated correction that readers see."""

from typing import Any

import click

from openai_news.cli_help import Speech
from openai_news.console import tell

KINDS = ("correction", "precision", "update", "withdrawal")


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""
    option = speech.option

    @click.command("correct", help=speech.say("help.correct"), epilog=speech.say("help.correct.epilog"))
    @speech.site_option
    @click.argument("file", type=click.Path(), metavar=speech.say("help.file"))
    @click.argument("text", metavar=speech.say("help.correct.text"))
    @option("--kind", type=click.Choice(KINDS), default=KINDS[0])
    @option("--by", default="", metavar="NAME")
    @option("--dry-run", is_flag=True, key="rehearse")
    @speech.lang_option
    @click.pass_context
    def correct(context: click.Context, /, site: str | None, file: str, text: str, **options: Any) -> None:
        context.exit(_correct(site or context.obj or ".", file, text, **options))

    return correct


def _correct(site: str, file: str, text: str, *, kind: str, by: str, lang: str | None, dry_run: bool) -> int:
    from openai_news import acting, desk, desk_acts
    from openai_news.model import Correction, Moment

    act = acting.begin(site, lang)
    article = desk.find(act.site, file)
    correction = Correction(Moment(act.now, timed=True), " ".join(text.split()), by, kind)
    code = act.do([desk_acts.correct(act.site, article, correction)], dry_run=dry_run)
    if not dry_run:
        tell(act.say("corrected", path=f"content/{article.path}"), err=True)
    return code
