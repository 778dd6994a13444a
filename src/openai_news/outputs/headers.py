"""`_headers` for Netlify and Cloudflare Pages: what a `meta` element cannot say (RULES R20)."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from openai_news.catalogue import View
from openai_news.layout import POLICY
from openai_news.model import FileCard, Problem, SettingCard, Stage, Value
from openai_news.page import Context, Output, Page, Writer
from openai_news.urls import asset_path

_EVERYWHERE = (
    f"Content-Security-Policy: {POLICY}; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: strict-origin-when-cross-origin",
    "Permissions-Policy: camera=(), geolocation=(), microphone=()",
)
_FOR_EVER = ("Cache-Control: public, max-age=31536000, immutable",)


class HeadersView(Value, frozen=True):
    """Where the site begins on its host, and the files whose name changes with their bytes."""

    top: str
    fixed: tuple[str, ...]


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make `_headers`."""
    cards = {path: read.card(f"static|{path}") for path in sorted(site.named_assets)}
    fixed = (asset_path(path, file.digest) for path, file in cards.items() if isinstance(file, FileCard))
    view = HeadersView(urlsplit(site.config.base_url).path.rstrip("/"), tuple(fixed))
    yield Page("_headers", Writer("headers", write), view, Stage.FEED)


def write(view: HeadersView) -> bytes:
    """Return the bytes of `_headers`."""
    rules = [_rule("/*", _EVERYWHERE), *(_rule(f"{view.top}/{path}", _FOR_EVER) for path in view.fixed)]
    return "\n".join(rules).encode()


def _rule(path: str, headers: tuple[str, ...]) -> str:
    return "\n".join([path, *(f"  {header}" for header in headers), ""])


OUTPUT = Output(name="headers", of="site", pages=pages)
