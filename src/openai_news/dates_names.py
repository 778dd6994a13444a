"""Names of months, days and languages: Babel's, with those of French and English shipped."""

from functools import lru_cache
from pathlib import Path

import msgspec

from openai_news.model import Value

_SHIPPED = ("fr", "en")


class Names(Value, frozen=True):
    """What dates in a language are written with: January first, Monday first, and its own name."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    narrow_days: tuple[str, ...]
    language: str


@lru_cache(maxsize=64)
def names(lang: str) -> Names:
    """Return the names in `lang`, or in the nearest language that Babel knows."""
    if lang not in _SHIPPED:
        return of_babel(lang)
    path = Path(__file__).with_name("locale") / lang / "dates.json"
    return msgspec.json.decode(path.read_bytes(), type=Names)


def of_babel(lang: str) -> Names:
    """Return the names as Babel has them."""
    from babel import Locale
    from babel.dates import get_day_names, get_month_names

    name = locale(lang)
    months = get_month_names("wide", "stand-alone", name)
    short = get_month_names("abbreviated", "format", name)
    days = get_day_names("wide", "stand-alone", name)
    narrow = get_day_names("narrow", "stand-alone", name)
    return Names(
        months=tuple(months[month] for month in range(1, 13)),
        short_months=tuple(short[month] for month in range(1, 13)),
        days=tuple(days[day] for day in range(7)),
        narrow_days=tuple(narrow[day] for day in range(7)),
        language=Locale.parse(name).get_display_name(name) or lang,
    )


@lru_cache(maxsize=64)
def locale(lang: str) -> str:
    """Return Babel's name of the nearest locale it knows, `fr_BE` for `fr-BE`, or else English."""
    from babel.core import negotiate_locale
    from babel.localedata import locale_identifiers

    known = set(locale_identifiers())
    tag = lang.replace("-", "_")
    return negotiate_locale([tag, lang.lower().partition("-")[0]], known) or "en"
