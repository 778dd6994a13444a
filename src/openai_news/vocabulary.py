"""The names that front matter may use: ours, and those of Hugo, Jekyll and Pelican (RULES E1)."""

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum

from openai_news.errors import nearest
from openai_news.model import Value


class Kind(StrEnum):
    """How a value is read."""

    TEXT = "text"
    MOMENT = "moment"
    BOOLEAN = "boolean"
    PUBLISHED = "published"
    STATUS = "status"
    PATHS = "paths"
    ADDRESSES = "addresses"
    PICTURE = "picture"
    SOURCES = "sources"
    WEB = "web"
    WEBS = "webs"
    CORRECTIONS = "corrections"
    TERMS = "terms"
    CATEGORIES = "categories"


class Name(Value, frozen=True):
    """One accepted name of a field.

    A `spare` name gives way to another name of its field, for elsewhere it means something nearby:
    a deck is no summary where there is one. The names of an `additive` field add up.
    """

    field: str
    kind: Kind
    spare: bool = False
    additive: bool = False


BOOLEANS = {
    **dict.fromkeys(("true", "yes", "on", "oui"), True),
    **dict.fromkeys(("false", "no", "off", "non"), False),
}
STATUSES = {"draft": True, "published": False}
GUARDED = frozenset({"date", "publish_at", "expire_at", "draft", "noindex"})
HIDING = GUARDED | {"published"}
WEB_PARTS = frozenset({"url", "archived"})  # parts of a source that are addresses on the web

_FIELDS: dict[str, tuple[Kind, str, str]] = {  # field: how it is read, other names, spare names
    "title": (Kind.TEXT, "", ""),
    "date": (Kind.MOMENT, "pubdate", ""),
    "updated": (Kind.MOMENT, "lastmod modified last_modified_at", ""),
    "publish_at": (Kind.MOMENT, "publish_date embargo", ""),
    "expire_at": (Kind.MOMENT, "expiry_date unpublish_date", ""),
    "draft": (Kind.BOOLEAN, "", ""),
    "slug": (Kind.TEXT, "", ""),
    "aliases": (Kind.ADDRESSES, "alias permalink redirect_from redirect_to url", ""),
    "summary": (Kind.TEXT, "", "description excerpt deck chapo"),
    "image": (Kind.PICTURE, "", "featured_image cover thumb primary_image"),
    "image_alt": (Kind.TEXT, "", ""),
    "lang": (Kind.TEXT, "language", ""),
    "translation_key": (Kind.TEXT, "", ""),
    "id": (Kind.TEXT, "", ""),
    "sources": (Kind.SOURCES, "source", ""),
    "source_url": (Kind.WEB, "", ""),
    "corrections": (Kind.CORRECTIONS, "", ""),
    "followed_by": (Kind.PATHS, "", ""),
    "same_as": (Kind.WEBS, "", ""),
    "featured": (Kind.BOOLEAN, "", ""),
    "noindex": (Kind.BOOLEAN, "", ""),
}
_SPECIAL = {
    "published": Name("draft", Kind.PUBLISHED),
    "status": Name("draft", Kind.STATUS),
}
_TERMS = {  # taxonomy: other names, spare names
    "tags": ("topics tag", "keywords"),
    "sections": ("section category", ""),
    "authors": ("author", ""),
    "organisations": ("organizations", ""),
}

FIELD_NAMES = frozenset(_FIELDS) | frozenset(_SPECIAL)
# What other generators know and this one has no use for: silence, not a warning per file.
FOREIGN = frozenset(
    """
    build canonical canonicalurl cascade cmsdate comments communities copyright cssclass cssclasses
    excerptseparator imagetranslation katex kicker layout license markup math mathjax menu menus nav
    order outputs parent publisher readingtime readtime sitemap template theme toc type weight
    """.split()  # noqa: SIM905 - one name per line would be a page
)

# Names that people use for ours, beyond likeness.
_MEANT = {
    "auteur": "authors",
    "auteurs": "authors",
    "brouillon": "draft",
    "categorie": "section",
    "datedepublication": "date",
    "description": "summary",
    "etiquettes": "tags",
    "expires": "expire_at",
    "hidden": "draft",
    "langue": "lang",
    "motscles": "tags",
    "private": "draft",
    "publication": "date",
    "publicationdate": "date",
    "publie": "date",
    "publiele": "date",
    "resume": "summary",
    "robots": "noindex",
    "rubrique": "section",
    "titre": "title",
    "unlisted": "noindex",
    "visibility": "draft",
    "visible": "draft",
}
_STEMS = {
    "draft": "draft",
    "embargo": "publish_at",
    "expir": "expire_at",
    "noindex": "noindex",
    "publi": "publish_at",
}
_JOINTS = dict.fromkeys(map(ord, "-_ \u00a0\u202f"))


def fold(name: str) -> str:
    """Return what `publishDate`, `publish-date` and `publish_date` have in common."""
    return name.translate(_JOINTS).lower()


def names(taxonomies: Iterable[tuple[str, str]]) -> dict[str, Name]:
    """Return every accepted name, folded; `taxonomies` holds their names and their keys in front matter."""
    found = dict(_SPECIAL)
    for field, (kind, others, spares) in _FIELDS.items():
        additive = field in {"aliases", "sources"}
        found[fold(field)] = Name(field, kind, additive=additive)
        found |= {fold(name): Name(field, kind, additive=additive) for name in others.split()}
        found |= {fold(name): Name(field, kind, spare=True) for name in spares.split()}
    keys = dict(taxonomies)
    for taxonomy in keys:
        others, spares = _TERMS.get(taxonomy, ("", ""))
        found |= {fold(name): Name(taxonomy, Kind.TERMS, spare=True) for name in spares.split()}
        found |= {fold(name): Name(taxonomy, Kind.TERMS) for name in others.split()}
    if "sections" in keys:
        found["categories"] = Name("sections", Kind.CATEGORIES)
    found |= {fold(key): Name(taxonomy, Kind.TERMS) for taxonomy, key in keys.items()}
    return found


def meant(written: str, known: Mapping[str, Name]) -> str:
    """Return the field that an unknown name probably means, or an empty text."""
    name = "".join(filter(str.isalnum, unicodedata.normalize("NFD", fold(written))))
    if name in _MEANT:
        return _MEANT[name]
    if near := nearest(name, known):
        return near if near in _SPECIAL else known[near].field
    return next((field for stem, field in _STEMS.items() if stem in name), "")
