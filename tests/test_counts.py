"""What each kind of edit costs, in counts: the same in an archive four times as large (no clock)."""

import os
import shutil
from datetime import date, timedelta

import pytest

from support.site import Site

SIZES = (100, 400)
FIRST = date(2019, 1, 3)
AT = 50  # the article that is edited, amid its month in either archive


def day_of(number):
    return FIRST + timedelta(days=3 * number)


def source(number):
    return f"{day_of(number):%Y/%m}/article-{number:03d}.md"


def write(site, number, **keys):
    """Ten articles share a subject, so that no term grows with the archive."""
    tags = f"[Sujet {number // 10:02d}]"
    day = day_of(number).isoformat()
    return site.article(source(number), f"Article {number:03d}", date=day, **({"tags": tags} | keys))


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """Published archives by their size."""
    found = {}
    for size in SIZES:
        site = Site(tmp_path_factory.mktemp("counts") / "site", jobs=1, now="2025-01-01T00:00:00+01:00")
        for number in range(size):
            write(site, number)
        assert site.build().done
        found[size] = site
    return found


@pytest.fixture(params=SIZES)
def archive(archives, tmp_path, request):
    """One of them, to be edited."""
    shutil.copytree(archives[request.param].root, tmp_path / "site", symlinks=True)
    site = Site(tmp_path / "site", jobs=1, now=archives[request.param].now)
    assert site.build().written == {}
    return site


def body(site):
    site.edit(f"content/{source(AT)}", "Un corps.", "Un autre corps.")


def title(site):
    site.edit(f"content/{source(AT)}", f"Article {AT:03d}", "Un autre titre")


def new(site):
    site.article(f"{day_of(AT):%Y/%m}/neuf.md", "Neuf", date=day_of(AT).isoformat(), tags="[Sujet 05]")


def tag(site):
    site.edit(f"content/{source(AT)}", "[Sujet 05]", "[Sujet 05, Sujet 06]")


def delete(site):
    site.remove(f"content/{source(AT)}")


def label(site):
    site.write("content/_tags/sujet-05.md", "---\ntitle: Le sujet\n---\nUne description.\n")


def stylesheet(site):
    site.write("static/style.css", "body { margin: 0 }\n")


def nothing(_):
    """Change nothing."""


# Articles parsed, and at most: subjects made, pages rendered.
EDITS = {
    nothing: (0, 0, 0),
    body: (1, 5, 5),
    title: (1, 12, 11),
    new: (1, 27, 16),
    tag: (1, 21, 10),
    delete: (0, 27, 16),
    label: (1, 7, 8),
}


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_costs_what_it_changes(archive, edit):
    edit(archive)
    published = archive.build()
    parsed, *most = EDITS[edit]

    assert published.parsed == parsed
    counts = published.made, published.rendered
    assert all(n <= limit for n, limit in zip(counts, most, strict=True)), counts


def test_a_stylesheet_renders_every_page_and_parses_none(archive):
    stylesheet(archive)
    published = archive.build()

    assert published.parsed == 0
    assert published.rendered >= sum(path.suffix == ".html" for path in archive.dist.rglob("*.html"))


def test_fresh_time_stamps_render_nothing(archive):
    for path in (*archive.root.glob("content/**/*.md"), *archive.dist.rglob("*.*")):
        os.utime(path)
    published = archive.build()

    assert (published.parsed, published.made, published.rendered) == (0, 0, 0)
