"""Publishing: dist/ is never torn, no page refers to one that is not there, and what is not ours stays."""

import errno
import itertools
import os
import posixpath
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_news import disk, tree, tree_edit, tree_exchange
from openai_news.disk import DiskProblem
from openai_news.errors import MachineError, SiteError
from openai_news.model import Stage
from openai_news.tree import Put
from openai_news.tree_links import without_links

HREF = re.compile(rb'\s+href="([^"]*)"')


@pytest.fixture
def dist(tmp_path):
    return tmp_path / "dist"


def fill(folder, files):
    """Write files, path -> bytes."""
    for path, data in files.items():
        disk.write(f"{folder}/{path}", data)


def files(folder):
    """Return a folder whole: path -> bytes."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def siblings(dist):
    return sorted(path.name for path in dist.parent.iterdir() if path != dist)


def page(path, *links, text=""):
    """Return a page at `path` that refers to other paths, relatively."""
    here = posixpath.dirname(path) or "."
    anchors = "".join(f'<a href="{os.path.relpath(link, here)}">{link}</a>' for link in links)
    return f"<!doctype html><p>{text}</p>{anchors}".encode()


# --- kills: the k-th call that changes a file does not come back


class Killed(BaseException):
    """The process is dead from here on."""


CALLS = ("replace", "rename", "unlink", "rmdir", "mkdir", "link", "write", "open")


class Kill:
    """Stop at the k-th call that changes a file; a write is cut in half."""

    def __init__(self, monkeypatch, at):
        self.at = at
        self.calls = itertools.count(1)  # of any thread
        for name in CALLS:
            monkeypatch.setattr(os, name, self.watched(name, getattr(os, name)))
        monkeypatch.setattr(tree_exchange, "_swap", self.watched("swap", tree_exchange._swap))

    def watched(self, name, real):
        def call(*arguments, **more):
            if name == "open" and not arguments[1] & os.O_CREAT:
                return real(*arguments, **more)
            if next(self.calls) == self.at:
                if name == "write":
                    real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                raise Killed
            return real(*arguments, **more)

        return call


def killed_at_every_call(action):
    """Yield after each kill: the action runs anew and dies one call later, until it survives."""
    for at in range(1, 2000):
        with pytest.MonkeyPatch.context() as monkeypatch:
            Kill(monkeypatch, at)
            try:
                action(at)
            except Killed:
                pass
            else:
                return
        yield at


# --- edits


@pytest.fixture(params=[1, tree_edit._MANY], ids=["by several threads", "in turn"])
def _hands(request, monkeypatch):
    monkeypatch.setattr(tree_edit, "_MANY", request.param)


def differences(old, new):
    """Return what an edit from one tree to another puts (with the bytes) and removes."""
    puts = {}
    for number, path in enumerate(sorted(new)):
        if old.get(path) != new[path]:
            put = Put(path, f"s{number}", stage_of(path), path not in old, disk.digest(new[path]))
            puts[path] = put
    return list(puts.values()), sorted(old.keys() - new.keys())


def stage_of(path):
    if path.endswith(".xml"):
        return Stage.FEED
    if not path.endswith(".html"):
        return Stage.ASSET
    return Stage.LIST if path.count("/") < 2 else Stage.PAGE


def prepare(dist, old, new):
    """Have `old` in dist/ and what makes it `new` staged."""
    fill(dist, old)
    puts, removals = differences(old, new)
    for put in puts:
        tree.stage(dist, put.staged, new[put.path])
    return puts, removals


def dangling(found):
    """Return the links of pages that lead to no file."""
    return {
        (path, link.decode())
        for path, data in found.items()
        if path.endswith(".html")
        for link in HREF.findall(data)
        if posixpath.normpath(posixpath.join(posixpath.dirname(path), link.decode())) not in found
    }


def torn(found, old, new):
    """Return the files that are neither the old nor the new one, nor an edition of these without links."""
    return {
        path
        for path, data in found.items()
        if HREF.sub(b"", data) not in {HREF.sub(b"", tree[path]) for tree in (old, new) if path in tree}
        or (not path.endswith(".html") and data not in {old.get(path), new.get(path)})
    }


def place_and_be_killed(dist, edit, at):
    with pytest.MonkeyPatch.context() as monkeypatch, suppress(Killed):
        Kill(monkeypatch, at)
        tree.place(dist, *edit)


OLD = {
    "index.html": page("index.html", "2023/a/index.html", "tag/index.html", "style.1.css"),
    "2023/a/index.html": page("2023/a/index.html", "index.html", "2023/gone/index.html", "tag/index.html"),
    "2023/gone/index.html": page("2023/gone/index.html", "2023/lost/index.html", "2023/gone/photo.jpg"),
    "2023/gone/photo.jpg": b"photo",
    "2023/lost/index.html": page("2023/lost/index.html", "2023/gone/index.html", "tag/feed.xml"),
    "2023/same/index.html": page("2023/same/index.html", "index.html"),
    "tag/index.html": page("tag/index.html", "2023/lost/index.html", "tag/feed.xml"),
    "tag/feed.xml": b"<feed>tag</feed>",
    "feed.xml": b"<feed>old</feed>",
    "style.1.css": b"old",
}
NEW = {
    "index.html": page("index.html", "2023/a/index.html", "2024/b/index.html", "style.2.css"),
    "2023/a/index.html": page("2023/a/index.html", "index.html", "2024/b/index.html"),
    "2023/same/index.html": page("2023/same/index.html", "index.html"),
    "2024/b/index.html": page("2024/b/index.html", "2024/index.html", "2024/c/index.html", "style.2.css"),
    "2024/c/index.html": page("2024/c/index.html", "2024/b/index.html", "2024/feed.xml", "2024/c/chart.svg"),
    "2024/c/chart.svg": b"chart",
    "2024/index.html": page("2024/index.html", "2024/b/index.html", "2024/c/index.html", "2024/index.html"),
    "2024/feed.xml": b"<feed>2024</feed>",
    "feed.xml": b"<feed>new</feed>",
    "style.2.css": b"new",
}


@pytest.mark.usefixtures("_hands")
def test_an_edit_makes_the_new_tree_and_leaves_no_empty_folder(dist):
    placed = tree.place(dist, *prepare(dist, OLD, NEW))

    assert files(dist) == NEW
    assert not [path for path in dist.rglob("*") if path.is_dir() and not any(path.iterdir())]
    assert placed.lost == ()
    assert placed.stats == {
        put.path: disk.stat_of((dist / put.path).stat()) for put in differences(OLD, NEW)[0]
    }


def test_the_order_is_assets_new_feeds_new_pages_pages_lists_feeds_and_removals_last(dist, monkeypatch):
    edit = prepare(dist, OLD, NEW)
    steps = []
    for name, at in (("replace", 1), ("unlink", 0)):
        monkeypatch.setattr(os, name, noted(steps, getattr(os, name), at, dist))
    tree.place(dist, *edit)

    assert steps == [
        "2024/c/chart.svg",
        "style.2.css",
        "2024/feed.xml",
        "2024/b/index.html without links",
        "2024/c/index.html",
        "2024/index.html",
        "2024/b/index.html",
        "2023/a/index.html",
        "index.html",
        "feed.xml",
        "2023/gone/index.html without links",
        "2023/lost/index.html without links",
        "tag/index.html without links",
        "2023/gone/index.html",
        "2023/lost/index.html",
        "tag/index.html",
        "2023/gone/photo.jpg",
        "style.1.css",
        "tag/feed.xml",
    ]


def noted(steps, real, at, dist):
    """Return a call that notes the path it changes."""

    def call(*arguments):
        edition = " without links" if str(arguments[0]).endswith("/edition") else ""
        steps.append(Path(arguments[at]).relative_to(dist).as_posix() + edition)
        real(*arguments)

    return call


@pytest.mark.usefixtures("_hands")
def test_killed_anywhere_an_edit_leaves_no_torn_file_and_no_dangling_link_and_is_completed(tmp_path):
    kills, new = (
        0,
        NEW | {path: page(path, "index.html") for path in ("2025/d/index.html", "2025/e/index.html")},
    )

    def act(at):
        tree.place(tmp_path / f"{at}/dist", *prepared[at])

    prepared = {}
    for at in range(1, 80):
        prepared[at] = prepare(tmp_path / f"{at}/dist", OLD, new)
    for at in killed_at_every_call(act):
        dist = tmp_path / f"{at}/dist"
        found = files(dist)
        kills += 1

        assert (dangling(found), torn(found, OLD, new)) == (set(), set())
        assert tree.place(dist, *prepared[at]).lost == ()
        assert files(dist) == new

    assert kills > 40


@pytest.mark.usefixtures("_hands")
def test_an_edit_killed_twice_is_completed_all_the_same(tmp_path):
    for first in range(1, 45, 4):
        for second in range(1, 45, 7):
            dist = tmp_path / f"{first}-{second}/dist"
            edit = prepare(dist, OLD, NEW)
            for at in (first, second):
                place_and_be_killed(dist, edit, at)
                assert dangling(files(dist)) == set()
            tree.place(dist, *edit)

            assert files(dist) == NEW


PATHS = ["index.html", "1/index.html", "2/x/index.html", "2/y/index.html", "3/index.html", "4/5/6/index.html"]
SITES = st.dictionaries(
    st.sampled_from(PATHS), st.tuples(st.sets(st.sampled_from(PATHS)), st.sampled_from("ab")), min_size=1
)


def site_of(links):
    """Return a consistent site: pages refer only to pages that are there."""
    return {
        path: page(path, *sorted(targets & links.keys()), text=text)
        for path, (targets, text) in links.items()
    }


@settings(max_examples=60, deadline=None)
@given(old=SITES, new=SITES, at=st.integers(1, 40))
def test_between_any_two_sites_no_link_dangles(tmp_path_factory, old, new, at):
    dist = tmp_path_factory.mktemp("site") / "dist"
    old, new = site_of(old), site_of(new)
    edit = prepare(dist, old, new)
    place_and_be_killed(dist, edit, at)

    assert (dangling(files(dist)), torn(files(dist), old, new)) == (set(), set())
    assert tree.place(dist, *edit).lost == ()
    assert files(dist) == new


@pytest.mark.usefixtures("_hands")
def test_a_staged_file_that_is_lost_is_told(dist):
    puts, removals = prepare(dist, OLD, NEW)
    (tree.staging(dist) / puts[0].staged).unlink()

    assert tree.place(dist, puts, removals).lost == (puts[0].path,)


@pytest.mark.usefixtures("_hands")
def test_a_file_may_become_a_folder_and_a_folder_a_file(dist):
    old = {"x": b"file", "y/a/index.html": page("y/a/index.html")}
    new = {"x/index.html": page("x/index.html"), "y": b"file"}
    tree.place(dist, *prepare(dist, old, new))

    assert files(dist) == new


def test_an_old_spelling_of_a_file_that_is_the_same_on_disk_is_not_removed(dist):
    edit = prepare(dist, {}, {"photo.jpg": b"new"})
    tree.place(dist, *edit)
    (dist / "Photo.JPG").hardlink_to(dist / "photo.jpg")
    tree.place(dist, edit[0], ["Photo.JPG"])

    assert files(dist)["photo.jpg"] == b"new"


@pytest.mark.usefixtures("_hands")
def test_nothing_is_put_or_removed_through_a_link(dist, tmp_path):
    fill(tmp_path / "elsewhere", {"index.html": b"not ours"})
    edit = prepare(dist, {"2/index.html": b"old"}, {"1/index.html": b"new"})
    (dist / "1").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DiskProblem) as caught:
        tree.place(dist, *edit)

    assert caught.value.problem.code == "E703"
    (dist / "1").unlink()
    (dist / "2/index.html").unlink()
    (dist / "2").rmdir()
    (dist / "2").symlink_to(tmp_path / "elsewhere")
    tree.place(dist, *edit)
    assert files(tmp_path / "elsewhere") == {"index.html": b"not ours"}


def test_a_foreign_folder_in_the_place_of_a_removed_file_stays(dist):
    fill(dist, {"feed.xml/mine": b"foreign"})
    tree.place(dist, [], ["feed.xml", "missing/index.html", "feed.xml/mine/x"])

    assert files(dist) == {"feed.xml/mine": b"foreign"}


@pytest.mark.usefixtures("_hands")
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
def test_what_the_system_refuses_is_one_problem_and_tears_nothing(dist, monkeypatch, code):
    edit = prepare(dist, OLD, NEW)

    def refuse(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(DiskProblem) as caught:
        tree.place(dist, *edit)

    assert (caught.value.exit_code, caught.value.problem.code) == (3, "E702")
    assert caught.value.problem.values["reason"] == errno.errorcode[code]
    assert files(dist) == OLD


# --- links


MISSING = {"2024/b/index.html", "x.html"}


@pytest.mark.parametrize(
    "attribute",
    [
        'href="../b/"',
        "href='../b/index.html'",
        "href=../b/",
        'HREF = "../b"',
        'href="../b/?q=1#part"',
        'href="/2024/b/"',
        'href="..&#x2F;b/"',
        'href="../%62/"',
        'href="../../x.html"',
    ],
)
def test_a_link_to_a_missing_page_loses_its_address(attribute):
    html = f'<p><a class="x" {attribute} rel=next>b</a>'.encode()

    assert without_links(html, "2024/a/index.html", MISSING) == b'<p><a class="x" rel=next>b</a>'


@pytest.mark.parametrize(
    "html",
    [
        '<a href="../c/">c</a>',
        '<a href="#b">c</a>',
        '<a href="">c</a>',
        '<a href="https://b.example/2024/b/">c</a>',
        '<a href="//b.example/2024/b/">c</a>',
        '<a href="mailto:../b/">c</a>',
        '<a title=" href=../b/ ">c</a>',
        '<p>href="../b/"</p>',
        '<abbr href="../b/">c</abbr>',
        '<a title="a > b" data-x=\'href="../b/"\'>c</a>',
        '<meta name="description" content="0">',
        '<a href="../b/',
    ],
)
def test_everything_else_stays_byte_for_byte(html):
    assert without_links(html.encode(), "2024/a/index.html", MISSING) == html.encode()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<link rel="next" href="../b/">', '<link rel="next">'),
        ('<form action="../b/">', "<form>"),
        ('<meta http-equiv="refresh" content="0; url=../b/">', '<meta http-equiv="refresh">'),
        ('<area alt=">" href="../b/"/>', '<area alt=">"/>'),
    ],
)
def test_whatever_leads_to_a_missing_page_is_dropped(html, expected):
    assert without_links(html.encode(), "2024/a/index.html", MISSING) == expected.encode()


SNIPPETS = st.sampled_from(
    [
        "<a",
        "<link",
        "</a>",
        ">",
        "<",
        '"',
        "'",
        " ",
        "href",
        "=",
        "../b/",
        "x.html",
        "é",
        "/",
        "<meta",
        "content",
    ]
)


@given(st.lists(SNIPPETS, max_size=40).map("".join))
def test_only_attributes_that_lead_nowhere_are_ever_dropped(html):
    page = html.encode()
    edition = without_links(page, "index.html", {"b/index.html", "x.html", "../b/index.html"})
    left = iter(page)

    assert all(byte in left for byte in edition)
    assert without_links(edition, "index.html", {"b/index.html", "x.html"}) == edition
    assert without_links(page, "index.html", set()) == page


def test_a_page_of_a_megabyte_is_read_in_a_moment():
    for piece in (b"<a ", b'<a "', b"<a x", b"<a href=", b"<a  "):
        page = piece * (1_000_000 // len(piece))
        assert without_links(page, "index.html", MISSING) == page


# --- whole trees


def publish(dist, new, ours=()):
    """Publish a whole tree; return the paths where something foreign stands."""
    fresh = tree.begin(dist)
    fill(fresh, new)
    taken = tree.carry_over(dist, fresh, set(ours))
    tree.finish_exchange(dist, fresh.stat().st_ino)
    return taken


@pytest.fixture(params=["exchange", "two renames"])
def _both_ways(request, monkeypatch):
    """Let a tree take another's place in each of the two ways."""
    if request.param == "two renames":
        monkeypatch.setattr(tree_exchange, "_swap", lambda *_: False)


