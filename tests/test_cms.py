"""The forms of content management systems: what they are made of, and what they write is read back the same.

The files of data/cms/ hold one article as the libraries of these programs write it: Decap with yaml 1.10,
Sveltia with yaml 2 and its own settings, Pages CMS with yaml 2 as it comes.
"""

from pathlib import Path

import pytest
import yaml
from msgspec.structs import asdict, replace

from openai_news import cli, cms, cms_decap, cms_pages, front_matter, guide
from openai_news.commands.cms import PROGRAMS
from openai_news.config import load
from openai_news.dates import iso
from openai_news.model import LabelCard, PageCard, Source
from openai_news.typography import typeset_text
from openai_news.vocabulary import Kind
from support.site import SETTINGS

OWN = SETTINGS + "taxonomies:\n  places: Lieux\n  people: false\n"
DATA = Path(__file__).parent / "data" / "cms"
WRITTEN = sorted(path.stem for path in DATA.glob("*.md"))

programs = pytest.mark.parametrize("program", PROGRAMS)
languages = pytest.mark.parametrize("lang", ["en", "fr"])


def settings(program, text=SETTINGS, lang="fr"):
    config = load(text)
    made = cms_decap.write(config, lang, "a/b") if program == "decap" else cms_pages.write(config, lang)
    return yaml.safe_load(made)


def collections(program, **more):
    found = settings(program, **more)
    return {one["name"]: one for one in found["collections" if program == "decap" else "content"]}


def names(collection):
    return [field["name"] for field in collection["fields"]]


# --- what they are made of


@programs
def test_an_article_has_every_key_but_those_that_are_told_elsewhere(program):
    article = collections(program)["articles"]

    assert names(article) == [
        *(key for key in guide.all_keys() if key not in {"source_url", "same_as"}),
        "body",
    ]


@programs
def test_each_taxonomy_of_the_site_has_a_key_and_files_of_its_own(program):
    found = collections(program, text=OWN)
    (places,) = [field for field in found["articles"]["fields"] if field["name"] == "places"]

    assert places["label"] == found["term_places"]["label"] == "Lieux"
    assert "term_people" not in found
    assert "people" not in names(found["articles"])
    assert [found[name].get("folder", found[name].get("path")) for name in ("term_places", "pages")] == [
        "content/_places",
        "content/_pages",
    ]


@programs
def test_a_page_and_a_term_have_the_fields_that_are_shown_of_them(program):
    found = collections(program)

    assert set(names(found["pages"])) == set(PageCard.__struct_fields__) - {"url"} | {"body"}
    assert set(names(found["term_tags"])) == {*LabelCard.__struct_fields__, "image_alt", "body"}


@programs
def test_only_title_and_date_are_required(program):
    article = collections(program)["articles"]

    assert [field["name"] for field in article["fields"] if field.get("required")] == ["title", "date"]
    (corrections,) = [field for field in article["fields"] if field["name"] == "corrections"]
    assert [part["name"] for part in corrections["fields"] if part["required"]] == ["date", "text"]


@programs
@languages
def test_every_field_has_a_label_and_a_hint_in_the_language(program, lang):
    for collection in collections(program, lang=lang).values():
        for field in collection["fields"]:
            assert field["label"]
            if field["name"] != "body":
                assert field.get("hint") or field.get("description")


@languages
def test_every_word_is_asked_for(lang):
    parts = [name for name in guide.parts() if not name.startswith("image.")]
    taxonomies = {one.key for one in load(SETTINGS).taxonomies}
    keys = [key for key in guide.all_keys() if key not in taxonomies]

    assert sorted(cms.words(lang)) == sorted([*keys, *parts, "articles", "body", "made", "pages"])


def test_french_words_are_typographically_final():
    for name, text in cms.words("fr").items():
        if name != "made":
            assert typeset_text(text, "fr") == text


@pytest.mark.parametrize("widgets", [cms_decap._WIDGETS, cms_pages._TYPES])
def test_every_kind_that_a_form_can_have_is_shown(widgets):
    kinds = {
        field.kind
        for form in cms.forms(load(SETTINGS), "en")
        for one in form.fields
        for field in (one, *one.parts)
    }

    assert kinds - {Kind.MOMENT} <= set(widgets)


def test_decap_puts_an_article_in_the_folder_of_its_month_with_its_pictures():
    article = collections("decap")["articles"]

    assert (article["folder"], article["path"], article["slug"]) == (
        "content",
        "{{year}}/{{month}}/{{slug}}",
        "{{year}}-{{month}}-{{day}}-{{slug}}",
    )
    assert (article["media_folder"], article["public_folder"]) == ("", "")


