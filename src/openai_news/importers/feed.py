"""RSS 2.0, RSS 1.0 and Atom: every entry is an article; its full text where the feed has it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from openai_news.config import Config
from openai_news.foreign_draft import Draft, Files, Format, Loss
from openai_news.foreign_html import soup, to_markdown
from openai_news.foreign_xml import children, name_of, parse, text_of
from openai_news.slugs import slugify

_START = 4096
_KEPT = frozenset(
    [
        "title",
        "link",
        "guid",
        "id",
        "pubDate",
        "date",
        "published",
        "updated",
        "author",
        "creator",
        "category",
        "subject",
        "description",
        "encoded",
        "content",
        "summary",
    ]
)


def _recognises(_path: str, data: bytes) -> bool:
    start = data[:_START]
    return any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:RDF"))


def _read(path: str, files: Files, _config: Config) -> Iterator[Draft]:
    root = parse(files.data(path), path)
    for element in root.iter():
        if name_of(element) in {"item", "entry"}:
            yield _draft(element, f"{path}: {text_of(element, 'title')}")


def _draft(entry: Any, path: str) -> Draft:
    html, summary = _texts(entry)
    markdown, losses = to_markdown(soup(html), path)
    link = _link(entry)
    last = urlsplit(link).path.rstrip("/").rpartition("/")[2].rpartition(".")
    header = {
        "title": _plain(text_of(entry, "title")),
        "date": text_of(entry, "pubDate") or text_of(entry, "published") or text_of(entry, "date"),
        "updated": text_of(entry, "updated"),
        "summary": _plain(summary),
        "id": text_of(entry, "guid") or text_of(entry, "id"),
        "authors": _authors(entry),
        "categories": _categories(entry),
        "aliases": [link] if link else [],
    }
    header["date"] = header["date"] or header.pop("updated")
    dropped = [Loss("feed", name_of(child), path) for child in entry if name_of(child) not in _KEPT]
    name = last[0] or last[2] or slugify(str(header["title"]))
    return Draft(path, name, header, markdown, losses=(*losses, *dropped))


def _texts(entry: Any) -> tuple[str, str]:
    """Return the body in HTML and the summary, which there is only beside a body."""
    content = next(children(entry, "content", "Atom"), None)
    full = text_of(entry, "encoded") or _inner(content)
    short = text_of(entry, "description") or text_of(entry, "summary")
    return (full, short) if full else (short, "")


def _inner(content: Any) -> str:
    """Return an Atom construct's HTML: text, escaped HTML or elements."""
    if content is None:
        return ""
    if content.get("type") == "xhtml":
        from xml.etree.ElementTree import tostring

        for element in content.iter():
            element.tag = name_of(element)
        return "".join(tostring(child, encoding="unicode", method="html") for child in content)
    text = "".join(content.itertext())
    return text if content.get("type") == "html" else text.replace("&", "&amp;").replace("<", "&lt;")


def _plain(html: str) -> str:
    return " ".join(soup(html).get_text().split()) if html else ""


def _link(entry: Any) -> str:
    for link in children(entry, "link"):
        if link.get("rel", "alternate") == "alternate":
            return str(link.get("href") or link.text or "").strip()
    return ""


def _authors(entry: Any) -> list[str]:
    found = [text_of(author, "name") or (author.text or "") for author in children(entry, "author")]
    found += ["".join(creator.itertext()) for creator in children(entry, "creator")]
    return [author.strip() for author in found if author.strip()]


def _categories(entry: Any) -> list[str]:
    found = [category.get("term") or category.text or "" for category in children(entry, "category")]
    return [name.strip() for name in found if name.strip()]


FORMAT = Format("feed", (".xml", ".rss", ".atom"), _recognises, _read)
