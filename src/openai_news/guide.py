"""The front matter key by key, for editors, made from the types that read it: `make reference` writes it."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import msgspec

from openai_news import vocabulary
from openai_news.config import TAXONOMIES, Config, Taxonomy
from openai_news.model import Citation, Correction, FrontMatter, Moment, Picture, Value
from openai_news.vocabulary import Kind, Name

_LOCALE = Path(__file__).with_name("locale")
_INNER = frozenset({"terms", "places"})  # of FrontMatter: told as the taxonomies' keys; not written by anyone
_JOINED = {"image_alt": "image", "source_url": "sources"}  # keys of their own that end in another field
_PARTS: tuple[type[Value], ...] = (Picture, Citation, Correction)
_KEYS = {Picture: "image", Citation: "sources", Correction: "corrections"}


def front_matter(lang: str) -> str:
    """Return the page on front matter in a language."""
    say = _words(lang)
    rows = [_row(key, _kind(key), _others(key), say) for key in all_keys()]
    head = f"| {say['key']} | {say['value']} | {say['meaning']} | {say['others']} |\n|---|---|---|---|\n"
    parts = "".join(_section(part, say) for part in _PARTS)
    return f"# {say['title']}\n\n{say['made']}\n\n{say['introduction']}\n\n{head}{''.join(rows)}{parts}"


def all_keys() -> list[str]:
    """Return every key that an article may have where no taxonomy is added."""
    return keys(TAXONOMIES)


def keys(taxonomies: Iterable[Taxonomy]) -> list[str]:
    """Return every key that an article may have, in the order of the types; taxonomies last."""
    fields = [name for name in FrontMatter.__struct_fields__ if name not in _INNER]
    joined = {field: key for key, field in _JOINED.items()}
    own = [key for field in fields for key in (field, joined.get(field)) if key]
    return [*own, *(taxonomy.key for taxonomy in taxonomies)]


def title(lang: str) -> str:
    """Return what the page is called."""
    return _words(lang)["title"]


def meaning(key: str, config: Config, lang: str) -> str:
    """Return what a key of one site says; a taxonomy of its own says what it is called."""
    taxonomy = next((one for one in config.taxonomies if one.key == key), None)
    shipped = {one.name: one.key for one in TAXONOMIES}
    known = shipped.get(taxonomy.name) if taxonomy else key
    if known:
        return _words(lang)[f"key.{known}"]
    assert taxonomy
    label = config.labels.get(config.language, {}).get(f"taxonomy.{taxonomy.name}", taxonomy.name)
    return _words(lang)["taxonomy"].format(label=label)


def described(lang: str) -> dict[str, str]:
    """Return the description of every key and part that has one: `key.title`, `sources.url`."""
    return {name: text for name, text in _words(lang).items() if "." in name and not name.startswith("kind.")}


def parts() -> list[str]:
    """Return every part of a value that has parts: `image.src`."""
    return [f"{_KEYS[part]}.{name}" for part in _PARTS for name in part.__struct_fields__]


@cache
def _words(lang: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((_LOCALE / lang / "guide.json").read_text(encoding="utf-8"))
    return words


@cache
def _names() -> dict[str, Name]:
    return vocabulary.names((taxonomy.name, taxonomy.key) for taxonomy in TAXONOMIES)


def _field(key: str) -> str:
    return _names()[vocabulary.fold(key)].field


def _kind(key: str) -> str:
    single = {taxonomy.key for taxonomy in TAXONOMIES if taxonomy.single}
    kind = _names()[vocabulary.fold(key)].kind
    return str(Kind.TEXT if key in single else kind)


def _others(key: str) -> list[str]:
    """Return the other names of a key, as Hugo, Jekyll and Pelican call it."""
    own = {vocabulary.fold(key), vocabulary.fold(_field(key))}
    return sorted(name for name, meant in _names().items() if meant.field == _field(key) and name not in own)


def _row(key: str, kind: str, others: list[str], say: dict[str, str]) -> str:
    names = ", ".join(f"`{name}`" for name in others)
    return f"| `{key}` | {say[f'kind.{kind}']} | {say[f'key.{key}']} | {names} |\n"


def _section(part: type[Value], say: dict[str, str]) -> str:
    key = _KEYS[part]
    rows = "".join(_part_rows(part, key, say))
    head = f"| {say['part']} | {say['value']} | {say['meaning']} |\n|---|---|---|\n"
    return f"\n## `{key}`\n\n{say[f'section.{key}']}\n\n{head}{rows}"


def _part_rows(part: type[Value], key: str, say: dict[str, str]) -> Iterator[str]:
    for field in msgspec.structs.fields(part):
        kind = "moment" if is_moment(field.type) else "text"
        yield f"| `{field.name}` | {say[f'kind.{kind}']} | {say[f'{key}.{field.name}']} |\n"


def is_moment(annotation: Any) -> bool:
    """Tell whether a field holds a date."""
    return Moment in (annotation, *get_args(annotation))
