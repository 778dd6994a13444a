"""A build killed at any file-changing system call leaves dist/ whole, and the next start completes it."""

import re
import shutil
import subprocess
import sys

import pytest

from support.links import dangling
from support.pictures import picture
from support.site import NOW, SETTINGS, Site, tree
from support.strace import STRACE, need_strace

CALLS = (
    "write,pwrite64,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,"
    "ftruncate,fsync,fdatasync,link,linkat"
)
RENAMES = ("rename", "renameat", "renameat2")


def command(site, *options):
    program = [sys.executable, "-m", "openai_news", "build", "--site", str(site.root)]
    return [*program, "--now", NOW, "--jobs", "1", "--quiet", *options]


def run(site, *options):
    return subprocess.run(command(site, *options), check=False, capture_output=True)


def calls(site, *options):
    """Return the names of the file-changing system calls of one run, in order."""
    log = site.root.parent / "strace.log"
    subprocess.run(
        [STRACE, "-f", "-qq", "-o", log, "-e", f"trace={CALLS}", *command(site, *options)],
        check=False,
        capture_output=True,
    )
    return re.findall(r"^\d+ +(\w+)\(", log.read_text("utf-8", "replace"), re.MULTILINE)


def kill(site, number, *options):
    """Run until just before the numbered file-changing call."""
    inject = f"inject={CALLS}:signal=KILL:when={number}"
    return subprocess.run(
        [STRACE, "-f", "-qq", "-o", "/dev/null", "-e", inject, *command(site, *options)],
        check=False,
        capture_output=True,
    )


def before(root):
    """A small published site."""
    site = Site(root).write("site.yaml", f"{SETTINGS}social_cards: true\n")
    site.article("2023/11/alpha.md", "Alpha", tags="[IA]", body="![Une vue](photo.png)")
    site.write("content/2023/11/photo.png", picture(700, 8, colour="navy"))
    site.article("2023/11/beta.md", "Bêta", date="2023-11-20", tags="[IA, Départ]")
    assert run(site).returncode == 0
    return site


def change(site):
    """An edit with everything in it: new pages that link to one another, changes, pictures, removals."""
    site.write("content/2023/11/photo.png", picture(700, 8, colour="teal"))
    site.edit("content/2023/11/alpha.md", "Alpha", "Alpha, corrigé")
    site.article("2024/05/gamma.md", "Gamma", date="2024-05-13", tags="[Nouveau]")
    site.remove("content/2023/11/beta.md")


def points(names, most):
    """Return the numbers of the calls to kill at: every rename, and others evenly up to `most`."""
    numbers = range(1, len(names) + 1)
    renames = [n for n in numbers if names[n - 1] in RENAMES]
    step = max(1, len(names) // most)
    return sorted({*renames, *numbers[::step]})


def without_links(data):
    return re.sub(rb' href="[^"]*"', b"", data)


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """A published site, and the trees before and after an edit."""
    need_strace()
    folder = tmp_path_factory.mktemp("edited")
    site = before(folder / "site")
    done = site.copy(folder / "done")
    change(done)
    assert run(done).returncode == 0
    change(site)
    return site, tree(folder / "site" / "dist"), tree(done.dist)


def test_an_edit_killed_anywhere_leaves_no_torn_file_and_no_dangling_link(edited, tmp_path):
    site, old, new = edited
    names = calls(site.copy(tmp_path / "counted"))
    chosen = points(names, 60)

    assert len(chosen) >= 50
    assert sum(names[n - 1] in RENAMES for n in chosen) >= 10
    for number in chosen:
        victim = site.copy(tmp_path / f"at{number}")
        kill(victim, number)
        left = tree(victim.dist)
        wrong = {
            path
            for path, data in left.items()
            if data not in (old.get(path), new.get(path))
            and without_links(data) not in {without_links(some[path]) for some in (old, new) if path in some}
        }

        assert wrong == set(), f"torn at call {number} ({names[number - 1]})"
        assert dangling(left) == [], f"dangling at call {number} ({names[number - 1]})"
        assert run(victim).returncode == 0
        assert tree(victim.dist) == new, f"not completed after call {number}"
        shutil.rmtree(victim.root)


@pytest.mark.parametrize("options", [["--clean"], ["--atomic"]], ids=["clean", "atomic"])
def test_a_whole_tree_killed_anywhere_is_the_old_or_the_new_one(edited, tmp_path, options):
    site, old, new = edited
    names = calls(site.copy(tmp_path / "counted"), *options)

    for number in points(names, 40):
        victim = site.copy(tmp_path / f"at{number}")
        kill(victim, number, *options)

        assert tree(victim.dist) in (old, new), f"mixed at call {number} ({names[number - 1]})"
        assert run(victim).returncode == 0
        assert tree(victim.dist) == new, f"not completed after call {number}"
        shutil.rmtree(victim.root)
