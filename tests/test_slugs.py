"""Slugs: what is left of a text in an address, and what may be written there."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_news.slugs import is_slug, slugify


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'œuvre", "l-oeuvre"),
        ("L’œuvre", "l-oeuvre"),
        ("Lʼœuvre", "l-oeuvre"),
        ("Aujourd’hui", "aujourd-hui"),
        ("Aujourd'hui", "aujourd-hui"),
        ("Œdipe et l’Æneas", "oedipe-et-l-aeneas"),
        ("n° 1", "numero-1"),
        ("N°1", "numero-1"),
        ("100 M€", "100-m-euros"),
        ("50\xa0%", "50-pourcent"),
        ("1,7 million", "1-7-million"),
        ("Sam Altman quitte OpenAI\xa0: Mira Murati PDG", "sam-altman-quitte-openai-mira-murati-pdg"),
        ("État d’urgence", "etat-d-urgence"),
        ("GPT-4 Turbo", "gpt-4-turbo"),
        ("Straße", "strasse"),
        ("AT&amp;T", "at-amp-t"),
        ("🎉", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_text_becomes_a_slug(text, expected):
    assert expected == slugify(text)


def test_a_long_headline_is_cut_at_a_word():
    slug = slugify("conseil d’administration " * 20)

    assert 60 < len(slug) <= 80
    assert set(slug.split("-")) == {"conseil", "d", "administration"}


def test_one_long_word_is_cut_all_the_same():
    assert "a" * 80 == slugify("a" * 300)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_a_slug_is_portable_ascii_whatever_the_text(text):
    slug = slugify(text)

    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == slug.strip("-")
    assert len(slug) <= 80
    assert slug == slugify(slug)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(st.characters(codec="latin-1"), max_size=40))
def test_both_forms_of_unicode_give_one_slug(text):
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert slugify(composed) == slugify(apart)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text("lL œaé'1", max_size=30))
def test_straight_and_curly_apostrophes_give_one_slug(text):
    assert slugify(text) == slugify(text.replace("'", "’"))


def test_an_installed_unidecode_changes_nothing():
    """RELIABILITY section 3: 239 characters differ between the two libraries."""
    code = (
        "import sys, types; sys.modules['unidecode'] = fake = types.ModuleType('unidecode');"
        "fake.unidecode = lambda text: 'x';"
        "from openai_news.slugs import slugify; print(slugify('Київ Є ח'))"
    )
    seen = subprocess.check_output([sys.executable, "-c", code], text=True).strip()

    assert slugify("Київ Є ח") == seen
    assert "x" != seen


@pytest.mark.parametrize(
    "slug",
    ["sam-altman-quitte-openai", "gpt-4.5", "GPT-4", "a_b", "a--b", "2023", "console", "a" * 200],
)
def test_a_portable_slug_may_be_written(slug):
    assert is_slug(slug)


@pytest.mark.parametrize(
    "slug",
    [
        *("", ".", "..", "a..b", "../../x", "a/b", "/etc", "//evil", "a/./b", "a\\b", "..\\", "C:x"),
        *("%2e%2e", "%2e%2e/", "a%2fb", "a.", "a ", " a", "a b", "-a", "a-", ".git", ".htaccess"),
        *("GIT~1", "a~", "a:b", "x::$DATA", "a?b", "a#b", "a*", 'a"b', "a<b", "a|b", "a\n", "a\0"),
        *("con", "CON", "aux", "nul", "prn", "com1", "LPT9", "con.txt", "nul.html", "aux.tar.gz"),
        *("CONIN$", "été", "e\u0301t", "а", "a\u2215b", "a\u200bb", "a\u202eb", "１", "a" * 201),
    ],
)
def test_a_slug_that_is_not_portable_is_refused(slug):
    assert not is_slug(slug)
