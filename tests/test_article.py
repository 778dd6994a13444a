"""One file becomes an item: its terms, its address."""

import pytest

from openai_news import article, config
from openai_news.model import Source
from openai_news.urls import addresses

CONFIG = config.load(
    "title: x\nbase_url: https://example.org\nlanguage: fr\ntimezone: Europe/Paris\nlanguages: [fr, en]\n"
)


def parsed(*lines, path="2023/11/x.md"):
    """Parse an article with these lines in its header."""
    text = "\n".join(["---", "title: x", "date: 2023-11-18", *lines, "---", "Texte."])
    location = article.locate(path, CONFIG)
    return article.parse(Source(path, text), location, CONFIG, addresses(CONFIG))


def test_one_name_with_other_spaces_or_accents_in_other_bytes_is_one_term():
    found = parsed('authors: ["Zoé Roy, directrice", "Zoe\\u0301\\u00a0Roy, directrice"]')

    assert ["Zoé Roy, directrice"] == [term.name for term in found.card.terms]
    assert () == found.problems


def test_a_term_named_like_a_device_is_told_where_it_is_written():
    found = parsed("people: [Nul, Aux, Ada]")

    assert [("E304", "Nul", 4), ("E304", "Aux", 4)] == [
        (p.code, p.values["value"], p.place.line) for p in found.problems
    ]


def test_a_percent_encoded_slug_is_refused_with_the_slug_it_means():
    found = parsed("slug: sin%e2%80%8a-%e2%80%8aready")

    assert [("E301", "sin-ready")] == [(p.code, p.values["slug"]) for p in found.problems]


@pytest.mark.parametrize(
    ("name", "line", "code", "slug"),
    [
        ("ia", "slug: a|b", "E301", "a-b"),
        ("ia", "slug: Intelligence Artificielle", "E301", "intelligence-artificielle"),
        ("ia", "slug: OpenAI", "E301", "openai"),
        ("con", "", "E304", "con-1"),
        ("!!", "", "E123", "article"),
    ],
)
def test_a_description_whose_slug_no_term_can_have_is_refused(name, line, code, slug):
    found = parsed(line, path=f"_tags/{name}.md")

    assert [(code, slug)] == [(p.code, p.values["slug"]) for p in found.problems]
    assert found.card is None
