"""A drawing (SVG): that it cannot act nor fetch anything, and its size."""

import re
from typing import Any
from xml.parsers import expat

from openai_news.model import Value

_ACTIVE = {
    "animate",
    "animatemotion",
    "animatetransform",
    "audio",
    "embed",
    "foreignobject",
    "handler",
    "iframe",
    "listener",
    "object",
    "script",
    "set",
    "video",
}
_XHTML = "http://www.w3.org/1999/xhtml"  # what a browser would act on within a drawing
_LINKS = {"href", "src", "action"}
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpe?g|gif|webp|avif)[;,])", re.IGNORECASE)
_FETCHING = re.compile(
    r"@import|url\(\s*[\"']?\s*(?!#|[\"']|\s)|image-set\(|\bsrc\(|\\|javascript:", re.IGNORECASE
)
_LENGTH = re.compile(r"\s*([0-9.]+)(?:px)?\s*")
_MOST = 100_000  # pixels on a side that can be meant


class Drawing(Value, frozen=True):
    """A drawing's size in pixels (0 when it has none), or the kind of what it may not hold, and that."""

    width: int = 0
    height: int = 0
    refused: str = ""
    what: str = ""


class _RefusedError(Exception):
    pass


def inspect(data: bytes) -> Drawing:
    """Read a drawing; entities, scripts, handlers, animations and addresses elsewhere are refused."""
    found = _Reader()
    parser = expat.ParserCreate(namespace_separator="|")
    parser.StartDoctypeDeclHandler = found.doctype
    parser.ProcessingInstructionHandler = found.instruction
    parser.StartElementHandler = found.element
    parser.CharacterDataHandler = found.text
    parser.EndElementHandler = found.end
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
    except _RefusedError as error:
        return Drawing(refused=str(error.args[0]), what=str(error.args[1]))
    except (expat.ExpatError, ValueError) as error:
        return Drawing(refused="damaged", what=str(error))
    return Drawing(*found.size)


class _Reader:
    """What one walk over the elements finds; nothing of it is kept but the size."""

    def __init__(self) -> None:
        self.size = (0, 0)
        self.depth = 0
        self.style: list[str] | None = None

    def doctype(self, *declared: Any) -> None:
        *_, internal = declared
        if internal:
            raise _RefusedError("entity", "DOCTYPE")

    def instruction(self, target: str, _: str) -> None:
        raise _RefusedError("element", f"<?{target}?>")

    def element(self, name: str, attributes: dict[str, Any]) -> None:
        space, _, local = name.lower().rpartition("|")
        if not self.depth and local == "svg":
            self.size = _size(attributes)
        if local in _ACTIVE or space == _XHTML or not (self.depth or local == "svg"):
            raise _RefusedError("element", f"<{local}>")
        self.depth += 1
        if local == "style":
            self.style = []
        for key, value in attributes.items():
            space, _, local_key = key.rpartition("|")
            if not space or local_key.lower() in _LINKS:  # others are a drawing program's own notes
                _check(local_key.lower(), value, link=local == "a")

    def text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.style is not None and name.rpartition("|")[2].lower() == "style":
            _check("style", "".join(self.style), link=False)
            self.style = None


def _check(key: str, value: str, *, link: bool) -> None:
    if key.startswith("on"):
        raise _RefusedError("attribute", key)
    web = link and value.strip().lower().startswith(("https://", "http://"))
    if key in _LINKS and not web and not _INSIDE.match(value):
        raise _RefusedError("address", value[:60])
    if key not in _LINKS and _FETCHING.search(value):
        raise _RefusedError("address", value[:60])


def _size(attributes: dict[str, Any]) -> tuple[int, int]:
    """Return a drawing's size: its own, or that of its view box."""
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    given = [_LENGTH.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
    words = [found[1] for found in given if found]
    if len(words) < len(given):
        words = box[2:4]
    try:
        width, height = (round(float(word)) for word in words)
    except ValueError:
        return 0, 0
    return (width, height) if 0 < width < _MOST and 0 < height < _MOST else (0, 0)
