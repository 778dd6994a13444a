"""Who may ask the preview what: this machine by its own names, pages of its own origin, no hidden path.

Other sites' pages run in the same browser; what they could reach are drafts and embargoed articles
(RELIABILITY 2.2).
"""

from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_OWN_SITES = frozenset({"", "none", "same-origin"})  # nothing is said by what is no browser


def is_own_host(host: str, address: str, port: int, named: str) -> bool:
    """Tell whether a Host header names this server: `address` is where the request arrived.

    A name that an attacker lets point here (DNS rebinding) is none of ours; `named` is the `--host` given.
    """
    try:
        parts = urlsplit(f"//{host}")
        name, given = parts.hostname or "", parts.port
    except ValueError:
        return False
    if (given or 80) != port or parts.username is not None or parts.netloc != host or not name:
        return False
    if name in _LOOPBACK:
        return ip_address(address).is_loopback
    return name in {address, named}


def is_own_origin(origin: str | None, host: str) -> bool:
    """Tell whether a WebSocket is opened by a page of this server; every browser says where it comes from."""
    return origin is not None and origin == f"http://{host}"


def is_own_page(origin: str | None, host: str, fetched: tuple[str, str]) -> bool:
    """Tell whether a request is the reader's own or a page's of this server.

    `fetched` is what browsers say in Sec-Fetch-Site and Sec-Fetch-Mode: another site may link to a page, and
    not use it as data, a script or a picture.
    """
    site, mode = fetched
    if origin is not None:
        return is_own_origin(origin, host)
    return site in _OWN_SITES or mode == "navigate"


def is_open_path(path: str) -> bool:
    """Tell whether a request's path has no hidden part, no way up and no control character."""
    decoded = unquote(path)
    parts = decoded.replace("\\", "/").split("/")
    return decoded.isprintable() and not any(part.startswith(".") for part in parts)
