"""One zone, one clock: dates as people write them, as machines want them and as readers see them.

Nothing here asks the machine's locale or zone (RULES T21).
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING

from openai_news.dates_names import locale, names
from openai_news.dates_written import BadDate, parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from openai_news.model import Moment

__all__ = [
    "BadDate",
    "clock",
    "date_text",
    "instant",
    "iso",
    "iso_instant",
    "language_name",
    "long_date",
    "month_name",
    "month_text",
    "parse",
    "rfc822",
    "short_month",
    "time_text",
    "weekday_names",
    "zone",
]


_RFC_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_RFC_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


# --- one zone, one clock


def zone(name: str) -> ZoneInfo:
    """Return a time zone, from the system or else from tzdata; raise ValueError if unknown."""
    if name.startswith(("localtime", "posix", "right/")):  # what these mean depends on the machine
        raise ValueError(name)
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error


def instant(now: str, environ: Mapping[str, str], timezone: str) -> float:
    """Return a build's one instant, in seconds since 1970; a zone is loaded only where one is needed.

    Raises:
        BadDate: what is written is no instant.
    """
    if now or environ.get("SOURCE_DATE_EPOCH"):
        return clock(now, environ, zone(timezone)).timestamp()
    return time.time()


def clock(now: str | None, environ: Mapping[str, str], zone: ZoneInfo) -> datetime:
    """Return a build's one instant: `now`, SOURCE_DATE_EPOCH or the wall clock; raise BadDate."""
    if now:
        return parse(now, zone).at
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(zone)
    try:
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(zone)
    except (ValueError, OverflowError, OSError) as error:
        raise BadDate("unknown_form", {"text": epoch}) from error


# --- for machines


def iso(moment: Moment) -> str:
    """Return `2023-11-18`, or `2023-11-18T14:05:00+01:00` if the author gave a time (RULES N3)."""
    return iso_instant(moment) if moment.timed else moment.at.date().isoformat()


def iso_instant(moment: Moment) -> str:
    """Return a moment in the form of RFC 3339, time and offset included."""
    return _whole_offset(moment.at).isoformat(timespec="seconds")


def rfc822(moment: Moment) -> str:
    """Return a moment as RSS wants it, in English whatever the site's language (RULES N10)."""
    at = _whole_offset(moment.at)
    day, month = _RFC_DAYS[at.weekday()], _RFC_MONTHS[at.month - 1]
    return f"{day}, {at.day:02} {month} {at.year:04} {at:%H:%M:%S %z}"


def _whole_offset(at: datetime) -> datetime:
    """Return the instant with an offset in minutes: RFC 3339 cannot write Paris of 1900, +00:09:21."""
    offset = at.utcoffset() or timedelta()
    if not offset.seconds % 60:
        return at
    return at.astimezone(timezone(timedelta(minutes=-(-offset // timedelta(minutes=1)))))


# --- for readers


@lru_cache(maxsize=4096)
def long_date(day: date, lang: str) -> str:
    """Return `samedi 18 novembre 2023`, `lundi 1er janvier 2024` (RULES T19)."""
    if _is_ours(lang):
        return f"{names(lang).days[day.weekday()]} {date_text(day, lang)}"
    from babel.dates import format_date

    return format_date(day, "full", locale=locale(lang))


@lru_cache(maxsize=4096)
def date_text(day: date, lang: str) -> str:
    """Return `18 novembre 2023`, `1er janvier 2024` (RULES T19), without a break (RULES T5)."""
    if _is_ours(lang):
        number = "1er" if day.day == 1 and _language(lang) == "fr" else day.day  # Babel says `1 janvier`
        return f"{number}\xa0{month_text(day.year, day.month, lang)}"
    from babel.dates import format_date

    return format_date(day, "long", locale=locale(lang))


@lru_cache(maxsize=4096)
def month_text(year: int, month: int, lang: str) -> str:
    """Return `novembre 2023`, without a break."""
    if _is_ours(lang):
        return f"{month_name(month, lang)}\xa0{year}"
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", date(year, month, 1), locale=locale(lang))


def month_name(month: int, lang: str) -> str:
    """Return the name of a month (1 to 12) as it stands alone: `novembre`."""
    return names(lang).months[month - 1]


def short_month(month: int, lang: str) -> str:
    """Return a month's name for a narrow table: `nov.` (RULES T20)."""
    return names(lang).short_months[month - 1]


@lru_cache(maxsize=64)
def weekday_names(lang: str) -> tuple[tuple[str, str], ...]:
    """Return the days of the week, long and narrow, Monday first: `lundi`, `L`."""
    return tuple(zip(names(lang).days, names(lang).narrow_days, strict=True))


def time_text(at: datetime, lang: str) -> str:
    """Return a time of day: `14 h 05`, `9 h`, without a break (RULES T5); `14:05` in English."""
    language = _language(lang)
    if language == "fr":
        return f"{at.hour}\xa0h\xa0{at.minute:02}" if at.minute else f"{at.hour}\xa0h"
    if language == "en":
        return f"{at:%H:%M}"
    from babel.dates import format_time

    return format_time(at.replace(tzinfo=None), "short", locale=locale(lang))


def language_name(lang: str) -> str:
    """Return a language's own name: `français`."""
    return names(lang).language


def _is_ours(lang: str) -> bool:
    """Tell whether we write its dates ourselves; Babel has its own form for each other language."""
    return _language(lang) in {"fr", "en"}


def _language(lang: str) -> str:
    return lang.lower().partition("-")[0]
