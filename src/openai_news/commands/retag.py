"""`openai-news retag`: a tag renamed or merged everywhere, its old address kept."""

import click

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell
from openai_news.terminal import count


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""
    option = speech.option

    @click.command("retag", help=speech.say("help.retag"), epilog=speech.say("help.retag.epilog"))
    @speech.site_option
    @click.argument("old", metavar=speech.say("help.retag.old"))
    @click.argument("new", metavar=speech.say("help.retag.new"))
    @option("--taxonomy", default="tags", metavar="TAXONOMY")
    @option("--dry-run", is_flag=True, key="rehearse")
    @speech.lang_option
    @click.pass_context
    def retag(
        context: click.Context,
        site: str | None,
        old: str,
        new: str,
        taxonomy: str,
        lang: str | None,
        dry_run: bool,
    ) -> None:
        context.exit(_retag(site or context.obj or ".", old, new, taxonomy, lang, dry_run=dry_run))

    return retag


def _retag(site: str, old: str, new: str, taxonomy: str, lang: str | None, *, dry_run: bool) -> int:
    from openai_news import acting, desk_retag

    act = acting.begin(site, lang)
    rename = desk_retag.Rename(desk_retag.taxonomy_of(taxonomy, act.site), old, new)
    changes = desk_retag.retag(act.site, rename)
    if not changes:
        tell(act.say("retagged.already", name=new), err=True)
        return DONE
    code = act.do(changes, dry_run=dry_run)
    if not dry_run:
        tell(act.say("retagged", old=old, new=new, files=count(act.lang, "changed", len(changes))), err=True)
    return code
