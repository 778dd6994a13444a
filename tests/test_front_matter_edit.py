"""Front matter changed by places: the new value is read back, and every other line is as it was."""

import difflib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_news import front_matter, yaml_nodes
from openai_news.config import load
from openai_news.front_matter_edit import Uneditable, edit, scalar
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
    ("written", "edited"),
    [
        ("corrections:", 'corrections:\n  - date: 2024-01-02\n    text: "Non."'),
        ("corrections: ~  # rien", 'corrections:   # rien\n  - date: 2024-01-02\n    text: "Non."'),
        ("corrections: []", "corrections: [{date: 2024-01-02, text: Non.}]"),
        (
            "corrections:\n- date: 2024-01-01\n  text: Un.",
            'corrections:\n- date: 2024-01-01\n  text: Un.\n- date: 2024-01-02\n  text: "Non."',
        ),
    ],
)
def test_an_item_with_parts_is_put_into_any_list(written, edited):
    text = f"---\ntitle: A\n{written}\ndate: 2023-11-18\n---\n"
    item = {"date": "2024-01-02", "text": "Non."}

    assert edit(text, lambda h: h.append("corrections", item, named("corrections"))) == text.replace(
        written, edited
    )


@pytest.mark.parametrize(
    "text", ["Un texte.\n", "---\n{title: a, date: 2023-11-18}\n---\n", "---\n- a\n---\n"]
)
def test_a_header_that_is_no_mapping_in_lines_is_left_alone(text):
    with pytest.raises(Uneditable):
        edit(text, lambda header: header.set("title", "b", named("title")))


SIGNS = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")
VALUES = st.text(SIGNS, max_size=30).map(str.strip).filter(bool)


@settings(deadline=None)
@given(VALUES)
def test_what_is_set_is_what_is_read(value):
    edited = edit(TEXT, lambda header: header.set("title", value, named("title")))
    before, after = header_of(TEXT).front_matter, header_of(edited).front_matter

    assert after.title.split() == value.split()
    assert (after.terms, after.summary, after.featured) == (before.terms, before.summary, before.featured)


@settings(deadline=None)
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


# --- any header, any change: what is meant reads as meant, the rest reads and stands as it did

LISTS = ("tags", "people", "aliases")
WORDS = st.one_of(
    st.sampled_from(["Un titre", "l'autre", "à : b", "# dièse", "- tiret", "oui", "null", "12", "fin #x"]),
    st.sampled_from(["a, b", "[x]", "{a}", 'dit "non"', "x\\y", "2024-01-01", "~", "@a", "%", "'q'", '"q"']),
)
COMMENTS = st.sampled_from(["", "", "  # note", " # : x [", "   "])
ABOVE = st.sampled_from(["", "", "# Un commentaire.\n", "\n"])


@st.composite
def written_as(draw, word, *, flow=False):
    double, single = json.dumps(word, ensure_ascii=False), "'" + word.replace("'", "''") + "'"
    return draw(st.sampled_from([double, single, scalar(word, "", flow=flow)]))


@st.composite
def text_lines(draw, key):
    """One text in one of the ways in which people write it."""
    if key == "date":
        return f"date:  2023-11-18{draw(COMMENTS)}\n"
    if draw(st.booleans()):
        return f"{key}: {draw(st.sampled_from(['>', '|', '>-', '|+']))}\n  Une phrase\n  et : une # autre\n"
    return f"{key}:{' ' * draw(st.integers(1, 3))}{draw(written_as(draw(WORDS)))}{draw(COMMENTS)}\n"


@st.composite
def list_lines(draw, key):
    """One list in one of the ways in which people write it."""
    form, note = draw(st.sampled_from(["dashes", "flow", "flow in lines", "empty"])), draw(COMMENTS)
    words = draw(st.lists(WORDS, min_size=1, max_size=3))
    if form == "empty":
        return f"{key}:{draw(st.sampled_from(['', ' ~', ' null', ' []']))}{note}\n"
    if form == "dashes":
        margin = " " * draw(st.integers(0, 4))
        items = [f"{margin}-  {draw(written_as(word))}{draw(COMMENTS)}\n" for word in words]
        above = draw(st.sampled_from(["", f"{margin}# Dans la liste.\n" if margin else ""]))
        return f"{key}:{note}\n{above}{''.join(items)}"
    items = [draw(written_as(word, flow=True)) for word in words]
    if form == "flow":
        return f"{key}: [ {draw(st.sampled_from([',', ', '])).join(items)} ]{note}\n"
    return f"{key}: [\n    {(',' + chr(10) + '    ').join(items)},\n  ]{note}\n"