@pytest.mark.usefixtures("_both_ways")
def test_a_first_tree_becomes_dist(dist):
    publish(dist, NEW)

    assert files(dist) == NEW
    assert siblings(dist) == []


@pytest.mark.usefixtures("_both_ways")
def test_a_fresh_tree_takes_the_place_of_the_old_one(dist):
    fill(dist, OLD)
    publish(dist, NEW, ours=OLD)

    assert files(dist) == NEW
    assert siblings(dist) == []


def test_linux_exchanges_two_folders_in_one_step(tmp_path):
    if sys.platform != "linux":
        pytest.skip("only Linux has renameat2")
    fill(tmp_path / "a", {"x": b"a"})
    fill(tmp_path / "b", {"x": b"b"})

    assert tree_exchange._swap(tmp_path / "a", tmp_path / "b")
    assert files(tmp_path / "a") == {"x": b"b"}


@pytest.mark.parametrize("swaps", [True, False])
def test_killed_anywhere_a_whole_tree_is_the_old_or_the_new_and_is_completed(tmp_path, monkeypatch, swaps):
    if not swaps:
        monkeypatch.setattr(tree_exchange, "_swap", lambda *_: False)
    old, foreign = {"a/index.html": b"old", "b.xml": b"old"}, {"CNAME": b"news.example"}
    new, inodes, kills = {"a/index.html": b"new", "c/index.html": b"new"}, {}, 0

    def act(at):
        dist = tmp_path / f"{at}/dist"
        fresh = tree.begin(dist)
        fill(fresh, new)
        tree.carry_over(dist, fresh, old)
        inodes[at] = fresh.stat().st_ino
        tree.finish_exchange(dist, inodes[at])

    for at in range(1, 60):
        fill(tmp_path / f"{at}/dist", old | foreign)
    for at in killed_at_every_call(act):
        dist = tmp_path / f"{at}/dist"
        kills += 1
        if swaps or dist.exists():
            assert files(dist) in (old | foreign, new | foreign)
        if at in inodes:
            tree.finish_exchange(dist, inodes[at])
            assert siblings(dist) == []
        else:
            publish(dist, new, old)
        assert files(dist) == new | foreign

    assert kills > 15


