"""Alphabetical order, and which spellings are one word."""

import random
import unicodedata
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_news.collation import fold, initial, sort_key


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("fr", "cote coté côte côté"),
        ("fr-CA", "cote côte coté côté"),
        ("fr-BE", "cote coté côte côté"),
        ("fr", "école écologie élève été Étienne étude zèbre"),
        ("fr", "odeur œuf œuvre ogre"),
        ("fr", "ça cacao cacher"),
        ("fr", "ia Ia IA"),
        ("fr", "2023 42 Altman"),
    ],
)
def test_words_stand_as_in_a_french_dictionary(lang, expected):
    words = expected.split()
    shuffled = random.Random(1).sample(words, len(words))

    assert words == sorted(shuffled, key=lambda word: sort_key(word, lang))


def test_hyphens_and_apostrophes_count_as_spaces():
    names = ["l'an", "l’art", "La Poste", "la-bas", "lame", "l\u2019un"]

    assert ["l'an", "l’art", "l\u2019un", "la-bas", "La Poste", "lame"] == sorted(
        names, key=lambda name: sort_key(name, "fr")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Élection", "E"),
        ("œuvre", "O"),
        ("Ça", "C"),
        ("« Zoom »", "Z"),
        ("OpenAI", "O"),
        ("Łódź", "L"),
        ("2023", "#"),
        ("Яндекс", "#"),
        ("🎉", "#"),
        ("", "#"),
    ],
)
def test_a_word_stands_under_its_letter_and_all_the_rest_under_one_sign(text, expected):
    assert expected == initial(text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.text(max_size=6), max_size=20))
def test_in_a_sorted_list_each_heading_comes_once(texts):
    found = [letter for letter, _ in groupby(sorted(texts, key=lambda t: sort_key(t, "fr")), initial)]

    assert sorted(set(found)) == found


@pytest.mark.parametrize(
    "spellings",
    [
        ["Intelligence artificielle", "intelligence-artificielle", "INTELLIGENCE  ARTIFICIELLE"],
        ["Élection", "election", "E\u0301lection", "ÉLECTION"],
        ["l'œuvre", "L’Oeuvre", "l œuvre"],
        ["ＯｐｅｎＡＩ", "openai", "Open AI", "open_ai"],
        ["Straße", "strasse"],
    ],
)
def test_spellings_of_one_term_fold_to_one(spellings):
    assert 1 == len({fold(spelling) for spelling in spellings})


@pytest.mark.parametrize("terms", [["C", "C++", "C#"], ["IA", "IAG"], ["-", "'"], ["GPT-4", "GPT-4.5"]])
def test_different_terms_fold_to_different_texts(terms):
    assert len(terms) == len({fold(term) for term in terms})


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=20))
def test_folding_twice_is_folding_once_and_forms_of_unicode_do_not_matter(text):
    assert fold(text) == fold(fold(text))
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))
