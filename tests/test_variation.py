"""The same site gives the same bytes wherever and however it is built."""

import os
import random
import shutil
import subprocess
import sys

import pytest

from support.site import NOW, Site, tree

ELSEWHERE = {
    "time zone": {"TZ": "America/Los_Angeles"},
    "far time zone": {"TZ": "Pacific/Auckland"},
    "locale": {"LC_ALL": "C", "LANG": "C"},
    "French locale": {"LC_ALL": "fr_FR.UTF-8", "LANG": "fr_FR.UTF-8"},
    "hash seed": {"PYTHONHASHSEED": "1"},
    "another hash seed": {"PYTHONHASHSEED": "4242"},
    "home": {"HOME": "/nonexistent"},
}


def write(site, numbers):
    for number in numbers:
        site.article(
            f"2023/{1 + number % 12:02d}/article-{number}.md",
            f"Élément {number} : l'été ?",
            date=f"2023-{1 + number % 12:02d}-{1 + number % 28:02d}",
            tags=f"[Sujet {number % 5}, Œuvre, élan]",
            people="[Étienne Œuvrard, Zoé]",
            body="« Oui » : 100 % de 3 M€ !\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        )
    return site


def build(site, environ, *options):
    program = [sys.executable, "-m", "openai_news", "build", "--site", str(site.root), "--now", NOW]
    subprocess.run([*program, *options], check=True, capture_output=True, env={**os.environ, **environ})
    return site.tree()


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    site = write(Site(tmp_path_factory.mktemp("usual") / "site"), range(40))
    return site, build(site, {"PYTHONHASHSEED": "0", "TZ": "Europe/Paris"})


@pytest.mark.parametrize("environ", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_the_environment_changes_no_byte(usual, environ, tmp_path):
    site = Site(shutil.copytree(usual[0].root, tmp_path / "site"))
    shutil.rmtree(site.dist)
    shutil.rmtree(site.root / ".cache")

    assert build(site, environ) == usual[1]


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_the_number_of_processes_changes_no_byte(usual, jobs, tmp_path):
    site = Site(shutil.copytree(usual[0].root, tmp_path / "site"))

    assert build(site, {}, "--clean", "--jobs", jobs) == usual[1]


def test_the_order_in_which_files_were_made_changes_no_byte(usual, tmp_path):
    numbers = list(range(40))
    random.Random(7).shuffle(numbers)
    site = write(Site(tmp_path / "deep" / "elsewhere"), numbers)

    assert build(site, {}) == usual[1]


def test_the_order_of_edits_changes_no_byte(usual, tmp_path):
    """History leaves no trace: articles that come one by one give the tree of those that come at once."""
    numbers = list(range(40))
    random.Random(8).shuffle(numbers)
    site = Site(tmp_path / "site")
    for start in range(0, 40, 8):
        write(site, numbers[start : start + 8])
        site.build()

    assert site.tree() == usual[1]


def test_line_ends_and_a_byte_order_mark_change_no_byte(usual, tmp_path):
    site = Site(shutil.copytree(usual[0].root, tmp_path / "site"))
    for number, path in enumerate(sorted((site.root / "content").rglob("*.md"))):
        data = path.read_bytes().replace(b"\n", b"\r\n" if number % 2 else b"\n")
        path.write_bytes(b"\xef\xbb\xbf" + data if number % 3 else data)

    assert build(site, {}, "--clean") == usual[1]


def test_a_source_date_epoch_is_a_clock(usual, tmp_path):
    site = Site(shutil.copytree(usual[0].root, tmp_path / "site"))
    program = [sys.executable, "-m", "openai_news", "build", "--allow-removals", "--site", str(site.root)]
    environ = {**os.environ, "SOURCE_DATE_EPOCH": "1690000000"}
    subprocess.run(program, check=True, capture_output=True, env=environ)

    assert not any(path.startswith("2023/08") for path in tree(site.dist))
    assert any(path.startswith("2023/07") for path in tree(site.dist))
