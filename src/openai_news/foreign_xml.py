"""XML of others, read without entities and without the network, whatever prefix its names have."""

from collections.abc import Iterator
from typing import Any

from openai_news.errors import ContentError
from openai_news.foreign_html import library
from openai_news.model import Place, Problem


def parse(data: bytes, path: str) -> Any:
    """Return the root of a document; entities and documents that are not well formed are E139."""
    trees, common = library("defusedxml.ElementTree"), library("defusedxml.common")
    try:
        return trees.fromstring(data)
    except common.DefusedXmlException as error:
        raise ContentError([Problem("E139", Place(path), {"reason": "entities"})]) from error
    except (trees.ParseError, ValueError, LookupError) as error:
        line, column = getattr(error, "position", (0, -1))
        raise ContentError(
            [Problem("E139", Place(path, line, column + 1), {"detail": str(error)})]
        ) from error


def name_of(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Any, name: str, space: str = "") -> Iterator[Any]:
    """Yield the children of a name, in a namespace that contains `space`."""
    for child in element if element is not None else ():
        if name_of(child) == name and space in str(child.tag).rpartition("}")[0]:
            yield child


def text_of(element: Any, name: str, space: str = "") -> str:
    """Return the text of the first child of a name, or an empty text."""
    for child in children(element, name, space):
        return "".join(child.itertext()).strip()
    return ""
