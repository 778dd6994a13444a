"""The conditional steps leave the library's output as it is, byte for byte."""

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markup_corpora import bodies
from openai_news import markup_library

LIBRARY = markdown.Markdown(extensions=markup_library.EXTENSIONS, output_format="html")

PIECES = st.sampled_from(
    [
        *"<>&#*_[]()!`~\\|:-=+{}\n\n\n ^\"'/aé\t",
        *(
            "1. ",
            "* ",
            "> ",
            "    ",
            "  \n",
            "\n\n",
            "\n\n",
            "mot ",
            "```\n",
            "~~~",
            "!!! note\n    ",
        ),
        *("[^1]", "[^1]: ", "*[HTML]: ", "HTML", "[a]: u", "| a | b |\n|---|---|\n", "h\n===\n"),
        *(
            "<div>",
            "</div>",
            '<p markdown="1">',
            "</p>",
            "<b>",
            "</b>",
            "<!--",
            "-->",
            "<br>",
            "<hr>",
        ),
        *("&#106", "&#106;", "&amp;", "&x", "<a@b.c>", "<http://x.y>", "{: .a #b}", "***a** b*"),
        *("[x](y.md)", "![x](y.png)", "[x][a]", "\nterm\n: def", "wzxhzdk:0", "klzzwxh:0001"),
    ]
)


def _library(text: str) -> str:
    LIBRARY.reset()
    return LIBRARY.convert(text)


def test_every_inline_pattern_of_the_library_has_its_trigger():
    patterns = {item.name for item in LIBRARY.inlinePatterns._priority}

    assert patterns == set(markup_library.TRIGGERS)


@settings(max_examples=1000, deadline=2000)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_random_text_renders_as_by_the_library_alone(text):
    assert _library(text) == markup_library.convert(text)


@pytest.mark.parametrize("archive", ["canada-numerique", "digitalgov-news"])
def test_real_articles_render_as_by_the_library_alone(archive):
    different = [path for path, _, text in bodies(archive) if _library(text) != markup_library.convert(text)]

    assert [] == different
