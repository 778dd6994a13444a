"""The front matter as JSON Schema, made from the types that read it: for editors' programs."""

import re
from typing import Any

import msgspec

from openai_news import guide, vocabulary
from openai_news.config import Config, Taxonomy
from openai_news.front_matter_parts import PICTURE_SOURCES
from openai_news.model import Citation, Correction, Picture, Value
from openai_news.vocabulary import Kind, Name

Schema = dict[str, Any]

# Programs that know an older draft refuse the newer name; every word used here means the same in both.
DRAFTS = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "07": "http://json-schema.org/draft-07/schema#",
}

_TEXT: Schema = {"type": ["string", "number", "boolean"]}  # YAML gives types to what we read as written
_NAMED = ("title", "url", "publisher")  # a source has one of these at least
_WEB = "https?://[^\\s/][^\\s]*"
_JOINTS = "-_ \u00a0\u202f"


def front_matter(config: Config, lang: str, draft: str = "2020-12") -> Schema:
    """Return the schema of an article's front matter on one site, described in `lang`."""
    names = vocabulary.names((taxonomy.name, taxonomy.key) for taxonomy in config.taxonomies)
    taxonomies = {taxonomy.name: taxonomy for taxonomy in config.taxonomies}
    keys = guide.keys(config.taxonomies)
    return {
        "$schema": DRAFTS[draft],
        "title": guide.title(lang),
        "type": "object",
        "required": ["title"],
        "properties": {
            key: {
                **_value(names[vocabulary.fold(key)], taxonomies),
                "description": guide.meaning(key, config, lang),
            }
            for key in keys
        },
        "patternProperties": {
            **{_key(written): _value(name, taxonomies) for written, name in sorted(names.items())},
            _key(*sorted(vocabulary.FOREIGN)): True,
        },
        "additionalProperties": False,
        "$defs": {**_shapes(), **_parts(guide.described(lang))},
    }


# --- keys


def _key(*names: str) -> str:
    """Return the pattern of keys as `fold` understands them; a pattern of JSON Schema has no flags."""
    return _whole("|".join(f"[{_JOINTS}]*".join(map(_any_case, name)) for name in names))


def _words(words: dict[str, bool]) -> Schema:
    return {"type": "string", "pattern": _whole("|".join("".join(map(_any_case, word)) for word in words))}


def _any_case(letter: str) -> str:
    return f"[{letter}{letter.upper()}]" if letter.isalpha() else re.escape(letter)


def _whole(inner: str) -> str:
    return f"^({inner})$"


# --- values


def _value(name: Name, taxonomies: dict[str, Taxonomy]) -> Schema:
    """Name the shape of a key's value; what hides or dates an article is never left empty."""
    shape = _shape(_terms(taxonomies[name.field]) if name.kind is Kind.TERMS else name.kind)
    if name.field == "title" or name.field in vocabulary.GUARDED:
        return shape
    return {"anyOf": [shape, {"type": "null"}]}


def _shape(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _terms(taxonomy: Taxonomy) -> str:
    if taxonomy.single:
        return "term"
    return Kind.PATHS if taxonomy.kind == "author" else Kind.TERMS


def _shapes() -> dict[str, Schema]:
    """Return what each kind of value looks like."""
    texts, web = _several(_TEXT), {"type": "string", "pattern": _whole(_WEB)}
    terms = _several({**_TEXT, "pattern": "^[^,]*$"})
    boolean = {"anyOf": [{"type": "boolean"}, _words(vocabulary.BOOLEANS)]}
    return {
        Kind.TEXT: _TEXT,
        Kind.MOMENT: {"type": "string", "pattern": "[0-9]{4}"},  # all ways to write a date have the year
        Kind.BOOLEAN: boolean,
        Kind.PUBLISHED: {"anyOf": [boolean, _shape(Kind.MOMENT)]},
        Kind.STATUS: _words(vocabulary.STATUSES),
        Kind.PATHS: texts,
        Kind.ADDRESSES: texts,
        Kind.PICTURE: {"anyOf": [_TEXT, _shape("Picture")]},
        Kind.SOURCES: _several({"anyOf": [_TEXT, _shape("Citation")]}),
        Kind.WEB: web,
        Kind.WEBS: _several(web),
        Kind.CORRECTIONS: _several(_shape("Correction")),
        Kind.TERMS: terms,
        Kind.CATEGORIES: terms,
        "term": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "maxItems": 1}]},
    }


def _several(one: Schema) -> Schema:
    """Return a list, or its only item by itself."""
    return {"anyOf": [one, {"type": "array", "items": one}]}


# --- values that have parts


def _parts(told: dict[str, str]) -> dict[str, Schema]:
    return {
        "Picture": _mapping(Picture, "image", told) | _one_of(PICTURE_SOURCES),
        "Citation": _mapping(Citation, "sources", told) | _one_of(_NAMED),
        "Correction": _mapping(Correction, "corrections", told) | {"required": ["date", "text"]},
    }


def _one_of(names: tuple[str, ...]) -> Schema:
    return {"anyOf": [{"required": [name]} for name in names]}


def _mapping(part: type[Value], key: str, told: dict[str, str]) -> Schema:
    """Return the parts of a value; a picture's address has other names that importers wrote."""
    parts = {field.name: _part(field.name, field.type) for field in msgspec.structs.fields(part)}
    properties = {name: shape | {"description": told[f"{key}.{name}"]} for name, shape in parts.items()}
    others = dict.fromkeys(PICTURE_SOURCES, _TEXT) if part is Picture else {}
    return {"type": "object", "properties": others | properties, "additionalProperties": False}


def _part(name: str, annotation: Any) -> Schema:
    if guide.is_moment(annotation):
        return _shape(Kind.MOMENT)
    return {"anyOf": [_shape(Kind.WEB if name in vocabulary.WEB_PARTS else Kind.TEXT), {"type": "null"}]}
