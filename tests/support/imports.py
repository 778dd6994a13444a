"""What a command imports in a fresh process, and the committed lists; `make imports` writes them anew."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from support.site import NOW, Site

LISTS = Path(__file__).parent.parent / "data" / "imports"
BUILD, VERSION = "nothing-to-do", "version"
RUN = """\
import json, sys
before = set(sys.modules)
from openai_news.cli import run
code = run(sys.argv[1:])
print(json.dumps([code, sorted(set(sys.modules) - before)]), file=sys.stderr)
"""
# Read where the system has no time zones of its own.
BY_MACHINE = {"tzdata"}


def imported(*arguments):
    """Run a command in a fresh process; return every module that it imported."""
    done = subprocess.run([sys.executable, "-c", RUN, *arguments], check=True, capture_output=True, text=True)
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    return modules


def nothing_to_do(folder):
    """Build a small site, and again in a fresh process; return what that one imported.

    The first build makes the cache, the second keeps there how site.yaml reads.
    """
    site = Site(folder)
    site.article("2023/11/un.md", "Un titre", tags="[Sujet]")
    assert site.build().done
    assert site.build().done
    return imported("build", "--quiet", "--site", str(site.root), "--now", NOW)


def listed(modules):
    """Return what a list holds: our own modules, and the names of libraries; Python's differ by version."""
    ours = {name for name in modules if name.partition(".")[0] == "openai_news"}
    others = {name.partition(".")[0] for name in modules} - sys.stdlib_module_names - BY_MACHINE
    public = {name for name in others if not name.startswith(("_", "cython"))}  # how one was compiled
    return sorted(ours | public - {"openai_news"})


def committed(name):
    """Return a committed list."""
    return (LISTS / f"{name}.txt").read_text("utf-8").split()


def main():
    """Write both lists."""
    LISTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        found = {BUILD: nothing_to_do(Path(folder) / "site"), VERSION: imported("--version")}
    for name, modules in found.items():
        (LISTS / f"{name}.txt").write_text("\n".join(listed(modules)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
