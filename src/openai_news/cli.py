"""Arguments -> one call each; the only module that prints."""

import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from msgspec.structs import replace

from openai_news import cli_help, terminal
from openai_news.disk import DiskProblem
from openai_news.errors import ContentError, NewsError, SiteError
from openai_news.model import Place, Problem
from openai_news.publish import Published
from openai_news.terminal import FORMS, LANGUAGES, language, say

DONE, CONTENT, USAGE, MACHINE, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 130


def _early_language(arguments: Sequence[str]) -> str:
    """Return the language for help and usage, which are needed before any site is read."""
    if asked := _early(arguments, "--lang"):
        return language(asked)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if (value := os.environ.get(name)) and value[:1] != "C":
            return language(value)
    return "fr"


def _early_form(arguments: Sequence[str]) -> str:
    """Return the form of the messages that come before the options are understood."""
    asked = _early(arguments, "--format")
    return asked if asked in FORMS else "text"


def _early(arguments: Sequence[str], option: str) -> str:
    """Return an option's value as typed, whether or not the whole line makes sense."""
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        if argument == option:
            return following
        if argument.startswith(f"{option}="):
            return argument.removeprefix(f"{option}=")
    return ""


def _commands(lang: str) -> click.Group:
    """Make the command line, its help in `lang`."""

    def option(*names: str, key: str = "", **more: Any) -> Callable[[Any], Any]:
        return click.option(*names, help=say(lang, f"help.{key or names[0][2:]}"), **more)

    site_option = option("--site", type=click.Path(), metavar="DIR")
    lang_option = option("--lang", type=click.Choice(LANGUAGES))

    @click.group(help=say(lang, "help.main"), subcommand_metavar=say(lang, "help.subcommand"))
    @site_option
    @click.version_option(
        package_name="openai-news", message="openai-news %(version)s", help=say(lang, "help.version")
    )
    @click.pass_context
    def group(context: click.Context, site: str | None) -> None:
        context.obj = site

    @group.command(help=say(lang, "help.build"), epilog=say(lang, "help.build.epilog"))
    @site_option
    @option("--output", type=click.Path(), default="", metavar="DIR")
    @option("--base-url", default="", metavar="URL")
    @option("--cache", type=click.Path(), default="", metavar="DIR")
    @option("--clean", is_flag=True)
    @option("--now", default="", metavar="ISO")
    @option("--jobs", type=click.IntRange(1), default=None, metavar="N")
    @option("--drafts", is_flag=True)
    @option("--keep-going", is_flag=True)
    @option("--strict", is_flag=True)
    @option("--atomic", is_flag=True)
    @option("--explain", is_flag=True)
    @option("--report", type=click.Path(), default="", metavar="FILE")
    @option("--format", "form", type=click.Choice(FORMS), default="text")
    @lang_option
    @option("--quiet", is_flag=True)
    @click.pass_context
    def build(context: click.Context, /, site: str | None, **options: Any) -> None:
        context.exit(_build(site or context.obj or ".", **options))

    @group.command(name="import", help=say(lang, "help.import"))
    @site_option
    @click.argument("file", type=click.Path(), metavar=say(lang, "help.import.file"))
    @option("--dry-run", is_flag=True)
    @lang_option
    @click.pass_context
    def import_(context: click.Context, site: str | None, file: str, dry_run: bool, lang: str | None) -> None:
        context.exit(_import(site or context.obj or ".", file, lang, dry_run=dry_run))

    return cli_help.speak(group, lang)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with the documented exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return its exit code. No traceback for anything a user can cause."""
    lang = _early_language(arguments)
    try:
        return int(_commands(lang).main(list(arguments), "openai-news", standalone_mode=False) or DONE)
    except SystemExit:  # click, when the reader of its help has closed the pipe
        return DONE
    except BaseException as error:  # noqa: BLE001 - every way out has its exit code
        return _fail(error, lang, _early_form(arguments))


def _fail(error: BaseException, lang: str, form: str) -> int:
    """Tell a person what stopped the command; return the exit code."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            _tell(error.message, err=True)
            return USAGE
        case click.ClickException():
            _show([cli_help.problem(error)], form, lang)
            return USAGE
        case NewsError() | DiskProblem():
            _show(error.problems, form, lang)
            return error.exit_code
        case KeyboardInterrupt() | click.Abort():
            _tell(say(lang, "interrupted"), err=True)
            return INTERRUPTED
        case _:
            report = "".join(traceback.format_exception(error))
            _tell(say(lang, "bug", path=_bug_report(report)), err=True)
            return BUG


