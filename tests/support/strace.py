"""What a build asks of the system, by strace: calls that name a file of the site, and waits for the disk."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from support.tools import without

STRACE = shutil.which("strace") or ""
HOW = "the tests of system calls need strace, and the right to use it: `apt-get install strace`"

_FOLDER = r"(?:\w+<([^>]*)>, )?"  # the descriptor of an open folder, with its path
_CALL = re.compile(rf'(\w+)\({_FOLDER}"([^"]+)"(?:, {_FOLDER}"([^"]+)")?(.*)')
_SYNCS = ("fsync", "fdatasync", "sync", "syncfs", "sync_file_range")


class Call(NamedTuple):
    """One call: its name, its path within the site, where a rename leads, and what else it says."""

    name: str
    path: str
    to: str
    rest: str

    @property
    def done(self):
        """Whether the system did what it was asked for."""
        return " = -1 " not in self.rest

    @property
    def looks(self):
        """Whether it only asks how a file stands."""
        return self.name in {"stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2"}

    @property
    def lists(self):
        """Whether it opens a folder."""
        return self.name.startswith("open") and "O_DIRECTORY" in self.rest

    @property
    def reads(self):
        """Whether it opens a file to read it."""
        return self.name.startswith("open") and "O_RDONLY" in self.rest and not self.lists

    @property
    def writes(self):
        """Whether it opens a file to write it."""
        return self.name.startswith("open") and self.done and "O_RDONLY" not in self.rest

    @property
    def renames(self):
        """Whether it puts a file elsewhere."""
        return self.name.startswith("rename")

    @property
    def removes(self):
        """Whether it takes a file away."""
        return self.name in {"unlink", "unlinkat"} and "AT_REMOVEDIR" not in self.rest


class Trace(NamedTuple):
    """The calls of all processes of a build, how many these were, and how often they waited for the disk."""

    calls: list[Call]
    processes: int
    syncs: int


def need_strace():
    """Skip the test where strace is missing or may not trace; never in CI."""
    without(missing=not _permitted(), how=HOW)


def _permitted():
    command = [STRACE, "-qq", "-o", "/dev/null", "true"]
    return bool(STRACE) and not subprocess.run(command, check=False, capture_output=True).returncode


def traced(site, logs):
    """Build in a process of its own; `logs` is a new folder."""
    logs.mkdir()
    options = [
        "-f",
        "-ff",
        "-qq",
        "-y",
        "--seccomp-bpf",
        "-o",
        logs / "log",
        "-e",
        f"trace=%file,{','.join(_SYNCS)}",
    ]
    build = [sys.executable, "-m", "openai_news", "build", "--site", site.root, "--now", site.now]
    subprocess.run([STRACE, *options, *build, "--jobs", "1", "--quiet"], check=True, capture_output=True)
    texts = [log.read_text("utf-8", "replace") for log in logs.iterdir()]
    lines = "".join(texts).splitlines()
    return Trace(
        [call for line in lines for call in _calls(line, f"{site.root}/")],
        len(texts),
        sum(line.startswith(tuple(f"{name}(" for name in _SYNCS)) for line in lines),
    )


def _calls(line, root):
    """Return the call that a line tells, if it is about a file of the site."""
    for name, folder, path, beside, to, rest in _CALL.findall(line):
        real, target = str(Path(folder, path)), str(Path(beside, to)) if to else ""
        if real.startswith(root):
            yield Call(name, real.removeprefix(root), target.removeprefix(root), rest)
