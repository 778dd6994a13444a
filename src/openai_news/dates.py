"""One zone, one clock: dates as people write them, as machines want them and as readers see them.

Nothing here asks the machine's locale or zone (RULES T21). Babel brings the names, loaded when needed.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from openai_news.dates_written import BadDate, parse
from openai_news.model import Moment

__all__ = [
    "BadDate",
    "clock",
    "date_text",
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


# --- one zone, one clock


def zone(name: str) -> ZoneInfo:
    """Return a time zone, from the system or else from tzdata; raise ValueError if unknown."""
    if name.startswith(("localtime", "posix", "right/")):  # what these mean depends on the machine
        raise ValueError(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(name) from error


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
    from email.utils import format_datetime

    return format_datetime(_whole_offset(moment.at))


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
    return _formatted(day, "EEEE d MMMM y", "full", lang)


@lru_cache(maxsize=4096)
def date_text(day: date, lang: str) -> str:
    """Return `18 novembre 2023`, `1er janvier 2024` (RULES T19)."""
    return _formatted(day, "d MMMM y", "long", lang)


@lru_cache(maxsize=4096)
def month_text(year: int, month: int, lang: str) -> str:
    """Return `novembre 2023`."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", date(year, month, 1), locale=_locale(lang))


@lru_cache(maxsize=256)
def month_name(month: int, lang: str) -> str:
    """Return the name of a month (1 to 12) as it stands alone: `novembre`."""
    from babel.dates import get_month_names

    name: str = get_month_names("wide", "stand-alone", _locale(lang))[month]
    return name


@lru_cache(maxsize=256)
def short_month(month: int, lang: str) -> str:
    """Return a month's name for a narrow table: `nov.` (RULES T20)."""
    from babel.dates import get_month_names

    name: str = get_month_names("abbreviated", "format", _locale(lang))[month]
    return name


@lru_cache(maxsize=64)
def weekday_names(lang: str) -> tuple[tuple[str, str], ...]:
    """Return the days of the week, long and narrow, Monday first: `lundi`, `L`."""
    from babel.dates import get_day_names

    long = get_day_names("wide", "stand-alone", _locale(lang))
    narrow = get_day_names("narrow", "stand-alone", _locale(lang))
    return tuple((long[day], narrow[day]) for day in range(7))


def time_text(at: datetime, lang: str) -> str:
    """Return a time of day: `14 h 05`, `9 h`, without a break (RULES T5); `14:05` in English."""
    language = _language(lang)
    if language == "fr":
        return f"{at.hour}\xa0h\xa0{at.minute:02}" if at.minute else f"{at.hour}\xa0h"
    if language == "en":
        return f"{at:%H:%M}"
    from babel.dates import format_time

    return format_time(at.replace(tzinfo=None), "short", locale=_locale(lang))


@lru_cache(maxsize=64)
def language_name(lang: str) -> str:
    """Return a language's own name: `français`."""
    from babel import Locale

    return Locale.parse(_locale(lang)).get_display_name(_locale(lang)) or lang


def _formatted(day: date, pattern: str, elsewhere: str, lang: str) -> str:
    """Return a day by `pattern` in French and English, by Babel's form `elsewhere` in the rest."""
    from babel.dates import format_date

    language = _language(lang)
    if language not in {"fr", "en"}:
        return format_date(day, elsewhere, locale=_locale(lang))
    if language == "fr" and day.day == 1:
        pattern = pattern.replace("d ", "'1er' ")  # Babel says `1 janvier`
    return format_date(day, pattern, locale=_locale(lang))


def _language(lang: str) -> str:
    return lang.lower().partition("-")[0]


@lru_cache(maxsize=64)
def _locale(lang: str) -> str:
    """Return Babel's name of the nearest locale it knows, `fr_BE` for `fr-BE`, or else English."""
    from babel.core import negotiate_locale
    from babel.localedata import locale_identifiers

    known = set(locale_identifiers())
    tag = lang.replace("-", "_")
    return negotiate_locale([tag, _language(lang)], known) or "en"
