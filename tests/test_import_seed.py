"""The text that the archive was asked for becomes a page that has every sentence of it, in order."""

import os
import re
from pathlib import Path

import pytest
from lxml import html as markup

from openai_news import cli, console
from support.site import NOW

SEEDS = Path(__file__).parents[2] / "shared" / "seed"
needs_seed = pytest.mark.skipif(
    not SEEDS.is_dir() and os.environ.get("CI") != "true", reason="the seed text is not here"
)
SIGNS = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "..."}
)


@pytest.fixture
def seed():
    return next(SEEDS.glob("*.txt"))


@pytest.fixture
def imported(site, seed, capsys):
    """A site with the text as its only article, built; the folder that holds the page."""
    assert cli.run(["import", str(seed), "--site", str(site.root)]) == console.DONE
    assert capsys.readouterr().out.startswith("content/2023/11/2023-11-18-openai-annonce-")
    assert cli.run(["build", "--site", str(site.root), "--now", NOW, "--quiet", "--strict"]) == console.DONE
    [page] = (site.dist / "2023/11/18").glob("*/index.html")
    return page


def fold(text):
    """Return text without what typography may change: kinds of spaces, quotes and apostrophes."""
    plain = re.sub(r'\s*"\s*', '"', text.translate(SIGNS))
    return re.sub(r"\s+(?=[!?;:])", "", " ".join(plain.split()))


def paragraphs(seed):
    """Return the paragraphs of the text's body, sub-headings among them."""
    body = seed.read_text("utf-8").split("Publié: 2023-11-18", 1)[1]
    return [fold(part) for part in re.split(r"\n\s*\n", body) if part.strip()]


SUB_HEADINGS = [
    "Mira Murati entre en tant que PDG",
    "L'impact potentiel sur le marketing des médias sociaux",
    "Un nouveau chapitre pour OpenAI",
    "En conclusion",
]


@needs_seed
def test_every_sentence_is_on_the_page_in_order(imported, seed):
    page = markup.parse(str(imported)).getroot()
    shown = fold(" ".join(page.find(".//main").itertext()))
    sentences = [
        sentence for part in paragraphs(seed) for sentence in re.split(r"(?<=[.!?])\s+", part) if sentence
    ]
    at = 0

    assert len(sentences) > 50
    for sentence in sentences:
        place = shown.find(sentence, at)
        assert place >= at, sentence
        at = place + len(sentence)


@needs_seed
def test_the_title_and_the_day_are_the_texts(imported, seed):
    page = markup.parse(str(imported)).getroot()
    title = seed.read_text("utf-8").split("\n", 1)[0]

    assert [fold(heading.text_content()) for heading in page.iter("h1")] == [fold(title)]
    assert page.find(".//main//time").get("datetime") == "2023-11-18"


@needs_seed
def test_sub_headings_are_headings_of_the_second_level(imported, seed):
    page = markup.parse(str(imported)).getroot()
    headings = [fold(heading.text_content().removesuffix(" §")) for heading in page.iter("h2")]

    assert [heading for heading in headings if heading in paragraphs(seed)] == SUB_HEADINGS


@needs_seed
def test_a_second_import_never_overwrites(site, seed, capsys):
    command = ["import", str(seed), "--site", str(site.root), "--lang", "en"]
    cli.run(command)
    [path] = (site.root / "content").rglob("*.md")
    path.write_text("mended by hand", "utf-8")
    capsys.readouterr()

    code, err = cli.run(command), capsys.readouterr().err

    assert code == console.USAGE
    assert err.startswith(f"{path.relative_to(site.root)}: error[E313]: ")
    assert path.read_text("utf-8") == "mended by hand"


def test_a_dry_run_shows_the_article_and_writes_nothing(site, tmp_path, capsys):
    text = tmp_path / "depeche.txt"
    text.write_text("Un titre\n\nPublié: 2023-11-18\n\nUn corps.\n", "utf-8")

    code = cli.run(["import", str(text), "--site", str(site.root), "--dry-run"])

    assert (code, list((site.root / "content").iterdir())) == (console.DONE, [])
    assert capsys.readouterr().out == '---\ntitle: "Un titre"\ndate: 2023-11-18\n---\n\nUn corps.\n'


@pytest.mark.parametrize(
    ("data", "code", "problem"),
    [
        (None, console.USAGE, "E309"),
        ("Été\n".encode("latin-1"), console.CONTENT, "E111"),
        (b"A title\n\nA body.\n", console.CONTENT, "E132"),
    ],
    ids=["no file", "not UTF-8", "no date"],
)
def test_a_file_that_is_no_article_is_named_as_it_was_typed(
    site, tmp_path, monkeypatch, capsys, data, code, problem
):
    monkeypatch.chdir(tmp_path)
    if data is not None:
        Path("text.txt").write_bytes(data)

    done = cli.run(["import", "text.txt", "--site", str(site.root), "--lang", "en"])

    assert done == code
    assert re.match(rf"text\.txt(:\d+:\d+)?: error\[{problem}\]: ", capsys.readouterr().err)
