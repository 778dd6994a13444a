"""A page of HTML: its head says title, date, authors and address; `article`, `main` or `body` is the text."""

import posixpath
from collections.abc import Iterator
from typing import Any

from openai_news.config import Config
from openai_news.foreign_draft import Draft, Files, Format
from openai_news.foreign_html import soup, to_markdown
from openai_news.slugs import slugify

_DATES = ("article:published_time", "datepublished", "dc.date", "dcterms.date", "dcterms.created", "date")
_SUMMARIES = ("description", "og:description", "dc.description")
_START = 2048


def _recognises(path: str, data: bytes) -> bool:
    start = data[:_START].lstrip().lower()
    return path.lower().endswith((".html", ".htm", ".xhtml")) or start.startswith(
        (b"<!doctype html", b"<html")
    )


def _read(path: str, files: Files, _config: Config) -> Iterator[Draft]:
    tree = soup(files.text(path).text)
    metas = _metas(tree)
    header = {
        "title": _title(tree, metas),
        "date": _date(tree, metas),
        "updated": metas.get("article:modified_time", [""])[0],
        "summary": _first(metas, _SUMMARIES),
        "authors": metas.get("author", []),
        "section": metas.get("article:section", [""])[0],
        "tags": _tags(metas),
        "aliases": [link["href"] for link in tree.select("link[rel=canonical][href]")],
    }
    lang = str(tree.html.get("lang", "")) if tree.html else ""
    body = tree.find("article") or tree.find("main") or tree.body or tree
    heading = body.find("h1")
    if heading and " ".join(heading.get_text().split()) == header["title"]:
        heading.decompose()
    markdown, losses = to_markdown(body, path)
    stem = posixpath.splitext(posixpath.basename(path))[0]
    name = stem if stem != "index" else posixpath.basename(posixpath.dirname(path))
    yield Draft(path, name or slugify(str(header["title"])), header, markdown, lang=lang, losses=losses)


def _metas(tree: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in tree.find_all("meta", content=True):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        found.setdefault(name.lower(), []).append(meta["content"].strip())
    return found


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((metas[name][0] for name in names if metas.get(name)), "")


def _title(tree: Any, metas: dict[str, list[str]]) -> str:
    headings = [tree.h1.get_text() if tree.h1 else "", *metas.get("og:title", [])]
    headings.append(tree.title.get_text() if tree.title else "")
    return next((" ".join(text.split()) for text in headings if text.strip()), "")


def _date(tree: Any, metas: dict[str, list[str]]) -> str:
    time = tree.find("time", datetime=True)
    return _first(metas, _DATES) or (str(time["datetime"]) if time else "")


def _tags(metas: dict[str, list[str]]) -> list[str]:
    words = [word.strip() for text in metas.get("keywords", []) for word in text.split(",")]
    return metas.get("article:tag") or list(filter(None, words))


FORMAT = Format("html", (".html", ".htm", ".xhtml"), _recognises, _read)
