"""The social card of an article, drawn: what people see of it before they open it (RULES N7, R4)."""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from openai_news.model import Value

if TYPE_CHECKING:
    from PIL import ImageFont

RECIPE = "social card 1"  # another number where the same texts would become another picture
SIZE = WIDTH, HEIGHT = 1200, 630

_FONTS = Path(__file__).with_name("fonts")
_TITLE, _TEXT = "SourceSerifPro-Semibold.otf", "SourceSerifPro-Regular.otf"
_PAPER, _INK, _QUIET, _ACCENT = "#fdfbf7", "#1b1a17", "#615c52", "#7d1d23"  # the light theme's
_MARGIN, _RULE = 80, 12
_SIZES = (92, 80, 70, 62, 54)
_LEADING = 1.14
_SMALL = 34
_SPACES = str.maketrans({"\u202f": "\u00a0", "\u2011": "-"})  # drawn where the face has no such sign
_HEAD, _FOOT = 140, 145  # above and below the title
_ROOM, _HIGH = WIDTH - 2 * _MARGIN, HEIGHT - _HEAD - _FOOT


class CardView(Value, frozen=True):
    """What stands on a card; texts are final."""

    title: str
    date: str
    site: str


def draw(view: CardView, _: bytes = b"") -> bytes:
    """Draw a card, as large as its title allows."""
    from PIL import Image, ImageDraw

    card = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, WIDTH, _RULE), fill=_ACCENT)
    name = _face(_TITLE, _SMALL)
    pen.text((_MARGIN, 62), _fitting(view.site.translate(_SPACES), name), font=name, fill=_INK)
    pen.line((_MARGIN, HEIGHT - 118, WIDTH - _MARGIN, HEIGHT - 118), fill="#d8d2c6", width=2)
    pen.text((_MARGIN, HEIGHT - 92), view.date.translate(_SPACES), font=_face(_TEXT, _SMALL), fill=_QUIET)
    face, lines = _set(view.title)
    step = round(face.size * _LEADING)
    top = _HEAD + (_HIGH - step * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((_MARGIN, top + number * step), line, font=face, fill=_INK)
    file = BytesIO()
    card.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _set(title: str) -> tuple["ImageFont.FreeTypeFont", list[str]]:
    """Return the largest face in which a title fits, and its lines; the last resort is to cut it."""
    words = title.translate(_SPACES)
    for size in _SIZES:
        face = _face(_TITLE, size)
        lines = list(_broken(words, face))
        if len(lines) * size * _LEADING <= _HIGH and max(map(face.getlength, lines)) <= _ROOM:
            return face, lines
    most = int(_HIGH / (face.size * _LEADING))
    last = " ".join(lines[most - 1 :])
    return face, [_fitting(line, face) for line in [*lines[: most - 1], last]]


def _broken(text: str, face: "ImageFont.FreeTypeFont") -> Iterator[str]:
    """Break a text at ordinary spaces alone: a no-break space holds what French punctuation needs."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and face.getlength(longer) > _ROOM:
            yield line
            longer = word
        line = longer
    yield line


def _fitting(text: str, face: "ImageFont.FreeTypeFont") -> str:
    """Cut a line that is too long, with an ellipsis."""
    if face.getlength(text) <= _ROOM:
        return text
    while text and face.getlength(f"{text}…") > _ROOM:
        text = text[:-1]
    return f"{text.rstrip()}…"


@cache
def _face(name: str, size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    # The basic layout is part of every Pillow: the same card on any machine.
    return ImageFont.truetype(_FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)
