"""What most headers are is read without the YAML library, and as the library reads it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_news import front_matter, yaml_plain
from openai_news.yaml_composer import compose
from openai_news.yaml_types import Bounds

CORPORA = Path(__file__).parents[2] / "shared/corpora"
KEYS = ("title", "tags", "image-alt", "A_b", "é", "#c", "- x", " a", "<<", "y")
TEXTS = (
    "Un titre",
    "l’été : chaud",
    "12:30",
    "a:",
    "https://a.example/b?c=d&e%20f#g",
    "a #c",
    "~",
    "null",
    "-x",
    "- x",
    "\U0001f680 décollage",
    "e\u0301te\u0301",
    "!x",
    "*x",
    "« A »",
    "A, b [c] {d}",
    "a\\b",
    "a\u00a0b",
    "a\u2028b",
    "a\tb",
    "|",
    "",
)
texts = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(TEXTS).map('"{}"'.format),
    st.sampled_from(TEXTS).map("'{}'".format),
    st.text("aé1 '\",:#[]{}-?!&~%", max_size=6),
)
lists = st.lists(texts, max_size=3).map(lambda items: f"[{', '.join(items)}]")
entries = st.builds("{}: {}".format, st.sampled_from(KEYS), texts | lists)
lines = st.one_of(
    entries,
    st.sampled_from(KEYS).map("{}:".format),
    st.builds("{}- {}".format, st.sampled_from(("", "  ", "    ")), texts),
    st.sampled_from(("", "  ", "# c", "  # c", "---", "...", "  more")),
)
headers = st.builds(
    "{}{}{}".format,
    st.sampled_from(("---\n", "")),
    st.lists(lines, min_size=1, max_size=7).map("\n".join),
    st.sampled_from(("\n", "", "\n\n")),
)
BOUNDS = Bounds()


def assert_as_by_the_library(header, bounds=BOUNDS):
    plain = yaml_plain.read(header, bounds)

    if plain is not None:
        document = compose(header, "", bounds)
        assert (plain, ()) == (document.root, document.problems)
    return plain is not None


@given(headers)
def test_what_is_read_is_what_the_library_reads(header):
    assert_as_by_the_library(header)


@given(headers, st.builds(Bounds, nodes=st.integers(1, 9), text=st.integers(0, 9), depth=st.integers(1, 3)))
def test_whatever_goes_beyond_a_bound_is_told_by_the_library(header, bounds):
    assert_as_by_the_library(header, bounds)


def test_a_usual_header_is_read():
    header = (
        "---\n"
        'title: "OpenAI voit le jour"\n'
        "date: 2015-12-11 14:30\n"
        "section: Entreprise\n"
        "image:\n"
        "tags: [Un, \"deux, l’autre\", 'trois']\n"
        "\n"
        "# ceux qui l’ont écrit\n"
        "authors:\n"
        "  - La rédaction\n"
        "canonical_url: https://example.org/a?b=c\n"
    )

    assert assert_as_by_the_library(header)


@pytest.mark.parametrize(
    "line", ["a: {b: c}", "a: |", "a: &x b", "a: *x", 'a: "b\\n"', "a: b: c", "a: [b, [c]]", "a:\n  b: c"]
)
def test_anything_else_is_left_to_the_library(line):
    assert yaml_plain.read(f"---\n{line}\n", BOUNDS) is None


def test_a_key_that_stands_twice_is_left_to_the_library():
    assert yaml_plain.read("---\na: b\na: c\n", BOUNDS) is None


def test_most_headers_of_real_archives_are_read_as_the_library_reads_them():
    if not CORPORA.is_dir():
        pytest.skip("the corpora are not here")
    read = [
        assert_as_by_the_library(text[: span[1]])
        for path in sorted(CORPORA.rglob("*.md"))
        if (span := front_matter.header_span(text := re.sub(r"\r\n?", "\n", path.read_text("utf-8"))))
    ]

    assert sum(read) > len(read) / 2
