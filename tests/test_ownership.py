"""Which files in dist/ are ours: remembered through crashes, never invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_news import ownership

PATHS = st.sets(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1), max_size=8)


def log(cache):
    return cache / "catalogue.owned"


def load(cache):
    return ownership.load(cache, "catalogue")


def append(cache, added=(), removed=()):
    ownership.append(cache, "catalogue", added=added, removed=removed)


def test_there_is_no_record_before_the_first(tmp_path):
    assert load(tmp_path / "cache") is None


def test_what_was_added_and_not_removed_is_ours(tmp_path):
    append(tmp_path / "cache", added=["b/index.html", "a.xml"])
    append(tmp_path / "cache", added=["été/index.html"], removed=["a.xml"])

    assert load(tmp_path / "cache") == {"b/index.html", "été/index.html"}


def test_nothing_added_is_a_record_of_nothing(tmp_path):
    append(tmp_path)

    assert load(tmp_path) == frozenset()


def test_each_output_folder_has_its_own_record(tmp_path):
    append(tmp_path, added=["a"])
    ownership.append(tmp_path, "drafts", added=["b"], removed=[])

    assert ownership.load(tmp_path, "drafts") == {"b"}


def test_a_rewritten_record_forgets_the_old_one(tmp_path):
    append(tmp_path, added=["a", "b"])
    ownership.rewrite(tmp_path, "catalogue", ["c"])

    assert load(tmp_path) == {"c"}


def test_a_torn_last_line_is_ignored(tmp_path):
    log(tmp_path).write_bytes(b"+a\n+b/ind")

    assert load(tmp_path) == {"a"}


@pytest.mark.parametrize("torn", [b"+b/ind", b"+a\n+b/ind"])
def test_a_torn_last_line_does_not_spoil_the_next(tmp_path, torn):
    log(tmp_path).write_bytes(torn)
    append(tmp_path, added=["c"])

    assert load(tmp_path) - {"a"} == {"c"}


@pytest.mark.parametrize("garbage", [b"a\n", b"+a\n\n", b"+a\n\xff\n", b"+\n", b"+a\n+b\0\0\n", b"\0\0\0\n"])
def test_garbage_is_no_record(tmp_path, garbage):
    log(tmp_path).write_bytes(garbage)

    assert load(tmp_path) is None


@given(
    steps=st.lists(st.tuples(PATHS, PATHS)),
    cut=st.integers(1, 40),
)
def test_whatever_was_cut_off_the_rest_is_what_had_been_noted(tmp_path_factory, steps, cut):
    cache = tmp_path_factory.mktemp("cache")
    lines = []
    for added, removed in steps:
        append(cache, added, removed)
        lines += [("+", path) for path in sorted(added)] + [("-", path) for path in sorted(removed)]
    data = log(cache).read_bytes()[:-cut] if steps else b""
    log(cache).write_bytes(data)
    expected = set()
    for sign, path in lines[: data.count(b"\n")]:
        (expected.add if sign == "+" else expected.discard)(path)

    assert load(cache) == expected
