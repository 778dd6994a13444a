"""Articles as a table in a terminal: one line each, columns aligned, titles cut where the screen ends."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from openai_news import dates, desk_list
from openai_news.desk_list import Row
from openai_news.errors import columns
from openai_news.model import Moment
from openai_news.searching import CLOSING, OPENING, Found
from openai_news.terminal import count, say
from openai_news.visibility import Standing

_SHORTEST = 20  # columns that a title has at least


def table(rows: Sequence[Row], lang: str, *, width: int) -> Iterator[str]:
    """Yield a line per article: date, standing, title, path; `width` 0 cuts nothing."""
    cells = [(_day(row.date), _standing(row, lang), row.title, f"content/{row.path}") for row in rows]
    standing = max((columns(cell[1]) for cell in cells), default=0)
    longest = max((columns(cell[2]) for cell in cells), default=0)
    if width:
        taken = 10 + 2 + standing + 2 + 2 + max((columns(cell[3]) for cell in cells), default=0)
        longest = min(longest, max(width - taken, _SHORTEST))
    for day, stand, title, path in cells:
        yield f"{day}  {_padded(stand, standing)}  {_padded(_cut(title, longest), longest)}  {path}"


def closing(rows: Sequence[Row], lang: str) -> str:
    """Return how many there are, and what the clock will change first."""
    line = count(lang, "listed", len(rows))
    planned = [(row.at.at, row) for row in rows if row.at]
    if not planned:
        return line
    _, row = min(planned, key=lambda pair: (pair[0], pair[1].path))
    key = "list.goes_out" if row.standing is Standing.SCHEDULED else "list.expires"
    assert row.at
    return f"{line}\n{say(lang, key, when=_minute(row.at), path=f'content/{row.path}')}"


def findings(found: Sequence[Found], now: datetime, lang: str, *, colour: bool) -> Iterator[str]:
    """Yield, for each article that a search found, its date, title and path, and where the words stand."""
    for one in found:
        row = desk_list.row(one.article, now)
        stand = "" if row.standing is Standing.PUBLISHED else f" ({_standing(row, lang)})"
        yield f"{_day(row.date)}  {row.title}{stand}"
        yield f"            content/{row.path}"
        if one.snippet:
            yield f"            {_marked(one.snippet, colour=colour)}"


def found(found: Sequence[Found], words: str, lang: str) -> str:
    """Return how many articles a search found."""
    return count(lang, "found_articles", len(found)) if found else say(lang, "found_none", words=words)


def plain(one: Found, now: datetime) -> dict[str, Any]:
    """Return a finding for programs."""
    return desk_list.row(one.article, now).plain() | {"snippet": _marked(one.snippet, colour=False)}


def _marked(snippet: str, *, colour: bool) -> str:
    opening, closing = ("\x1b[1m", "\x1b[0m") if colour else ("", "")
    return snippet.replace(OPENING, opening).replace(CLOSING, closing)


def _standing(row: Row, lang: str) -> str:
    said = say(lang, f"standing.{row.standing}")
    if not row.at:
        return said
    key = "standing.from" if row.standing is Standing.SCHEDULED else "standing.until"
    return say(lang, key, standing=said, when=_minute(row.at))


def _day(moment: Moment) -> str:
    return moment.at.date().isoformat()


def _minute(moment: Moment) -> str:
    return dates.iso_instant(moment)[:16].replace("T", " ")


def _cut(text: str, width: int) -> str:
    while columns(text) > width:
        text = f"{text[: max(len(text.rstrip('…')) - 1, 0)].rstrip()}…"
    return text


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))
