"""`openai-news import`: make a Markdown article of a text, and never overwrite one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from msgspec.structs import replace

from openai_news.cli_help import Speech
from openai_news.console import DONE, tell
from openai_news.disk import DiskProblem
from openai_news.errors import ContentError, SiteError
from openai_news.terminal import language, say


def command(speech: Speech) -> click.Command:
    """Make the command, its help in the reader's language."""

    @click.command("import", help=speech.say("help.import"))
    @speech.site_option
    @click.argument("file", type=click.Path(), metavar=speech.say("help.import.file"))
    @speech.option("--dry-run", is_flag=True)
    @speech.lang_option
    @click.pass_context
    def import_(context: click.Context, site: str | None, file: str, dry_run: bool, lang: str | None) -> None:
        context.exit(_import(site or context.obj or ".", file, lang, dry_run=dry_run))

    return import_


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
        tell(importer.markdown(imported).rstrip("\n"))
        return DONE
    with _shown_as(f"content/{target}"):
        disk.create(Path(opened.roots.content) / target, importer.markdown(imported))
    tell(say(tongue, "imported", path=f"content/{target}"))
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
