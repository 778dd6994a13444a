"""`openai-news import`: make Markdown articles of what other programs wrote, and never overwrite one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from openai_news.cli_help import Speech
from openai_news.console import DONE, show, tell
from openai_news.disk import DiskProblem
from openai_news.errors import ContentError, NewsError, SiteError
from openai_news.terminal import language, say

if TYPE_CHECKING:
    from openai_news.foreign_draft import Loss
    from openai_news.importing import Plan

FORMS = ("docx", "wordpress", "feed", "markdown", "html", "text")


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""

    @click.command("import", help=speech.say("help.import"), epilog=speech.say("help.import.epilog"))
    @speech.site_option
    @click.argument(
        "sources", type=click.Path(), nargs=-1, required=True, metavar=speech.say("help.import.sources")
    )
    @speech.option("--from", "form", type=click.Choice(FORMS), default=None)
    @speech.option("--dry-run", is_flag=True)
    @speech.lang_option
    @click.pass_context
    def import_(
        context: click.Context,
        site: str | None,
        sources: tuple[str, ...],
        form: str,
        lang: str | None,
        dry_run: bool,
    ) -> None:
        context.exit(_import(site or context.obj or ".", sources, form, lang, dry_run=dry_run))

    return import_


def _import(site: str, sources: tuple[str, ...], form: str | None, lang: str | None, *, dry_run: bool) -> int:
    from openai_news import importing
    from openai_news.site import Options, open_site

    opened = open_site(Options(site=site))
    tongue = lang or language(opened.config.language)
    failures: list[NewsError | DiskProblem] = []
    found = importing.plan([(Path(source), source) for source in sources], opened.config, form or "")
    failures += (_blamed(error, sources) for error in found.failures)
    if dry_run:
        _preview(found)
    else:
        failures += _write(found, Path(opened.roots.content), tongue)
    tell(*_report(found, tongue))
    show([problem for error in failures for problem in error.problems], "text", tongue)
    return max((error.exit_code for error in failures), default=DONE)


def _preview(found: "Plan") -> None:
    """Show the one article whole, or the files of several."""
    if len(found.articles) == 1:
        tell(found.articles[0].text.rstrip("\n"))
    else:
        tell(*(f"content/{article.path}" for article in found.articles))
    tell(*(f"content/{path}" for path in found.copies))


def _write(found: "Plan", content: Path, lang: str) -> Iterator[NewsError | DiskProblem]:
    """Write what there is not yet; yield what is in the way."""
    from openai_news import disk

    for path, (files, name) in found.copies.items():
        try:
            with _shown_as(f"content/{path}"):
                disk.create(content / path, files.data(name))
        except (NewsError, DiskProblem) as error:
            yield error
    for article in found.articles:
        try:
            with _shown_as(f"content/{article.path}"):
                disk.create(content / article.path, article.text.encode())
        except (NewsError, DiskProblem) as error:
            yield error
        else:
            tell(say(lang, "imported", path=f"content/{article.path}"))


def _report(found: "Plan", lang: str) -> Iterator[str]:
    """Tell what was dropped or replaced: each kind, each construct, and in which files."""
    groups: dict[tuple[str, str], list[Loss]] = {}
    for loss in sorted(found.losses):
        groups.setdefault((loss.kind, loss.name), []).append(loss)
    for (kind, name), losses in groups.items():
        yield f"{say(lang, f'loss.{kind}', name=name)} ({len(losses)})"
        yield from (f"    {line}" for line in _files(losses))


def _files(losses: Iterable["Loss"]) -> Iterator[str]:
    for path, count in Counter(loss.path for loss in losses).items():
        yield f"{path} ×{count}" if count > 1 else path


def _blamed(error: NewsError | DiskProblem, sources: tuple[str, ...]) -> NewsError | DiskProblem:
    """Name a file as its user typed it, and blame what can be mended on the one who can mend it."""
    name = Path(error.problems[0].place.path).name
    try:
        with _shown_as(next((source for source in sources if Path(source).name == name), "")):
            raise error
    except (NewsError, DiskProblem) as blamed:
        return blamed


@contextmanager
def _shown_as(path: str) -> Iterator[None]:
    """Name a file as its user knows it, and blame what can be mended on the one who can mend it."""
    try:
        yield
    except DiskProblem as error:
        named = path or error.problem.place.path
        problem = replace(error.problem, place=replace(error.problem.place, path=named))
        if problem.code == "E111":  # not UTF-8
            raise ContentError([problem]) from error
        if problem.code.startswith("E3") and problem.values.get("reason") != "EACCES":
            raise SiteError([problem]) from error
        raise DiskProblem(problem) from error