def test_killed_between_two_renames_a_build_that_begins_anew_brings_the_old_tree_back(dist):
    fill(dist, OLD)
    dist.rename(dist.with_name(".dist.old"))
    tree.begin(dist)

    assert files(dist) == OLD


def test_the_old_tree_comes_back_when_the_fresh_one_is_lost(dist):
    fill(dist, OLD)
    dist.rename(dist.with_name(".dist.old"))
    tree.finish_exchange(dist, 1)

    assert files(dist) == OLD


def test_finishing_an_exchange_that_is_made_changes_nothing(dist):
    fill(dist, NEW)
    fill(tree.staging(dist), OLD)
    tree.finish_exchange(dist, dist.stat().st_ino)

    assert files(dist) == NEW
    assert siblings(dist) == []


def test_what_is_not_ours_is_carried_over_with_rights_times_and_links(dist):
    fill(dist, OLD | {"CNAME": b"news.example", "2023/a/notes.txt": b"mine", ".git/config": b"git"})
    (dist / "private").mkdir(mode=0o700)
    (dist / "empty/inside").mkdir(parents=True)
    (dist / "here").symlink_to("CNAME")
    (dist / "nowhere").symlink_to("nothing")
    os.utime(dist / "CNAME", (1, 1))
    (dist / "CNAME").chmod(0o640)
    os.utime(dist / "private", (2, 2))
    before = (dist / "CNAME").stat()
    taken = publish(dist, NEW, ours=OLD)

    assert taken == ()
    assert {p.relative_to(dist).as_posix() for p in dist.rglob("*")} >= {
        "2023/a/notes.txt",
        ".git/config",
        "empty/inside",
        "nowhere",
    }
    assert (dist / "here").readlink() == Path("CNAME")
    assert (dist / "private").stat().st_mode & 0o777 == 0o700
    assert (dist / "private").stat().st_mtime == 2
    assert ((dist / "CNAME").stat().st_mtime, (dist / "CNAME").stat().st_mode) == (1, before.st_mode)
    assert not (dist / "2023/gone").exists()


