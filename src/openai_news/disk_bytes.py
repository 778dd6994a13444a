"""What the bytes of a file are, purely: text or a digest."""

from hashlib import sha256

from openai_news.disk_file import DiskProblem
from openai_news.model import Place, Problem, Source

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


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
    rest = _line(data[offset:]).decode("cp1252", "replace")
    place = Place(path, len(before), len(before[-1]) + 1)
    return Problem("E111", place, values, excerpt=before[-1] + rest)


def _line(data: bytes) -> bytes:
    return data.replace(b"\r", b"\n").partition(b"\n")[0]


def digest(data: bytes) -> str:
    """Return the digest by which equal bytes are recognised: SHA-256 cut to 128 bits, hexadecimal.

    Processors compute it: it takes half of BLAKE2b's time.
    """
    return sha256(data, usedforsecurity=False).hexdigest()[:32]