def test_the_picture_that_pages_cms_stores_is_found(site):
    from support.pictures import PIXEL

    media = settings("pages-cms")["media"]
    site.article("2023/11/a.md", image=f"{media['output']}/p.png", image_alt="Une image")
    site.write(f"{media['input']}/p.png", PIXEL)

    assert [problem.code for problem in site.build().problems] == []
    assert "p.png" in site.page("2023/11/18/a/index.html")


# --- what they write


def read(text):
    return front_matter.read(Source("2023-11-18-a.md", text), load(SETTINGS))


@pytest.mark.parametrize("name", WRITTEN)
def test_what_they_write_is_read_back_the_same(name):
    header = read((DATA / f"{name}.md").read_text("utf-8"))
    front = header.front_matter

    assert (header.problems, header.body) == ((), "Un corps.\n")
    assert front.title == (
        "OpenAI : « le retour » de l’équipe, en “trois” actes: 'un' \"deux\" #3 "
        "et une longue suite de mots qui passe la ligne"
    )
    assert [iso(moment) for moment in (front.date, front.updated, front.publish_at, front.expire_at)] == [
        "2023-11-18",
        "2023-11-20",
        "2023-11-18T08:30:00+01:00",
        "2033-01-01T00:00:00+01:00",
    ]
    assert (front.draft, front.featured, front.noindex) == (False, True, False)
    assert (front.slug, front.lang, front.translation_key, front.id) == (
        "2001",
        "fr",
        "true",
        "tag:x.example,2023:a",
    )
    assert front.summary == (
        "Une première phrase, assez longue pour que la ligne soit pliée par la bibliothèque qui l’écrit: "
        "c’est le cas ici. Et une seconde."
    )
    assert front.aliases == ("/ancien/", "/plus-ancien.html")
    assert front.followed_by == ("2023/11/2023-11-22-suite.md",)
    assert (front.image.src, front.image.alt) == ("photo.jpg", "Deux personnes : l’une assise")
    assert front.terms == {
        "tags": ("GPT-4o", "2024", "no", "@OpenAI", "C#"),
        "sections": ("Produits",),
        "authors": ("Ana, la rédactrice", "Luc"),
        "series": ("Novembre: la crise",),
        "people": ("Mira Murati",),
        "organisations": ("OpenAI",),
    }
    (source,), (correction,) = front.sources, front.corrections
    assert asdict(replace(source, date=None)) == {
        "title": "Hello: GPT-4o",
        "url": "https://openai.com/index/hello-gpt-4o/?a=b#c",
        "publisher": "OpenAI",
        "author": "",
        "date": None,
        "accessed": None,
        "archived": "https://web.archive.org/web/2024/https://openai.com/",
    }
    assert [iso(source.date), iso(correction.date)] == ["2024-05-13", "2023-11-20"]
    assert (correction.text, correction.by, correction.kind) == (
        "Le nom était faux: - il est juste. Deux lignes.",
        "Ana",
        "correction",
    )


@pytest.mark.parametrize("name", WRITTEN)
def test_what_they_write_has_every_field_of_the_form(name):
    written = yaml.safe_load((DATA / f"{name}.md").read_text("utf-8").split("---\n")[1])
    program = "pages-cms" if name == "pages-cms" else "decap"

    assert [*written, "body"] == names(collections(program)["articles"])


def test_a_field_that_decap_empties_again_is_as_if_it_were_not_there():
    """Decap writes an empty text for what was filled and then cleared."""
    keys = ("slug", "summary", "image", "image_alt", "lang", "translation_key", "id", "section", "series")
    cleared = "\n".join(f'{key}: ""' for key in keys)
    lists = "\n".join(f"{key}: []" for key in ("aliases", "tags", "authors", "sources", "corrections"))

    header = read(f'---\ntitle: T\ndate: 2023-11-18\n{cleared}\n{lists}\nupdated: ""\n---\n')

    assert header.problems == ()
    assert replace(header.front_matter, places={}) == replace(
        read("---\ntitle: T\ndate: 2023-11-18\n---\n").front_matter, places={}
    )


@pytest.mark.parametrize("key", ["publish_at", "expire_at"])
def test_an_embargo_that_decap_empties_is_refused_rather_than_lifted(key):
    (problem,) = read(f'---\ntitle: T\ndate: 2023-11-18\n{key}: ""\n---\n').problems

    assert (problem.code, problem.values["reason"]) == ("E104", "empty")


# --- the command


@programs
def test_the_command_prints_the_configuration_of_the_site(site, capsys, program):
    site.write("site.yaml", OWN)

    code = cli.run(["cms", program, "--site", str(site.root), "--lang", "en", "--repo", "a/b"])

    assert (code, yaml.safe_load(capsys.readouterr().out)) == (0, settings(program, OWN, "en"))


def test_a_program_that_is_not_known_is_a_fault_of_usage(site, capsys):
    assert cli.run(["cms", "joomla", "--site", str(site.root), "--lang", "en"]) == 2
    assert "decap, pages-cms" in capsys.readouterr().err
