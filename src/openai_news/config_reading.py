"""site.yaml -> Config: every mistake told at once, with its place."""

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from openai_news import vocabulary, yaml_nodes
from openai_news.config_types import (
    AI,
    FORMATS,
    KINDS,
    LINKS,
    TAXONOMIES,
    Config,
    Feeds,
    Html,
    Limits,
    Taxonomy,
)
from openai_news.errors import SiteError, nearest, with_excerpt
from openai_news.model import Place, Problem, Value
from openai_news.yaml_nodes import Mapping, Node, Scalar, Sequence
from openai_news.yaml_typed import TypedReader

_RESERVED = frozenset({"archives", "feeds", "pages", "static", "updates"})
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_SEGMENT = re.compile(r"(?!\d{4}$)[a-z0-9][a-z0-9-]{0,59}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")
_MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
_EXAMPLES = {  # of the settings without which there is no site
    "title": '"…"',
    "base_url": "https://example.org/",
    "language": "fr",
    "timezone": "Europe/Paris",
}


def load(text: str, path: str) -> Config:
    """Read the settings; SiteError names every mistake with its place (E6xx, those of YAML E1xx)."""
    document = yaml_nodes.parse(text, path)
    read = TypedReader(path)
    config = None
    if isinstance(document.root, Mapping):
        config = _config(document.root, read)
    elif not document.problems:
        read.problems.append(Problem("E610", Place(path, 1, 1), width=0))
    problems = [*document.problems, *read.problems]
    if problems or config is None:
        problems.sort(key=lambda problem: problem.place)
        raise SiteError(with_excerpt(problem, text) for problem in problems)
    return config


def with_base_url(config: Config, base_url: str) -> Config:
    """Return the settings for another address; ids stay as they are. SiteError if it is none."""
    url = _base_url(base_url)
    if not url:
        raise SiteError([Problem("E614", Place("--base-url"), {"value": base_url})])
    return msgspec.structs.replace(config, base_url=url)


def _config(root: Mapping, read: TypedReader) -> Config | None:
    nodes = {key.text: node for key, node in root.entries}
    given = read.struct(Config, root)
    required = [field.name for field in msgspec.structs.fields(Config) if field.required]
    for name in required:
        if name not in nodes:
            values = {"key": name, "example": _EXAMPLES[name]}
            read.problems.append(Problem("E612", Place(read.path), values))
    main = given.get("language", "")
    languages = tuple(dict.fromkeys((main, *given.get("languages", ()))))
    labels = _labels(given.get("labels"), languages, read)
    given |= {
        "base_url": _checked_url(given.get("base_url"), nodes, read),
        "languages": _checked_languages(languages, nodes, read),
        "timezone": _checked_timezone(given.get("timezone"), nodes, read),
        "taxonomies": _taxonomies(given.get("taxonomies"), languages, labels, read),
        "labels": labels,
        "feeds": _feeds(given.get("feeds"), read),
        "html": _html(given.get("html"), read),
        "limits": Limits(**(read.struct(Limits, given["limits"]) if "limits" in given else {})),
    }
    if "ai" in given:
        read.choice("ai", given["ai"], AI, nodes["ai"])
    if "contact" in given:
        _check_contact(given["contact"], nodes["contact"], read)
    given.setdefault("id_authority", urlsplit(given["base_url"]).hostname or "")
    return None if read.problems else Config(**given)


def _checked_url(written: str | None, nodes: dict[str, Node], read: TypedReader) -> str:
    url = _base_url(written or "")
    if written and not url:
        read.problem("E614", nodes["base_url"], value=written)
    return url


def _check_contact(written: str, node: Node, read: TypedReader) -> None:
    if not _MAIL.fullmatch(written) and not _base_url(written):
        read.problem("E627", node, value=written)


def _base_url(written: str) -> str:
    """Return an absolute http(s) address that ends in a slash, or an empty text if it is none."""
    try:
        parts = urlsplit(written)
        port = parts.port
    except ValueError:
        return ""
    host = parts.netloc.removesuffix(f":{port}")
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        return ""
    if not _PATH.fullmatch(written.partition(parts.netloc)[2]):
        return ""  # also a query or a fragment
    if {".", ".."} & set(parts.path.split("/")):
        return ""
    return written if written.endswith("/") else f"{written}/"


def _checked_languages(
    languages: tuple[str, ...], nodes: dict[str, Node], read: TypedReader
) -> tuple[str, ...]:
    for number, lang in enumerate(languages):
        if lang and not _LANGUAGE.fullmatch(lang):
            read.problem("E615", nodes["languages" if number else "language"], value=lang)
    return languages


