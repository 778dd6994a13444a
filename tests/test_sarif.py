"""SARIF as its standard has it: every finding we can have, in both languages, against OASIS' own schema."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker

from openai_news import cli, errors, sarif
from openai_news.model import Place, Problem, Severity
from support.site import NOW

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
VALIDATOR = Draft4Validator(SCHEMA, format_checker=FormatChecker())
CODES = sorted({code.partition(".")[0] for code in errors._texts("en")})


def faults(text):
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(json.loads(text))]


def test_the_schema_is_that_of_the_version_we_write():
    Draft4Validator.check_schema(SCHEMA)
    written = json.loads(sarif.draw([], "en"))

    assert (written["version"], SCHEMA["title"]) == (
        "2.1.0",
        "Static Analysis Results Format (SARIF) Version 2.1.0-rtm.5 JSON Schema",
    )


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_finding_of_every_code_is_valid(lang):
    found = [
        Problem(code, Place(path, line, column), {"key": "a"}, severity, excerpt="x")
        for code in CODES
        for severity in Severity
        for path, line, column in (("content/é à.md", 7, 4), ("content/a.md", 7, 0), ("links.json", 0, 0))
    ]

    assert faults(sarif.draw(found, lang)) == []


def test_no_finding_at_all_is_valid():
    assert faults(sarif.draw([], "fr")) == []


@settings(max_examples=25, deadline=None)
@given(st.text(), st.integers(0, 10**6), st.integers(0, 10**6), st.text())
def test_no_path_place_or_value_makes_it_invalid(path, line, column, value):
    problem = Problem("W101", Place(path, line, column), {"key": value}, Severity.WARNING)

    assert faults(sarif.draw([problem], "fr")) == []


@pytest.mark.parametrize(
    "change",
    [
        {"version": "2.0.0"},
        {"runs": [{}]},
        {
            "runs": [
                {"tool": {"driver": {"name": "x"}}, "results": [{"level": "fatal", "message": {"text": "x"}}]}
            ]
        },
    ],
)
def test_what_is_not_sarif_would_be_found(change):
    assert faults(json.dumps(json.loads(sarif.draw([], "en")) | change))


def test_the_command_writes_it_of_a_site_full_of_faults(site, capsys, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    site.article("é.md", title="x" * 120, date="bientôt", body='Le 2ème "mot. [Là](b.md)')
    site.article("b.md", colour="red", tags="[a]", body="L’Etat.\n\n![](photo.jpg)\n\n#### Trois")

    code = cli.run(["check", "--site", str(site.root), "--now", NOW, "--format", "sarif", "--quiet"])
    out = capsys.readouterr().out

    assert (code, faults(out)) == (1, [])
    assert len(json.loads(out)["runs"][0]["results"]) >= 5
