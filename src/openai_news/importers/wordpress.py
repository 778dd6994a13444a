"""WordPress's own export (WXR): posts become articles; pages, comments and the like are named."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from openai_news.config import Config
from openai_news.foreign_draft import Draft, Files, Format, Loss
from openai_news.foreign_html import soup, to_markdown
from openai_news.foreign_xml import children, parse, text_of
from openai_news.slugs import slugify

_START = 16_384
_EXPORT = "wordpress.org/export"
_HIDDEN = frozenset({"draft", "pending", "private", "auto-draft"})
_CAPTION = re.compile(r"\[(?:wp_)?caption[^\]]*\](.*?)\[/(?:wp_)?caption\]", re.DOTALL)
_PICTURE = re.compile(r"((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_EMBED = re.compile(r"\[embed[^\]]*\](.*?)\[/embed\]", re.DOTALL)
_SHORTCODE = re.compile(
    r"(?<!\[)\[/?(gallery|audio|video|playlist|[a-z]+(?:[-_][a-z0-9]+)+)(?:\s[^\]]*)?/?\]"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|t[rdh]|thead|tbody|blockquote|pre|figure|figcaption|hr|address)\b"
)
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_KINDS = frozenset({"post"})


def _recognises(_path: str, data: bytes) -> bool:
    return _EXPORT.encode() in data[:_START]


def _read(path: str, files: Files, _config: Config) -> Iterator[Draft]:
    root = parse(files.data(path), path)
    channel = next(children(root, "channel"), None)
    names = {
        text_of(author, "author_login", _EXPORT): text_of(author, "author_display_name", _EXPORT)
        for author in children(channel, "author", _EXPORT)
    }
    for item in children(channel, "item"):
        yield _draft(item, path, names)


def _draft(item: Any, path: str, names: dict[str, str]) -> Draft:
    """Return a post; an item of another kind is a draft without a header, which only its losses tell of."""
    title = text_of(item, "title")
    slug = unquote(text_of(item, "post_name", _EXPORT)) or slugify(title)
    shown = f"{path}: {title or slug}"
    kind, status = text_of(item, "post_type", _EXPORT), text_of(item, "status", _EXPORT)
    if kind not in _KINDS or status == "trash":
        name = "trash" if status == "trash" else kind
        return Draft(shown, slug, {}, "", losses=(Loss("item", name, shown),))
    markdown, losses = _body(text_of(item, "encoded", "content"), shown)
    return Draft(
        shown, slug, _header(item, title, status, names), markdown, losses=(*losses, *_losses(item, shown))
    )


def _header(item: Any, title: str, status: str, names: dict[str, str]) -> dict[str, Any]:
    creator = text_of(item, "creator")
    hidden = status in _HIDDEN or bool(text_of(item, "post_password", _EXPORT))
    link = text_of(item, "link")
    return {
        "title": title,
        "date": _date(item),
        "draft": "true" if hidden else "",
        "id": text_of(item, "guid"),
        "summary": " ".join(soup(text_of(item, "encoded", "excerpt")).get_text().split()),
        "authors": [names.get(creator) or creator] if creator else [],
        "section": next(iter(_terms(item, "category")), ""),
        "tags": [*_terms(item, "category")[1:], *_terms(item, "post_tag")],
        "featured": "true" if text_of(item, "is_sticky", _EXPORT) == "1" else "",
        "aliases": [link] if link else [],
    }


def _date(item: Any) -> str:
    """Return the instant in UTC where the export has it; drafts have only a local one."""
    utc = text_of(item, "post_date_gmt", _EXPORT)
    return f"{utc}Z" if utc and not utc.startswith("0000") else text_of(item, "post_date", _EXPORT)


def _terms(item: Any, domain: str) -> list[str]:
    found = [one.text or "" for one in children(item, "category") if one.get("domain") == domain]
    return [name.strip() for name in found if name.strip()]


def _losses(item: Any, path: str) -> Iterator[Loss]:
    for name in ("comment", "postmeta"):
        for _ in children(item, name, _EXPORT):
            yield Loss("wordpress", name, path)
    if text_of(item, "post_password", _EXPORT):
        yield Loss("hidden", "post_password", path)
    if text_of(item, "status", _EXPORT) == "private":
        yield Loss("hidden", "private", path)
    for category in children(item, "category"):
        if category.get("domain") not in {"category", "post_tag"}:
            yield Loss("wordpress", f"{category.get('domain')}: {category.text}", path)


def _body(html: str, path: str) -> tuple[str, tuple[Loss, ...]]:
    losses = [Loss("shortcode", match[1], path) for match in _SHORTCODE.finditer(_CAPTION.sub("", html))]
    if "<!--nextpage-->" in html:
        losses.append(Loss("wordpress", "nextpage", path))
    html = _CAPTION.sub(_figure, _COMMENT.sub("", html))
    html = _EMBED.sub(lambda match: f'<a href="{match[1].strip()}">{match[1].strip()}</a>', html)
    markdown, more = to_markdown(soup(_paragraphs(_SHORTCODE.sub("", html))), path)
    return markdown, (*losses, *more)


def _figure(match: re.Match[str]) -> str:
    found = _PICTURE.fullmatch(match[1].strip())
    if not found:
        return match[1]
    return f"\n\n{found[1]}\n\n<em>{found[2].strip()}</em>\n\n" if found[2].strip() else f"\n\n{found[1]}\n\n"


def _paragraphs(html: str) -> str:
    """Make paragraphs of blank lines and breaks of line ends, as WordPress does when it shows a post."""
    parts = _PRE.split(html.replace("\r\n", "\n"))
    return "".join(part if part.startswith("<pre") else _autop(part) for part in parts)


def _autop(html: str) -> str:
    blocks = (block.strip() for block in re.split(r"\n\s*\n", html))
    return "\n\n".join(block if _BLOCK.search(block) else _paragraph(block) for block in blocks if block)


def _paragraph(block: str) -> str:
    broken = block.replace("\n", "<br>\n")
    return f"<p>{broken}</p>"


FORMAT = Format("wordpress", (".xml", ".wxr"), _recognises, _read)
