"""What a picture is, from its bytes: its form, its size as shown, and why it may not be published."""

import re
import warnings
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING

from openai_news import pictures_svg
from openai_news.model import FileCard, Place, Problem
from openai_news.pictures_metadata import CLEANED, clean

if TYPE_CHECKING:
    from PIL import Image

PIXELS = 50_000_000  # of one picture: what decoding it needs is four bytes for each

FORMS = {
    "avif": "avif",
    "gif": "gif",
    "heic": "heic",
    "heif": "heic",
    "jpeg": "jpeg",
    "jpg": "jpeg",
    "png": "png",
    "svg": "svg",
    "tif": "tiff",
    "tiff": "tiff",
    "webp": "webp",
}
_SIGNATURES = {
    "avif": re.compile(rb"....ftyp(?:avif|avis|mif1)", re.DOTALL),
    "gif": re.compile(rb"GIF8[79]a"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "svg": re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE svg|svg|[a-z]+:svg)"),
    "tiff": re.compile(rb"II\*\0|MM\0\*"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
_UNSHOWN = {"heic"}  # by most browsers; telephones write them, with the place where they were taken
_PLAIN_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "CMYK"}
_ORIENTATION, _GPS = 0x0112, 0x8825  # of EXIF
_QUARTER_TURNED = 5  # and above


def form_of(path: str) -> str:
    """Return the form that a file's suffix says, '' when it is no picture."""
    return FORMS.get(path.rpartition(".")[2].lower(), "")


def inspect(path: str, data: bytes, digest: str) -> FileCard | Problem:
    """Return the card of a picture, or why it cannot be published (RELIABILITY 33)."""
    form = form_of(path)
    if form in _UNSHOWN:
        return _refused("E410", path, form=form.upper())
    if not _SIGNATURES[form].match(data):
        found = next((name for name, mark in _SIGNATURES.items() if mark.match(data)), "")
        values = {"form": form.upper(), "found": found.upper()}
        return _refused("E405", path, **values, reason="other" if found else "unknown")
    return _DRAWN[form](path, data, digest) if form in _DRAWN else _pixels(path, data, digest)


def _svg(path: str, data: bytes, digest: str) -> FileCard | Problem:
    found = pictures_svg.inspect(data)
    if found.refused:
        return _refused("E404", path, reason=found.refused, found=found.what)
    return FileCard(digest, found.width, found.height, form="svg")


_DRAWN: dict[str, Callable[[str, bytes, str], FileCard | Problem]] = {"svg": _svg}


def _pixels(path: str, data: bytes, digest: str) -> FileCard | Problem:
    from PIL import Image

    form = form_of(path)
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=[form]) as picture:
            return _judge(path, data, digest, picture)
    except Image.DecompressionBombError:
        return _refused("E406", path, most=f"{PIXELS // 1_000_000}")
    except Exception:  # noqa: BLE001 - a decoder may raise anything on hostile bytes
        return _refused("E405", path, form=form.upper(), reason="damaged")


def _judge(path: str, data: bytes, digest: str, picture: "Image.Image") -> FileCard | Problem:
    """Look at a picture's head, then decode it: only so is a damaged one found."""
    width, height = picture.size
    if width * height > PIXELS:
        return _refused("E406", path, most=f"{PIXELS // 1_000_000}", size=f"{width} × {height}")
    form, turn = form_of(path), picture.getexif().get(_ORIENTATION, 1)
    if form in CLEANED:
        clean(data, form, turn)
    elif _has_position(picture, data):
        return _refused("E407", path, form=form.upper())
    still = getattr(picture, "n_frames", 1) == 1 and picture.mode in _PLAIN_MODES
    picture.load()
    if turn >= _QUARTER_TURNED:
        width, height = height, width
    return FileCard(digest, width, height, form, turn, still=still)


def _has_position(picture: "Image.Image", data: bytes) -> bool:
    return bool(picture.getexif().get_ifd(_GPS)) or b"exif:GPS" in data


def _refused(code: str, path: str, **values: str) -> Problem:
    return Problem(code, Place(f"content/{path}"), values)