def _checked_timezone(name: str | None, nodes: dict[str, Node], read: TypedReader) -> str:
    try:
        ZoneInfo(name or "UTC")
        known = not (name or "").startswith(("localtime", "posix", "right/"))
    except (KeyError, ValueError, OSError):
        known = False
    if not known:
        near = nearest(name or "", available_timezones()) or "Europe/Paris"
        read.problem("E616", nodes["timezone"], value=name or "", near=near)
    return name or ""


def _labels(node: Mapping | None, languages: tuple[str, ...], read: TypedReader) -> dict[str, dict[str, str]]:
    """Read words by language; a word without a language is in the site's own."""
    labels: dict[str, dict[str, str]] = {}
    for key, value in node.entries if node else ():
        if isinstance(value, Mapping):
            read.choice("labels", key.text, languages, key)
            words = {word.text: read.text(word, text) or "" for word, text in value.entries}
            labels.setdefault(key.text, {}).update(words)
        else:
            labels.setdefault(languages[0], {})[key.text] = read.text(key, value) or ""
    return labels


def _feeds(node: Mapping | None, read: TypedReader) -> Feeds:
    given = read.struct(Feeds, node) if node else {}
    for form in given.get("formats", ()):
        read.choice("formats", form, FORMATS, _value(node, "formats"))
    return Feeds(**given)


def _html(node: Mapping | None, read: TypedReader) -> Html:
    given = read.struct(Html, node) if node else {}
    if "links" in given:
        read.choice("links", given["links"], LINKS, _value(node, "links"))
    return Html(**given)


def _value(node: Mapping | None, name: str) -> Node:
    return next(value for key, value in node.entries if key.text == name) if node else Scalar("", 0, 0)


# --- taxonomies


class _TaxonomySettings(Value, frozen=True):
    """What site.yaml may say of a taxonomy."""

    key: str = ""
    path: str = ""
    single: bool = False
    kind: str = "tag"
    label: str = ""


def _taxonomies(
    node: Mapping | None,
    languages: tuple[str, ...],
    labels: dict[str, dict[str, str]],
    read: TypedReader,
) -> tuple[Taxonomy, ...]:
    """Merge what is written over the shipped ones: a label, more settings, nothing, or `false`."""
    found = {taxonomy.name: taxonomy for taxonomy in TAXONOMIES}
    places: dict[str, Scalar] = {}
    for name, value in node.entries if node else ():
        if isinstance(value, Scalar) and vocabulary.BOOLEANS.get(value.text.lower()) is False:
            found.pop(name.text, None)
            continue
        places[name.text] = name
        base = found.get(name.text) or Taxonomy(name.text, name.text, name.text)
        found[name.text], label = _taxonomy(base, name, value, read)
        if label:
            labels.setdefault(languages[0], {}).setdefault(f"taxonomy.{name.text}", label)
    _check_taxonomies(found, languages, places, read)
    return tuple(found.values())


def _taxonomy(base: Taxonomy, name: Scalar, node: Node, read: TypedReader) -> tuple[Taxonomy, str]:
    if isinstance(node, Scalar) and node.is_null:
        return base, ""
    if isinstance(node, Scalar):
        return base, node.text
    if isinstance(node, Sequence):
        read.is_mapping(name, node)
        return base, ""
    given = read.struct(_TaxonomySettings, node)
    if "kind" in given:
        read.choice("kind", given["kind"], KINDS, _value(node, "kind"))
    label = given.pop("label", "")
    return msgspec.structs.replace(base, **given), label


def _check_taxonomies(
    found: dict[str, Taxonomy],
    languages: tuple[str, ...],
    places: dict[str, Scalar],
    read: TypedReader,
) -> None:
    """Refuse names and paths that are unsafe or taken: by a language, a front matter key, another one."""
    paths = {*_RESERVED, *(lang.lower() for lang in languages)}
    keys = set(map(vocabulary.fold, vocabulary.FIELD_NAMES))
    written = sorted(found.values(), key=lambda taxonomy: taxonomy.name in places)
    for taxonomy in written:
        place = places.get(taxonomy.name) or Scalar("", 1, 1)
        if not _NAME.fullmatch(taxonomy.name) or taxonomy.name in vocabulary.FIELD_NAMES | _RESERVED:
            read.problem("E618", place, value=taxonomy.name, reason="name")
        if not _SEGMENT.fullmatch(taxonomy.path):
            read.problem("E618", place, value=taxonomy.path, reason="path")
        key = vocabulary.fold(taxonomy.key)
        for taken, value, what in ((paths, taxonomy.path, "path"), (keys, key, "key")):
            if value in taken:
                read.problem("E619", place, value=value, reason=what)
            taken.add(value)