def _build(
    site: str,
    *,
    explain: bool,
    report: str,
    form: str,
    lang: str | None,
    quiet: bool,
    jobs: int | None,
    **rest: Any,
) -> int:
    from openai_news import pipeline
    from openai_news.site import Options, open_site

    start = time.monotonic()
    options = Options(site=site, jobs=jobs or 0, list_kept=bool(report), **rest)
    opened = open_site(options)
    tongue = lang or language(opened.config.language)
    zone = _zone(opened.config.timezone, options.now)
    try:
        with _Progress(tongue, quiet=quiet) as progress:
            published = pipeline.build(opened, options, os.environ, progress)
        _report(published, report, zone, tongue)
    except (NewsError, DiskProblem) as error:
        return _fail(error, tongue, form)
    _show(published.problems, form, tongue)
    if explain:
        _tell(*terminal.explanation(published, tongue), err=form != "text")
    if not quiet:
        seconds = time.monotonic() - start
        _tell(*terminal.notes(published, zone, tongue), err=True)
        _tell(terminal.summary(published, seconds, tongue), err=True)
    return DONE if published.clean else CONTENT


def _zone(name: str, now: str) -> ZoneInfo:
    """Return the site's zone; raise SiteError if the build's instant cannot be read in it."""
    from openai_news import dates

    zone = dates.zone(name)
    try:
        dates.clock(now, os.environ, zone)
    except dates.BadDate as error:
        option, written = ("--now", now) if now else ("SOURCE_DATE_EPOCH", os.environ["SOURCE_DATE_EPOCH"])
        values = {"value": written, "reason": "now" if now else "epoch"}
        raise SiteError([Problem("E626", Place(option), values)]) from error
    return zone


def _report(published: Published, path: str, zone: ZoneInfo, lang: str) -> None:
    if path:
        from openai_news import disk

        disk.replace(Path(path), terminal.report(published, zone, lang))


def _import(site: str, file: str, lang: str | None, *, dry_run: bool) -> int:
    from openai_news import dates, disk, importer
    from openai_news.site import Options, open_site

    opened = open_site(Options(site=site))
    tongue = lang or language(opened.config.language)
    with _shown_as(file):
        data, _ = disk.read(Path(file).parent, Path(file).name)
        source = disk.decode(file, data)
    imported = importer.read_text(source, dates.zone(opened.config.timezone))
    target = importer.target(imported)
    if dry_run:
        _tell(importer.markdown(imported).rstrip("\n"))
        return DONE
    with _shown_as(f"content/{target}"):
        disk.create(Path(opened.roots.content) / target, importer.markdown(imported))
    _tell(say(tongue, "imported", path=f"content/{target}"))
    return DONE


@contextmanager
def _shown_as(path: str) -> Iterator[None]:
    """Name a file as its user knows it, and blame what can be mended on the one who can mend it."""
    try:
        yield
    except DiskProblem as error:
        problem = replace(error.problem, place=replace(error.problem.place, path=path))
        if problem.code == "E111":  # not UTF-8
            raise ContentError([problem]) from error
        if problem.code.startswith("E3") and problem.values.get("reason") != "EACCES":
            raise SiteError([problem]) from error
        raise DiskProblem(problem) from error


class _Progress:
    """A progress bar on a terminal for anything longer than a second; rich is loaded only then."""

    def __init__(self, lang: str, *, quiet: bool) -> None:
        self._lang = lang
        self._start = time.monotonic()
        self._on = sys.stderr.isatty() and not quiet
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Callable[[str, int, int], None]:
        return self._update

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def _update(self, phase: str, done: int, total: int) -> None:
        if not self._on or time.monotonic() - self._start < 1:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            # Refreshed by us: a thread of its own would be alive while workers are forked.
            self._bar = Progress(console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bar.start()
        if phase not in self._tasks:
            self._tasks[phase] = self._bar.add_task(say(self._lang, f"progress.{phase}"), total=total)
        self._bar.update(self._tasks[phase], completed=done, total=total, refresh=True)


def _show(found: Sequence[Problem], form: str, lang: str) -> None:
    """Print problems: on standard error for people, on standard output for machines."""
    if found or form == "json":
        colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        _tell(terminal.problems(found, form, lang, colour=colour), err=form == "text")


def _tell(*lines: str, err: bool = False) -> None:
    """Print lines; that nobody reads them is no fault of the build."""
    stream = sys.stderr if err else sys.stdout
    try:
        for line in lines:
            click.echo(line, file=stream)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _bug_report(text: str) -> str:
    """Write the traceback where a person can attach it."""
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", prefix="openai-news-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    return file.name