def test_what_cannot_be_linked_is_copied(dist, monkeypatch):
    def refuse(*_, **__):
        raise OSError(errno.EXDEV, "")

    monkeypatch.setattr(os, "link", refuse)
    fill(dist, {"CNAME": b"news.example"})
    os.utime(dist / "CNAME", (1, 1))
    publish(dist, {})

    assert (dist / "CNAME").stat().st_mtime == 1


def test_something_foreign_at_a_path_of_ours_is_told(dist):
    fill(dist, {"index.html": b"foreign", "a/b": b"foreign", "c": b"foreign"})
    (dist / "d").mkdir()

    assert publish(dist, {"index.html": b"", "a": b"", "c/index.html": b"", "d": b""}) == (
        "a/b",
        "c",
        "index.html",
    )


def test_a_fresh_tree_adopts_what_stands_and_takes_what_waits(dist):
    fill(dist, OLD)
    tree.stage(dist, "s1", b"new")
    fresh = tree.begin(dist, beside=tree.staging(dist))
    tree.adopt(dist, fresh, ["feed.xml", "2023/a/index.html"])
    tree.move(tree.staging(dist) / "s1", fresh, "2024/b/index.html")

    assert files(fresh) == {
        "feed.xml": OLD["feed.xml"],
        "2023/a/index.html": OLD["2023/a/index.html"],
        "2024/b/index.html": b"new",
    }
    assert (fresh / "feed.xml").samefile(dist / "feed.xml")
    tree.finish_exchange(dist, fresh.stat().st_ino)
    assert siblings(dist) == []


