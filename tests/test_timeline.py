"""Timelines: months while they can be told apart, then years over a few round marks."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_news.timeline import timeline
from support.site import Site

FRENCH = SimpleNamespace(lang="fr")
MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(1, 9999), st.integers(1, 12))


def marks_of(first, last):
    return timeline(FRENCH, {f"{first}-01": 1, f"{last}-12": 1}).years


def test_without_articles_there_is_none():
    assert timeline(FRENCH, {}) is None


def test_a_short_archive_has_a_bar_a_month_and_every_year_below():
    line = timeline(FRENCH, {"2022-12": 1, "2024-02": 3})

    assert [(bar.at, bar.label, bar.height) for bar in line.bars] == [
        (11, "décembre\xa02022", 34),
        (25, "février\xa02024", 100),
    ]
    assert (line.by_year, line.width, line.years) == (False, 36, (2022, 2023, 2024))


def test_a_long_archive_has_a_bar_a_year_and_round_years_below():
    line = timeline(FRENCH, {"1789-07": 1, "2023-11": 2, "2023-12": 2})

    assert [(bar.at, bar.label, bar.count, bar.height) for bar in line.bars] == [
        (39, "1789", 1, 25),
        (273, "2023", 4, 100),
    ]
    assert (line.by_year, line.width, line.years) == (True, 300, (1750, 1800, 1850, 1900, 1950, 2000))
    assert (line.first, line.last) == ("juillet\xa01789", "décembre\xa02023")


@pytest.mark.parametrize(
    ("first", "last", "marks"),
    [
        (1994, 2023, tuple(range(1994, 2024))),
        (1994, 2024, (1990, 1995, 2000, 2005, 2010, 2015, 2020)),
        (1980, 2019, (1980, 1985, 1990, 1995, 2000, 2005, 2010, 2015)),
        (1980, 2020, (1980, 1990, 2000, 2010, 2020)),
    ],
)
def test_marks_are_every_year_up_to_thirty_then_eight_at_most(first, last, marks):
    assert marks_of(first, last) == marks


@given(st.dictionaries(MONTHS, st.integers(1, 999), min_size=1))
def test_every_article_is_in_a_bar_that_has_room(months):
    line = timeline(FRENCH, months)
    places = [bar.at for bar in line.bars]

    assert sum(bar.count for bar in line.bars) == sum(months.values())
    assert places == sorted(set(places))
    assert 0 <= places[0] <= places[-1] < line.width
    assert max(bar.height for bar in line.bars) == 100


def test_bars_lead_to_months_or_to_years(tmp_path):
    site = Site(tmp_path / "site").article("a.md", date="2023-11-18").article("b.md", date="2024-01-02")
    site.build()

    assert '<a href="2023/11/index.html" tabindex="-1">' in site.page("index.html")
    assert "L’archive, mois par mois" in site.page("index.html")

    site.article("c.md", date="1789-07-14").build()

    assert '<a href="1789/index.html" tabindex="-1">' in site.page("index.html")
    assert "L’archive, année par année" in site.page("index.html")
    assert site.tree() == site.clean_tree()
