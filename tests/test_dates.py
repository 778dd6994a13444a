"""Dates: what people write, what machines want and what readers see."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_news import dates, dates_names
from openai_news.dates import BadDate, parse
from openai_news.model import Moment

PARIS = dates.zone("Europe/Paris")
NEW_YORK = dates.zone("America/New_York")


def in_paris(*parts):
    return datetime(*parts, tzinfo=PARIS)


# --- reading


@pytest.mark.parametrize(
    "text",
    [
        "2023-11-18",
        " 2023-11-18 ",
        "18/11/2023",
        "18.11.2023",
        "18 novembre 2023",
        "18\xa0novembre\u202f2023",
        "18 Novembre 2023",
        "18 NOV. 2023",
        "18 nov 2023",
        "samedi 18 novembre 2023",
        "November 18, 2023",
        "Nov. 18, 2023",
        "18 November 2023",
        "Saturday, November 18, 2023",
        "November 18th, 2023",
    ],
)
def test_a_day_alone_is_that_day_at_midnight_in_the_zone(text):
    assert Moment(in_paris(2023, 11, 18), timed=False) == parse(text, PARIS)


@pytest.mark.parametrize(
    "text",
    [
        "2023-11-18 14:05",
        "2023-11-18T14:05",
        "2023-11-18t14:05:00",
        "2023-11-18 14:05:00.000",
        "2023-11-18T14:05:00+01:00",
        "2023-11-18T13:05:00Z",
        "2023-11-18 13:05 UTC",
        "2023-11-18 08:05:00 -0500",
        "2023-11-18 8:05:00 -0500",
        "2023-11-18T08:05-05",
        "18/11/2023 14:05",
        "18 novembre 2023 à 14 h 05",
        "18 nov. 2023 à 14h05",
        "18 novembre 2023, 14:05",
        "November 18, 2023 at 14:05",
    ],
)
def test_a_time_is_read_in_its_offset_or_else_in_the_zone(text):
    moment = parse(text, PARIS)

    assert Moment(in_paris(2023, 11, 18, 14, 5), timed=True) == moment
    assert PARIS is moment.at.tzinfo


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1er janvier 2024", date(2024, 1, 1)),
        ("1 janvier 2024", date(2024, 1, 1)),
        ("2 février 2024", date(2024, 2, 2)),
        ("2 fevrier 2024", date(2024, 2, 2)),
        ("3 août 2024", date(2024, 8, 3)),
        ("3 AOÛT 2024", date(2024, 8, 3)),
        ("3 aou\u0302t 2024", date(2024, 8, 3)),
        ("25 déc. 2024", date(2024, 12, 25)),
        ("2024-2-9", date(2024, 2, 9)),
        ("29/02/2024", date(2024, 2, 29)),
        ("03/04/2024", date(2024, 4, 3)),
        ("May 1st, 2024", date(2024, 5, 1)),
    ],
)
def test_days_come_first_and_months_have_names(text, expected):
    assert expected == parse(text, PARIS).at.date()


def test_fractions_of_a_second_are_kept_to_the_microsecond():
    moment = parse("2023-11-18 14:05:30.1234567", PARIS)

    assert in_paris(2023, 11, 18, 14, 5, 30, 123456) == moment.at


def test_an_hour_that_comes_twice_is_the_first_one():
    moment = parse("2024-10-27 02:30", PARIS)

    assert "2024-10-27T02:30:00+02:00" == dates.iso_instant(moment)


def test_a_day_whose_midnight_is_skipped_begins_when_clocks_do():
    moment = parse("2018-11-04", dates.zone("America/Sao_Paulo"))

    assert "2018-11-04T01:00:00-02:00" == dates.iso_instant(moment)
    assert "2018-11-04" == dates.iso(moment)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-02-30", "impossible_day"),
        ("2023-02-29", "impossible_day"),
        ("2023-11-31", "impossible_day"),
        ("2023-11-00", "impossible_day"),
        ("31 novembre 2023", "impossible_day"),
        ("2023-11-18 24:00", "bad_hour"),
        ("2023-11-18 25:00", "bad_hour"),
        ("2023-11-18 14:60", "bad_hour"),
        ("2023-11-18 14:05:60", "bad_hour"),
        ("0000-01-01", "year_zero"),
        ("2024-03-31 02:30", "dst_gap"),
        ("11/18/2023", "us_order"),
        ("2023-18-11", "us_order"),
        ("2023-11-18 14:05 +99:00", "offset"),
        ("2023-11-18 14:05 +01:75", "offset"),
        ("2023-11-18 14:05 -1500", "offset"),
        ("2023-13-45", "unknown_form"),
        ("13/13/2023", "unknown_form"),
        ("18 brumaire 2023", "unknown_form"),
        ("dimanche 18 novembre 2023", "unknown_form"),
        ("18/11/23", "unknown_form"),
        ("2023-11-18 14:05 demain", "unknown_form"),
        ("9999-12-31 23:59 -1400", "unknown_form"),
        ("0001-01-01", "unknown_form"),
        ("tomorrow", "unknown_form"),
        ("٢٠٢٣-١١-١٨", "unknown_form"),
        ("", "unknown_form"),
    ],
)
def test_a_date_that_is_none_says_why(text, reason):
    with pytest.raises(BadDate) as caught:
        parse(text, PARIS)

    assert reason == caught.value.reason
    assert text == caught.value.values["text"]


def test_an_impossible_day_knows_how_long_the_month_is():
    with pytest.raises(BadDate) as caught:
        parse("2024-02-30", PARIS)

    assert {"day": "30", "month": "2", "year": "2024", "days": "29"}.items() <= (caught.value.values.items())


def test_american_order_comes_with_the_date_that_was_probably_meant():
    with pytest.raises(BadDate) as caught:
        parse("11/18/2023", PARIS)

    assert "2023-11-18" == caught.value.values["iso"]


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text("0123456789-/:T.+Zhà janvrmdi", max_size=30))
def test_any_text_is_a_moment_or_a_bad_date(text):
    try:
        moment = parse(text, PARIS)
    except BadDate as error:
        assert error.reason  # noqa: PT017 (both ways out are right)
    else:
        assert PARIS is moment.at.tzinfo


MOMENTS = st.datetimes(
    datetime(1950, 1, 1),  # noqa: DTZ001 (Hypothesis adds the zone)
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([PARIS, NEW_YORK]),
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(MOMENTS)
def test_what_machines_are_given_reads_back_as_the_same_instant(at):
    at = at.replace(microsecond=0).astimezone(UTC).astimezone(PARIS)
    moment = Moment(at, timed=True)

    assert moment == parse(dates.iso(moment), PARIS)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dates(date(1583, 1, 1), date(9998, 12, 31)))
def test_what_readers_see_reads_back_as_the_same_day(day):
    for lang in ("fr", "en"):
        assert day == parse(dates.date_text(day, lang), PARIS).at.date()
        assert day == parse(dates.long_date(day, lang), PARIS).at.date()


# --- machines


@pytest.mark.parametrize(
    ("text", "iso", "instant", "rfc822"),
    [
        (
            "2023-11-18",
            "2023-11-18",
            "2023-11-18T00:00:00+01:00",
            "Sat, 18 Nov 2023 00:00:00 +0100",
        ),
        (
            "2023-07-01 14:05:30.5",
            "2023-07-01T14:05:30+02:00",
            "2023-07-01T14:05:30+02:00",
            "Sat, 01 Jul 2023 14:05:30 +0200",
        ),
        (
            "1900-01-01",
            "1900-01-01",
            "1900-01-01T00:00:39+00:10",
            "Mon, 01 Jan 1900 00:00:39 +0010",
        ),
    ],
)
def test_machines_get_the_day_the_offset_and_english(text, iso, instant, rfc822):
    moment = parse(text, PARIS)

    assert iso == dates.iso(moment)
    assert instant == dates.iso_instant(moment)
    assert rfc822 == dates.rfc822(moment)


@given(st.datetimes(timezones=st.just(PARIS)).filter(lambda at: 1 < at.year < 9999))
def test_feeds_have_the_dates_of_the_standard_library(at):
    moment = Moment(at, timed=True)
    in_minutes = datetime.fromisoformat(dates.iso_instant(moment))

    assert dates.rfc822(moment) == format_datetime(in_minutes)


# --- readers


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_shipped_names_are_those_of_babel(lang):
    assert dates_names.names(lang) == dates_names.of_babel(lang)


@pytest.mark.parametrize(
    ("day", "lang", "long", "text"),
    [
        (date(2023, 11, 18), "fr", "samedi 18\xa0novembre\xa02023", "18\xa0novembre\xa02023"),
        (date(2024, 1, 1), "fr", "lundi 1er\xa0janvier\xa02024", "1er\xa0janvier\xa02024"),
        (date(2024, 1, 1), "fr-CA", "lundi 1er\xa0janvier\xa02024", "1er\xa0janvier\xa02024"),
        (date(2024, 1, 1), "fr-CH", "lundi 1er\xa0janvier\xa02024", "1er\xa0janvier\xa02024"),
        (date(2023, 8, 21), "fr-BE", "lundi 21\xa0août\xa02023", "21\xa0août\xa02023"),
        (date(2023, 11, 18), "en", "Saturday 18\xa0November\xa02023", "18\xa0November\xa02023"),
        (date(2024, 1, 1), "en-GB", "Monday 1\xa0January\xa02024", "1\xa0January\xa02024"),
        (date(2024, 1, 1), "de", "Montag, 1. Januar 2024", "1. Januar 2024"),
    ],
)
def test_a_day_is_written_as_its_language_does(day, lang, long, text):
    assert long == dates.long_date(day, lang)
    assert text == dates.date_text(day, lang)


def test_months_and_weekdays_have_their_names():
    abbreviations = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."

    assert "novembre\xa02023" == dates.month_text(2023, 11, "fr")
    assert "November\xa02023" == dates.month_text(2023, 11, "en")
    assert "août" == dates.month_name(8, "fr")
    assert abbreviations == " ".join(dates.short_month(month, "fr") for month in range(1, 13))
    assert ("lundi", "L") == dates.weekday_names("fr")[0]
    assert ("Sunday", "S") == dates.weekday_names("en")[6]


@pytest.mark.parametrize(
    ("hour", "minute", "lang", "expected"),
    [
        (14, 5, "fr", "14\xa0h\xa005"),
        (9, 0, "fr", "9\xa0h"),
        (0, 30, "fr-CA", "0\xa0h\xa030"),
        (14, 5, "en", "14:05"),
        (9, 0, "en", "09:00"),
        (14, 5, "de", "14:05"),
    ],
)
def test_a_time_of_day_is_written_as_its_language_does(hour, minute, lang, expected):
    assert expected == dates.time_text(in_paris(2023, 11, 18, hour, minute), lang)


def test_a_language_says_its_own_name():
    assert ["français", "English"] == [dates.language_name(lang) for lang in ("fr", "en")]


def test_a_language_that_babel_does_not_know_is_no_error():
    assert "Saturday, November 18, 2023" == dates.long_date(date(2023, 11, 18), "qaa")


def test_the_machine_s_locale_and_zone_change_nothing():
    """RULES T21."""
    code = (
        "from datetime import date; from openai_news import dates as d;"
        "m = d.parse('2023-11-18', d.zone('Europe/Paris'));"
        "print(ascii((d.long_date(date(2024, 1, 1), 'fr'), d.rfc822(m), d.iso_instant(m))))"
    )
    seen = {
        subprocess.check_output([sys.executable, "-c", code], env=os.environ | variables)
        for variables in (
            {"LC_ALL": "C", "TZ": "UTC"},
            {"LC_ALL": "fr_FR.UTF-8", "TZ": "America/Los_Angeles"},
        )
    }

    assert 1 == len(seen)


# --- one zone, one clock


@pytest.mark.parametrize(
    "name", ["Europe/Pari", "", "../etc", "/etc/localtime", "Europe", "localtime", "posixrules", "a\0"]
)
def test_a_zone_that_is_none_or_is_the_machine_s_own_is_refused(name):
    with pytest.raises(ValueError):
        dates.zone(name)


def test_the_clock_is_what_was_asked_then_the_environment_then_the_wall():
    environ = {"SOURCE_DATE_EPOCH": "0"}

    assert in_paris(2023, 11, 18) == dates.clock("2023-11-18", environ, PARIS)
    assert datetime(1970, 1, 1, tzinfo=UTC) == dates.clock(None, environ, PARIS)
    assert abs(dates.clock(None, {}, PARIS) - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("epoch", ["soon", "1e9", "9" * 30])
def test_an_epoch_that_is_none_is_a_bad_date(epoch):
    with pytest.raises(BadDate):
        dates.clock(None, {"SOURCE_DATE_EPOCH": epoch}, PARIS)
