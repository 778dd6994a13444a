"""What the bytes of a file are, purely: text, a picture's size, a digest."""

from hashlib import blake2b
from io import BytesIO

from openai_news.disk_file import DiskProblem
from openai_news.model import Place, Problem, Source

PIXELS = 100_000_000  # of one picture
PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ORIENTATION = 0x0112  # of EXIF
_QUARTER_TURNED = 5  # and above


def decode(path: str, data: bytes) -> Source:
    """Return a text file without its byte order mark and with LF only.

    Raises:
        DiskProblem: the bytes are not UTF-8 (RELIABILITY 12).
    """
    if data.startswith(_UTF_16):
        raise DiskProblem(Problem("E111", Place(path, 1, 1), {"reason": "UTF-16", "offset": "0"}))
    try:
        return Source(path, _text(data))
    except UnicodeDecodeError as error:
        mark = len(data) - len(error.object)
        raise DiskProblem(_not_utf_8(path, data, mark + error.start)) from error


def _text(data: bytes) -> str:
    text = data.removeprefix(_BOM).decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _not_utf_8(path: str, data: bytes, offset: int) -> Problem:
    """Tell the byte that is wrong, counted in the file, and its place, counted in characters."""
    before = _text(data[:offset]).split("\n")
    wrong = data[offset : offset + 1]
    values = {"byte": wrong.hex().upper(), "offset": str(offset)}
    if likely := wrong.decode("cp1252", "ignore"):
        values |= {"reason": "Windows-1252", "character": likely}
    return Problem("E111", Place(path, len(before), len(before[-1]) + 1), values)


def digest(data: bytes) -> str:
    """Return the digest by which equal bytes are recognised: BLAKE2b, 128 bits, hexadecimal."""
    return blake2b(data, digest_size=16).hexdigest()


def is_picture(path: str) -> bool:
    """Tell whether a path's suffix is that of a picture made of pixels."""
    return path.lower().endswith(PICTURES)


def picture_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels as shown, (0, 0) if there is none or beyond `PIXELS`."""
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data)) as picture:
            width, height = picture.size
            lying = picture.getexif().get(_ORIENTATION, 1) >= _QUARTER_TURNED
    except Exception:  # noqa: BLE001 - a decoder may raise anything on hostile bytes
        return 0, 0
    if width * height > PIXELS:
        return 0, 0
    return (height, width) if lying else (width, height)
