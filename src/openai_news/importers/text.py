"""A plain text with a title, a date line and a body -> the Markdown of an article; pure.

The text is taken as text: what Markdown would read as a sign is escaped, so that every sentence
is shown as it was written. Only sub-headings are recognised.
"""

import re
from collections.abc import Iterator
from unicodedata import normalize
from zoneinfo import ZoneInfo

from openai_news import dates
from openai_news.config import Config
from openai_news.errors import ContentError
from openai_news.foreign_draft import Draft, Files, Format
from openai_news.model import Moment, Place, Problem, Source, Value
from openai_news.slugs import slugify

_DATE_LINE = re.compile(r"(?:publiée?|published)\b(?:\s+(?:le|on)\b)?\s*:?\s*(\S.*)", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n\s*\n")
_LONGEST_HEADING = 90
_ENDS_A_SENTENCE = (*".!?…:;,»”", '"')
_EXPLAINS = re.compile(r"\w\s?:\s")
_SIGN = re.compile(r"[\\`*_{\[#|<]|&(?=#?\w+;)|^(?:\d+\.(?=\s|$)|[-+>:=~]|!(?=!!))", re.MULTILINE)
_ENTITIES = {"<": "&lt;", "&": "&amp;", ":": "&#58;", "=": "&#61;", "~": "&#126;"}


class Block(Value, frozen=True):
    """A paragraph or a sub-heading, as plain text."""

    text: str
    heading: bool = False


class Imported(Value, frozen=True):
    """An article read from a plain text."""

    title: str
    date: Moment
    blocks: tuple[Block, ...]


def _recognises(_path: str, data: bytes) -> bool:
    return b"\0" not in data


def _read(path: str, files: Files, config: Config) -> Iterator[Draft]:
    imported = read_text(files.text(path), dates.zone(config.timezone))
    header = {"title": imported.title, "date": dates.iso(imported.date)}
    yield Draft(path, slugify(imported.title), header, body(imported), clean=True)


def read_text(source: Source, zone: ZoneInfo) -> Imported:
    """Read a title line, below it a line such as `Publié: 2023-11-18`, then a body.

    Raises ContentError with all that is missing (E130-E134).
    """
    text = normalize("NFC", source.text)
    title_line, _, rest = text.partition("\n")
    date_line, _, body = rest.lstrip().partition("\n")
    title = title_line.strip()
    line = text.count("\n", 0, len(text) - len(rest.lstrip())) + 1
    date = _date(date_line.rstrip(), Place(source.path, line, 1), zone)
    blocks = tuple(_blocks(body))
    problems = tuple(_problems(source.path, title, date, blocks))
    if problems or isinstance(date, Problem):
        raise ContentError(problems)
    return Imported(title, date, blocks)


def body(imported: Imported) -> str:
    """Return the article's body in Markdown."""
    return "\n\n".join(map(_block, imported.blocks))


def _date(line: str, place: Place, zone: ZoneInfo) -> Moment | Problem:
    """Return the date that a date line gives, or what is wrong with it."""
    found = _DATE_LINE.fullmatch(line)
    if not found:
        return Problem("E132", place, excerpt=line)
    written = found[1]
    try:
        return dates.parse(written, zone)
    except dates.BadDate:
        place = Place(place.path, place.line, found.start(1) + 1)
        return Problem("E133", place, {"date": written}, excerpt=line, width=len(written))


def _problems(path: str, title: str, date: Moment | Problem, blocks: tuple[Block, ...]) -> Iterator[Problem]:
    if not title:
        yield Problem("E130", Place(path, 1, 1))
    elif not slugify(title):
        yield Problem("E131", Place(path, 1, 1), {"title": title}, excerpt=title, width=len(title))
    if isinstance(date, Problem):
        yield date
    elif not blocks:
        yield Problem("E134", Place(path))


def _blocks(body: str) -> Iterator[Block]:
    """Yield the paragraphs of `body`; a sub-heading is a short line with a paragraph below it."""
    texts = [_stripped(text) for text in _BLANK_LINES.split(body) if text.strip()]
    titles = [_reads_as_title(text) for text in texts]
    for text, title, below in zip(texts, titles, [*titles, True][1:], strict=True):
        yield Block(text, heading=title and not below)


def _stripped(text: str) -> str:
    """Return `text` without the spaces around its lines: an indented line is no code here."""
    return "\n".join(line.strip() for line in text.strip().split("\n"))


def _reads_as_title(text: str) -> bool:
    """Say whether `text` is one short line that is neither a sentence nor `word: explanation`."""
    return (
        len(text) <= _LONGEST_HEADING
        and text[0].isalnum()
        and not text[0].islower()
        and not text.endswith(_ENDS_A_SENTENCE)
        and not _EXPLAINS.search(text)
        and "\n" not in text
    )


def _block(block: Block) -> str:
    """Return a block in Markdown, with everything in it shown as written."""
    text = _SIGN.sub(_escaped, block.text)
    return f"## {text}" if block.heading else text


def _escaped(match: re.Match[str]) -> str:
    """Return the text of a match whose last character loses its meaning for Markdown."""
    before, sign = match[0][:-1], match[0][-1]
    return before + _ENTITIES.get(sign, f"\\{sign}")


FORMAT = Format("text", (".txt", ".text"), _recognises, _read)
