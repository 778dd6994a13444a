"""Every page is valid HTML for the Nu checker: no error, no warning (RULES R7)."""

from pathlib import Path

import pytest

from browser.support import PAGES, nu
from support.site import Site

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
SETTINGS = """\
title: Archives
base_url: https://archives.example/
language: {language}
languages: [{languages}]
timezone: America/Toronto
"""
pytestmark = pytest.mark.xdist_group("java")


def test_the_pages_of_every_template_are_valid(whole):
    assert [path for path in PAGES.values() if not whole.has(path)] == []
    assert nu(whole.dist) == []


def test_the_pages_of_our_own_site_are_valid(tmp_path):
    root = Path(__file__).parents[2]

    assert nu(Site.of(root, tmp_path)) == []


@pytest.mark.parametrize(
    ("archive", "language", "languages"),
    [("canada-numerique", "fr", "fr, en"), ("digitalgov-news", "en", "en")],
)
def test_two_hundred_articles_of_a_real_archive_are_valid(archive, language, languages, tmp_path):
    if not (CORPORA / archive).is_dir():
        pytest.skip(f"{archive} is not here")
    site = Site(tmp_path / "site", now="2020-06-01T00:00:00Z")
    site.write("site.yaml", SETTINGS.format(language=language, languages=languages))
    (tmp_path / "site" / "content").rmdir()
    (tmp_path / "site" / "content").symlink_to(CORPORA / archive)
    site.build(keep_going=True)
    pages = sorted(path for path in site.dist.rglob("index.html") if "article" in _kind(path))
    chosen = pages[:: max(1, len(pages) // 200)][:200]

    assert len(chosen) == 200
    assert nu(*chosen) == []


def _kind(path):
    """Return the class of a page's body."""
    return path.read_text("utf-8").partition("<body")[2][:40]
