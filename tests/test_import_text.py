"""A plain text becomes an article: nothing of it is lost, nothing of it is taken for Markdown."""

import re
from html import unescape
from pathlib import Path
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from openai_news import dates, foreign_header, importing
from openai_news.config import load
from openai_news.errors import ContentError
from openai_news.importers import text as importer
from openai_news.importers.text import Block, Imported
from openai_news.model import Place, Source
from openai_news.slugs import slugify
from support.site import SETTINGS

PARIS = ZoneInfo("Europe/Paris")
SEEDS = Path(__file__).parents[2] / "shared" / "seed"
EXTENSIONS = ["extra", "admonition", "sane_lists", "toc"]

needs_seed = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed text is not here")


def read(text: str) -> Imported:
    return importer.read_text(Source("depeche.txt", text), PARIS)


def read_body(body: str) -> tuple[Block, ...]:
    return read(f"Titre\n\nPublié: 2023-11-18\n\n{body}").blocks


def refusals(text: str) -> list[tuple[str, Place]]:
    with pytest.raises(ContentError) as refused:
        read(text)
    return [(problem.code, problem.place) for problem in refused.value.problems]


def markdown(imported: Imported) -> str:
    header = {"title": imported.title, "date": dates.iso(imported.date)}
    return f"{foreign_header.text(header)}\n{importer.body(imported)}\n"


def html_of(imported: Imported) -> str:
    body = markdown(imported).split("---\n", 2)[2]
    return Markdown(extensions=EXTENSIONS).convert(body)


def shown(html: str) -> list[str]:
    """The words that a reader of `html` sees."""
    return unescape(re.sub(r"<[^>]*>", " ", html)).split()


# --- the form


@pytest.mark.parametrize(
    "line",
    [
        "Publié: 2023-11-18",
        "Publié : 2023-11-18",
        "Publié\u00a0: 2023-11-18",
        "Publié le 18 novembre 2023",
        "Publié le : 18/11/2023",
        "publié 2023-11-18",
        "Published: 2023-11-18",
        "Published on November 18, 2023",
        "  Publie\u0301: 2023-11-18  ",
    ],
)
def test_the_date_line_is_read_as_people_write_it(line):
    imported = read(f"Titre\n\n{line}\n\nTexte.")

    assert ("Titre", "2023-11-18") == (imported.title, dates.iso(imported.date))


def test_blank_lines_between_title_date_and_body_do_not_matter():
    assert read("Titre\nPublié: 2023-11-18\nTexte.") == read("Titre\n\n\nPublié: 2023-11-18\n\n\nTexte.\n\n")


def test_an_hour_is_kept():
    imported = read("Titre\nPublié: 2023-11-18 14:05\nTexte.")

    assert "2023-11-18T14:05:00+01:00" == dates.iso(imported.date)


# --- refusals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\nPublié: 2023-11-18\n\nTexte.", [("E130", Place("depeche.txt", 1, 1))]),
        ("…\nPublié: 2023-11-18\n\nTexte.", [("E131", Place("depeche.txt", 1, 1))]),
        ("Titre\n\nTexte.", [("E132", Place("depeche.txt", 3, 1))]),
        ("Titre\n\nPublié: hier\n\nTexte.", [("E133", Place("depeche.txt", 3, 9))]),
        ("Titre\n\nPublié: 2023-02-30\n\nTexte.", [("E133", Place("depeche.txt", 3, 9))]),
        ("Titre\n\nPublié: 2023-11-18\n\n \n", [("E134", Place("depeche.txt"))]),
        ("", [("E130", Place("depeche.txt", 1, 1)), ("E132", Place("depeche.txt", 1, 1))]),
    ],
)
def test_a_text_without_its_parts_is_refused_with_the_place(text, expected):
    assert expected == refusals(text)


# --- sub-headings


def test_a_short_line_above_a_paragraph_is_a_sub_heading():
    assert (Block("Un nouveau chapitre", heading=True), Block("Il reste à voir.")) == read_body(
        "Un nouveau chapitre\n\nIl reste à voir."
    )


@pytest.mark.parametrize(
    "line",
    [
        "C’est tout.",
        "La société a déclaré :",
        "Transparence : des règles plus strictes",
        "« J’ai adoré mon séjour »",
        "- un point d’une liste",
        "suite de la phrase d’avant",
        "Deux lignes\nd’un même paragraphe",
        "Une phrase sans point final " + "mais bien trop longue " * 4,
    ],
)
def test_other_lines_stay_paragraphs(line):
    assert [False, False] == [block.heading for block in read_body(f"{line}\n\nUne phrase.")]


