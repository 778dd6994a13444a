"""The words of the interface: complete in both languages, used, counted as each language counts."""

import json
import re
import string
from pathlib import Path

import pytest

from openai_news.errors import SiteError
from openai_news.typography import typeset_text
from openai_news.words import UnknownWordError, Words, misfits
from support.site import SETTINGS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "openai_news"
TEXTS = {
    lang: json.loads((PACKAGE / "locale" / lang / "words.json").read_text("utf-8")) for lang in ("fr", "en")
}
CALL = re.compile(r'(?:\bt|\bwords)(\.plural)?\(f?"([^"{]+)(" ~|\{)?')
PAIR = re.compile(r't\("([^"]+)"\) if [^%]*? else t\("([^"]+)"\)')


def calls():
    """Yield (key, whether it counts, whether more follows) for every use in templates and code."""
    sources = [
        *(ROOT / "templates").rglob("*.html"),
        PACKAGE / "layout.py",
        PACKAGE / "metadata.py",
        *(PACKAGE / "outputs").glob("*.py"),
    ]
    for path in sources:
        for plural, key, more in CALL.findall(path.read_text("utf-8")):
            yield key, bool(plural), bool(more)


def keys(key, plural, more):
    """Return the keys that one use can ask for."""
    if more:
        return {known for known in TEXTS["fr"] if known.startswith(key)}
    return {f"{key}.one", f"{key}.other"} if plural else {key}


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_french_and_english_have_the_same_words_with_the_same_places_for_values():
    assert {key: placeholders(text) for key, text in TEXTS["fr"].items()} == {
        key: placeholders(text) for key, text in TEXTS["en"].items()
    }


def test_every_word_that_is_asked_for_exists_and_every_word_is_asked_for():
    assert set().union(*(keys(*call) for call in calls())) == set(TEXTS["fr"])


@pytest.mark.parametrize("text", TEXTS["fr"].values())
def test_french_words_are_typographically_final(text):
    assert typeset_text(text, "fr") == text


def test_the_files_are_in_the_order_of_their_keys():
    assert [list(texts) for texts in TEXTS.values()] == [sorted(texts) for texts in TEXTS.values()]


@pytest.mark.parametrize(
    ("lang", "n", "shown"),
    [
        ("fr", 0, "0\u00a0article"),
        ("fr", 1, "1\u00a0article"),
        ("fr", 2, "2\u00a0articles"),
        ("fr", 12345, "12\u202f345\u00a0articles"),
        ("fr-CA", 12345, "12\u00a0345\u00a0articles"),
        ("en", 0, "0\u00a0articles"),
        ("en", 1, "1\u00a0article"),
        ("en", 12345, "12,345\u00a0articles"),
    ],
)
def test_things_are_counted_as_the_language_counts(lang, n, shown):
    assert Words(lang).plural("articles", n) == shown


@pytest.mark.parametrize(
    ("lang", "home"), [("fr", "Accueil"), ("fr-CA", "Accueil"), ("en-GB", "Home"), ("de", "Home")]
)
def test_a_language_reads_the_nearest_words(lang, home):
    assert Words(lang)("home") == home


def test_a_site_s_labels_replace_our_words_and_may_be_counted():
    words = Words("fr", {"taxonomy.tags": "Thèmes", "articles.other": "{n} dépêches"})

    assert words("taxonomy.tags") == "Thèmes"
    assert words.plural("articles", 3) == "3 dépêches"


def test_values_are_put_in_their_places():
    assert Words("en")("series.position", position=2, total=5) == "2\u00a0of\u00a05"


@pytest.mark.parametrize(
    ("key", "shown"), [("taxonomy.places", "places"), ("correction.mise à jour", "mise à jour")]
)
def test_a_taxonomy_or_a_kind_of_correction_of_the_site_s_own_is_its_own_label(key, shown):
    assert Words("fr")(key) == shown


def test_an_unknown_word_is_refused_with_what_was_meant():
    with pytest.raises(UnknownWordError) as caught:
        Words("fr")("publishd")

    assert (caught.value.key, caught.value.near) == ("publishd", "published")


def test_a_digest_changes_with_the_language_and_with_the_labels_and_with_nothing_else():
    digests = [Words("fr"), Words("fr", {}), Words("en"), Words("fr-CA"), Words("fr", {"home": "Une"})]

    assert [len({words.digest() for words in digests[:n]}) for n in (2, 3, 4, 5)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Lien vers {heading}", None),
        ("Lien {{ici}}", None),
        ("Lien {titre}", "{heading}"),
        ("Lien {", "{heading}"),
        ("Lien {heading.text}", "{heading}"),
        ("Lien {}", "{heading}"),
    ],
)
def test_a_label_names_between_braces_only_what_it_is_given(text, known):
    assert list(misfits("fr", {"anchor": text})) == ([] if known is None else [("anchor", known)])


def test_a_label_that_cannot_be_filled_stops_the_build(site):
    site.write("site.yaml", SETTINGS + 'labels: {anchor: "Lien {titre}"}\n').article(
        "a.md", body="## Un\n\nMot."
    )

    with pytest.raises(SiteError) as refused:
        site.build()

    assert [problem.code for problem in refused.value.problems] == ["E631"]
