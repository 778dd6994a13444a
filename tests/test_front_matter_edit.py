"""Front matter changed by places: the new value is read back, and every other line is as it was."""

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_news import front_matter
from openai_news.config import load
from openai_news.front_matter_edit import Uneditable, edit
from openai_news.model import Source
from support.site import SETTINGS

CONFIG = load(SETTINGS)


def named(*names):
    return lambda key: key in names


def header_of(text):
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return front_matter.read(Source("a.md", plain), CONFIG)


TEXT = """\
---
# Relu par Anne.
title: "Un : deux"   # le titre
date: 2023-11-18
slug:
tags:   # les sujets
  - Un tag
  - 'L''autre'  # oui

  - "Trois"
people: [Sam Altman, "Mira M."]
authors: Anne
summary: >
  Une phrase,
  et une autre.

# Fin.
featured: no
---
Un corps : `tags: [a]`.
"""

CASES = [
    (lambda h: h.set("title", "Autre", named("title")), 'title: "Autre"   # le titre'),
    (lambda h: h.set("slug", "un-slug", named("slug")), "slug: un-slug"),
    (lambda h: h.set("summary", "Court.", named("summary")), 'summary: "Court."'),
    (lambda h: h.set("id", "tag:x", named("id")), 'id: "tag:x"'),
    (lambda h: h.set("updated", "2024-01-02T10:00:00+01:00", named("updated"), plain=True),
     "updated: 2024-01-02T10:00:00+01:00"),
    (lambda h: h.append("tags", "Quatre: cinq", named("tags")), '  - "Quatre: cinq"'),
    (lambda h: h.append("people", "A, B", named("people")), 'people: [Sam Altman, "Mira M.", "A, B"]'),
    (lambda h: h.append("authors", "Bo", named("authors")), "authors: [Anne, Bo]"),
    (lambda h: h.append("aliases", "/x/", named("aliases")), "  - /x/"),
    (lambda h: h.rename(named("tags"), 1, "L'unique"), "  - 'L''unique'  # oui"),
    (lambda h: h.rename(named("tags"), 0, "Un # dièse"), '  - "Un # dièse"'),
    (lambda h: h.rename(named("people"), 0, "A, B"), 'people: ["A, B", "Mira M."]'),
    (lambda h: h.drop(named("people"), 0), 'people: ["Mira M."]'),
    (lambda h: h.drop(named("people"), 1), "people: [Sam Altman]"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "line"), CASES)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_only_the_line_that_is_meant_changes(change, line, ends):
    written = "\ufeff" + TEXT.replace("\n", ends)

    edited = edit(written, change)

    assert line in edited.split(ends)
    assert header_of(edited).problems == ()
    assert edited.startswith("\ufeff---" + ends)
    differing = [
        one
        for one in difflib.ndiff(written.split(ends), edited.split(ends))
        if one.startswith(("- ", "+ ")) and not one.endswith(line)
    ]
    assert len(differing) <= 3


@pytest.mark.parametrize("key", ["title", "tags", "people", "summary", "featured", "slug"])
def test_a_key_is_taken_away_with_its_lines_and_no_other(key):
    edited = edit(TEXT, lambda header: header.remove(named(key)))

    gone = [line[2:] for line in difflib.ndiff(TEXT.split("\n"), edited.split("\n")) if line.startswith("- ")]
    assert gone[0].startswith(f"{key}:")
    assert f"\n{key}:" not in edited
    assert "# Fin.\n" in edited
    assert "# Relu par Anne.\n" in edited


def test_the_last_item_takes_its_key_along():
    assert "authors" not in edit(TEXT, lambda header: header.drop(named("authors"), 0))


def test_an_item_with_parts_stands_in_lines():
    edited = edit(
        TEXT,
        lambda header: header.append(
            "corrections", {"date": "2024-01-02", "text": "Non : « oui »."}, named("corrections")
        ),
    )

    correction = header_of(edited).front_matter.corrections[0]
    assert correction.text == "Non : « oui »."
    assert correction.date.at.date().isoformat() == "2024-01-02"


@pytest.mark.parametrize(
    "text", ["Un texte.\n", "---\n{title: a, date: 2023-11-18}\n---\n", "---\n- a\n---\n"]
)
def test_a_header_that_is_no_mapping_in_lines_is_left_alone(text):
    with pytest.raises(Uneditable):
        edit(text, lambda header: header.set("title", "b", named("title")))


SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")
VALUES = st.text(SIGNS, max_size=30).map(str.strip).filter(bool)


@given(VALUES)
def test_what_is_set_is_what_is_read(value):
    edited = edit(TEXT, lambda header: header.set("title", value, named("title")))
    before, after = header_of(TEXT).front_matter, header_of(edited).front_matter

    assert after.title.split() == value.split()
    assert (after.terms, after.summary, after.featured) == (before.terms, before.summary, before.featured)


@given(VALUES, st.integers(0, 2), st.sampled_from(["tags", "people"]))
def test_what_is_renamed_in_a_list_is_what_is_read(value, index, key):
    index = min(index, 1) if key == "people" else index
    edited = edit(TEXT, lambda header: header.rename(named(key), index, value))

    items = edit_items(edited, key)
    assert items[index] == value
    assert [item for n, item in enumerate(items) if n != index] == [
        item for n, item in enumerate(edit_items(TEXT, key)) if n != index
    ]


def edit_items(text, key):
    found = []

    def look(header):
        found.extend(header.items(named(key)))
        return []

    edit(text, look)
    return found