def test_a_tree_is_discarded_whatever_rights_it_has(dist):
    fill(dist, {"a/b": b"", "c": b""})
    (dist / "a").chmod(0o500)
    tree.discard(dist)
    tree.discard(dist)

    assert not dist.exists()


def test_a_discarded_tree_takes_nothing_with_it(dist, tmp_path):
    fill(tmp_path / "elsewhere", {"x": b""})
    dist.mkdir()
    (dist / "link").symlink_to(tmp_path / "elsewhere")
    tree.discard(dist)

    assert files(tmp_path / "elsewhere") == {"x": b""}


def test_a_file_written_again_is_whole(tmp_path):
    tree.write(tmp_path, "a/b/index.html", b"longer")
    stat = tree.write(tmp_path, "a/b/index.html", b"new")

    assert (tmp_path / "a/b/index.html").read_bytes() == b"new"
    assert stat == disk.stat_of((tmp_path / "a/b/index.html").stat())


def test_a_removed_file_takes_empty_folders_along_but_never_the_tree(dist):
    fill(dist, {"2023/a/index.html": b""})
    tree.remove(dist, "2023/a/index.html")

    assert dist.is_dir()
    assert list(dist.iterdir()) == []


# --- verify


def left(dist):
    """What a build would know of a tree: its files as they are left, and their digests."""
    stats = {path: disk.stat_of((dist / path).stat()) for path in files(dist)}
    digests = {path: disk.digest(data) for path, data in files(dist).items()}
    return [(path, s.size, s.mtime, s.ctime, s.inode) for path, s in stats.items()], digests.__getitem__


