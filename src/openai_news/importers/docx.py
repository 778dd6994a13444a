"""A Word document: mammoth makes HTML of its styles; title, authors and date come from its properties."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from openai_news.config import Config
from openai_news.errors import ContentError
from openai_news.foreign_draft import Draft, Files, Format, Loss
from openai_news.foreign_files import Archive
from openai_news.foreign_html import library, soup, to_markdown
from openai_news.foreign_xml import parse, text_of
from openai_news.model import Place, Problem
from openai_news.slugs import slugify

_PROPERTIES = "docProps/core.xml"
_DOCUMENT = "word/document.xml"
_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


def _recognises(path: str, data: bytes) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _DOCUMENT in packed.namelist()
    except zipfile.BadZipFile:
        return path.lower().endswith(".docx")


def _read(path: str, files: Files, _config: Config) -> Iterator[Draft]:
    data = files.data(path)
    packed = Archive(data, path)
    if packed.problems:
        raise ContentError(packed.problems)
    for member in packed.names():
        if member.endswith((".xml", ".rels")):
            parse(packed.data(member), path)  # refuses entities before mammoth reads it
    pictures = _Pictures(path)
    try:
        made = library("mammoth").convert_to_html(io.BytesIO(data), convert_image=pictures.element())
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise ContentError([Problem("E139", Place(path), {"detail": str(error)})]) from error
    tree = soup(made.value)
    properties = _properties(packed, path)
    heading = tree.find("h1")
    if heading and properties["title"] in {"", heading.get_text().strip()}:
        properties["title"] = heading.get_text().strip()
        heading.decompose()
    losses = [Loss("docx", message.message, path) for message in made.messages]
    losses += [Loss("embedded", kind, path) for kind in pictures.unknown]
    markdown, more = to_markdown(tree, path)
    name = posixpath.splitext(posixpath.basename(path))[0]
    yield Draft(path, name, properties, markdown, losses=(*losses, *more), pictures=pictures.found)


class _Pictures:
    """The pictures of one document, each under a name of its own beside it."""

    def __init__(self, path: str) -> None:
        self.stem = posixpath.splitext(path)[0]
        self.found: dict[str, bytes] = {}
        self.unknown: list[str] = []

    def element(self) -> object:
        """Return what mammoth calls for each picture."""
        return library("mammoth").images.img_element(self._keep)

    def _keep(self, image: Any) -> dict[str, str]:
        suffix = _SUFFIXES.get(image.content_type)
        if not suffix:
            self.unknown.append(image.content_type)
            return {"src": ""}
        name = f"{slugify(posixpath.basename(self.stem)) or 'image'}-{len(self.found) + 1}{suffix}"
        with image.open() as data:
            self.found[posixpath.join(posixpath.dirname(self.stem), name)] = data.read()
        return {"src": name}


def _properties(packed: Archive, path: str) -> dict[str, object]:
    root = parse(packed.data(_PROPERTIES), path) if packed.has(_PROPERTIES) else None
    names = {"title": "title", "date": "created", "summary": "description", "authors": "creator"}
    found: dict[str, object] = {ours: text_of(root, theirs) for ours, theirs in names.items()}
    words = text_of(root, "keywords").replace(";", ",").split(",")
    found["authors"] = [found["authors"]] if found["authors"] else []
    return found | {"tags": [word.strip() for word in words if word.strip()]}


FORMAT = Format("docx", (".docx",), _recognises, _read)
