"""`openai-news cms`: the configuration of a content management system, made for one site."""

import click

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell
from openai_news.terminal import language

PROGRAMS = ("decap", "pages-cms")


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""

    @click.command("cms", help=speech.say("help.cms"), epilog=speech.say("help.cms.epilog"))
    @speech.site_option
    @click.argument("program", type=click.Choice(PROGRAMS))
    @speech.option("--repo", default="OWNER/NAME", metavar="OWNER/NAME")
    @speech.lang_option
    @click.pass_context
    def cms(context: click.Context, site: str | None, program: str, repo: str, lang: str | None) -> None:
        context.exit(_cms(site or context.obj or ".", program, repo, lang))

    return cms


def _cms(site: str, program: str, repo: str, lang: str | None) -> int:
    from openai_news import cms_decap, cms_pages
    from openai_news.site import Options, open_site

    config = open_site(Options(site=site)).config
    tongue = lang or language(config.language)
    text = (
        cms_pages.write(config, tongue) if program == "pages-cms" else cms_decap.write(config, tongue, repo)
    )
    tell(text.rstrip("\n"))
    return DONE
