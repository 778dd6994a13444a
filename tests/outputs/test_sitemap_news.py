"""News are the articles of the last two days of the build's clock, and the clock alone makes them old."""

from datetime import datetime

from lxml import etree

from openai_news.outputs import sitemap, sitemap_news
from support.site import SETTINGS, Site

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
SUNDAY = "2024-06-02T12:00:00+02:00"


def news(site):
    """Return (title, language, date) of every entry."""
    tree = etree.fromstring(site.page("sitemap-news.xml").encode())
    found = tree.findall("s:url/n:news", NAMES)
    names = ("n:title", "n:publication/n:language", "n:publication_date")
    return [tuple(one.find(name, NAMES).text for name in names) for one in found]


def archive(tmp_path, now=SUNDAY):
    site = Site(tmp_path / "site", now=now).write("site.yaml", SETTINGS + "news_sitemap: true\n")
    site.article("hier.md", "Hier", date="2024-06-01T09:00").article("vieux.md", "Vieux", date="2024-05-30")
    return site.article("tu.md", "Tu", date="2024-06-01", noindex="true")


def test_only_the_last_two_days_are_news(tmp_path):
    site = archive(tmp_path)
    site.build()

    assert news(site) == [("Hier", "fr", "2024-06-01T09:00:00+02:00")]
    assert "sitemap-news.xml" in site.page("sitemap.xml")


def test_the_clock_alone_makes_news_old_and_the_build_says_when(tmp_path):
    site = archive(tmp_path)
    due = site.build().next_change
    site.now = "2024-06-03T08:59:59+02:00"
    still = site.build()
    site.now = "2024-06-03T09:00:00+02:00"
    published = site.build()

    assert due == datetime.fromisoformat("2024-06-03T09:00:00+02:00").timestamp()
    assert (set(still.written), set(published.written)) == (set(), {"sitemap-news.xml"})
    assert news(site) == []
    assert site.tree() == site.clean_tree()


def test_more_news_than_a_file_may_hold_are_split(tmp_path, monkeypatch):
    for module in (sitemap, sitemap_news):
        monkeypatch.setattr(module, "NEWS_LIMIT", 2)
    site = archive(tmp_path)
    for number in range(4):
        site.article(f"n{number}.md", f"N{number}", date=f"2024-06-02T0{number}:00")
    site.build()

    files = [
        site.page(f"sitemap-news{part}.xml").count("<news:title>") for part in ("", "-part-2", "-part-3")
    ]
    assert files == [2, 2, 1]
    assert site.page("sitemap.xml").count("/sitemap-news") == 3


def test_a_site_that_does_not_ask_has_none(tmp_path):
    site = archive(tmp_path).write("site.yaml", SETTINGS)
    site.build()

    assert not site.has("sitemap-news.xml")


def test_asking_for_news_later_is_as_asking_at_once(tmp_path):
    site = archive(tmp_path).write("site.yaml", SETTINGS)
    site.build()
    site.write("site.yaml", SETTINGS + "news_sitemap: true\n").build()

    assert len(news(site)) == 1
    assert site.tree() == site.clean_tree()
