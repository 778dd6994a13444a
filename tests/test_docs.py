"""What the documents say is what the program does: commands, options, exit codes, settings, install lines."""

import re
from pathlib import Path

import click
import pytest

from openai_news import cli_line, console
from openai_news.config import Config, Feeds, Html

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
SYNOPSIS = README.partition("## The command")[2].partition("```")[2].partition("```")[0]
COMMANDS = cli_line.commands("en").commands
QUIETLY = {"--quiet", "--disable-pip-version-check"}


def synopsis(command):
    """Return what the README shows of a command, from its name to the next command."""
    return SYNOPSIS.partition(f" {command} ")[2].partition("openai-news")[0]


def options(command):
    """Return each option with what follows it in the README: `--jobs N`, `--lang fr|en`, `--clean`."""
    return {
        f"{parameter.opts[0]} {value(parameter)}".rstrip()
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.opts[0] not in {"--site", "-h"}
    }


def value(parameter):
    if parameter.is_flag:
        return ""
    return parameter.metavar or "|".join(parameter.type.choices)


def test_every_command_stands_in_the_readme_and_no_other():
    assert set(re.findall(r"openai-news \[--site DIR\] (\w+)", SYNOPSIS)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_stands_in_the_readme_with_its_value_and_no_other(name):
    assert set(re.findall(r"\[(--[^\]]+)\]", synopsis(name))) == options(COMMANDS[name])


def test_every_exit_code_stands_in_the_readme_and_no_other():
    said = README.partition("Exit codes:")[2].partition("\n\n")[0].partition(". ")[0]
    codes = {console.DONE, console.CONTENT, console.USAGE, console.MACHINE, console.BUG, console.INTERRUPTED}

    assert {int(number) for number in re.findall(r"\b\d+\b", said)} == codes


def test_every_setting_stands_in_the_readme_and_no_other():
    table = README.partition("## site.yaml")[2].partition("\n\nA site")[0]
    first_cells = re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)

    assert {key for cell in first_cells for key in re.findall(r"`(\w+)`", cell)} == set(
        Config.__struct_fields__
    )


@pytest.mark.parametrize(("key", "group"), [("feeds", Feeds), ("html", Html)])
def test_every_part_of_a_setting_stands_in_the_readme(key, group):
    row = re.search(rf"^\| `{key}` \| (.+)", README, re.MULTILINE)[1]

    assert [part for part in group.__struct_fields__ if f"`{part}" not in row] == []


def installs(text):
    """Return the arguments of each `pip install`, without those that only make it quiet."""
    lines = re.findall(r"pip install (.+)", text)
    return [[word for word in line.split() if word not in QUIETLY] for line in lines]


def test_the_plain_pip_lines_are_those_of_make():
    rules = (ROOT / "Makefile").read_text("utf-8")
    runtime = rules.partition(".venv/runtime:")[2].partition(".venv/dev:")[0]
    plain = README.partition("Without make:")[2].partition("```sh")[2].partition("```")[0]

    assert installs(plain) == installs(runtime)


def test_make_has_the_two_doors_that_the_readme_names():
    rules = (ROOT / "Makefile").read_text("utf-8")
    doors = set(re.findall(r"^make (\w+)", README, re.MULTILINE))

    assert doors == {"build", "test"}
    assert [door for door in doors if not re.search(rf"^{door}:", rules, re.MULTILINE)] == []


def test_ci_runs_make_test():
    assert "\nexec make test\n" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"])
def test_every_link_in_a_document_leads_to_a_file(name):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)

    assert [link for link in links if not (ROOT / link).exists() and "…" not in link] == []


def test_the_architecture_is_read_at_one_sitting():
    assert 20 < len((ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()) < 100


def test_the_changelog_tells_what_is_not_released_yet():
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_article_of_the_readme_is_a_good_one(site):
    """Only its link, which is shortened in the text, leads nowhere."""
    example = README.partition("```markdown\n")[2].partition("```")[0]

    published = site.write("content/2024/05/2024-05-13-gpt-4o.md", example).build(now="2024-06-01")

    assert [problem.code for problem in published.problems] == ["E401"]
    assert site.has("2024/05/13/gpt-4o/index.html")