def test_a_tree_as_we_left_it_verifies(dist):
    fill(dist, NEW)

    assert tree.verify(dist, *left(dist)) == tree.Verified()


def test_what_was_changed_by_hand_is_found_and_what_only_looks_changed_is_restated(dist):
    fill(dist, NEW)
    known = left(dist)
    (dist / "feed.xml").unlink()
    (dist / "index.html").write_bytes(b"x" * len(NEW["index.html"]))
    os.utime(dist / "style.2.css", (1, 1))
    (dist / "2024/feed.xml").unlink()
    (dist / "2024/feed.xml").symlink_to("../feed.xml")
    (dist / "2024/c/chart.svg").unlink()
    (dist / "2024/c/chart.svg").mkdir()

    assert tree.verify(dist, *known) == tree.Verified(
        missing=("feed.xml",),
        differing=("2024/c/chart.svg", "2024/feed.xml", "index.html"),
        restated={"style.2.css": disk.stat_of((dist / "style.2.css").stat())},
    )


def test_without_dist_everything_is_missing(dist):
    assert tree.verify(dist, [("a", 0, 0, 0, 0)], str).missing == ("a",)


# --- where we may write


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (".", "site"),
        ("..", "above"),
        ("/", "root"),
        ("~", "home"),
        ("content", "source"),
        ("content/2023", "source"),
        ("src/x", "source"),
        ("file", "file"),
        ("link", "link"),
        ("/proc", "mount"),
    ],
)
def test_an_output_folder_that_would_do_harm_is_refused(tmp_path, output, reason):
    site = tmp_path / "site"
    fill(site, {"content/a.md": b"", "file": b""})
    (site / "link").symlink_to(tmp_path)
    with pytest.raises(SiteError) as caught:
        tree.check_output(site, site / Path(output).expanduser())

    assert [(p.code, p.values["reason"]) for p in caught.value.problems] == [("E601", reason)]


