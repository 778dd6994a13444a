"""Pages that lead from an old address to where its article, term or page stands now (RULES A2)."""

import re
from collections.abc import Iterator

from openai_news.alias import AliasError, old_address
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.model import ArticleCard, LabelCard, PageCard, Place, Problem, Stage, Value
from openai_news.page import Context, Output, Page, Template
from openai_news.urls import path_of
from openai_news.views import RedirectView

_NOT_PATH = re.compile(r"^https?://[^/]*|[?#].*", re.DOTALL | re.IGNORECASE)

Moved = ArticleCard | LabelCard | PageCard


class Redirect(Value, frozen=True):
    """An old address and the new one, relative to the site's root; `old` is not percent-encoded."""

    old: str
    new: str


def pages(key: str, card: Moved, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make a page at every alias of an item."""
    for found in redirects(key, card, read, site):
        yield _page(found, card, site) if isinstance(found, Redirect) else found


def redirects(key: str, card: Moved, read: View, site: Context) -> Iterator[Redirect | Problem]:
    """Yield where an item's aliases lead; its own address among them is no redirect (RULES A3)."""
    new = _address(key, card, read, site)
    if not new:
        return
    seen = {path_of(new)}
    for alias in card.aliases:
        try:
            old = old_address(alias, site.config.base_url)
        except AliasError as bad:
            yield Problem(bad.code, Place(_source(key)), _values(alias))
            continue
        if path_of(old) not in seen:
            seen.add(path_of(old))
            yield Redirect(old, new)


def _page(redirect: Redirect, card: Moved, site: Context) -> Page:
    layout = Layout(site, card.lang, redirect.old)
    canonical = site.urls.absolute(redirect.new)
    frame = layout.frame("redirect", card.title, canonical=canonical, noindex=True)
    view = RedirectView(**frame, href=layout.href(redirect.new))
    return Page(layout.path, Template("redirect.html"), view, Stage.LIST)


def _address(key: str, card: Moved, read: View, site: Context) -> str:
    """Return where an item stands; '' for a term that no article has, which has no page."""
    if not isinstance(card, LabelCard):
        return card.url
    _, lang, taxonomy, slug = key.split("|")
    used = read.card(f"term|{lang}|{taxonomy}|{slug}")
    return site.urls.term(lang, taxonomy, slug) if used else ""


def _source(key: str) -> str:
    """Return the file of content/ that an item comes from; a term's is named by convention."""
    kind, _, rest = key.partition("|")
    if kind != "label":
        return f"content/{rest}"
    _, taxonomy, slug = rest.split("|")
    return f"content/_{taxonomy}/{slug}.md"


def _values(alias: str) -> dict[str, str]:
    """Return an alias as written, and a safe one in its place."""
    from openai_news.slugs import slugify

    path = _NOT_PATH.sub("", alias).replace("\\", "/")
    parts = filter(None, map(slugify, path.split("/")))
    return {"value": alias, "slug": "/".join(["", *parts, ""])}


OUTPUTS = tuple(
    Output(name=f"redirect_{kind}", of=kind, pages=pages, templates=("redirect.html",))
    for kind in ("article", "label", "page")
)