def lines_of(key):
    return st.one_of(text_lines(key), list_lines(key)) if key in LISTS else text_lines(key)


@st.composite
def files(draw):
    keys = draw(st.permutations(["title", "date", *draw(st.sets(st.sampled_from([*LISTS, "summary"])))]))
    header = "".join(draw(ABOVE) + draw(lines_of(key)) for key in keys)
    text = f"---\n{header}{draw(ABOVE)}---\nUn corps : - a\n"
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def values(text):
    """Return a header as our own parser of YAML reads it."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    document = yaml_nodes.parse(plain[: front_matter.header_span(plain)[1]], "")
    assert document.problems == ()
    return {key.text: value_of(node) for key, node in document.root.entries}


def value_of(node):
    match node:
        case yaml_nodes.Scalar():
            return None if node.is_null else node.text.rstrip()
        case yaml_nodes.Sequence():
            return [value_of(item) for item in node.items]
        case yaml_nodes.Mapping():
            return {key.text: value_of(item) for key, item in node.entries}


def listed(value):
    return value if isinstance(value, list) else [] if value is None else [value]


def changed(before, act, key, value, index):
    """Return what a header says after a change, and the change."""
    if act == "set":
        return before | {key: value}, lambda h: h.set(key, value, named(key))
    if act == "remove":
        return {name: item for name, item in before.items() if name != key}, lambda h: h.remove(named(key))
    if act == "correct":
        parts = {"date": "2024-01-01", "text": value}
        is_meant = named("corrections")
        return before | {"corrections": [parts]}, lambda h: h.append("corrections", parts, is_meant)
    items = listed(before.get(key))
    if act == "append":
        return before | {key: [*items, value]}, lambda h: h.append(key, value, named(key))
    return changed_item(before, act, key, value, index) if index < len(items) else (before, lambda _: [])


def changed_item(before, act, key, value, index):
    items = listed(before[key])
    if act == "rename":
        renamed = [*items[:index], value, *items[index + 1 :]]
        after = before | {key: renamed if isinstance(before[key], list) else value}
        return after, lambda h: h.rename(named(key), index, value)
    rest = [*items[:index], *items[index + 1 :]]
    after = {name: rest if name == key else item for name, item in before.items() if rest or name != key}
    return after, lambda h: h.drop(named(key), index)


@settings(deadline=None)
@given(
    files(),
    st.sampled_from(["set", "remove", "append", "correct", "rename", "drop"]),
    st.sampled_from([*LISTS, "summary", "title"]),
    st.one_of(WORDS, VALUES),
    st.integers(0, 2),
)
def test_any_change_of_any_header_reads_as_meant_and_leaves_the_rest(text, act, key, value, index):
    if (key in LISTS and act == "set") or (key not in LISTS and act in {"append", "rename", "drop"}):
        act = "remove"
    expected, change = changed(values(text), act, key, value, index)

    edited = edit(text, change)

    assert values(edited) == expected
    assert edited.startswith("\ufeff") == text.startswith("\ufeff")
    assert edited.count("\r\n") == (edited.count("\n") if "\r\n" in text else 0)
    assert edited.rpartition("---")[2] == text.rpartition("---")[2]
    assert [line for line in outside(text, key) if line not in edited.splitlines()] == []


def outside(text, key):
    """Return the lines that are not those of a key."""
    inside, found = False, []
    for line in text.splitlines():
        if line[:1].isalpha() or line.startswith(("#", "---")) or not line:
            inside = line.startswith(f"{key}:")
        if not inside:
            found.append(line)
    return found
