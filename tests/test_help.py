"""Help that teaches by example: every command shows lines that can be typed as they stand."""

import re
import shlex

import click
import pytest

from openai_news import cli, cli_line

LANGUAGES = ("en", "fr")
HEADINGS = {"en": "Examples:", "fr": "Exemples\u00a0:"}
GROUPS = {lang: cli_line.commands(lang) for lang in LANGUAGES}
EXAMPLE = re.compile(r"^  openai-news (.+)$", re.MULTILINE)


def examples(lang, name):
    """Return the examples of a command as lists of words, without what the shell does with the output."""
    lines = EXAMPLE.findall(GROUPS[lang].commands[name].epilog or "")
    return [shlex.split(re.split(r" (?:>>?|\|) ", line)[0]) for line in lines]


CASES = [
    pytest.param(lang, words, id=f"{lang}: {shlex.join(words)}")
    for lang in LANGUAGES
    for name in GROUPS[lang].commands
    for words in examples(lang, name)
]
every_command = pytest.mark.parametrize("name", GROUPS["en"].commands)
languages = pytest.mark.parametrize("lang", LANGUAGES)


@every_command
@languages
def test_a_command_shows_two_to_four_examples_of_itself(lang, name):
    shown = examples(lang, name)

    assert 2 <= len(shown) <= 4
    assert {words[0] for words in shown} == {name}
    assert HEADINGS[lang] in GROUPS[lang].commands[name].epilog


@pytest.mark.parametrize(("lang", "words"), CASES)
def test_an_example_is_understood(lang, words):
    """Parsed whole, with every option, value and argument; nothing is run."""
    command = GROUPS[lang].commands[words[0]]

    with command.make_context(words[0], words[1:]) as context:
        assert context.params


@every_command
def test_both_languages_show_the_same_commands_and_options(name):
    """Titles, texts and names of files may be in the reader's language."""
    shown = [
        [[word for word in words if word.startswith("-")] for words in examples(lang, name)]
        for lang in LANGUAGES
    ]

    assert shown[0] == shown[1]


@every_command
@languages
def test_the_help_shows_each_example_on_a_line_of_its_own(lang, name, capsys):
    assert cli.run([name, "--help", "--lang", lang]) == 0
    shown = capsys.readouterr().out.splitlines()

    lines = EXAMPLE.findall(GROUPS[lang].commands[name].epilog)
    assert [line for line in lines if not any(line in one for one in shown)] == []


@pytest.mark.parametrize("name", ["build", "check"])
def test_a_wrong_example_would_be_found(name):
    with pytest.raises(click.UsageError):
        GROUPS["en"].commands[name].make_context(name, ["--no-such-option"])
