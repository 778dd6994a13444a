"""Arguments -> one call each; the only module that prints."""

import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from openai_news.disk import DiskProblem
from openai_news.errors import NewsError
from openai_news.model import Problem
from openai_news.terminal import LANGUAGES, language, say

DONE, CONTENT, USAGE, MACHINE, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 130


def _early_language(arguments: Sequence[str]) -> str:
    """Return the language for help and usage, which are needed before any site is read."""
    for at, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return language(argument.removeprefix("--lang="))
        if argument == "--lang" and at + 1 < len(arguments):
            return language(arguments[at + 1])
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if (value := os.environ.get(name)) and value[:1] != "C":
            return language(value)
    return "fr"


def _commands(lang: str) -> click.Group:
    """Make the command line, its help in `lang`."""

    def help_of(key: str) -> str:
        return say(lang, f"help.{key}")

    def option(*names: str, key: str, **more: Any) -> Callable[[Any], Any]:
        return click.option(*names, help=help_of(key), **more)

    site_option = option("--site", key="site", type=click.Path(), default=None)

    @click.group(help=help_of("main"), context_settings={"help_option_names": ["-h", "--help"]})
    @site_option
    @click.version_option(package_name="openai-news", prog_name="openai-news")
    @click.pass_context
    def group(context: click.Context, site: str | None) -> None:
        context.obj = site

    @group.command(help=help_of("build"), epilog=help_of("build.epilog"))
    @site_option
    @option("--output", key="output", type=click.Path(), default="")
    @option("--base-url", key="base_url", default="")
    @option("--cache", key="cache", type=click.Path(), default="")
    @option("--clean", key="clean", is_flag=True)
    @option("--now", key="now", default="", metavar="ISO")
    @option("--jobs", key="jobs", type=click.IntRange(1), default=None)
    @option("--drafts", key="drafts", is_flag=True)
    @option("--keep-going", key="keep_going", is_flag=True)
    @option("--strict", key="strict", is_flag=True)
    @option("--atomic", key="atomic", is_flag=True)
    @option("--explain", key="explain", is_flag=True)
    @option("--report", key="report", type=click.Path(), default="")
    @option(
        "--format",
        "form",
        key="format",
        type=click.Choice(["text", "json", "github"]),
        default="text",
    )
    @option("--lang", key="lang", type=click.Choice(LANGUAGES), default=None)
    @option("--quiet", key="quiet", is_flag=True)
    @click.pass_context
    def build(context: click.Context, /, site: str | None, **options: Any) -> None:
        context.exit(_build(site or context.obj or ".", **options))

    @group.command(name="import", help=help_of("import"))
    @site_option
    @click.argument("file", type=click.Path(), metavar=say(lang, "help.import.file"))
    @option("--dry-run", key="dry_run", is_flag=True)
    @option("--lang", key="lang", type=click.Choice(LANGUAGES), default=None)
    @click.pass_context
    def import_(context: click.Context, site: str | None, file: str, dry_run: bool, lang: str | None) -> None:
        context.exit(_import(site or context.obj or ".", file, lang, dry_run=dry_run))

    return group


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with the documented exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return its exit code. No traceback for anything a user can cause."""
    lang = _early_language(arguments)
    try:
        return int(_commands(lang).main(list(arguments), "openai-news", standalone_mode=False) or 0)
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - every way out has its exit code
        return _fail(error, lang)


def _fail(error: BaseException, lang: str) -> int:
    """Tell a person what stopped the command; return the exit code."""
    match error:
        case click.ClickException():
            error.show()
            code = USAGE
        case NewsError():
            _show(error.problems, "text", lang)
            code = error.exit_code
        case DiskProblem():
            _show(error.problems, "text", lang)
            code = MACHINE
        case KeyboardInterrupt() | click.Abort():
            _err(say(lang, "interrupted"))
            code = INTERRUPTED
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = MACHINE
        case _:
            report = "".join(traceback.format_exception(error))
            _err(say(lang, "bug", path=_bug_report(report)))
            code = BUG
    return code


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
    from openai_news import dates, pipeline, terminal
    from openai_news.site import Options, open_site

    start = time.monotonic()
    options = Options(site=site, jobs=jobs or 0, list_kept=bool(report), **rest)
    opened = open_site(options)
    tongue = lang or language(opened.config.language)
    zone = dates.zone(opened.config.timezone)
    with _progress(tongue, quiet=quiet) as progress:
        published = pipeline.build(opened, options, os.environ, progress)
    if report:
        from openai_news import disk

        disk.replace(Path(report), terminal.report(published, zone, tongue))
    if published.problems or form == "json":
        _show(published.problems, form, tongue)
    if explain:
        click.echo("\n".join(terminal.explanation(published, tongue)))
    if not quiet:
        for line in terminal.notes(published, zone, tongue):
            _err(line)
        _err(terminal.summary(published, time.monotonic() - start, tongue))
    return DONE if published.clean else CONTENT


def _import(site: str, file: str, lang: str | None, *, dry_run: bool) -> int:
    from openai_news import dates, disk, importer
    from openai_news.site import Options, open_site

    opened = open_site(Options(site=site))
    path = Path(file)
    data, _ = disk.read(path.parent, path.name)
    imported = importer.read_text(disk.decode(file, data), dates.zone(opened.config.timezone))
    target = importer.target(imported)
    if dry_run:
        click.echo(importer.markdown(imported), nl=False)
        return DONE
    disk.create(Path(opened.roots.content) / target, importer.markdown(imported))
    tongue = lang or language(opened.config.language)
    click.echo(say(tongue, "imported", path=f"content/{target}"))
    return DONE


class _progress:  # noqa: N801 - used as `with _progress(...)`
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

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
        if phase not in self._tasks:
            self._tasks[phase] = self._bar.add_task(say(self._lang, f"progress.{phase}"), total=total)
        self._bar.update(self._tasks[phase], completed=done, total=total)


def _show(found: Sequence[Problem], form: str, lang: str) -> None:
    """Print problems: JSON on standard output for machines, the rest on standard error."""
    from openai_news import terminal

    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    text = terminal.problems(found, form, lang, colour=colour)
    click.echo(text, err=form == "text")


def _err(line: str) -> None:
    click.echo(line, err=True)


def _bug_report(text: str) -> str:
    """Write the traceback where a person can attach it."""
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", prefix="openai-news-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    return file.name
