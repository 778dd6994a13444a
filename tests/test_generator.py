"""The generator's own digest: kept by the stamps of what it digests, and made anew when one differs."""

import os

import pytest

from openai_news import generator


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A generator of two files, written long ago."""
    folder = tmp_path / "package"
    (folder / "locale").mkdir(parents=True)
    for name in ("a.py", "locale/b.json"):
        (folder / name).write_text(name, "utf-8")
        os.utime(folder / name, ns=(10**18 + 1, 10**18 + 1))
    monkeypatch.setattr(generator, "_PACKAGE", folder)
    monkeypatch.setattr(generator.disk, "any_racy", lambda *_: False)
    return folder


@pytest.fixture
def cache(tmp_path):
    folder = tmp_path / ".cache"
    folder.mkdir()
    return folder


def epoch(cache):
    generator.epoch.cache_clear()
    return generator.epoch(cache)


@pytest.mark.usefixtures("package")
def test_it_is_kept_and_not_made_again(cache, monkeypatch):
    made = epoch(cache)
    monkeypatch.setattr(generator, "_digest", lambda *_: pytest.fail("made again"))

    assert epoch(cache) == made


@pytest.mark.usefixtures("package")
def test_it_is_the_same_where_nothing_is_kept(cache, tmp_path):
    assert epoch(cache) == epoch(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("text", ["A.PY", "another text"])
def test_another_text_is_another_generator(package, cache, text):
    made = epoch(cache)
    (package / "a.py").write_text(text, "utf-8")
    os.utime(package / "a.py", ns=(10**18 + 1, 10**18 + 1))

    assert epoch(cache) != made


def test_another_file_is_another_generator(package, cache):
    made = epoch(cache)
    (package / "c.py").write_text("", "utf-8")

    assert epoch(cache) != made


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("kept", [b"", b"\xff\0", b"no stamp", b"one two three"])
def test_what_is_damaged_is_made_anew(cache, kept):
    made = epoch(cache)
    (cache / "generator").write_bytes(kept)

    assert epoch(cache) == made
    assert epoch(cache) == made


@pytest.mark.usefixtures("package")
def test_what_may_change_without_another_stamp_is_not_kept(cache, monkeypatch):
    monkeypatch.setattr(generator.disk, "any_racy", lambda *_: True)

    epoch(cache)

    assert not (cache / "generator").exists()


@pytest.mark.usefixtures("package")
def test_other_versions_of_a_library_are_another_generator(cache, tmp_path, monkeypatch):
    made = epoch(cache)
    (tmp_path / "libraries" / "Jinja2-99.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "libraries")

    assert epoch(cache) != made
