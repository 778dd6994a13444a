"""robots.txt: everything is open, except in a preview."""

from urllib.robotparser import RobotFileParser

import pytest

from openai_news.outputs import robots
from outputs.machine_support import Archive

ROOT = "https://veilleur.example/"
VISITORS = ("Googlebot", "archive.org_bot", "GPTBot", "*")


def text(archive):
    return archive.files([robots.OUTPUT])["robots.txt"].decode()


def rules(archive):
    parser = RobotFileParser()
    parser.parse(text(archive).splitlines())
    return parser


def test_robots_txt_opens_the_site_and_names_the_sitemap(tmp_path):
    assert text(Archive(tmp_path, {})) == (
        "User-agent: *\nAllow: /\n\nSitemap: https://veilleur.example/sitemap.xml\n"
    )


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("path", ["", "static/style.1234abcd.css", "feed.atom", "2023/11/18/a/"])
def test_nothing_that_a_page_needs_is_blocked(tmp_path, visitor, path):
    assert rules(Archive(tmp_path, {})).can_fetch(visitor, ROOT + path)


def test_a_preview_is_closed(tmp_path):
    preview = Archive(tmp_path, {}, preview=True)
    assert [rules(preview).can_fetch(visitor, ROOT) for visitor in VISITORS] == [False] * 4


def test_the_sitemap_is_named_with_the_folder_of_the_site(tmp_path):
    archive = Archive(tmp_path, {}, base_url="https://veilleur.example/news/")
    assert rules(archive).site_maps() == ["https://veilleur.example/news/sitemap.xml"]
