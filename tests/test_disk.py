"""Reading the site: what is there, what changed, and what is refused."""

import operator
import os
import socket
import time
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_news import disk
from openai_news.disk import DiskProblem
from openai_news.errors import hint, text
from openai_news.model import Place

LATER = time.time_ns() + 10**12


@pytest.fixture
def content(tmp_path):
    """A folder with a file in each of two folders."""
    root = tmp_path / "content"
    for path in ("about.md", "2023/11/a.md", "2023/11/b.md"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x")
    return root


def scan(root, known=(), **more):
    """Scan as if a long time after every change."""
    return disk.scan(root, dict(known), now_ns=LATER, **more)


def paths(found):
    return sorted(f"{folder}/{name}".lstrip("/") for folder, files in found.changed.items() for name in files)


def problem_of(call, *arguments, **more):
    with pytest.raises(DiskProblem) as caught:
        call(*arguments, **more)
    return caught.value.problem


# --- scan


def test_every_folder_has_a_digest_and_a_first_scan_tells_every_file(content):
    found = scan(content)

    assert list(found.folders) == ["", "2023", "2023/11"]
    assert paths(found) == ["2023/11/a.md", "2023/11/b.md", "about.md"]
    assert found.changed["2023/11"]["a.md"] == disk.stat_of((content / "2023/11/a.md").stat())


def test_nothing_changed_tells_no_file(content):
    assert scan(content, scan(content).folders).changed == {}


@pytest.mark.parametrize(
    "edit",
    [
        lambda folder: (folder / "a.md").write_text("longer"),
        lambda folder: (folder / "c.md").write_text("x"),
        lambda folder: (folder / "a.md").unlink(),
        lambda folder: (folder / "a.md").rename(folder / "c.md"),
        lambda folder: os.utime(folder / "a.md", (1, 1)),
        lambda folder: (folder / "link.md").symlink_to("a.md"),
    ],
)
def test_only_the_folder_in_which_something_changed_is_told(content, edit):
    known = scan(content).folders
    edit(content / "2023/11")

    assert list(scan(content, known).changed) == ["2023/11"]


def test_a_file_put_in_place_with_size_and_time_kept_is_a_change(content):
    known = scan(content).folders
    old = (content / "about.md").stat()
    (content / "new").write_text("y")
    os.utime(content / "new", ns=(old.st_atime_ns, old.st_mtime_ns))
    (content / "new").replace(content / "about.md")

    assert list(scan(content, known).changed) == [""]


@pytest.mark.parametrize("wanted", [1, 2, 3, 4, 100])
def test_folders_walked_apart_are_seen_as_in_one_walk(content, wanted, monkeypatch):
    for path in ("2023/12/x/c.md", "2024/01/d.md", "2024/e.md", "2025/note.txt"):
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text("x")
    (content / "2024/link").symlink_to("e.md")
    monkeypatch.setattr("openai_news.disk_scan.time.time_ns", lambda: LATER)
    known = scan(content).folders
    (content / "2024/01/d.md").write_text("other")
    upper, below = disk.outline(content, known, wanted)
    apart = [disk.scan_below(content, known, [folder]) for folder in below]
    whole = scan(content, known)

    assert len(below) >= wanted or not below
    assert reduce(operator.or_, apart, upper) == whole


def test_a_vanished_folder_is_not_there(content):
    for name in ("a.md", "b.md"):
        (content / "2023/11" / name).unlink()
    (content / "2023/11").rmdir()

    assert list(scan(content).folders) == ["", "2023"]


def test_a_folder_that_is_missing_is_empty(tmp_path):
    assert scan(tmp_path / "static") == disk.Scan()


def test_a_folder_with_a_file_too_young_to_trust_is_looked_at_again(content):
    young = (content / "about.md").stat().st_mtime_ns
    found = disk.scan(content, {}, now_ns=young + 10_000_000)
    again = disk.scan(content, found.folders, now_ns=young + 10_000_000)

    assert found.folders[""] == b""
    assert "" in again.changed


def test_whole_seconds_are_too_coarse_for_two_seconds(content):
    os.utime(content / "about.md", (LATER // 10**9 - 1,) * 2)

    assert disk.scan(content, {}, now_ns=LATER).folders[""] == b""
    assert disk.scan(content, {}, now_ns=LATER + 2 * 10**9).folders[""] != b""


LITTER = [
    ".#x.md",
    "x.md~",
    ".x.md.swp",
    "4913",
    ".DS_Store",
    "Thumbs.db",
    ".env",
    ".git",
    "#x.md#",
    "x.tmp",
    "._x.md",
]


@pytest.mark.parametrize("name", LITTER)
def test_what_editors_and_systems_leave_is_ignored(content, name):
    before = scan(content)
    (content / name).write_text("x")

    assert scan(content) == before
    assert name not in paths(scan(content, dots=True))


def test_names_with_a_dot_are_read_only_where_they_are_wanted(content):
    (content / ".well-known").mkdir()
    (content / ".well-known/security.txt").write_text("x")

    assert ".well-known/security.txt" not in paths(scan(content))
    assert ".well-known/security.txt" in paths(scan(content, dots=True))


@pytest.mark.parametrize("target", ["/etc/passwd", "nowhere", "loop.md", "2023"])
def test_a_link_is_not_followed_and_its_target_is_shown(content, target):
    (content / "loop.md").symlink_to(target)
    found = scan(content)

    assert "loop.md" not in paths(found)
    assert [(p.code, p.place, p.values) for p in found.problems] == [
        ("E306", Place("content/loop.md"), {"target": target})
    ]


def test_what_is_no_regular_file_is_told_and_not_opened(content):
    os.mkfifo(content / "pipe.md")
    found = scan(content)

    assert paths(found) == ["2023/11/a.md", "2023/11/b.md", "about.md"]
    assert [(p.code, p.place.path) for p in found.problems] == [("E307", "content/pipe.md")]


@pytest.mark.parametrize("make", [Path.touch, Path.mkdir])
def test_a_name_that_is_not_utf_8_can_be_shown(content, make):
    make(Path(os.fsdecode(os.fsencode(content) + b"/caf\xe9.md")))
    found = scan(content)

    assert [(p.code, p.place.path) for p in found.problems] == [("E308", r"content/caf\xe9.md")]
    assert scan(content, found.folders).changed == {}


def test_a_copy_in_conflict_is_an_error_and_not_read(content):
    (content / "about (conflicted copy 2023-11-18).md").write_text("x")
    found = scan(content)

    assert "about.md" in paths(found)
    assert len(paths(found)) == 3
    assert [p.code for p in found.problems] == ["E209"]


def test_an_unreadable_folder_is_told(content, monkeypatch):
    real = os.open

    def refuse(path, *flags):
        if str(path).endswith("11"):
            raise PermissionError(13, "Permission denied")
        return real(path, *flags)

    monkeypatch.setattr(os, "open", refuse)
    found = scan(content)

    assert [(p.code, p.place.path) for p in found.problems] == [("E309", "content/2023/11")]
    assert found.folders["2023/11"] == b""


def test_names_are_composed_and_their_files_still_found(content):
    (content / "e\u0301te\u0301").mkdir()
    (content / "e\u0301te\u0301/cafe\u0301.md").write_text("bon")

    assert "été/café.md" in paths(scan(content))
    assert disk.read(content, "été/café.md")[0] == b"bon"


def test_two_names_that_differ_only_in_composition_are_both_told(content):
    (content / "é.md").write_text("one")
    (content / "e\u0301.md").write_text("two")

    assert {"é.md", "e\u0301.md"} <= set(paths(scan(content)))
    assert disk.read(content, "é.md")[0] == b"one"
    assert disk.read(content, "e\u0301.md")[0] == b"two"


# --- read


def test_a_file_is_read_with_the_status_that_its_bytes_have(content):
    os.utime(content / "about.md", (1, 1))
    time.sleep(0.03)

    assert disk.read(content, "about.md") == (b"x", disk.stat_of((content / "about.md").stat()))


def test_a_file_too_young_to_trust_never_looks_the_same_again(content):
    (content / "about.md").write_text("y")
    data, stat = disk.read(content, "about.md")

    assert data == b"y"
    assert stat != disk.stat_of((content / "about.md").stat())


def test_a_file_that_cannot_be_read_says_why(content):
    problem = problem_of(disk.read, content, "missing.md")

    assert (problem.code, problem.place.path) == ("E309", "content/missing.md")
    assert problem_of(disk.read, content, "été.md").code == "E309"
    assert problem_of(disk.read, content, "2023").code in {"E307", "E309"}


def test_links_pipes_and_sockets_are_not_read(content):
    (content / "link.md").symlink_to("about.md")
    os.mkfifo(content / "pipe.md")
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(content)
        listener.bind("socket.md")

        assert problem_of(disk.read, content, "link.md").code == "E306"
        assert problem_of(disk.read, content, "pipe.md").code == "E307"
        assert problem_of(disk.read, content, "socket.md").code == "E307"


def test_a_file_above_the_limit_is_not_read(content):
    problem = problem_of(disk.read, content, "about.md", limit=0)

    assert (problem.code, problem.values) == ("E311", {"size": "1", "limit": "0"})


def disturb(monkeypatch, path, times):
    """Have the file change while it is read, as many times."""
    calls, real = [], os.fstat

    def fstat(descriptor):
        calls.append(descriptor)
        if len(calls) in range(2, 2 * times + 1, 2):
            os.utime(path, (len(calls), len(calls)))
        return real(descriptor)

    monkeypatch.setattr(os, "fstat", fstat)


def test_a_file_that_changes_while_it_is_read_is_read_once_more(content, monkeypatch):
    disturb(monkeypatch, content / "about.md", times=1)

    assert disk.read(content, "about.md")[0] == b"x"


def test_a_file_that_goes_on_changing_is_refused(content, monkeypatch):
    disturb(monkeypatch, content / "about.md", times=2)

    assert problem_of(disk.read, content, "about.md").code == "E310"


def test_a_small_folder_is_read_whole(content):
    assert disk.read_folder(content) == {"about.md": b"x", "2023/11/a.md": b"x", "2023/11/b.md": b"x"}
    assert disk.read_folder(content / "missing") == {}


def test_a_small_folder_with_a_link_is_refused(content):
    (content / "link.html").symlink_to("/etc/passwd")

    assert problem_of(disk.read_folder, content).code == "E306"


# --- bytes


@pytest.mark.parametrize("data", [b"a\nb\n", b"\xef\xbb\xbfa\nb\n", b"a\r\nb\r\n", b"a\rb\r"])
def test_text_has_no_mark_and_lf_only(data):
    assert disk.decode("a.md", data).text == "a\nb\n"


def test_a_byte_that_is_not_utf_8_is_told_with_its_place_and_what_it_looks_like():
    problem = problem_of(disk.decode, "a.md", b"\xef\xbb\xbfun\r\nd\xc3\xa9j\xc3\xa0 \xe9t\xe9")

    assert (problem.code, problem.place) == ("E111", Place("a.md", 2, 6))
    assert problem.values == {"byte": "E9", "offset": "14", "reason": "Windows-1252", "character": "é"}
    assert text(problem, "en").endswith("it looks like `é` in Windows-1252")


def test_utf_16_is_recognised():
    assert problem_of(disk.decode, "a.md", "été".encode("utf-16")).values["reason"] == "UTF-16"


@given(st.binary())
def test_bytes_that_are_not_utf_8_have_a_place_where_utf_8_ends(data):
    try:
        disk.decode("a.md", data)
    except DiskProblem as error:
        offset = int(error.problem.values["offset"])
        with pytest.raises(UnicodeDecodeError) as caught:
            data.decode("utf-8")

        assert offset == (caught.value.start if data[:2] not in {b"\xff\xfe", b"\xfe\xff"} else 0)
    else:
        data.decode("utf-8")


# --- write


def test_a_new_file_never_overwrites_another(tmp_path):
    disk.create(tmp_path / "2023/a.md", b"un\n")

    assert problem_of(disk.create, tmp_path / "2023/a.md", b"deux\n").code == "E313"
    assert (tmp_path / "2023/a.md").read_bytes() == b"un\n"


def test_a_replaced_file_is_whole(tmp_path):
    disk.replace(tmp_path / "cache/state", "un")
    disk.replace(tmp_path / "cache/state", "é\n")

    assert (tmp_path / "cache/state").read_bytes() == "é\n".encode()
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_nothing_is_written_through_a_link(tmp_path):
    (tmp_path / "victim").write_text("x")
    (tmp_path / "state.tmp").symlink_to("victim")

    assert problem_of(disk.replace, tmp_path / "state", "y").code == "E702"
    assert (tmp_path / "victim").read_text() == "x"


def test_a_refusal_names_the_reason_in_both_languages(tmp_path):
    problem = problem_of(disk.create, tmp_path / ("x" * 300), b"")

    assert text(problem, "fr") == "ce nom est trop long pour le système de fichiers"
    assert hint(problem, "en") == "shorten the `slug`"
