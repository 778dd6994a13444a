"""Plain prose becomes what the library makes of it, byte for byte, or is left to the library."""

from unittest.mock import patch

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markup_corpora import bodies
from openai_news.markup import render
from openai_news.markup_library import EXTENSIONS
from openai_news.markup_plain import convert
from openai_news.model import Place

LIBRARY = markdown.Markdown(extensions=EXTENSIONS, output_format="html")

SIGNS = [*"*_`[]()#>-+=:.!&<~|{}\\\"'1 aé\n\t\u00a0"]
LINE_STARTS = ["\n\n", "\n", "\n- ", "\n* ", "\n1. ", "\n2. ", "\n\n- ", "\n\n1. ", "\n# ", "\n\n## ", "\n> "]
WORDS = ["mot ", "un mot", "*a*", "**b c**", "`d`", "[e f](u.md)", "[g](https://h.net/i_j?k=l&m=n#o)", "R&D"]
LINKS = [
    "[un](autre.md)",
    "[b](#un-mot)",
    "[c](javascript:x)",
    "[d](/tags/x/)",
    "[e](x&y)",
    "[*f*](../p.pdf)",
]
PROSE = [
    " : ",
    " ; ",
    " ?",
    "« ",
    " »",
    " %",
    "10 000 ",
    "3 km ",
    "M. Dupont ",
    "\n\n# Un mot\n\n",
    "\n\n### ",
    "’",
    "…",
]
BEYOND = [
    "![",
    "!!!",
    "[x]: y",
    "[^1]: z",
    "]: ",
    "``",
    "~~~",
    "*[HTML]: ",
    "HTML",
    "![x](y)",
    "&amp;",
    "&#38;",
    "<b>",
    "[^1]",
    "[x]: y",
    "  \n",
    "***",
    "---",
    "1.",
    "    ",
    "!!! note",
]


def pieces(*lists: list[str]) -> st.SearchStrategy[str]:
    """Give texts made of what the lists hold."""
    return st.lists(st.sampled_from([piece for pieces in lists for piece in pieces]), max_size=30).map(
        "".join
    )


def library(text: str) -> str:
    """Give the HTML of the library alone."""
    LIBRARY.reset()
    return LIBRARY.convert(text)


def differs(text: str) -> bool:
    """Tell whether a text is taken and comes out otherwise than from the library."""
    html = convert(text)
    return html is not None and html != library(text)


@settings(max_examples=1500, deadline=2000)
@given(pieces(LINE_STARTS, WORDS))
def test_plain_prose_is_as_from_the_library(text):
    assert not differs(text)


@settings(max_examples=1500, deadline=2000)
@given(pieces(LINE_STARTS, WORDS, SIGNS, BEYOND))
def test_any_other_text_is_as_from_the_library_or_left_to_it(text):
    assert not differs(text)


@settings(max_examples=500, deadline=2000)
@given(st.text(max_size=40) | pieces(SIGNS))
def test_characters_without_sense_are_as_from_the_library_or_left_to_it(text):
    assert not differs(text)


@pytest.mark.parametrize("archive", ["canada-numerique", "digitalgov-news"])
def test_the_articles_of_an_archive_are_as_from_the_library_or_left_to_it(archive):
    assert [path for path, _, text in bodies(archive) if differs(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Un mot.\n\nUn *autre*, **encore** et `du code`.",
        "## Un titre\nUn paragraphe\nde deux lignes.",
        "- un\n- [deux](https://example.net/a_b?c=d&e=f)\n\n1. trois\n2. quatre",
        "* un\n* **deux**",
        "> Une citation.\n\nR&D, et « autre chose » : 3 - 2 = 1.",
    ],
)
def test_the_subset_is_taken(text):
    assert convert(text) == library(text)


@pytest.mark.parametrize(
    "text",
    ["", "<b>a</b>", "a_b_", "![a](b)", "a  \nb", "*a **b***", "- a\n\n- b", "[a][b]", "&eacute;", "***"],
)
def test_what_is_beyond_the_subset_is_left_to_the_library(text):
    assert convert(text) is None


# --- what follows the conversion takes the short way too


def shown(text: str):
    """Give a whole rendering, all that the short way could get wrong."""
    return render(text, title="Un mot", place_of=Place("2023/11/a.md", 7), lang="fr")


def short_way_differs(text: str) -> bool:
    """Tell whether plain prose is rendered otherwise than when the library converts it."""
    short = shown(text)
    with patch("openai_news.markup_plain.convert", return_value=None):
        return shown(text) != short


@settings(max_examples=1500, deadline=2000)
@given(pieces(LINE_STARTS, WORDS, LINKS, PROSE, SIGNS))
def test_the_short_way_leads_where_the_long_one_does(text):
    assert not short_way_differs(text)


@pytest.mark.parametrize("archive", ["canada-numerique", "digitalgov-news"])
def test_the_short_way_leads_where_the_long_one_does_for_an_archive(archive):
    assert [path for path, _, text in bodies(archive) if short_way_differs(text)] == []
