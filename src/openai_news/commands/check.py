"""`openai-news check`: everything wrong or doubtful, with dist/ left alone."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openai_news import terminal
from openai_news.cli_help import Speech
from openai_news.console import DONE, Progress, fail, refused, show, tell
from openai_news.disk import DiskProblem
from openai_news.errors import NewsError
from openai_news.model import Problem, Severity
from openai_news.terminal import CHECK_FORMS, language

if TYPE_CHECKING:
    from openai_news.site import Site


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""
    option = speech.option

    @click.command("check", help=speech.say("help.check"), epilog=speech.say("help.check.epilog"))
    @speech.site_option
    @option("--now", default="", metavar="ISO")
    @option("--strict/--no-strict", default=None, key="check.strict")
    @option("--fix", is_flag=True)
    @option("--links", is_flag=True)
    @option("--format", "form", type=click.Choice(CHECK_FORMS), default="text")
    @speech.lang_option
    @option("--quiet", is_flag=True)
    @click.pass_context
    def check(context: click.Context, /, site: str | None, **options: Any) -> None:
        context.exit(_check(site or context.obj or ".", **options))

    return check


def _check(
    site: str,
    *,
    now: str,
    strict: bool | None,
    fix: bool,
    links: bool,
    form: str,
    lang: str | None,
    quiet: bool,
) -> int:
    from openai_news import checking
    from openai_news.site import Options, check_instant, open_site

    options = Options(site=site, now=now)
    config = open_site(options).config
    tongue = lang or language(config.language)
    check_instant(now, config.timezone)
    try:
        found = checking.check(options)
        if fix and _fix(open_site(options), found):
            found = checking.check(options)
        if links:
            found = checking.in_order((*found, *_links(open_site(options), now, tongue, quiet=quiet)))
    except (NewsError, DiskProblem) as error:
        return fail(error, tongue, form)
    show(found, form, tongue)
    wrong = any(problem.severity is Severity.ERROR for problem in found)
    if strict is None:
        strict = os.environ.get("CI", "").lower() == "true"
    if not quiet:
        tell(terminal.verdict(found, tongue), err=True)
        if strict and found and not wrong:
            tell(terminal.say(tongue, "warnings_count"), err=True)
    return refused(found) if wrong or (strict and found) else DONE


def _fix(site: "Site", found: tuple[Problem, ...]) -> bool:
    """Mend what is safe, each file shown before it is written; tell whether there was any."""
    from openai_news import editing, fixing

    ready = tuple(fixing.fixes(site, found))
    tell(*(fix.diff() for fix in ready), err=True)
    for fix in ready:
        editing.carry_out(Path(site.roots.content), fix)
    return bool(ready)


def _links(site: "Site", now: str, lang: str, *, quiet: bool) -> tuple[Problem, ...]:
    """Ask the network about the links that leave the site; return those that are dead."""
    from openai_news import __version__, dates, outgoing_check
    from openai_news.outgoing_ask import Manners

    today = dates.clock(now, os.environ, dates.zone(site.config.timezone)).date()
    manners = Manners(f"openai-news/{__version__} (+{site.config.base_url})")
    with Progress(lang, quiet=quiet) as progress:
        outcome = outgoing_check.check(site, today, manners, progress)
    if not quiet:
        tell(terminal.count(lang, "links_asked", outcome.asked), err=True)
    return outcome.problems
