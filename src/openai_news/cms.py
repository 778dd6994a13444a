"""The forms that a content management system shows for a site's files, made from the types that read them."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from openai_news import guide, vocabulary
from openai_news.config import Config, Taxonomy
from openai_news.model import Citation, Correction, LabelCard, PageCard, Value
from openai_news.vocabulary import Kind
from openai_news.words import Words

MEDIA = "media"  # the folder of content/ for pictures that no article has beside it

_LOCALE = Path(__file__).with_name("locale")
_INSTANTS = frozenset({"publish_at", "expire_at"})
_LONG = frozenset({"summary", "text"})
_ELSEWHERE = frozenset({"source_url", "same_as"})  # told by `sources`; for terms only
_PARTS: dict[Kind, tuple[str, type[Value]]] = {
    Kind.SOURCES: ("sources", Citation),
    Kind.CORRECTIONS: ("corrections", Correction),
}


class Field(Value, frozen=True):
    """One field of a form; a value with `parts` is a list of them."""

    name: str
    kind: Kind
    label: str
    hint: str
    required: bool = False
    instant: bool = False
    long: bool = False
    parts: tuple["Field", ...] = ()


class Form(Value, frozen=True):
    """The form of the files of one folder, which is seen from content/."""

    name: str
    label: str
    folder: str
    fields: tuple[Field, ...]


def forms(config: Config, lang: str) -> tuple[Form, ...]:
    """Return the forms of a site: for its articles, its pages, and the terms of each taxonomy."""
    fields = {key: _field(key, config, lang) for key in guide.keys(config.taxonomies)}
    article = [field for key, field in fields.items() if key not in _ELSEWHERE]
    page = _only(fields, PageCard.__struct_fields__)
    term = _only(fields, (*LabelCard.__struct_fields__, "image_alt"))
    titles = Words(lang, config.labels.get(lang))
    terms = (
        Form(f"term_{one.name}", titles(f"taxonomy.{one.name}"), f"_{one.name}", term)
        for one in config.taxonomies
    )
    say = words(lang)
    return (
        Form("articles", say["articles"], "", tuple(article)),
        Form("pages", say["pages"], "_pages", page),
        *terms,
    )


@lru_cache(maxsize=2)
def words(lang: str) -> dict[str, str]:
    """Return what forms say."""
    found: dict[str, str] = json.loads((_LOCALE / lang / "cms.json").read_text(encoding="utf-8"))
    return found


def _only(fields: Mapping[str, Field], names: Iterable[str]) -> tuple[Field, ...]:
    """Return the fields that a kind of file has; only an article needs a date."""
    kept = frozenset(names)
    return tuple(field for key, field in fields.items() if key in kept)


def _field(key: str, config: Config, lang: str) -> Field:
    names = vocabulary.names((taxonomy.name, taxonomy.key) for taxonomy in config.taxonomies)
    taxonomy = next((one for one in config.taxonomies if one.key == key), None)
    kind = Kind.TEXT if taxonomy and taxonomy.single else names[vocabulary.fold(key)].kind
    return Field(
        key,
        kind,
        _label(key, taxonomy, config, lang),
        guide.meaning(key, config, lang),
        required=key in {"title", "date"},
        instant=key in _INSTANTS,
        long=key in _LONG,
        parts=_parts(kind, lang),
    )


def _label(key: str, taxonomy: Taxonomy | None, config: Config, lang: str) -> str:
    if taxonomy is None:
        return words(lang)[key]
    return Words(lang, config.labels.get(lang))(f"taxonomy.{taxonomy.name}")


def _parts(kind: Kind, lang: str) -> tuple[Field, ...]:
    if kind not in _PARTS:
        return ()
    key, part = _PARTS[kind]
    told, say = guide.described(lang), words(lang)
    return tuple(
        Field(
            field.name,
            Kind.MOMENT if guide.is_moment(field.type) else _kind(field.name),
            say[f"{key}.{field.name}"],
            told[f"{key}.{field.name}"],
            required=field.required,
            long=field.name in _LONG,
        )
        for field in msgspec.structs.fields(part)
    )


def _kind(name: str) -> Kind:
    return Kind.WEB if name in vocabulary.WEB_PARTS else Kind.TEXT
