"""What pages show is kept by a clean build: another template prints it without making a view again."""

from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

import pytest

from openai_news import disk, produce
from openai_news.disk_log import Log
from openai_news.kept import Kept, fields_of
from openai_news.made import NOWHERE, Shown
from openai_news.views import PageView
from support.archive import AT, SIZES, archive, base_template, body, source, stylesheet
from support.site import Site

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """An archive after its clean build."""
    return archive(tmp_path_factory.mktemp("archive") / "site", SIZES[0])


@pytest.fixture
def site(published, tmp_path):
    return published.copy(tmp_path / "site")


@pytest.fixture
def from_items(monkeypatch):
    """The keys of the subjects whose views are made from the catalogue's items."""
    keys = []
    make = produce.Maker._from_items
    monkeypatch.setattr(
        produce.Maker, "_from_items", lambda self, subject: keys.append(subject.key) or make(self, subject)
    )
    return keys


def kept(site):
    (file,) = site.root.glob(".cache/*-views")
    return file


def test_every_view_of_our_own_site_comes_back_as_it_was(tmp_path):
    views = []
    keep = produce.Maker._keep

    def noted(maker, page, fields):
        shown = keep(maker, page, fields)
        if isinstance(page.view, PageView):
            views.append((page.view, maker.kept.find(shown, disk.digest(fields))))
        return shown

    with patch.object(produce.Maker, "_keep", noted):
        Site.of(ROOT, tmp_path, jobs=1)

    assert len({type(view) for view, _ in views}) > 10
    assert all(found == view for view, found in views)
    assert all(fields_of(found) == fields_of(view) for view, found in views)


@pytest.mark.parametrize(("edit", "made"), [(base_template, []), (stylesheet, ["static|style.css", "site|"])])
def test_another_template_prints_what_was_kept(site, from_items, edit, made):
    edit(site)

    assert len(site.build().written) > 30
    assert from_items == made
    assert site.tree() == site.clean_tree()


def test_what_was_edited_since_is_made_from_items(site, from_items):
    body(site)
    site.build()
    from_items.clear()
    base_template(site)

    assert len(site.build().written) > 30
    assert from_items == ["article|" + source(AT).removeprefix("content/")]
    assert site.tree() == site.clean_tree()


def test_an_edit_and_another_template_at_once_make_what_the_edit_changes(site, from_items):
    body(site)
    base_template(site)

    assert len(site.build().written) > 30
    assert "article|" + source(AT).removeprefix("content/") in from_items
    assert len(from_items) < 10
    assert site.tree() == site.clean_tree()


def test_a_second_template_finds_what_was_kept_for_the_first(site, from_items):
    base_template(site)
    site.build()
    site.edit("templates/base.html", "<!-- -->", "<!-- x -->")
    site.build()

    assert from_items == []
    assert site.tree() == site.clean_tree()


def _lost(file):
    file.unlink()


def _cut(file):
    file.write_bytes(file.read_bytes()[:10_000])


def _altered(file):
    file.write_bytes(file.read_bytes().replace(b"article", b"Article"))


def _others(file):
    file.write_bytes(file.read_bytes().replace(b"View\n", b"Vieux\n"))


def _a_folder(file):
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("damage", [_lost, _cut, _altered, _others, _a_folder])
def test_what_is_damaged_is_made_from_items(site, from_items, damage):
    damage(kept(site))
    base_template(site)

    assert site.build().done
    assert from_items != []
    assert site.tree() == site.clean_tree()


def test_a_clean_build_keeps_its_own_and_drops_the_old_ones(site):
    before = kept(site).name
    site.build(clean=True)

    assert kept(site).name != before


def test_what_is_kept_is_dropped_before_a_whole_tree_is_made_again(site):
    before = kept(site).stat()
    site.remove("dist").build()

    assert kept(site).stat().st_size == before.st_size
    assert kept(site).stat().st_mtime_ns > before.st_mtime_ns


def test_nothing_is_found_where_nothing_was_kept(tmp_path):
    views = Kept(str(tmp_path / "catalogue"))

    assert views.find(NOWHERE, "") is None
    assert views.find(Shown(7, 9), "") is None


@pytest.mark.parametrize("shown", [Shown(-1, 5), Shown(0, -5), Shown(2, 1 << 60), Shown(1 << 62, 9)])
def test_a_wrong_place_holds_nothing(tmp_path, shown):
    Log(f"{tmp_path}/catalogue-views").add(b"ArticleView\n" + b"[]" * 20)

    assert Kept(str(tmp_path / "catalogue")).find(shown, "") is None


def _add(path, letter):
    log = Log(path)
    return [(log.add(letter * size), size) for size in range(1, 500)]


def test_processes_that_add_to_one_log_do_not_mix(tmp_path):
    path = str(tmp_path / "log")
    letters = [b"a", b"b", b"c"]
    with get_context("fork").Pool(3) as workers:
        places = workers.starmap(_add, [(path, letter) for letter in letters])
    log = Log(path)

    for letter, own in zip(letters, places, strict=True):
        assert all(log.read(place, size) == letter * size for place, size in own)
    log.close()
