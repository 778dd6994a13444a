"""Completion in a shell: the script that we print, run by the shell itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from openai_news import cli, cli_line
from openai_news.commands.completion import SHELLS

BIN = Path(sys.executable).parent
ENVIRON = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
COMMANDS = set(cli_line.commands("en").commands)
BASH = """
source "$1"; shift
complete -p openai-news >&2
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_openai_news_completion openai-news
printf '%s\\n' "${COMPREPLY[@]}"
"""

needs_bash = pytest.mark.skipif(
    not shutil.which("bash") or not (BIN / "openai-news").exists(),
    reason="needs bash and the installed command",
)


def script(capsys, shell):
    assert cli.run(["completion", shell]) == 0
    return capsys.readouterr().out


@pytest.fixture
def complete(tmp_path, capsys):
    """Type words in bash and press TAB."""
    source = tmp_path / "completion.bash"
    source.write_text(script(capsys, "bash"), "utf-8")

    def press_tab(*words):
        command = ["bash", "--norc", "-c", BASH, "bash", str(source), "openai-news", *words]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env=ENVIRON, cwd=tmp_path, timeout=60
        )
        assert "_openai_news_completion" in done.stderr
        return set(done.stdout.split())

    return press_tab


@needs_bash
def test_bash_completes_every_command(complete):
    assert complete("") == COMMANDS


@needs_bash
@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        (["bu"], {"build"}),
        (["ch"], {"check"}),
        (["build", "--kee"], {"--keep-going"}),
        (["check", "--format", "s"], {"sarif"}),
        (["check", "--lang", ""], {"fr", "en"}),
        (["cms", "pa"], {"pages-cms"}),
        (["completion", ""], set(SHELLS)),
        (["nothing-like-it"], set()),
    ],
)
def test_bash_completes_what_is_begun(complete, words, proposed):
    assert complete(*words) == proposed


@needs_bash
def test_bash_completes_the_options_of_a_command(complete):
    options = {name for param in cli_line.commands("en").commands["build"].params for name in param.opts}

    assert complete("build", "--") == {name for name in options if name.startswith("--")}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_can_read_its_script(tmp_path, capsys, shell):
    if not shutil.which(shell):
        pytest.skip(f"needs {shell}")
    source = tmp_path / "script"
    source.write_text(script(capsys, shell), "utf-8")

    subprocess.run([shell, "-n", str(source)], check=True, timeout=60)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_calls_us_back(capsys, shell):
    assert f"_OPENAI_NEWS_COMPLETE={shell}_complete" in script(capsys, shell)
