"""Plain lines are read without click, and as click reads them."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_news import __version__, cli, cli_line, cli_plain, console

BUILD = cli_line.commands("en").commands["build"]
OPTIONS = sorted(name for param in BUILD.params for name in param.opts)
VALUES = ("here", "2024-01-01", "a b", "a=b", "é", "", "-", "--", "--quiet", "-h", "2")
words = st.sampled_from([*OPTIONS, *(f"{name}={value}" for name in OPTIONS for value in VALUES[:6]), *VALUES])


def by_click(arguments):
    return BUILD.make_context("build", list(arguments)).params


def alike(options):
    """An option without value is None to click, and nothing here: to both the default."""
    return {name: value or None for name, value in options.items() if name != "help"}


@given(st.lists(words, max_size=6))
def test_what_is_understood_is_what_click_understands(arguments):
    plain = cli_plain.build(["build", *arguments])

    if plain is not None:
        assert alike(plain) == alike(by_click(arguments))


@pytest.mark.parametrize(
    "arguments",
    [[], ["--quiet"], ["--site", "here", "--strict"], ["--output=out", "--cache", "c", "--drafts"]],
)
def test_usual_lines_are_understood(arguments):
    assert cli_plain.build(["build", *arguments]) is not None


@pytest.mark.parametrize(
    "arguments",
    [
        ["serve"],
        ["--site", "here", "build"],
        ["build", "--help"],
        ["build", "--quite"],
        ["build", "--site"],
        ["build", "--site", "--quiet"],
        ["build", "--now="],
        ["build", "--quiet=yes"],
        ["build", "--jobs", "2"],
        ["build", "--", "--quiet"],
        ["build", "here"],
    ],
)
def test_any_other_line_is_left_to_click(arguments):
    assert cli_plain.build(arguments) is None


def test_a_shell_that_completes_is_left_to_click(monkeypatch):
    monkeypatch.setenv("_OPENAI_NEWS_COMPLETE", "bash_complete")

    assert cli_plain.build(["build"]) is None


def test_windows_lines_are_left_to_click_which_expands_them(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")

    assert cli_plain.build(["build"]) is None


def test_the_version_is_told_as_click_tells_it(capsys):
    assert cli.run(["--version"]) == cli_line.run(["--version"], "fr", "text") == console.DONE

    told = capsys.readouterr().out.splitlines()
    assert told == [f"openai-news {__version__}"] * 2


@pytest.mark.parametrize(
    "arguments", [[], ["--version", "build"], ["--site", "here", "--version"], ["build"]]
)
def test_only_the_version_alone_is_plain(arguments):
    assert not cli_plain.is_version(arguments)
