"""A term's articles by year: only where its own page cannot show them all, and by the calendar alone."""

import pytest

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
