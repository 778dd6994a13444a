"""What a build asks of the system: each file is looked at once, only what changed is opened (no clock)."""

import shutil
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import pytest

from support import archive as edits
from support.archive import SIZES, after, archive
from support.counting import counted, settle
from support.site import Site
from support.strace import Trace, need_strace, traced

# Calls besides a look at each file and compiled templates, at most; two connections compare dist/;
# a seal is renewed.
START, PUBLISH, PER_PUT, PER_REMOVAL = 66, 35, 4, 15
STORE = ".cache/made/"

pytestmark = pytest.mark.xdist_group("strace")


class Asked(NamedTuple):
    """Files of content/ that are opened, files that are put into dist/, files that are taken from it."""

    opened: int
    put: int
    removed: int


EDITS = {
    edits.nothing: Asked(0, 0, 0),
    edits.body: Asked(1, 5, 0),
    edits.new: Asked(1, 16, 0),
    edits.delete: Asked(0, 15, 2),
    edits.rename: Asked(1, 5, 0),
    edits.label: Asked(1, 8, 0),
}


class Built(NamedTuple):
    """A site after an edit and a build, the files of dist/ before, and the calls of that build."""

    edit: Callable[[Site], None]
    site: Site
    before: set[str]
    trace: Trace

    def calls(self, folder=""):
        return [call for call in self.trace.calls if f"{call.path}/".startswith(folder)]


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """Published archives by their size, to be copied."""
    need_strace()
    return {size: archive(tmp_path_factory.mktemp("archive") / "site", size) for size in SIZES}


@pytest.fixture(scope="module")
def built(archives, tmp_path_factory, request):
    """A copy of one, edited and built once for all tests of that edit."""
    edit, size = request.param
    folder = tmp_path_factory.mktemp("traced")
    site = archives[size].copy(folder / "site")
    assert counted(site).published.written == {}
    before = set(site.tree())
    edit(site)
    settle()
    yield Built(edit, site, before, traced(site, folder / "logs"))
    shutil.rmtree(folder)


def content(site):
    """Return the files of content/, and its folders."""
    found = {path.relative_to(site.root).as_posix(): path for path in site.root.glob("content/**/*")}
    there = [name for name, path in found.items() if path.is_file()]
    return there, ["content", *(name for name, path in found.items() if path.is_dir())]


@after(*EDITS)
def test_only_what_changed_is_opened(built):
    opened = [call.path for call in built.calls("content/") if call.reads or call.writes]

    assert len(opened) == EDITS[built.edit].opened


@after(*EDITS)
def test_each_file_of_content_is_looked_at_once_and_each_folder_listed_once(built):
    there, folders = content(built.site)
    looks = Counter(call.path for call in built.calls("content/") if call.looks)
    lists = Counter(call.path for call in built.calls("content/") if call.lists)

    assert {path: looks[path] for path in there} == dict.fromkeys(there, 1)
    assert lists == Counter(folders)


@after(*EDITS)
def test_a_file_of_dist_that_stays_is_looked_at_once_and_never_opened(built):
    put = {call.to for call in built.calls() if call.renames}
    removed = {call.path for call in built.calls("dist/") if call.removes}
    stays = {f"dist/{path}" for path in built.before} - put - removed
    calls = [call for call in built.calls("dist/") if call.path in stays]

    assert Counter(call.path for call in calls) == Counter(stays)
    assert all(call.looks for call in calls)


@after(*EDITS)
def test_dist_is_never_listed(built):
    assert [call for call in built.calls("dist/") if call.lists] == []


@after(*EDITS)
def test_a_file_comes_into_dist_by_one_rename_and_goes_by_one_removal(built):
    asked = EDITS[built.edit]
    put = [call.to for call in built.calls() if call.renames and call.to.startswith("dist/")]
    removed = [call.path for call in built.calls("dist/") if call.removes]

    assert [call for call in built.calls("dist/") if call.writes] == []
    assert len(put) == len(set(put)) == asked.put + asked.removed  # of what goes there is a last edition
    assert len(removed) == len(set(removed)) == asked.removed


@after(*EDITS)
def test_a_file_that_waits_is_written_once(built):
    asked = EDITS[built.edit]
    written = [call for call in built.calls(".dist.new/") if call.writes]

    assert len(written) == asked.put + asked.removed  # of what goes there is a last edition


@after(*EDITS)
def test_no_file_is_waited_for(built):
    assert built.trace.syncs == 0


@after(*EDITS)
def test_a_build_is_one_process_and_one_aside(built):
    assert built.trace.processes <= 2


@after(*EDITS)
def test_what_is_kept_is_read_once_and_only_by_who_publishes(built):
    entries = [call for call in built.calls(STORE) if f"{call.path}/" != STORE]
    asked = Counter(call.path for call in entries)

    assert (len(asked) > 1) == bool(EDITS[built.edit].put)  # besides site.yaml as it was read
    assert all(call.reads and call.done for call in entries)
    assert set(asked.values()) == {1}


@after(*EDITS)
def test_besides_a_look_at_each_file_the_calls_are_as_many_as_the_edit_asks_for(built):
    asked = EDITS[built.edit]
    there, folders = content(built.site)
    folders_too = 2 * len(folders)  # looked at, then listed
    looks = len(there) + folders_too + len(built.before) + len(built.calls(STORE))
    most = START + PUBLISH * bool(asked.put) + PER_PUT * asked.put + PER_REMOVAL * asked.removed

    assert len(built.trace.calls) - looks <= most
