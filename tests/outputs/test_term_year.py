"""A term's articles by year: only where its own page cannot show them all, and by the calendar alone."""

import re

import pytest

from openai_news import produce, shape
from openai_news.outputs import term, term_year
from support.site import Site

LISTED = '<article class="entry">'


def archive(folder, count):
    site = Site(folder)
    for number in range(count):
        day = f"{2022 + number % 2}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        site.article(f"a{number}.md", f"Article {number}", date=day, tags="[IA]")
    site.build()
    return site


@pytest.mark.parametrize(("count", "shown", "years"), [(60, 60, False), (61, 30, True)])
def test_a_term_gets_years_where_one_page_cannot_show_all_its_articles(tmp_path, count, shown, years):
    site = archive(tmp_path / "site", count)

    assert site.page("tags/ia/index.html").count(LISTED) == shown
    assert (site.has("tags/ia/2022/index.html"), site.has("tags/ia/2023/index.html")) == (years, years)


def test_the_years_of_a_term_list_every_article_once(tmp_path):
    site = archive(tmp_path / "site", 61)
    pages = site.page("tags/ia/2022/index.html") + site.page("tags/ia/2023/index.html")

    assert [number for number in range(61) if pages.count(f">Article {number}</a>") != 1] == []


def test_the_sixty_first_article_brings_the_years_and_its_removal_takes_them_away(tmp_path):
    site = archive(tmp_path / "site", 60)
    site.article("nouveau.md", "Nouveau", date="2023-12-31", tags="[IA]").build()

    assert site.has("tags/ia/2022/index.html")
    assert site.tree() == site.clean_tree()

    site.remove("content/nouveau.md").build()

    assert not site.has("tags/ia/2022/index.html")
    assert site.tree() == site.clean_tree()


# --- years with many articles

CROWDED = (
    "2022-01-31",
    "2022-02-01",
    "2022-02-01",
    "2022-04-30T23:59",
    "2022-05-01T00:00",
    "2022-12-31",
    "2023-01-01",
)


@pytest.fixture
def crowded(tmp_path, monkeypatch):
    """A tag of which six articles are of 2022, which is split, and one is of 2023."""
    monkeypatch.setattr(shape, "TERM_WHOLE", 2)
    monkeypatch.setattr(term, "TERM_WHOLE", 2)
    monkeypatch.setattr(shape, "TERM_SPLIT", 3)
    monkeypatch.setattr(term_year, "TERM_SPLIT", 3)
    site = Site(tmp_path / "site")
    for number, date in enumerate(CROWDED):
        site.article(f"a{number}.md", f"Article {number}", date=date, tags="[IA]")
    site.build()
    return site


def titles(page):
    return sorted(re.findall(r">Article (\d)</a>", page))


def test_a_year_with_many_articles_leads_to_its_months_which_list_every_one_once(crowded):
    months = [path for path in crowded.tree() if re.fullmatch(r"tags/ia/2022/\d\d/index.html", path)]

    assert {path[13:15]: titles(crowded.page(path)) for path in months} == {
        "01": ["0"],
        "02": ["1", "2"],
        "04": ["3"],
        "05": ["4"],
        "12": ["5"],
    }
    assert titles(crowded.page("tags/ia/2022/index.html")) == []
    assert titles(crowded.page("tags/ia/2023/index.html")) == ["6"]


def test_the_months_of_a_year_lead_to_one_another_over_empty_ones(crowded):
    link = re.compile(r'rel="(prev|next)" href="[./]*tags/ia/2022/(\d\d)/')
    months = ("01", "02", "04", "05", "12")

    assert {
        month: dict(link.findall(crowded.page(f"tags/ia/2022/{month}/index.html"))) for month in months
    } == {
        "01": {"next": "02"},
        "02": {"prev": "01", "next": "04"},
        "04": {"prev": "02", "next": "05"},
        "05": {"prev": "04", "next": "12"},
        "12": {"prev": "05"},
    }


def test_an_article_more_or_less_makes_no_other_month_than_its_own_and_those_beside(crowded, monkeypatch):
    made = []
    make = produce.Maker.make
    monkeypatch.setattr(
        produce.Maker, "make", lambda self, subject: made.append(subject) or make(self, subject)
    )
    crowded.article("neuf.md", "Article 7", date="2022-08-15", tags="[IA]").build()
    crowded.remove("content/neuf.md").build()

    empty = {"06", "07", "09", "10", "11"}
    assert {key[-2:] for output, key in made if output == "term_month"} - empty == {"05", "08", "12"}
    assert crowded.tree() == crowded.clean_tree()
