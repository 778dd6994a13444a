"""All redirects for hosts that answer with a status: `_redirects`, and a map for nginx."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from openai_news.catalogue import View
from openai_news.model import ArticleCard, LabelCard, PageCard, Problem, SettingCard, Stage, Value
from openai_news.page import Context, Output, Page, Writer
from openai_news.patterns import late
from openai_news.redirects import Redirect, redirects

_BARE = late(r"[\w/.~-]+")
_NGINX = "# map $uri $moved { include nginx-redirects.map; } ... if ($moved) { return 301 $moved; }"


class LinesView(Value, frozen=True):
    """The lines of a text file."""

    lines: tuple[str, ...]


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make both files; none when nothing has moved."""
    found = sorted(_all(read, site).items())
    if not found:
        return
    top = urlsplit(site.config.base_url).path
    rules = (f"{_quoted(top + old)} {top}{new} 301" for old, new in found)
    entries = (f"{_named(top + old)} {top}{new};" for old, new in found)
    yield _file("_redirects", rules)
    yield _file("nginx-redirects.map", (_NGINX, *entries))


def write(view: LinesView) -> bytes:
    """Return the bytes of a text file."""
    return "".join(f"{line}\n" for line in view.lines).encode()


def _all(read: View, site: Context) -> dict[str, str]:
    """Return the new address of every old one; of two that claim one, the first has it."""
    found: dict[str, str] = {}
    for key, card in reversed(read.first("redirects|")):
        assert isinstance(card, ArticleCard | LabelCard | PageCard)
        for redirect in redirects(key, card, read, site):
            if isinstance(redirect, Redirect):
                found.setdefault(redirect.old, redirect.new)
    return found


def _file(path: str, lines: Iterable[str]) -> Page:
    return Page(path, Writer("redirect_map", write), LinesView(tuple(lines)), Stage.FEED)


def _quoted(path: str) -> str:
    return quote(path, safe="/-._~+,=@!()&'")


def _named(path: str) -> str:
    """Write a path as nginx compares it: decoded, in quotes where it is not a plain word."""
    return path if _BARE.fullmatch(path) else f'"{path}"'


OUTPUT = Output(name="redirect_map", of="site", pages=pages)
