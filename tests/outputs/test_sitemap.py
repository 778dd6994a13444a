"""Sitemaps: within the protocol's limits, absolute, complete, and still where nothing changed."""

import re

import pytest
from lxml import etree

from openai_news.model import PageCard
from openai_news.outputs import sitemap
from outputs.machine_support import Archive, card, moment

NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ROOT = "https://veilleur.example/"
W3C_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d))?")
TAGGED = (("tags", "ia", "IA"),)


@pytest.fixture
def archive(tmp_path):
    items = {
        "article|a": card("a", "2023-10-05", terms=TAGGED),
        "article|b": card("b", "2023-11-18", updated=moment("2024-02-01T09:30")),
        "article|c": card("c", "2023-11-19T08:00", "en"),
        "article|hidden": card("hidden", "2023-12-02", noindex=True),
        "page|about": PageCard("a-propos/", "fr", "À propos"),
        "page|hidden": PageCard("merci/", "fr", "Merci", noindex=True),
    }
    return Archive(tmp_path, items)


def written(archive):
    return archive.files(sitemap.OUTPUTS)


def locations(data):
    """Return the addresses of a sitemap or an index, with their dates."""
    found = {}
    for entry in etree.fromstring(data):
        found[entry.findtext(f"{NAME}loc")] = entry.findtext(f"{NAME}lastmod")
    return found


def test_the_index_names_every_other_sitemap(archive):
    files = written(archive)
    assert list(locations(files["sitemap.xml"]).items()) == [
        (f"{ROOT}sitemap-pages.xml", None),
        (f"{ROOT}sitemap-fr-tags.xml", None),
        (f"{ROOT}sitemap-2023-11.xml", "2024-02-01T09:30:00+01:00"),
        (f"{ROOT}sitemap-2023-10.xml", "2023-10-05"),
    ]
    assert sorted(files) == sorted(
        ["sitemap.xml", *(url.removeprefix(ROOT) for url in locations(files["sitemap.xml"]))]
    )


def test_the_index_says_whose_tree_it_stands_in(archive):
    lines = written(archive)["sitemap.xml"].split(b"\n")
    assert lines[:2] == [b'<?xml version="1.0" encoding="UTF-8"?>', b"<!-- openai-news -->"]


def test_a_month_lists_its_articles_of_all_languages(archive):
    assert locations(written(archive)["sitemap-2023-11.xml"]) == {
        f"{ROOT}en/2023/11/19/c/": "2023-11-19T08:00:00+01:00",
        f"{ROOT}2023/11/18/b/": "2024-02-01T09:30:00+01:00",
    }


def test_terms_stand_in_the_sitemap_of_their_taxonomy(archive):
    assert locations(written(archive)["sitemap-fr-tags.xml"]) == {f"{ROOT}tags/ia/": None}


def test_homes_years_months_indexes_and_undated_pages_stand_together(archive):
    found = locations(written(archive)["sitemap-pages.xml"])
    expected = ["", "archives/", "2023/", "2023/10/", "2023/11/", "tags/", "a-propos/", "en/"]
    assert {f"{ROOT}{url}" for url in expected} <= found.keys()
    assert set(found.values()) == {None}


def test_what_must_not_be_indexed_is_in_no_sitemap(archive):
    text = b"".join(written(archive).values())
    assert (b"hidden" in text, b"merci" in text) == (False, False)


def test_sitemaps_keep_the_protocol_s_rules(archive):
    for path, data in written(archive).items():
        root = etree.fromstring(data)
        assert root.tag == NAME + ("sitemapindex" if path == "sitemap.xml" else "urlset")
        assert "/" not in path
        assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
        assert 0 < len(root) <= sitemap.LIMIT
        for entry in root:
            assert [child.tag for child in entry] in (
                [f"{NAME}loc"],
                [f"{NAME}loc", f"{NAME}lastmod"],
            )
            assert entry.findtext(f"{NAME}loc").startswith(ROOT)
            assert W3C_DATE.fullmatch(entry.findtext(f"{NAME}lastmod", "2000-01-01"))


def test_no_address_stands_twice(archive):
    files = written(archive)
    urls = [url for path, data in files.items() if path != "sitemap.xml" for url in locations(data)]
    assert len(set(urls)) == len(urls)


def test_an_empty_site_has_its_homes_in_the_sitemap(tmp_path):
    files = written(Archive(tmp_path, {}))
    assert list(files) == ["sitemap.xml", "sitemap-pages.xml"]
    assert {ROOT, f"{ROOT}en/"} <= locations(files["sitemap-pages.xml"]).keys()


def test_a_file_that_would_pass_the_limit_is_split(tmp_path, monkeypatch):
    monkeypatch.setattr(sitemap, "LIMIT", 2)
    terms = tuple(("tags", f"t{n}", f"T{n}") for n in range(3))
    items = {f"article|{n}": card(f"n{n}", f"2023-11-{n:02d}", terms=terms) for n in range(1, 6)}
    files = written(Archive(tmp_path, items))
    sizes = {path: len(locations(data)) for path, data in files.items() if "pages" not in path}
    assert sizes | {"sitemap.xml": 0} == {
        "sitemap.xml": 0,
        "sitemap-2023-11.xml": 2,
        "sitemap-2023-11-part-2.xml": 2,
        "sitemap-2023-11-part-3.xml": 1,
        "sitemap-fr-tags.xml": 2,
        "sitemap-fr-tags-part-2.xml": 1,
    }
    assert {url.removeprefix(ROOT) for url in locations(files["sitemap.xml"])} == (
        files.keys() - {"sitemap.xml"}
    )


def test_the_pages_of_a_month_need_no_other_month(archive):
    read = archive.read("sitemap|2023-11")
    list(sitemap.month_pages("sitemap|2023-11", read.card("sitemap|2023-11"), read, archive.site))
    assert [name for name in read.reads if name.startswith("list:")] == ["list:sitemap|2023-11"]
