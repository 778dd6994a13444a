"""No body can hang the build: what would is refused by counts, at its line, before the library."""

import time

import pytest

from openai_news import markup_guard
from openai_news.markup import render
from openai_news.markup_shape import plain
from openai_news.model import Place

BOMBS = {
    "quotes": lambda n: ">" * n,
    "spaced quotes": lambda n: "> " * n + "x",
    "nested list": lambda n: "\n".join("    " * i + "* x" for i in range(min(n, 500))),
    "loose nested list": lambda n: "\n\n".join("    " * i + "* x" for i in range(min(n, 500))),
    "list in one line": lambda n: "* " * n + "x",
    "quotes and lists": lambda n: "> * " * n + "x",
    "quotes in a note": lambda n: "[^1]: " + "> " * n + "x\n\n[^1]",
    "brackets": lambda n: "[" * n,
    "pictures": lambda n: "![[" * n,
    "open tags": lambda n: "<a " * n,
    "less-than": lambda n: "<" * n,
    "note references": lambda n: "[^1]" * n + "\n\n[^1]: x",
    "notes in blocks": lambda n: "[^1] x\n\n" * n + "[^1]: x",
    "abbreviations": lambda n: "\n".join(f"*[A{i}]: x" for i in range(n)) + "\n\nA1",
    "divisions": lambda n: "<div>" * n + "</div>" * n,
    "Markdown in divisions": lambda n: '<div markdown="1">\n' * n + "x\n" + "</div>\n" * n,
    "emphasis": lambda n: "*a **b " * n + "c** d* " * n,
    "backticks": lambda n: "".join("`" * (i % 90 + 1) + " " for i in range(n)),
    "fences": lambda n: "\n".join("`" * (3 + i % 200) for i in range(n)),
    "comments": lambda n: "<!-- " * n,
    "sections": lambda n: "<![CDATA[" * n,
    "entities": lambda n: "&amp; " * n,
    "escapes": lambda n: "\\* " * n,
    "links": lambda n: "[a](b) " * n,
    "headings": lambda n: "# a\n" * n,
    "hashes": lambda n: "# " + "#" * n + "x",
    "rule": lambda n: "- " * n + "x",
    "rows": lambda n: "|a|b|\n|-|-|\n" + "|x|y|\n" * n,
    "cells": lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|x" * n + "|",
    "blocks": lambda n: "a\n\n" * n,
    "lines": lambda n: "a\n" * n,
    "items": lambda n: "* a\n\n" * n,
    "attributes": lambda n: "<a " + "b=c " * n + ">",
    "unquoted": lambda n: "<a " + 'b=" ' * n + ">",
    "braces": lambda n: "x {: " * n,
    "definitions and labels": lambda n: ": x\n[x]: y\n" * n,
    "definitions and notes in quotes": lambda n: "> : x\n> [^1]: y\n" * n,
    "open tags in blocks": lambda n: "\n\n<a " * n,
    "scripts in blocks": lambda n: "\n\n<script>" * n,
    "scripts among noughts": lambda n: "\0<script>`" * n,
    "spaces": lambda n: "a" + " " * n + "b",
}


def problems(text: str):
    return render(text, title="T", place_of=Place("a.md", 5), lang="zxx").problems


@pytest.mark.parametrize("name", BOMBS)
def test_a_growing_bomb_is_refused_or_stays_quick(name):
    """Seconds here are ten times what was measured; the limits themselves are counts."""
    for size in (300, 1_000, 100_000):
        started = time.process_time()
        problems(BOMBS[name](size)[: markup_guard.MAX_CHARACTERS])

        assert time.process_time() - started < 15


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("un\n\n" + ">" * 51, "E202", 7, 1),
        ("un\n\n" + "    " * 51 + "* x", "E202", 7, 1),
        ("x " + "[" * 51, "E202", 5, 53),
        ("un\n\n" + "a\n: b\n" * 60, "E202", 108, 1),
        ("un\n\n" + "<a " * 3000, "E201", 7, 1),
        ("a" * (markup_guard.MAX_CHARACTERS + 1), "E207", 5, 1),
        ("un\n\n```py\ncode", "E204", 7, 1),
        ("un <!-- deux", "E204", 5, 4),
        ("<div>\n\nun <b>deux</b>", "E204", 5, 1),
        ("un <b>deux\n\ntrois", "E204", 5, 4),
        ("un <textarea>deux", "E204", 5, 4),
        ("`<table>`\n\n`\n<table>\n`", "E204", 8, 1),
        ("un \u202edeux", "E205", 5, 4),
        ("un\n\u2066deux\n\u2069", "E205", 6, 1),
        ("<<<<<<< HEAD\nun\n=======\ndeux\n>>>>>>> autre", "E209", 5, 1),
    ],
)
def test_a_limit_says_where_it_is_passed(text, code, line, column):
    place = next(problem.place for problem in problems(text) if problem.code == code)

    assert (line, column) == (place.line, place.column)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 50,
        "\n".join("    " * level + "* x" for level in range(40)),
        "```\n" + "[" * 500 + "\n```",
        "- " * 40,
        "a\n: b\n\n" * 100,
        "a\n: b\n    c\n: d\n" + ": e\n    f\n" * 100,
        "\u2066isolat\u2069 et \u202bdroite\u202c",
        "שלום עולם",
        "<p>un<p>deux\n<ul><li>a<li>b</ul>\n",
        "<b><i>croisé</b></i>",
        "`<div>` et `<!--`",
        "```html\n<div>\n```",
        "```un``` deux",
    ],
)
def test_what_is_within_the_limits_is_no_error(text):
    assert [] == [problem.code for problem in problems(text) if problem.severity == "error"]


def test_the_depth_of_the_stack_changes_nothing():
    """Python-Markdown alone gives other output when called from deeper (RELIABILITY 3)."""

    def deep(frames: int) -> str:
        if frames:
            return deep(frames - 1)
        return render("> " * 50 + "x", title="T", place_of=Place("a.md", 1), lang="zxx").html

    assert deep(0) == deep(300)


def test_no_text_is_lost_where_html_asks_for_markdown():
    text = '<div markdown="1">\n*un*\n<div>deux <p>trois</p></div>\n</div>\n\nquatre'

    found = render(text, title="T", place_of=Place("a.md", 1), lang="zxx")

    assert "un deux trois quatre" == plain(found.html)


def test_markdown_in_html_that_is_not_closed_is_an_error():
    assert "E204" in {p.code for p in problems('<div markdown="1"><div><li>un <p>deux')}
