"""Two real archives are built whole: every post is a page, and every refusal is a real one."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import lxml.html
import pytest

from openai_news.model import Severity
from openai_news.published import Published
from openai_news.slugs import slugify
from support.site import Site

CORPORA = Path(__file__).parents[2] / "shared/corpora"
REFUSED = Path(__file__).parent / "data/corpora/refused.txt"
NOW = "2020-06-01T00:00:00Z"
SETTINGS = {
    "canada-numerique": "language: fr\ntimezone: America/Toronto\n",
    "digitalgov-news": "language: en\ntimezone: America/New_York\n",
}
LEAST = {"canada-numerique": 320, "digitalgov-news": 2040}
SHORTCODE = re.compile(r"\{\{<[^`]*?>\}\}")

pytestmark = pytest.mark.xdist_group("corpora")


@dataclass
class Archive:
    """An archive, its site, and the first build of it."""

    name: str
    site: Site
    published: Published

    @cached_property
    def posts(self):
        """The text of each post, by its path in content/."""
        folder = self.site.root / "content"
        return {
            file.relative_to(folder).as_posix(): file.read_text("utf-8-sig")
            for file in sorted(folder.rglob("[!_]*.md"))
        }

    @cached_property
    def refused(self):
        """The codes of the errors of each file that has some."""
        errors = [p for p in self.published.problems if p.severity is Severity.ERROR]
        return {
            path.removeprefix("content/"): sorted({p.code for p in errors if p.place.path == path})
            for path in sorted({p.place.path for p in errors})
        }

    @cached_property
    def due(self):
        """The posts dated before the clock's day, no draft, no error; none has expired by then."""
        return {
            path: text
            for path, text in self.posts.items()
            if re.search(r"^date: '?([\d-]{10})", text, re.MULTILINE)[1] < NOW[:10]
            and "\ndraft: true" not in text
            and path not in self.refused
        }

    @cached_property
    def pages(self):
        """The articles' pages after the first build."""
        return article_pages(self.site.dist)

    def shown(self, name):
        """The words of the pages whose address ends in a name."""
        pages = [page for page in self.pages if page.parent.name == name]
        return " ".join(words(main(page).text_content()) for page in pages)


@pytest.fixture(scope="module", params=SETTINGS)
def archive(request, tmp_path_factory):
    corpus = CORPORA / request.param
    if not corpus.is_dir():
        pytest.skip(f"{corpus} is not here")
    site = Site(tmp_path_factory.mktemp(request.param), now=NOW, jobs=2)
    title = f"title: {request.param}\nbase_url: https://archive.example/\nlanguages: [fr, en]\n"
    site.write("site.yaml", title + SETTINGS[request.param])
    for file in corpus.rglob("*.md"):
        site.write(f"content/{file.relative_to(corpus)}", file.read_bytes())
    return Archive(request.param, site, site.build(keep_going=True))


def expected_refusals(name):
    """Read the table: archive/path, codes, why; return the codes by path."""
    rows = [line.split(" | ") for line in REFUSED.read_text("utf-8").splitlines()]
    mine = [row for row in rows if row[0].startswith(f"{name}/")]
    return {path.removeprefix(f"{name}/"): codes.split() for path, codes, _why in mine}


def test_only_what_is_really_wrong_is_refused(archive):
    assert expected_refusals(archive.name) == archive.refused


def test_an_archive_is_accepted(archive):
    assert len(archive.posts) - len(archive.refused) >= LEAST[archive.name]


def test_every_post_that_is_due_has_its_page(archive):
    assert sorted(map(slug, archive.due.items())) == sorted(page.parent.name for page in archive.pages)


def test_foreign_shortcodes_are_shown_as_they_are_written(archive):
    lost = []
    for post in archive.due.items():
        tags = [words(tag) for tag in SHORTCODE.findall(post[1])]
        shown = archive.shown(slug(post)) if tags else ""
        lost += [(post[0], tag) for tag in tags if tag not in shown]

    assert [] == lost


def test_a_second_build_writes_nothing(archive):
    again = archive.site.build(keep_going=True)

    assert ({}, ()) == (again.written, again.removed)
    assert archive.published.problems == again.problems


@pytest.mark.parametrize("archive", ["canada-numerique"], indirect=True)
def test_translations_point_to_each_other(archive, tmp_path):
    keys = re.findall(r"^translationKey: ['\"]?([\w-]+)", "\n".join(archive.posts.values()), re.MULTILINE)
    pairs = sum(count == 2 for count in Counter(keys).values())

    archive.site.build(now="2026-01-01T00:00:00Z", output=str(tmp_path / "dist"), cache=str(tmp_path))
    groups = Counter(group for page in article_pages(tmp_path / "dist") if (group := alternates(page)))

    assert [2] * pairs == list(groups.values())


def article_pages(dist):
    """The pages below a day, redirections left out."""
    found = dist.glob("**/[12][0-9][0-9][0-9]/[01][0-9]/[0-3][0-9]/*/index.html")
    return [page for page in found if b'http-equiv="refresh"' not in page.read_bytes()]


def slug(post):
    """The end of a post's address: its `slug` or its file's name."""
    path, text = post
    written = re.search(r"^slug: (\S+)", text, re.MULTILINE)
    return written[1] if written else slugify(Path(path).stem)


def words(text):
    return " ".join(text.split())


def main(page):
    return lxml.html.parse(page).getroot().find(".//main")


def alternates(page):
    """The addresses that a page gives for its translations and itself."""
    links = lxml.html.parse(page).getroot().findall(".//link[@hreflang]")
    return tuple(sorted((link.get("hreflang"), link.get("href")) for link in links))
