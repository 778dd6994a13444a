"""Dates as people write them in a header, day first, read in the site's zone (RULES E4, T22)."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from openai_news.model import Moment
from openai_news.patterns import late

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo


class BadDate(ValueError):  # noqa: N818 (it reads as what it is)
    """A text that is no date: why, for machines, and the values that a message about it needs."""

    def __init__(self, reason: str, values: Mapping[str, str]) -> None:
        """Keep a reason: impossible_day bad_hour year_zero dst_gap us_order offset unknown_form."""
        super().__init__(f"{reason}: {values.get('text', '')}")
        self.reason = reason
        self.values = dict(values)


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = (
    ("lundi", "monday"),
    ("mardi", "tuesday"),
    ("mercredi", "wednesday"),
    ("jeudi", "thursday"),
    ("vendredi", "friday"),
    ("samedi", "saturday"),
    ("dimanche", "sunday"),
)

_ISO_DAY = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
_NUMERIC_DAY = r"(?P<day>[0-9]{1,2})[/.](?P<month>[0-9]{1,2})[/.](?P<year>[0-9]{4})"
_DAY_MONTH = r"(?P<day>[0-9]{1,2})(?:er|st|nd|rd|th)? (?P<name>[a-z]+)\.?,? (?P<year>[0-9]{4})"
_MONTH_DAY = r"(?P<name>[a-z]+)\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})"
_WEEKDAY = r"(?:(?P<weekday>[a-z]+day|[a-z]+di|dimanche),? (?:the |le )?)?"
_TIME = (
    r"(?:(?: |t|,? a |,? at |, )"
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"| ?h(?: ?(?P<after_h>[0-9]{2}))?)"
    r"(?: ?(?P<offset>z|utc|gmt|[+-][0-9]{2}(?::?[0-9]{2})?))?)?"
)
_FORMS = tuple(
    late(day + _TIME) for day in (_ISO_DAY, _NUMERIC_DAY, _WEEKDAY + _DAY_MONTH, _WEEKDAY + _MONTH_DAY)
)
_FARTHEST = timedelta(hours=14)


def parse(text: str, zone: ZoneInfo) -> Moment:
    """Return the moment that `text` names, in `zone`; a day is its first instant; raise BadDate."""
    plain = _plain(text)
    found = next(filter(None, (form.fullmatch(plain) for form in _FORMS)), None)
    if found is None:
        raise BadDate("unknown_form", {"text": text})
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    timed = "hour" in parts
    written = _datetime(parts, text)
    try:
        at = _in_zone(written, parts.get("offset"), zone, text)
    except OverflowError as error:
        raise BadDate("unknown_form", {"text": text}) from error
    if "offset" not in parts and _is_skipped(written, at, timed=timed):
        values = {"text": text, "time": f"{written:%H:%M}", "zone": zone.key}
        raise BadDate("dst_gap", values)
    return Moment(at, timed)


def _plain(text: str) -> str:
    """Return `text` in small letters without accents, with single spaces."""
    text = " ".join(text.split()).lower()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _datetime(parts: Mapping[str, str], text: str) -> datetime:
    """Return the naive date and time of `parts`, every number of them checked."""
    year, month, day = int(parts["year"]), _month(parts, text), int(parts["day"])
    if not year:
        raise BadDate("year_zero", {"text": text})
    if not 1 <= day <= _length(year, month):
        values = {"text": text, "day": str(day), "month": str(month), "year": str(year)}
        raise BadDate("impossible_day", values | {"days": str(_length(year, month))})
    hour, second = int(parts.get("hour", 0)), int(parts.get("second", 0))
    minute = int(parts.get("minute", "") or parts.get("after_h", "0"))
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 (a clock's face)
        raise BadDate("bad_hour", {"text": text, "time": f"{hour:02}:{minute:02}:{second:02}"})
    microsecond = int(parts.get("fraction", "0")[:6].ljust(6, "0"))
    written = datetime(year, month, day, hour, minute, second, microsecond)  # noqa: DTZ001 (no zone was written)
    if "weekday" in parts and parts["weekday"] not in _WEEKDAYS[written.weekday()]:
        raise BadDate("unknown_form", {"text": text})
    return written


def _month(parts: Mapping[str, str], text: str) -> int:
    month = _MONTHS.get(parts["name"], 0) if "name" in parts else int(parts["month"])
    if 1 <= month <= 12:  # noqa: PLR2004 (a year's months)
        return month
    year, day = parts["year"], int(parts["day"])
    if month > 12 and 1 <= day <= 12:  # noqa: PLR2004 (a year's months)
        values = {"text": text, "day": str(month), "month": str(day), "year": year}
        raise BadDate("us_order", values | {"iso": f"{year}-{day:02}-{month:02}"})
    raise BadDate("unknown_form", {"text": text})


def _length(year: int, month: int) -> int:
    """Return how many days a month has."""
    from calendar import monthrange

    return monthrange(year, month)[1]


def _is_skipped(written: datetime, at: datetime, *, timed: bool) -> bool:
    """Tell whether clocks never showed `written`; a day whose midnight they skip starts later."""
    if timed:
        return at.replace(tzinfo=None) != written
    return at.date() != written.date()


def _in_zone(written: datetime, offset: str | None, zone: ZoneInfo, text: str) -> datetime:
    """Return the instant, in `zone`; the first of two where clocks go back."""
    source = zone if offset is None else _fixed(offset, text)
    return written.replace(tzinfo=source).astimezone(UTC).astimezone(zone)


def _fixed(offset: str, text: str) -> timezone:
    if offset[0] not in "+-":
        return UTC
    minutes = offset[3:].lstrip(":") or "0"
    shift = timedelta(hours=int(offset[1:3]), minutes=int(minutes))
    if shift > _FARTHEST or int(minutes) > 59:  # noqa: PLR2004 (an hour's minutes)
        raise BadDate("offset", {"text": text, "offset": offset})
    return timezone(-shift if offset[0] == "-" else shift)