@pytest.mark.parametrize("output", ["dist", "deep/dist", "../dist", "contents", "dist/content"])
def test_a_folder_of_its_own_is_accepted(tmp_path, output):
    site = tmp_path / "site"
    fill(site, {"content/a.md": b"", "dist/CNAME": b""})
    tree.check_output(site, site / output)


MARK = "<!-- openai-news -->"


@pytest.mark.parametrize(
    ("found", "foreign"),
    [
        ({}, False),
        ({"CNAME": b"news.example"}, False),
        ({"index.html": b"", "sitemap.xml": f"<x/>{MARK}".encode()}, False),
        ({"index.html": b"", "sitemap.xml": b"<x/>"}, True),
        ({"index.html": b""}, True),
    ],
)
def test_a_site_without_our_mark_is_foreign(dist, found, foreign):
    fill(dist, found)

    assert tree.is_foreign(dist, MARK) is foreign
    if foreign:
        with pytest.raises(SiteError):
            tree.check_foreign(dist, MARK)
    else:
        tree.check_foreign(dist, MARK)


# --- one build at a time


def test_a_second_build_is_refused_until_the_first_ends(tmp_path):
    cache = tmp_path / "cache"
    with tree.Lock(cache):
        with pytest.raises(MachineError) as caught, tree.Lock(cache):
            pass
        assert [p.code for p in caught.value.problems] == ["E701"]

    with tree.Lock(cache):
        assert (cache / "lock").exists()


def test_the_lock_dies_with_its_process(tmp_path):
    code = f"""if True:
        import os, pathlib
        from openai_news.tree import Lock
        Lock(pathlib.Path({str(tmp_path)!r})).__enter__()
        os.kill(os.getpid(), 9)
    """
    subprocess.run([sys.executable, "-c", code], check=False)

    with tree.Lock(tmp_path):
        pass