def test_a_short_line_with_no_paragraph_below_is_no_sub_heading():
    """A picture's leftover caption above a sub-heading, or a signature at the end."""
    blocks = read_body("Une phrase.\n\nSam Altman sur Twitter\n\nEn conclusion\n\nFin.\n\nA. B")

    assert ["En conclusion"] == [block.text for block in blocks if block.heading]


# --- Markdown


@pytest.mark.parametrize(
    "line",
    [
        "1. Un",
        "- Un",
        "+ Un",
        "* Un",
        "# Un",
        "> Un",
        ": Un",
        "---",
        "===",
        "***",
        "~~~",
        "```",
        "!!! note",
        "[TOC]",
        "[^1]: note",
        "[un]: https://example.org",
        "*[IA]: intelligence",
        "a | b\n--- | ---\n1 | 2",
        "un\n===",
        "un\n: deux",
        "*un* _deux_ `trois` **quatre**",
        "[un](deux) ![un](deux) <https://example.org>",
        "<script>alert(1)</script> <!-- rien -->",
        "&lt; &#58; &nbsp; AT&T R&D",
        "\\* \\\\ \\",
        "{{ un }} {% deux %} {: .trois}",
    ],
)
def test_what_markdown_would_take_as_a_sign_is_shown_as_written(line):
    html = html_of(Imported("Titre", read_date(), (Block("Avant."), Block(line))))

    assert f"Avant. {line}".split() == shown(html)
    assert {"p"} == set(re.findall(r"<(\w+)", html))


def test_a_sub_heading_is_an_h2_whatever_signs_it_holds():
    html = html_of(Imported("Titre", read_date(), (Block("1. Le C# {#id}", heading=True),)))

    assert "1. Le C# {#id}" == re.sub(r"<h2[^>]*>(.*)</h2>", r"\1", html)


def test_ordinary_prose_is_not_cluttered_with_escapes():
    text = "Il y a 3.5 % de hausse (environ) : c’est – dit-on – « beaucoup » ! R&D, A > B."

    assert markdown(Imported("Titre", read_date(), (Block(text),))).endswith(f"\n\n{text}\n")


def test_the_file_has_a_quoted_title_and_the_date():
    imported = read('A quitte B : "C" \\ D # E\nPublié: 2023-11-18\nTexte.')

    assert '---\ntitle: "A quitte B : \\"C\\" \\\\ D # E"\ndate: 2023-11-18\n---\n\nTexte.\n' == markdown(
        imported
    )


def test_the_file_goes_where_its_day_and_title_say(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("L’œuvre d’Élodie\nPublié: 2023-11-18\nTexte.", "utf-8")

    [article] = importing.plan([(file, "a.txt")], load(SETTINGS)).articles

    assert "2023/11/2023-11-18-l-oeuvre-d-elodie.md" == article.path


def read_date():
    return dates.parse("2023-11-18", PARIS)


# --- properties

prose = st.text(
    st.sampled_from("aé1 .:!?-+*_`#>=~|&;<>[](){}\\\"'\n\t«»’\u00a0x/$%^@lt")
    | st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")),
    max_size=80,
)


@given(prose)
@example("&#58;")
@example("a\n---\n|b|\n|-|")
def test_any_body_survives(body):
    source = f"Titre\nPublié: 2023-11-18\n.\n\n{body}"
    imported = read(source)

    assert normalize("NFC", f". {body}").split() == shown(html_of(imported))


@given(prose.filter(lambda title: slugify(title) and "\n" not in title))
def test_any_title_survives(title):
    text = markdown(read(f"{title}\nPublié: 2023-11-18\nTexte."))
    header = yaml.safe_load(text.split("---\n")[1])

    assert normalize("NFC", title).split() == header["title"].split()


# --- the text that the archive was asked for


@pytest.fixture
def seed() -> str:
    (path,) = SEEDS.glob("*.txt")
    return path.read_text(encoding="utf-8")


@needs_seed
def test_the_seed_text_has_its_title_date_and_sub_headings(seed):
    imported = read(seed)

    assert seed.split("\n")[0] == imported.title
    assert "2023-11-18" == dates.iso(imported.date)
    assert [
        "Mira Murati entre en tant que PDG",
        "L'impact potentiel sur le marketing des médias sociaux",
        "Un nouveau chapitre pour OpenAI",
        "En conclusion",
    ] == [block.text for block in imported.blocks if block.heading]


@needs_seed
def test_every_sentence_of_the_seed_text_is_shown_in_order(seed):
    body = seed.split("Publié: 2023-11-18", 1)[1]
    html = html_of(read(seed))

    assert body.split() == shown(html)
    assert 4 == html.count("<h2")
