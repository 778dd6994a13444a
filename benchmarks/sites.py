"""Write the same archive as a site of each generator, in FOLDER/ours, FOLDER/hugo and so on.

    python -m benchmarks.sites 10000 FOLDER [ours hugo eleventy pelican nikola]

Same count and seed, same bytes.
"""

import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpus import Archive, Article, article, name

HERE = Path(__file__).parent
CONTENT = "content"
SITE = """\
title: Banc d’essai
base_url: https://example.org/
language: fr
timezone: Europe/Paris
"""


@dataclass(frozen=True)
class Format:
    """An article as one generator reads it: its path below content/, its text, where its body begins."""

    path: Callable[[Article], str]
    text: Callable[[Archive, Article], str]
    body_after: str = "\n---\n\n"


def _ours(archive: Archive, item: Article) -> str:
    """Own links name files."""
    header = {
        "title": item.name.title,
        "date": f"{item.name.date:%Y-%m-%d %H:%M}",
        "summary": item.summary,
        "tags": item.tags,
        "authors": item.authors,
        "section": item.section,
    }
    return _front_matter(header, _linked(item.body, lambda number: f"../../{name(archive, number).path}"))


def _hugo(archive: Archive, item: Article) -> str:
    header = {
        "title": item.name.title,
        "date": f"{item.name.date:%Y-%m-%dT%H:%M:%S}",
        "slug": item.name.slug,
        "summary": item.summary,
        "tags": item.tags,
        "authors": item.authors,
        "categories": [item.section],
        "years": [f"{item.name.date:%Y}"],
        "months": [f"{item.name.date:%Y-%m}"],
    }
    return _front_matter(header, _to_addresses(archive, item))


def _eleventy(archive: Archive, item: Article) -> str:
    """`tags` would make a collection of each tag, beside those of eleventy.config.js."""
    header = {
        "title": item.name.title,
        "date": f"{item.name.date:%Y-%m-%dT%H:%M:%SZ}",
        "permalink": f"{item.name.url}index.html",
        "summary": item.summary,
        "topics": item.tags,
        "authors": item.authors,
        "section": item.section,
    }
    return _front_matter(header, _to_addresses(archive, item))


def _pelican(archive: Archive, item: Article) -> str:
    """Metadata of Python-Markdown: a line for each, nothing quoted."""
    lines = [
        f"Title: {item.name.title}",
        f"Date: {item.name.date:%Y-%m-%d %H:%M}",
        f"Slug: {item.name.slug}",
        f"Summary: {item.summary}",
        f"Tags: {', '.join(item.tags)}",
        f"Authors: {', '.join(item.authors)}",
        f"Category: {item.section}",
    ]
    return "\n".join(["---", *lines, "---", "", _to_addresses(archive, item)])


def _nikola(archive: Archive, item: Article) -> str:
    """Nikola's own metadata: its YAML would need one library more."""
    lines = [
        f".. title: {item.name.title}",
        f".. date: {item.name.date:%Y-%m-%d %H:%M}",
        f".. slug: {item.name.slug}",
        f".. description: {item.summary}",
        f".. tags: {', '.join(item.tags)}",
        f".. author: {', '.join(item.authors)}",
        f".. category: {item.section}",
    ]
    return "\n".join(["<!--", *lines, "-->", "", _to_addresses(archive, item)])


def _front_matter(header: dict[str, Any], body: str) -> str:
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in header.items()]
    return "\n".join(["---", *lines, "---", "", body])


def _to_addresses(archive: Archive, item: Article) -> str:
    return _linked(item.body, lambda number: name(archive, number).url)


def _linked(body: str, target: Callable[[int], str]) -> str:
    return re.sub(r"(?<=\]\()article:(\d+)", lambda found: target(int(found[1])), body)


def _by_month(item: Article) -> str:
    return item.name.path


FORMATS = {
    "ours": Format(_by_month, _ours),
    "hugo": Format(lambda item: f"posts/{item.name.path}", _hugo),
    "eleventy": Format(_by_month, _eleventy),
    "pelican": Format(_by_month, _pelican),
    # Nikola's addresses have the folders of the file.
    "nikola": Format(lambda item: f"{item.name.url.strip('/')}.md", _nikola, body_after="\n-->\n\n"),
}


def article_path(folder: Path, generator: str, item: Article) -> Path:
    """Return where a generator finds the article, in the folder of all sites."""
    return folder / generator / CONTENT / FORMATS[generator].path(item)


def put(folder: Path, generator: str, archive: Archive, item: Article) -> None:
    """Write one article for a generator."""
    path = article_path(folder, generator, item)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FORMATS[generator].text(archive, item), "utf-8")


def write(folder: Path, archive: Archive, generators: Sequence[str] = ("ours",)) -> None:
    """Write a site for each generator into `folder`; OSError if there is one already."""
    for generator in generators:
        _begin(folder / generator)
    for number in range(archive.count):
        item = article(archive, number)
        for generator in generators:
            put(folder, generator, archive, item)


def _begin(site: Path) -> None:
    """Put in place what is no article: settings and theme."""
    if site.name == "ours":
        site.mkdir(parents=True)
        (site / "site.yaml").write_text(SITE, "utf-8")
    else:
        shutil.copytree(HERE / site.name, site)


if __name__ == "__main__":
    write(Path(sys.argv[2]), Archive(int(sys.argv[1])), sys.argv[3:] or ["ours"])
