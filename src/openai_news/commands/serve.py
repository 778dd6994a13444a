"""`openai-news serve`: a live preview with drafts, for the one who writes."""

from typing import TYPE_CHECKING

import click

from openai_news.cli_help import Speech
from openai_news.console import DONE, show, tell
from openai_news.model import Problem
from openai_news.terminal import count, say

if TYPE_CHECKING:
    from openai_news.serving_build import Outcome

_PORT = 8000


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""
    option = speech.option

    @click.command("serve", help=speech.say("help.serve"), epilog=speech.say("help.serve.epilog"))
    @speech.site_option
    @option("--host", default="127.0.0.1", metavar="HOST")
    @option("--port", type=click.IntRange(0, 65_535), default=_PORT, metavar="N")
    @option("--open", "opens", is_flag=True)
    @option("--now", default="", metavar="ISO")
    @speech.lang_option
    @click.pass_context
    def serve(
        context: click.Context,
        site: str | None,
        host: str,
        port: int,
        opens: bool,
        now: str,
        lang: str | None,
    ) -> None:
        context.exit(_serve(site or context.obj or ".", host, port, now, lang, opens=opens))

    return serve


def _serve(site: str, host: str, port: int, now: str, lang: str | None, *, opens: bool) -> int:
    from openai_news import serving
    from openai_news.serving_build import Preview
    from openai_news.serving_http import Served
    from openai_news.site import check_instant
    from openai_news.terminal import language

    preview = Preview(site, now)
    tongue = lang or language(preview.config.language)
    check_instant(now, preview.config.timezone)
    with preview.alone():
        listening = serving.bind(host, port)
        port = listening.getsockname()[1]
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        words = serving.Words(tongue, lambda n: count(tongue, "serve.heading", n))
        report = _Reporting(tongue, url if opens else "").report
        served = Served(str(preview.tree), host, port, say(tongue, "serve.waiting"))
        try:
            with serving.server(listening, served) as news:
                tell(say(tongue, "serve.at", url=url), err=True)
                serving.follow(preview, news, words, report)
        except KeyboardInterrupt:
            tell(say(tongue, "serve.stopped"), err=True)
    return DONE


class _Reporting:
    """What the terminal says of each build; the first one opens the browser, where that is asked for."""

    def __init__(self, lang: str, url: str) -> None:
        self._lang = lang
        self._url = url
        self._told: tuple[Problem, ...] = ()

    def report(self, outcome: "Outcome", seconds: float) -> None:
        if outcome.errors != self._told:
            show(outcome.errors, "text", self._lang)
        self._told = outcome.errors
        if outcome.changed:
            files = count(self._lang, "changed", len(outcome.changed))
            shown = f"{seconds:.2f}".replace(".", "," if self._lang == "fr" else ".")
            tell(say(self._lang, "serve.built", files=files, seconds=shown), err=True)
        if self._url:
            click.launch(self._url)
        self._url = ""
