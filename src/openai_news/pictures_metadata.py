"""Pictures without what they tell of their maker: position, camera, names, comments, hidden previews.

The pixels are not touched: only the parts that show the picture are copied. How it lies is kept.
"""

from zlib import crc32

from openai_news.patterns import late

CLEANED = frozenset({"jpeg", "png", "webp"})  # the forms that can be

_NEXT_MARKER = late(rb"\xff[^\x00\xd0-\xd7\xff]")
_APPLICATION = range(0xE0, 0xF0)
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_SHOWING = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_PNG_HEAD = 8
_PNG_SHOWING = set(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs acTL fcTL fdAT".split())
_WEBP_HEAD = 12
_WEBP_TELLING = {b"EXIF", b"XMP "}
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


def clean(data: bytes, form: str, turn: int = 1) -> bytes:
    """Return a JPEG, PNG or WebP file without metadata; `turn` is the EXIF orientation to keep.

    Raises:
        ValueError: the file's structure is broken.
    """
    try:
        return {"jpeg": _jpeg, "png": _png, "webp": _webp}[form](data, turn)
    except IndexError as error:
        raise ValueError(form) from error


def _lying(turn: int) -> bytes:
    """Return EXIF that tells the orientation and nothing else."""
    entry = b"\x01\x12\0\x03\0\0\0\x01" + turn.to_bytes(2) + b"\0\0"
    return b"MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"


def _jpeg(data: bytes, turn: int) -> bytes:
    kept, at = [data[:2]], 2
    if turn != 1:
        exif = b"Exif\0\0" + _lying(turn)
        kept.append(b"\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif)
    while at < len(data) and data[at + 1] != _END:
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xFF:  # noqa: PLR2004 - a byte that fills
            at += 1
            continue
        if marker == _SCAN:
            found = _NEXT_MARKER.search(data, end)
            end = found.start() if found else len(data)
        if _shows(marker, data[at + 4 : at + 20]):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, b"\xff\xd9"])


def _shows(marker: int, head: bytes) -> bool:
    if marker in _SHOWING:
        return head.startswith(_SHOWING[marker])
    return marker not in _APPLICATION and marker != _COMMENT


def _png(data: bytes, turn: int) -> bytes:
    kept, at, kind = [data[:_PNG_HEAD]], _PNG_HEAD, b""
    while kind != b"IEND":
        end = at + 12 + int.from_bytes(data[at : at + 4])
        kind = data[at + 4 : at + 8]
        if end > len(data):
            raise ValueError(kind)
        if kind in _PNG_SHOWING:
            kept.append(data[at:end])
        if kind == b"IHDR" and turn != 1:
            body = b"eXIf" + _lying(turn)
            kept.append((len(body) - 4).to_bytes(4) + body + crc32(body).to_bytes(4))
        at = end
    return b"".join(kept)


def _webp(data: bytes, turn: int) -> bytes:
    kept, at = [], _WEBP_HEAD
    last = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at < last:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        chunk = data[at : at + 8 + size + size % 2]
        if chunk[:4] == b"VP8X":
            flags = chunk[8] & ~(_EXIF_FLAG | _XMP_FLAG) | (_EXIF_FLAG if turn != 1 else 0)
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if chunk[:4] not in _WEBP_TELLING:
            kept.append(chunk)
        at += 8 + size + size % 2
    if turn != 1:
        kept.append(b"EXIF" + len(_lying(turn)).to_bytes(4, "little") + _lying(turn))
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
