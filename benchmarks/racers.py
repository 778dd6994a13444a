"""The generators that race: how each is run, and what its site is made of."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
PYTHON, NODE = "python", "node"


@dataclass(frozen=True)
class Racer:
    """A generator: its program below `benchmarks/`, run in its site's folder.

    `made` is what a clean build must not find, `base` is the template that all pages extend. One that
    has `reads` is no generator: it works on what another racer has just written.
    """

    name: str
    title: str
    colour: str
    program: str
    arguments: tuple[str, ...]
    made: tuple[str, ...]
    output: str
    base: str = ""
    kind: str = PYTHON
    reads: str = ""

    @property
    def installed(self) -> Path | None:
        """Return the program, ours beside the Python that runs the race; None when it is not installed."""
        if not self.kind:
            ours = Path(sys.executable).with_name(self.program)
            return ours if ours.exists() else None
        return next(iter(sorted(HERE.glob(self.program))), None)

    @property
    def command(self) -> tuple[str, ...]:
        """Return the command line; SystemExit when the program is not installed."""
        if not self.installed:
            raise SystemExit(f"{self.title} is not installed: run `make bench RACERS={self.name}`")
        return (str(self.installed), *self.arguments)


RACERS = {
    racer.name: racer
    for racer in (
        Racer(
            name="ours",
            title="openai-news",
            colour="#1b6e53",
            program="openai-news",
            arguments=("build", "--quiet"),
            made=("dist", ".cache"),
            output="dist",
            base="templates/base.html",
            kind="",
        ),
        Racer(
            name="hugo",
            title="Hugo",
            colour="#b0b0b0",
            program=".venv/hugo/lib/python*/site-packages/hugo/binaries/hugo*",
            arguments=("--quiet",),
            made=("public", "resources"),
            output="public",
            base="layouts/baseof.html",
        ),
        Racer(
            name="eleventy",
            title="Eleventy",
            colour="#d1941f",
            program="node_modules/.bin/eleventy",
            arguments=("--quiet",),
            made=("_site",),
            output="_site",
            base="_includes/base.njk",
            kind=NODE,
        ),
        Racer(
            name="pelican",
            title="Pelican",
            colour="#7a5ea8",
            program=".venv/pelican/bin/pelican",
            arguments=("--quiet",),
            made=("output", "cache"),
            output="output",
            base="theme/templates/base.html",
        ),
        Racer(
            name="nikola",
            title="Nikola",
            colour="#3b7bbf",
            program=".venv/nikola/bin/nikola",
            arguments=("build", "--quiet"),
            made=("output", "cache", ".doit.db*"),
            output="output",
            base="themes/plain/templates/base.tmpl",
        ),
        Racer(
            name="pagefind",
            title="Pagefind (search only)",
            colour="#c0504d",
            program="node_modules/@pagefind/*/bin/pagefind_extended",
            arguments=("--site", "../ours/dist", "--output-path", "index", "--quiet"),
            made=("index",),
            output="index",
            kind=NODE,
            reads="ours",
        ),
    )
}
DEFAULT = "ours,hugo"


def named(names: str) -> list[Racer]:
    """Return the racers of `ours,hugo` in the order of the table; SystemExit at an unknown name."""
    asked = names.split(",")
    if unknown := [name for name in asked if name not in RACERS]:
        raise SystemExit(f"no racer is called {', '.join(unknown)}; there are {', '.join(RACERS)}")
    chosen = [racer for racer in RACERS.values() if racer.name in asked]
    if missing := {racer.reads for racer in chosen if racer.reads} - set(asked):
        raise SystemExit(f"also ask for {', '.join(sorted(missing))}: its output is what the others read")
    return chosen


def ours_told(statement: str) -> Racer:
    """Return ours, which runs a statement of Python before its command: for what has no setting."""
    ours = RACERS["ours"]
    command = f"from openai_news import cli; {statement}; cli.main()"
    return replace(ours, program=Path(sys.executable).name, arguments=("-c", command, *ours.arguments))
