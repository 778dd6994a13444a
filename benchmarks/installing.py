"""Install the racers asked for, each where it disturbs nothing.

python -m benchmarks.installing ours,hugo
"""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.racers import DEFAULT, HERE, NODE, PYTHON, Racer, named

PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def install(racers: list[Racer]) -> None:
    """Bring each up to its pins; what is there already costs nothing."""
    for racer in racers:
        if racer.kind == PYTHON:
            _python(racer.name)
    if any(racer.kind == NODE for racer in racers):
        _node()


def _python(name: str) -> None:
    """Give each its own environment: they need different versions of the same libraries."""
    folder, pins = HERE / ".venv" / name, HERE / "requirements" / f"{name}.txt"
    if _fresh(folder / "installed", pins):
        return
    venv.create(folder, with_pip=True, symlinks=True, clear=True)
    subprocess.run([folder / "bin" / "python", *PIP, "-r", pins], check=True)
    (folder / "installed").touch()


def _node() -> None:
    folder, pins = HERE / "node_modules", HERE / "package-lock.json"
    if _fresh(folder / "installed", pins):
        return
    npm = shutil.which("npm")
    if not npm:
        raise SystemExit("Eleventy and Pagefind need npm (Node.js 18 or later)")
    subprocess.run([npm, *NPM], check=True, cwd=HERE)
    (folder / "installed").touch()


def _fresh(stamp: Path, pins: Path) -> bool:
    return stamp.exists() and stamp.stat().st_mtime >= pins.stat().st_mtime


if __name__ == "__main__":
    install(named(sys.argv[1] if len(sys.argv) > 1 else DEFAULT))
