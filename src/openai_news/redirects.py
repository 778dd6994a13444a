"""Where the aliases of an item lead: the rows behind redirect pages and redirect maps (RULES A2, A3)."""

import re
from collections.abc import Iterator

from openai_news.alias import AliasError, old_address
from openai_news.catalogue import View
from openai_news.model import ArticleCard, LabelCard, PageCard, Place, Problem, Value
from openai_news.page import Context
from openai_news.patterns import late
from openai_news.urls import path_of

_NOT_PATH = late(r"^https?://[^/]*|[?#].*", re.DOTALL | re.IGNORECASE)

Moved = ArticleCard | LabelCard | PageCard


class Redirect(Value, frozen=True):
    """An old address and the new one, relative to the site's root; `old` is not percent-encoded."""

    old: str
    new: str


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
