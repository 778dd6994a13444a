"""An alias as an editor writes it -> the old address that it names, safe on every file system."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from openai_news.patterns import late
from openai_news.urls import INDEX, path_of

_MAX_NAME = 255  # bytes: what every file system takes
_MAX_PATH = 1000
_PLAIN = frozenset("-_.~+,=@!()&' ")  # what a file's name can hold on every system
_LETTERS = frozenset("LMN")  # Unicode categories: letters, marks, numbers
_DRIVE = late("[a-z]:(?!:)")
_NOT_PORTABLE = late(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?|.{1,6}~[0-9](?:\..*)?")
_FILE = late(r".*\.html?", re.IGNORECASE)


class AliasError(ValueError):
    """An alias that cannot be an address of this site; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def old_address(alias: str, base: str) -> str:
    """Return the address that an alias names, relative to the site's root and not percent-encoded.

    `alias` is a path from the site's root or an absolute address of the site at `base`. What is
    no HTML file is a folder, for a page can answer there. Raises AliasError: E301 where it could
    leave the site (RELIABILITY 6, row 17), E304 and E305 where a file system would refuse it (rows
    20, 21), E320 for another site's address, E321 for one with a query or a fragment.
    """
    path = _site_path(alias, base)
    if "?" in path or "#" in path:
        raise AliasError("E321")
    *folders, name = (_decoded(part) for part in path.removeprefix("/").split("/"))
    for part in (*folders, name) if name else folders:
        check(part)
    if name == INDEX:
        name = ""
    elif name and not _FILE.fullmatch(name):
        name += "/"
    address = "".join(f"{folder}/" for folder in folders) + name
    if len(path_of(address).encode()) > _MAX_PATH:
        raise AliasError("E305")
    return address


def _site_path(alias: str, base: str) -> str:
    """Cut the site's own host and folder off an absolute address."""
    if not alias.lower().startswith(("http://", "https://")):
        return alias
    site = urlsplit(base)
    home = f"{site.netloc}{site.path}"
    _, _, rest = alias.partition("://")
    if not rest.lower().startswith(home.lower()):
        raise AliasError("E320")
    return f"/{rest[len(home) :]}"


def _decoded(part: str) -> str:
    try:
        return unicodedata.normalize("NFC", unquote(part, errors="strict"))
    except UnicodeDecodeError:
        raise AliasError("E301") from None


def check(name: str) -> None:
    """Refuse a name that is unsafe, not portable or too long, in this order; raise AliasError."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    if not name or name[0] in ". " or name[-1] in ". " or _DRIVE.match(folded):
        raise AliasError("E301")
    if ":" in name or _NOT_PORTABLE.fullmatch(folded):
        raise AliasError("E304")
    if not all(map(_is_plain, name)):
        raise AliasError("E301")
    if len(name.encode()) > _MAX_NAME:
        raise AliasError("E305")


def _is_plain(character: str) -> bool:
    return character in _PLAIN or unicodedata.category(character)[0] in _LETTERS
