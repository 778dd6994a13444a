"""`openai-news build`: bring dist/ up to date."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

from openai_news import terminal
from openai_news.console import DONE, Progress, fail, refused, show, tell
from openai_news.disk import DiskProblem
from openai_news.errors import NewsError
from openai_news.terminal import FORMS, language

if TYPE_CHECKING:
    import click

    from openai_news.cli_help import Speech
    from openai_news.published import Published

_CLEAN, _ALL = "catalogue", "all"  # what `--clean` alone drops, and the most that it may


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""
    import click

    option = speech.option

    @click.command("build", help=speech.say("help.build"), epilog=speech.say("help.build.epilog"))
    @speech.site_option
    @option("--output", type=click.Path(), default="", metavar="DIR")
    @option("--base-url", default="", metavar="URL")
    @option("--cache", type=click.Path(), default="", metavar="DIR")
    @option(
        "--clean",
        is_flag=False,
        flag_value=_CLEAN,
        default=None,
        type=click.Choice([_CLEAN, _ALL]),
        metavar="(=all)",
    )
    @option("--now", default="", metavar="ISO")
    @option("--jobs", type=click.IntRange(1), default=None, metavar="N")
    @option("--drafts", is_flag=True)
    @option("--keep-going", is_flag=True)
    @option("--strict", is_flag=True)
    @option("--atomic", is_flag=True)
    @option("--allow-removals", is_flag=True)
    @option("--explain", is_flag=True)
    @option("--report", type=click.Path(), default="", metavar="FILE")
    @option("--format", "form", type=click.Choice(FORMS), default="text")
    @speech.lang_option
    @option("--quiet", is_flag=True)
    @click.pass_context
    def build(context: click.Context, /, site: str | None, **options: Any) -> None:
        context.exit(run(site or context.obj or "", **options))

    return build


def run(
    site: str,
    *,
    explain: bool,
    report: str,
    form: str,
    lang: str | None,
    quiet: bool,
    clean: str | None,
    jobs: int | None,
    **rest: Any,
) -> int:
    """Build a site, and tell what became of it; return the exit code."""
    from openai_news import pipeline
    from openai_news.site import Options, check_instant, open_site

    start = time.monotonic()
    options = Options(
        site=site or ".",
        jobs=jobs or 0,
        clean=bool(clean),
        forget=clean == _ALL,
        list_kept=bool(report),
        **rest,
    )
    opened = open_site(options)
    tongue = lang or language(opened.config.language)
    timezone = opened.config.timezone
    check_instant(options.now, timezone)
    try:
        with Progress(tongue, quiet=quiet) as progress:
            published = pipeline.build(opened, options, os.environ, progress)
        _report(published, report, timezone, tongue)
    except (NewsError, DiskProblem) as error:
        return fail(error, tongue, form)
    show(published.problems, form, tongue)
    if explain:
        tell(*terminal.explanation(published, tongue), err=form != "text")
    if not quiet:
        seconds = time.monotonic() - start
        tell(*terminal.notes(published, timezone, tongue), err=True)
        tell(terminal.summary(published, seconds, tongue), err=True)
    return DONE if published.clean else refused(published.problems)


def _report(published: Published, path: str, timezone: str, lang: str) -> None:
    if path:
        from pathlib import Path

        from openai_news import disk

        told, file = terminal.report(published, timezone, lang), Path(path)
        if file.exists() and not file.is_file():  # /dev/stdout, a pipe: written to, never replaced
            with disk.refusals(file):
                file.write_text(told, "utf-8")
        else:
            disk.replace(file, told)
