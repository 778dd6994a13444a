"""site.yaml: what it may say, and how its mistakes are told."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_news import config, errors
from openai_news.config import TAXONOMIES, Config, Feeds, Html, Limits, Taxonomy
from openai_news.errors import SiteError

SITE = """\
title: Le Journal
base_url: https://example.org/
language: fr
timezone: Europe/Paris
"""


def load(more="", **changes):
    lines = dict(line.split(": ", 1) for line in SITE.splitlines()) | changes
    text = "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)
    return config.load(text + more)


def mistakes(more="", **changes):
    with pytest.raises(SiteError) as caught:
        load(more, **changes)
    return [f"{p.code} {p.place.line}:{p.place.column}" for p in caught.value.problems]


def drawn(more="", **changes):
    with pytest.raises(SiteError) as caught:
        load(more, **changes)
    return "\n".join(errors.draw(problem, "en") for problem in caught.value.problems)


# --- what it may say


def test_four_lines_make_a_site():
    assert load() == Config(
        title="Le Journal",
        base_url="https://example.org/",
        language="fr",
        timezone="Europe/Paris",
        languages=("fr",),
        id_authority="example.org",
        taxonomies=TAXONOMIES,
        labels={},
        feeds=Feeds(("atom", "rss", "json"), 20, 10, archive=True),
        html=Html("file"),
    )


def test_every_setting_can_be_written():
    site = load(
        """\
languages: [en, fr]
id_authority: exemple.fr
description: Des nouvelles
author: La rédaction
labels: {home: À la une}
feeds:
  formats: [atom]
  entries: 5
  term_entries: 3
  archive: non
