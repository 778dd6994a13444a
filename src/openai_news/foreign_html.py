"""HTML of others -> Markdown: what is read stays, what runs or shows another site is named and replaced."""

from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from openai_news.errors import SiteError
from openai_news.foreign_draft import Loss
from openai_news.model import Place, Problem

_GONE = ("script", "style", "noscript", "template", "form", "button", "input", "select", "textarea")
_GONE_TOO = ("canvas", "svg", "math", "object", "applet", "link", "meta", "base")
_FRAMES = ("iframe", "embed", "video", "audio", "frame")


def library(name: str) -> Any:
    """Return a library of the extra `import`; its absence is an error with its remedy (E135)."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise SiteError([Problem("E135", Place("openai-news import"), {"library": name})]) from error


def soup(text: str) -> Any:
    """Return the tree of an HTML text."""
    return library("bs4").BeautifulSoup(text, "html.parser")


def to_markdown(tree: Any, path: str) -> tuple[str, tuple[Loss, ...]]:
    """Return the Markdown of a tree, which it changes, and all that was dropped or replaced."""
    losses = [*_comments(tree), *_remove(tree, path), *_replace_frames(tree, path)]
    convert = library("markdownify").MarkdownConverter(
        heading_style="atx", bullets="-", escape_misc=True, newline_style="backslash"
    )
    return str(convert.convert_soup(tree)).strip(), tuple(losses)


def _comments(tree: Any) -> list[Loss]:
    """Take out comments, which nobody sees; they are no loss."""
    comment = library("bs4").Comment
    for found in tree.find_all(string=lambda text: isinstance(text, comment)):
        found.extract()
    return []


def _remove(tree: Any, path: str) -> list[Loss]:
    losses = []
    for element in tree.find_all([*_GONE, *_GONE_TOO]):
        if not element.decomposed:
            losses.append(Loss("element", element.name, path))
            element.decompose()
    return losses


def _replace_frames(tree: Any, path: str) -> list[Loss]:
    """Put a link in the place of what would load another site."""
    losses = []
    for element in tree.find_all(_FRAMES):
        source = element.get("src") or next((s.get("src") for s in element.find_all("source")), "")
        losses.append(Loss("frame", element.name, path))
        element.replace_with(_link(tree, str(source or ""), str(element.get("title") or "")))
    return losses


def _link(tree: Any, address: str, title: str) -> Any:
    web = f"https:{address}" if address.startswith("//") else address
    if not web.startswith(("http://", "https://")):
        return ""
    maker = tree if hasattr(tree, "new_tag") else library("bs4").BeautifulSoup("", "html.parser")
    paragraph, link = maker.new_tag("p"), maker.new_tag("a", href=web)
    link.string = title or urlsplit(web).netloc
    paragraph.append(link)
    return paragraph
