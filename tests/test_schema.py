"""The JSON Schema of front matter: it accepts what our parser reads and refuses what it refuses."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator

from openai_news import cli, front_matter, guide, schema
from openai_news.commands.schema import DRAFTS
from openai_news.config import load
from openai_news.model import Source
from openai_news.vocabulary import FOREIGN
from support.site import SETTINGS

ROOT = Path(__file__).parent.parent
OWN = SETTINGS + "taxonomies:\n  places: Lieux\n  sections: {key: rubrique}\n  people: false\n"
VALIDATORS = {"2020-12": Draft202012Validator, "07": Draft7Validator}


class Loader(yaml.SafeLoader):
    """YAML as editors' programs read it: numbers and booleans are typed, dates are texts."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in rules if not tag.endswith(":timestamp")]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def header(text):
    return yaml.load(text.split("---\n")[1], Loader) or {}


def faults(text, settings=SETTINGS, draft="2020-12"):
    validator = VALIDATORS[draft](schema.front_matter(load(settings), "en", draft))
    return [error.message for error in validator.iter_errors(header(text))]


def problems(text, settings=SETTINGS):
    return front_matter.read(Source("2023-11-18-a.md", text), load(settings)).problems


drafts = pytest.mark.parametrize("draft", DRAFTS)


@drafts
def test_the_schema_is_one(draft):
    VALIDATORS[draft].check_schema(schema.front_matter(load(OWN), "fr", draft))


def test_the_command_knows_every_draft():
    assert tuple(schema.DRAFTS) == DRAFTS


@drafts
@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.stem)
def test_every_article_of_the_site_is_accepted(path, draft):
    assert faults(path.read_text("utf-8"), (ROOT / "site.yaml").read_text("utf-8"), draft) == []


RIGHT = (
    'title: "T"\ndate: 2023-11-18',
    "title: 2001\ndate: 18 novembre 2023 à 14 h 05",
    "title: true\nDate: 18/11/2023",
    "title: T\npublishDate: 2023-11-18\nlast-modified-at: 2023-11-19 08:00",
    "title: T\ndraft: oui\nfeatured: NON",
    "title: T\npublished: false",
    "title: T\npublished: 2023-11-18",
    "title: T\nstatus: Draft",
    "title: T\nslug:\nsummary: ~\ntags:\nsources:",
    "title: T\ntags: OpenAI",
    "title: T\ntags: [OpenAI, 2023]\nsection: [Produits]",
    "title: T\nauthors: Ana; Luc",
    "title: T\nauthor: Ana, Luc et Mia",
    "title: T\ncategories: [Produits]",
    "title: T\naliases: /ancien/",
    "title: T\nimage: photo.jpg\nimage_alt: Une photo",
    "title: T\nimage: {src: photo.jpg, alt: A, caption: B, credit: C}",
    "title: T\nimage: {url: photo.jpg}",
    "title: T\nsources: Un rapport",
    "title: T\nsources: [Un rapport, https://a.example/]",
    "title: T\nsources:\n  - {title: T, url: https://a.example/, date: 2023-11-18, archived: https://b.example/}",
    "title: T\nsource_url: https://a.example/",
    "title: T\nsame_as: [https://a.example/, http://b.example/x]",
    "title: T\ncorrections:\n  - {date: 2023-11-20, text: Un mot, by: Ana}",
    "title: T\nfollowed_by: ./b.md",
    "title: T\nlayout: post\nreadingTime: 3",
)
WRONG = (
    "date: 2023-11-18",
    "title:\ndate: 2023-11-18",
    "title: [T]",
    "title: {a: T}",
    "title: T\ndate: bientôt",
    "title: T\ndate: [2023-11-18]",
    "title: T\npublish_at:",
    "title: T\nexpire_at: jamais",
    "title: T\ndraft: peut-être",
    "title: T\ndraft:",
    "title: T\nnoindex: 1",
    "title: T\nstatus: caché",
    "title: T\nsumary: Un mot",
    "title: T\nsummary: [Un mot]",
    "title: T\ntags: OpenAI, Modèles",
    "title: T\ntags: {OpenAI: 1}",
    "title: T\ntags: [[OpenAI]]",
    "title: T\ntags: [OpenAI, null]",
    "title: T\nsection: [Produits, Recherche]",
    "title: T\nimage: [photo.jpg]",
    "title: T\nimage: {alt: A}",
    "title: T\nimage: {src: photo.jpg, colour: red}",
    "title: T\nsources: [{author: Ana}]",
    "title: T\nsources: [{title: T, url: javascript:x}]",
    "title: T\nsource_url: exemple",
    "title: T\nsame_as: [exemple]",
    "title: T\ncorrections: Un mot",
    "title: T\ncorrections: [{date: 2023-11-20}]",
    "title: T\ncorrections: [{text: Un mot}]",
    "title: T\nfollowed_by: {a: b.md}",
)


def article(keys):
    return f"---\n{keys}\n---\nUn corps.\n"


@drafts
@pytest.mark.parametrize("keys", RIGHT)
def test_what_our_parser_reads_is_accepted(keys, draft):
    text = article(keys)

    assert (faults(text, draft=draft), problems(text)) == ([], ())


@drafts
@pytest.mark.parametrize("keys", WRONG)
def test_what_our_parser_finds_wrong_is_refused(keys, draft):
    text = article(keys)

    assert (bool(faults(text, draft=draft)), bool(problems(text))) == (True, True)


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_what_other_generators_know_is_let_through(name):
    assert faults(article(f"title: T\n{name}: {{a: [1]}}")) == []


def test_taxonomies_of_the_site_s_own_are_keys_and_those_it_drops_are_not():
    known = schema.front_matter(load(OWN), "fr")["properties"]

    assert known["places"]["description"] == "Des termes de «\u00a0Lieux\u00a0»."
    assert known["rubrique"]["description"] == "La rubrique, une seule."
    assert (set(known) & {"people", "section"}, faults(article("title: T\nplaces: [Paris]"), OWN)) == (
        set(),
        [],
    )
    assert faults(article("title: T\npeople: [Mira Murati]"), OWN)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_key_and_part_is_described_in_the_language(lang):
    found = schema.front_matter(load(SETTINGS), lang)
    parts = [found["$defs"][name]["properties"] for name in ("Picture", "Citation", "Correction")]
    told = [found["properties"][key]["description"] for key in guide.all_keys()]
    told += [shape["description"] for part in parts for shape in part.values() if "description" in shape]

    assert sorted(told) == sorted(
        text for name, text in guide.described(lang).items() if "section." not in name
    )


def test_the_command_prints_the_schema_of_the_site(site, capsys):
    site.write("site.yaml", OWN)

    code = cli.run(["schema", "--site", str(site.root), "--lang", "en", "--draft", "07"])

    assert (code, json.loads(capsys.readouterr().out)) == (0, schema.front_matter(load(OWN), "en", "07"))


def test_patterns_are_of_the_kind_that_every_program_knows():
    """No flag, no look-behind: JSON Schema has ECMAScript's patterns."""
    written = json.dumps(schema.front_matter(load(SETTINGS), "en"))

    assert not re.search(r"\(\?", written)
