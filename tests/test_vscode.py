"""What VS Code finds in the repository: a fresh schema, snippets that build, places of problems."""

import json
import re
from pathlib import Path

import pytest

from openai_news import errors, schema
from openai_news.config import load
from openai_news.model import Place, Problem, Severity
from support.pictures import PIXEL

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".vscode"
SNIPPETS = json.loads((FOLDER / "openai-news.code-snippets").read_text("utf-8"))
DATE = {"CURRENT_YEAR": "2023", "CURRENT_MONTH": "11", "CURRENT_DATE": "18"}


def accepted(snippet):
    """Return what an editor has who accepts every proposal of a snippet."""
    text = "\n".join(snippet["body"])
    text = re.sub(r"\$(CURRENT_\w+)", lambda match: DATE[match[1]], text)
    return re.sub(r"\$\{\d+:([^}]*)\}|\$\d+", lambda match: match[1] or "", text)


def test_the_committed_schema_is_the_one_made_from_the_types():
    config = load((ROOT / "site.yaml").read_text("utf-8"))
    written = json.loads((FOLDER / "front-matter.schema.json").read_text("utf-8"))

    assert written == schema.front_matter(config, "fr", "07"), "run `make reference` and commit .vscode/"


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_file_is_plain_json(path):
    assert json.loads(path.read_text("utf-8"))


def test_the_schema_is_bound_to_the_articles():
    bound = (ROOT / ".remarkrc.mjs").read_text("utf-8")

    assert '"./.vscode/front-matter.schema.json": ["./content/**/*.md"]' in bound


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_accepted_as_proposed_builds_without_a_problem(site, name):
    text = accepted(SNIPPETS[name])
    site.write("content/photo.png", PIXEL).article("autre.md")
    if text.startswith("---\n"):
        site.write("content/a.md", text.replace("draft: true\n", ""))
    elif re.match(r"\w+: ?", text):
        site.write("content/a.md", f'---\ntitle: "T"\ndate: 2023-11-18\n{text}\n---\nUn corps.\n')
    else:
        site.article("a.md", body=text)

    assert [problem.code for problem in site.build().problems] == []
    assert site.has("2023/11/18/a/index.html")


def test_the_snippets_are_for_markdown_and_say_what_they_are():
    for snippet in SNIPPETS.values():
        assert (snippet["scope"], bool(snippet["prefix"]), bool(snippet["description"])) == (
            "markdown",
            True,
            True,
        )


def test_an_article_of_the_snippet_is_a_draft_until_its_editor_says_otherwise():
    assert "draft: true" in SNIPPETS["Article"]["body"]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("severity", Severity)
def test_the_task_finds_the_place_of_every_problem_in_what_check_says(lang, severity):
    problem = Problem("E103", Place("content/a.md", 3, 7), {"key": "date", "value": "x"}, severity)
    matchers = json.loads((FOLDER / "tasks.json").read_text("utf-8"))["tasks"][0]["problemMatcher"]
    first = errors.draw(problem, lang).split("\n")[0]

    found = [(one["severity"], re.match(one["pattern"]["regexp"], first)) for one in matchers]

    assert [(name, match.groups()[:4]) for name, match in found if match] == [
        (str(severity), ("content/a.md", "3", "7", "E103"))
    ]
