"""A site under test: write files, build, look at dist/."""

import os
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from openai_news import pipeline
from openai_news.published import Published
from openai_news.site import Options, open_site

NOW = "2024-06-01T12:00:00+02:00"

SETTINGS = """\
title: Le Veilleur
base_url: https://veilleur.example/
language: fr
languages: [fr, en]
timezone: Europe/Paris
id_authority: veilleur.example
"""


def article(title="Un titre", date="2023-11-18", body="Un corps.", **more):
    """Return an article's text; other front matter keys are given by name."""
    keys = {"title": f'"{title}"', "date": date} | more
    header = "\n".join(f"{key}: {value}" for key, value in keys.items() if value is not None)
    return f"---\n{header}\n---\n{body}\n"


@dataclass
class Site:
    """One site; every method that changes it returns it, `build` returns what was published."""

    root: Path
    now: str = NOW
    jobs: int = 1
    environ: dict = field(default_factory=dict)

    def __post_init__(self):
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / "content").mkdir(exist_ok=True)
        if not (self.root / "site.yaml").exists():
            self.write("site.yaml", SETTINGS)

    @staticmethod
    def of(root, scratch, **options):
        """Build the site of a folder into `scratch` and return its tree: the folder stays as it is."""
        output = scratch / "dist"
        asked = Options(site=str(root), now=NOW, output=str(output), cache=str(scratch / "cache"), **options)
        assert pipeline.build(open_site(asked), asked, {}).done
        return output

    def copy(self, root):
        """Return the same site elsewhere, as it stands."""
        shutil.copytree(self.root, root, symlinks=True)
        return replace(self, root=root)

    @property
    def dist(self):
        return self.root / "dist"

    def write(self, path, text):
        """Write a file of the site, whatever its folder."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            target.write_bytes(text)
        else:
            target.write_text(text, "utf-8")
        return self

    def article(self, path, title="Un titre", **more):
        """Write an article under content/."""
        return self.write(f"content/{path}", article(title, **more))

    def edit(self, path, old, new):
        """Replace a text that stands in a file."""
        text = (self.root / path).read_text("utf-8")
        assert old in text
        return self.write(path, text.replace(old, new))

    def remove(self, path):
        """Delete a file or a folder."""
        target = self.root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        return self

    def move(self, path, to):
        """Rename a file."""
        (self.root / to).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).rename(self.root / to)
        return self

    def build(self, *, only=None, **options) -> Published:
        """Build as the command line does; the clock is fixed unless `now` says otherwise.

        `only` is what a preview hears: nothing happened but in these folders.
        """
        chosen = {
            "site": str(self.root),
            "now": self.now,
            "jobs": self.jobs,
            "allow_removals": True,
        } | options
        asked = Options(**chosen)
        return pipeline.build(open_site(asked), asked, self.environ, only=only)

    def page(self, path):
        """Return a file of dist/ as text."""
        return (self.dist / path).read_text("utf-8")

    def has(self, path):
        """Tell whether dist/ holds a file."""
        return (self.dist / path).is_file()

    def tree(self):
        """Return dist/ whole: path -> bytes."""
        return tree(self.dist)

    def clean_tree(self, **options):
        """Return what a clean build elsewhere, from nothing, makes of the same site."""
        scratch = self.root.parent / "clean"
        shutil.rmtree(scratch, ignore_errors=True)
        output, cache = scratch / "dist", scratch / "cache"
        published = self.build(output=str(output), cache=str(cache), **options)
        return tree(output) if published.done else None


def tree(folder):
    """Return a folder whole: path -> bytes."""
    if not folder.is_dir():
        return {}
    return {
        os.path.relpath(path, folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
