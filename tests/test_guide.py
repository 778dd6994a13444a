"""The guide for editors says what the program does: keys of the types, examples that build, a table."""

import re
import shlex
from pathlib import Path

import pytest

from openai_news import cli, cli_line, guide
from openai_news.model import Severity
from support import commonmark
from support.pictures import PIXEL

DOCS = Path(__file__).parent.parent / "docs"
ELSEWHERE = {
    "build",
    "check",
    "import",
    "serve",
    "cms",
    "completion",
    "eject",
    "schema",
}  # commands that other pages tell of
LANGUAGES = ("en", "fr")
EXAMPLE = re.compile(r"```markdown\n(---\n.*?)```", re.DOTALL)
languages = pytest.mark.parametrize("lang", LANGUAGES)


@languages
def test_the_committed_page_on_front_matter_is_the_one_made_from_the_types(lang):
    written = (DOCS / lang / "front-matter.md").read_text("utf-8")

    assert written == guide.front_matter(lang), "run `make reference` and commit docs/"


@languages
def test_every_key_and_part_is_described_and_nothing_else(lang):
    told = {name for name in guide.described(lang) if not name.startswith("section.")}

    assert told == {f"key.{key}" for key in guide.all_keys()} | set(guide.parts())


def test_both_languages_describe_the_same_things_in_their_own_words():
    english, french = guide.described("en"), guide.described("fr")

    assert set(english) == set(french)
    assert [name for name in english if not english[name].strip() or english[name] == french[name]] == []


@languages
def test_the_table_of_differences_is_what_is_measured(lang):
    written = (DOCS / lang / "markdown.md").read_text("utf-8")

    assert written == commonmark.page(lang, written), "run `make reference` and commit docs/"


@pytest.mark.skipif(not commonmark.SPECIFICATION.is_file(), reason="COMMONMARK_SPEC names no file")
def test_the_table_of_the_specification_is_what_is_measured():
    assert (DOCS / "commonmark.md").read_text("utf-8") == commonmark.specification_page()


@languages
def test_every_example_is_an_article_that_builds_without_a_word(lang, site):
    examples = EXAMPLE.findall((DOCS / lang / "index.md").read_text("utf-8"))
    for number, example in enumerate(examples):
        site.write(f"content/2023/11/exemple-{number}.md", example)
    site.write("content/2023/11/photo.png", PIXEL)

    published = site.build()

    assert len(examples) == 5
    assert [problem.code for problem in published.problems if problem.severity is Severity.ERROR] == []
    assert len(list(site.dist.glob("**/exemple-*/index.html"))) == len(examples) - 1, "one is under embargo"


@languages
def test_the_figure_the_quote_and_the_correction_are_shown(lang, site):
    _, figure, quote, correction, _ = EXAMPLE.findall((DOCS / lang / "index.md").read_text("utf-8"))
    site.write("content/f.md", figure).write("content/q.md", quote).write("content/c.md", correction)
    site.write("content/photo.png", PIXEL).build()
    pages = {page.parent.name: page.read_text("utf-8") for page in site.dist.glob("**/18/*/index.html")}

    assert "<figcaption" in pages["f"]
    assert "<blockquote>" in pages["q"]
    assert "2023-11-20" in pages["c"]


@languages
def test_the_commands_of_a_day_do_what_the_guide_says(lang, site, monkeypatch, capsys):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1717236000")
    page = (DOCS / lang / "daily.md").read_text("utf-8")
    written = re.findall(r"^openai-news (.+)$", page, re.MULTILINE)
    commands = [command for command in written if shlex.split(command)[0] not in ELSEWHERE]
    (path,) = set(re.findall(r"`(content/2024/05/[^`]+\.md)`", page))

    for command in commands:
        code = cli.run(["--site", str(site.root), *shlex.split(command)])
        assert code == 0, (command, capsys.readouterr().err)

    assert {shlex.split(command)[0] for command in commands} == set(
        cli_line.commands(lang).commands
    ) - ELSEWHERE
    assert site.build().problems == ()
    slug = path.removesuffix(".md").partition("13-")[2]
    new = next(
        page.parent.name for page in site.dist.glob("2024/05/13/*/index.html") if page.parent.name != slug
    )
    assert f"2024/05/13/{new}/" in site.page(f"2024/05/13/{slug}/index.html")
    assert "tags/assistants/" in site.page("tags/chat-gpt/index.html")


@pytest.mark.parametrize(
    "page", sorted(DOCS.rglob("*.md")), ids=lambda page: f"{page.parent.name}/{page.stem}"
)
def test_every_link_of_the_guide_leads_to_a_file(page):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_both_languages_have_the_same_pages():
    assert {page.name for page in (DOCS / "en").iterdir()} == {page.name for page in (DOCS / "fr").iterdir()}
