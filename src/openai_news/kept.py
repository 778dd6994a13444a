"""What the pages of a clean build show, kept: other templates print it without making a view again.

A view is kept beside the catalogue as what its digest is made of, so that it need not be trusted. A page
whose view is new since then is made from the catalogue's items, until the next clean build.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias

import msgspec

from openai_news import disk, views
from openai_news.disk import DiskProblem
from openai_news.disk_log import Log
from openai_news.made import NOWHERE, Shown
from openai_news.views import PageView

Decoder: TypeAlias = "msgspec.json.Decoder[tuple[object, ...]]"

_ENCODER = msgspec.json.Encoder(order="deterministic")
_KINDS = {
    name.encode(): kind
    for name, kind in vars(views).items()
    if isinstance(kind, type) and issubclass(kind, PageView)
}


def fields_of(view: msgspec.Struct) -> bytes:
    """Return a view as JSON, one line for each of its fields."""
    return _ENCODER.encode_lines(msgspec.structs.astuple(view))


def forget(catalogue: Path) -> None:
    """Drop what was kept beside a catalogue: a whole site is made.

    Raises:
        DiskProblem: the system refuses.
    """
    disk.clear(_beside(str(catalogue)))


def _beside(catalogue: str) -> Path:
    return Path(f"{catalogue}-views")


class Kept:
    """The views that stand beside one catalogue."""

    def __init__(self, catalogue: str) -> None:
        """Name the catalogue; what it has not kept is not found."""
        self._log = Log(str(_beside(catalogue)))

    def keep(self, view: PageView, fields: bytes) -> Shown:
        """Keep a view, given with its fields; return where.

        Raises:
            DiskProblem: the system refuses.
        """
        data = f"{type(view).__name__}\n".encode() + fields
        return Shown(self._log.add(data), len(data))

    def find(self, shown: Shown, digest: str) -> PageView | None:
        """Return the view whose fields have a digest, if it is where it should be."""
        if shown == NOWHERE:
            return None
        try:
            name, _, fields = self._log.read(*shown).partition(b"\n")
        except DiskProblem:
            return None
        if disk.digest(fields) != digest or name not in _KINDS:
            return None
        return _view(_KINDS[name], fields)

    def close(self) -> None:
        """Close the file."""
        self._log.close()


def _view(kind: type[PageView], fields: bytes) -> PageView:
    values = _decoder(kind).decode(b"[%b]" % fields[:-1].replace(b"\n", b","))
    make: Callable[..., PageView] = kind
    return make(**dict(zip(kind.__struct_fields__, values, strict=True)))


@cache
def _decoder(kind: type[PageView]) -> Decoder:
    types = (field.type for field in msgspec.structs.fields(kind))
    return msgspec.json.Decoder(tuple.__class_getitem__(tuple(types)))
