"""`openai-news schema`: the front matter as JSON Schema, for editors' programs."""

import json

import click

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell
from openai_news.terminal import language

DRAFTS = ("2020-12", "07")


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""

    @click.command("schema", help=speech.say("help.schema"), epilog=speech.say("help.schema.epilog"))
    @speech.site_option
    @speech.option("--draft", type=click.Choice(DRAFTS), default=DRAFTS[0], key="schema.draft")
    @speech.lang_option
    @click.pass_context
    def schema(context: click.Context, site: str | None, draft: str, lang: str | None) -> None:
        context.exit(_schema(site or context.obj or ".", draft, lang))

    return schema


def _schema(site: str, draft: str, lang: str | None) -> int:
    from openai_news import schema
    from openai_news.site import Options, open_site

    config = open_site(Options(site=site)).config
    found = schema.front_matter(config, lang or language(config.language), draft)
    tell(json.dumps(found, ensure_ascii=False, indent=2))
    return DONE