html: {links: folder}
"""
    )

    assert site.languages == ("fr", "en")
    assert (site.id_authority, site.description, site.author) == (
        "exemple.fr",
        "Des nouvelles",
        "La rédaction",
    )
    assert site.labels == {"fr": {"home": "À la une"}}
    assert site.feeds == Feeds(("atom",), 5, 3, archive=False)
    assert site.html == Html("folder")


def test_words_may_be_given_by_language():
    site = load("languages: [en]\nlabels:\n  fr: {home: Une}\n  en: {home: Front page}\n")

    assert site.labels == {"fr": {"home": "Une"}, "en": {"home": "Front page"}}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a/b", "https://example.org/a/b/"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("http://[::1]:8000", "http://[::1]:8000/"),
        ("https://user.github.io/openai-news/", "https://user.github.io/openai-news/"),
    ],
)
def test_the_address_may_have_a_port_and_a_path_and_ends_in_a_slash(written, kept):
    assert load(base_url=written).base_url == kept


def test_another_address_keeps_the_ids_of_articles():
    moved = config.with_base_url(load(), "https://elsewhere.example")

    assert (moved.base_url, moved.id_authority) == ("https://elsewhere.example/", "example.org")


def test_another_address_must_be_one():
    with pytest.raises(SiteError) as caught:
        config.with_base_url(load(), "elsewhere")

    assert [problem.code for problem in caught.value.problems] == ["E614"]


# --- taxonomies


def test_another_taxonomy_is_one_line():
    site = load("taxonomies:\n  places: Lieux\n")

    assert site.taxonomies == (*TAXONOMIES, Taxonomy("places", "places", "places"))
    assert site.labels == {"fr": {"taxonomy.places": "Lieux"}}


def test_a_taxonomy_needs_no_label():
    assert load("taxonomies:\n  places:\n").taxonomies[-1] == Taxonomy("places", "places", "places")


def test_a_shipped_taxonomy_can_be_changed():
    site = load("taxonomies:\n  sections: {key: rubrique, path: rubriques, label: Rubriques}\n")

    assert site.taxonomies[1] == Taxonomy("sections", "rubrique", "rubriques", single=True, kind="section")
    assert site.labels == {"fr": {"taxonomy.sections": "Rubriques"}}


def test_a_shipped_taxonomy_can_be_switched_off():
    site = load("taxonomies:\n  series: false\n  people: non\n")

    assert [taxonomy.name for taxonomy in site.taxonomies] == ["tags", "sections", "authors", "organisations"]


def test_two_taxonomies_can_exchange_their_paths():
    site = load("taxonomies:\n  tags: {path: people}\n  people: {path: tags}\n")

    assert (site.taxonomies[0].path, site.taxonomies[4].path) == ("people", "tags")


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("places: {path: static}", ["E619 6:3"]),
        ("places: {path: fr}", ["E619 6:3"]),
        ("places: {path: tags}", ["E619 6:3"]),
        ("places: {path: '2023'}", ["E618 6:3"]),
        ("places: {path: ../x}", ["E618 6:3"]),
        ("places: {path: Lieux}", ["E618 6:3"]),
        ("places: {key: title}", ["E619 6:3"]),
        ("places: {key: tags}", ["E619 6:3"]),
        ("places: {key: Tags}", ["E619 6:3"]),
        ("places: {key: publishAt}", ["E619 6:3"]),
        ("places: {key: status}", ["E619 6:3"]),
        ("pages: Pages", ["E618 6:3", "E619 6:3"]),
        ("Places:", ["E618 6:3", "E618 6:3"]),
        ("image: Images", ["E618 6:3", "E619 6:3"]),
        ("places: {kind: lieu}", ["E617 6:18"]),
        ("places: {single: peut-être}", ["E613 6:20"]),
        ("places: {pth: x}", ["E611 6:12"]),
        ("places: [a]", ["E613 6:11"]),
    ],
)
def test_a_taxonomy_that_cannot_be_is_refused(written, codes):
    assert mistakes(f"taxonomies:\n  {written}\n") == codes


# --- mistakes


@pytest.mark.parametrize(
    ("more", "changes", "codes"),
    [
        ("titel: x\n", {}, ["E611 5:1"]),
        ("", {"title": None}, ["E612 0:0"]),
        ("", {"title": "~"}, ["E613 1:8"]),
        ("", {"title": "[a]"}, ["E613 1:8"]),
        ("", {"base_url": "example.org"}, ["E614 2:11"]),
        ("", {"base_url": "//example.org/"}, ["E614 2:11"]),
        ("", {"base_url": "/journal/"}, ["E614 2:11"]),
        ("", {"base_url": "ftp://example.org/"}, ["E614 2:11"]),
        ("", {"base_url": "https://"}, ["E614 2:11"]),
        ("", {"base_url": "https://a:b@example.org/"}, ["E614 2:11"]),
        ("", {"base_url": "https://example.org/?q"}, ["E614 2:11"]),
        ("", {"base_url": "https://example.org/#f"}, ["E614 2:11"]),
        ("", {"base_url": "https://example.org:port/"}, ["E614 2:11"]),
        ("", {"base_url": "https://example.org/a/../b"}, ["E614 2:11"]),
        ("", {"base_url": "https://exa mple.org/"}, ["E614 2:11"]),
        ("", {"base_url": "https://[::1/"}, ["E614 2:11"]),
        ("", {"language": "french"}, ["E615 3:11"]),
        ("", {"language": "FR"}, ["E615 3:11"]),
        ("languages: [en, fr_CA]\n", {}, ["E615 5:12"]),
        ("languages: {a: b}\n", {}, ["E613 5:12"]),
        ("", {"timezone": "Europe/Pari"}, ["E616 4:11"]),
        ("", {"timezone": "Europe"}, ["E616 4:11"]),
        ("", {"timezone": "../../etc/passwd"}, ["E616 4:11"]),
        ("", {"timezone": "localtime"}, ["E616 4:11"]),
        ("labels: x\n", {}, ["E613 5:9"]),
        ("labels: {en: {home: x}}\n", {}, ["E617 5:10"]),
        ("labels: {home: [x]}\n", {}, ["E613 5:16"]),
        ("feeds: {formats: [atom, csv]}\n", {}, ["E617 5:18"]),
        ("feeds: {entries: 0}\n", {}, ["E613 5:18"]),
        ("feeds: {entries: many}\n", {}, ["E613 5:18"]),
        ("html: {links: short}\n", {}, ["E617 5:15"]),
        ("title: y\n", {}, ["E102 5:1"]),
        ("author: A : B\n", {}, ["E101 5:11"]),
        ("author: &a x\n", {}, ["E106 5:9"]),
        ("author: !!python/name:os x\n", {}, ["E107 5:9"]),
    ],
)
def test_a_mistake_is_told_with_its_place(more, changes, codes):
    assert mistakes(more, **changes) == codes


@pytest.mark.parametrize("text", ["", "- a\n", "bonjour\n", "# rien\n"])
def test_a_file_without_settings_is_refused(text):
    with pytest.raises(SiteError):
        config.load(text)


def test_all_mistakes_are_told_at_once():
    assert mistakes("titel: x\nfeeds: {entries: 0}\n", base_url="example.org", timezone="Mars") == [
        "E614 2:11",
        "E616 4:11",
        "E611 5:1",
        "E613 6:18",
    ]


def test_a_mistake_shows_its_line_and_the_word_that_was_meant():
    assert drawn("feds: {}\n") == (
        "site.yaml:5:1: error[E611]: unknown key `feds`\n"
        "  |\n"
        "5 | feds: {}\n"
        "  | ^^^^\n"
        "hint: did you mean `feeds`?"
    )


def test_a_time_zone_shows_the_one_that_was_meant():
    assert "write `Europe/Paris`" in drawn(timezone="Europe/Pari")


@given(st.text())
def test_no_text_breaks_the_reading(text):
    with pytest.raises(SiteError):
        config.load(text)


# --- digests


CHANGES = {
    "title": "x",
    "base_url": "https://x.example/",
    "language": "en",
    "timezone": "UTC",
    "languages": ("fr", "en"),
    "id_authority": "x.example",
    "taxonomies": TAXONOMIES[:1],
    "labels": {"fr": {"a": "b"}},
    "feeds": Feeds(entries=1),
    "html": Html("folder"),
    "limits": Limits(body=1),
    "description": "x",
    "author": "x",
    "license": "https://x.example/",
    "contact": "x@x.example",
    "ai": "deny",
    "footer": ("a-propos",),
    "news_sitemap": True,
    "social_cards": True,
}
PARSING = {"language", "languages", "timezone", "taxonomies", "id_authority", "news_sitemap", "limits"}


def test_the_changes_tried_cover_every_setting():
    assert set(CHANGES) == set(Config.__struct_fields__)


@pytest.mark.parametrize("name", CHANGES)
def test_the_digest_covers_every_setting(name):
    changed = msgspec.structs.replace(load(), **{name: CHANGES[name]})

    assert config.digest(changed) != config.digest(load())


@pytest.mark.parametrize("name", CHANGES)
def test_the_digest_for_reading_covers_what_reading_depends_on_only(name):
    changed = msgspec.structs.replace(load(), **{name: CHANGES[name]})

    assert (config.parse_digest(changed) != config.parse_digest(load())) == (name in PARSING)


def test_the_digest_does_not_depend_on_the_order_of_labels():
    one = load("labels: {a: x, b: y}\n")
    other = load("labels: {b: y, a: x}\n")

    assert config.digest(one) == config.digest(other)
