"""Articles in Markdown of Hugo, Jekyll, Pelican and Eleventy: YAML, TOML or plain lines, and a body.

Values stay texts as they are written: nothing reads `no` as false or `2016-01-02` as another day.
"""

import posixpath
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import msgspec
import yaml

from openai_news import front_matter, vocabulary
from openai_news.config import Config
from openai_news.errors import ContentError
from openai_news.foreign_draft import Draft, Files, Format, Loss
from openai_news.foreign_shortcodes import replace_shortcodes
from openai_news.model import Place, Problem, Source
from openai_news.vocabulary import HIDING, Kind, Name

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_YAML = re.compile(r"\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\s*\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LINES = re.compile(r"(?:[A-Za-z][\w-]*:[ \t]*.*\n(?:[ \t]+\S.*\n)*)+(?=\s*\n|\Z)")
_LINE = re.compile(r"^([A-Za-z][\w-]*):[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_TITLE = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*\n")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_LISTS = frozenset({Kind.TERMS, Kind.CATEGORIES, Kind.ADDRESSES})
_DEEPEST = 2  # a list of mappings, as sources are
_NESTED = 50
_OFF = frozenset({"", "false", "no", "0", "visible", "public"})


def _recognises(path: str, data: bytes) -> bool:
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n")
    return path.lower().endswith(_SUFFIXES) or start.startswith((b"---\n", b"---\r\n", b"+++\n", b"+++\r\n"))


def _read(path: str, files: Files, config: Config) -> Iterator[Draft]:
    source = files.text(path)
    stem, lang = _name(path, config)
    if stem == "_index":
        yield Draft(path, stem, {}, "", losses=(Loss("item", "_index", path),))
        return
    entries, body, losses = _take_apart(source, config)
    header = _Header(path, config)
    for key, value in entries:
        header.take(key, value)
    if dated := _DATED.fullmatch(stem):
        header.found.setdefault("date", dated[1])
        stem = dated[2]
    if "_drafts" in path.split("/"):
        header.found["draft"] = "true"
    if "title" not in header.found and (title := _TITLE.match(body)):
        header.found["title"], body = title[1], body[title.end() :]
    body, replaced = replace_shortcodes(body, path)
    yield Draft(path, stem, header.found, body.strip(), lang, losses=(*losses, *header.losses, *replaced))


def _name(path: str, config: Config) -> tuple[str, str]:
    """Return what a path calls its article, and its language: `fr/…` or `….fr.md`, where it says one."""
    *folders, file = path.split("/")
    stem = posixpath.splitext(file)[0]
    lang = next((folder for folder in folders if folder in config.languages), "")
    bare, _, suffix = stem.rpartition(".")
    if bare and suffix in config.languages:
        stem, lang = bare, suffix
    return (folders[-1] if stem == "index" and folders else stem), lang


def _take_apart(source: Source, config: Config) -> tuple[list[tuple[str, Any]], str, list[Loss]]:
    """Return the keys with their values, the body, and keys that stand twice."""
    text = source.text
    if match := _YAML.match(text):
        entries = _yaml(source, match[1], config)
    elif match := _TOML.match(text):
        entries = _toml(source, match[1])
    elif match := _LINES.match(text):
        entries = [(key, " ".join(value.split())) for key, value in _LINE.findall(match[0])]
    else:
        return [], text, []
    names = [key for key, _ in entries]
    twice = [
        Loss("twice", f"{key}: {value}", source.path)
        for place, (key, value) in enumerate(entries)
        if key in names[place + 1 :]
    ]
    return list(dict(entries).items()), text[match.end() :], twice


def _yaml(source: Source, header: str, config: Config) -> list[tuple[str, Any]]:
    try:
        _check_depth(header, source.path)
        root = yaml.compose(header, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        found = front_matter.read(source, config).problems or (Problem("E110", Place(source.path)),)
        place = msgspec.structs.replace
        moved = [place(p, place=place(p.place, path=source.path)) for p in found]
        raise ContentError(moved) from error
    if not isinstance(root, yaml.MappingNode):
        return []
    return [(str(key.value), _written(value)) for key, value in root.value]


def _check_depth(header: str, path: str) -> None:
    """Refuse what nests deeper than front matter ever does: libyaml's composer would end the process."""
    depth = 0
    for event in yaml.parse(header, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _NESTED:
            raise ContentError([Problem("E139", Place(path), {"reason": "depth"})])


def _written(node: yaml.Node, depth: int = 0) -> Any:
    """Return a node with every scalar as written; what nests deeper than front matter does is left out."""
    if isinstance(node, yaml.ScalarNode):
        null = node.tag == "tag:yaml.org,2002:null"
        return "" if null else str(node.value)
    if depth > _DEEPEST:
        return ""
    if isinstance(node, yaml.SequenceNode):
        return [_written(item, depth + 1) for item in node.value]
    return {str(key.value): _written(value, depth + 1) for key, value in node.value}


def _toml(source: Source, header: str) -> list[tuple[str, Any]]:
    try:
        table = tomllib.loads(header)
    except tomllib.TOMLDecodeError as error:
        problem = Problem("E139", Place(source.path), {"detail": str(error)})
        raise ContentError([problem]) from error
    extra = table.pop("taxonomies", {})
    return [(key, _text(value)) for key, value in [*table.items(), *extra.items()]]


def _text(value: Any) -> Any:
    match value:
        case bool():
            return str(value).lower()
        case datetime() | date():
            return value.isoformat()
        case list():
            return list(map(_text, value))
        case dict():
            return {key: _text(one) for key, one in value.items()}
        case _:
            return str(value)


class _Header:
    """A foreign header on its way to our names; what has no place here is a loss with its name."""

    def __init__(self, path: str, config: Config) -> None:
        taxonomies = [(taxonomy.name, taxonomy.key) for taxonomy in config.taxonomies]
        self.path = path
        self.keys = dict(taxonomies)
        self.names = vocabulary.names(taxonomies)
        self.found: dict[str, Any] = {}
        self.spare: set[str] = set()
        self.losses: list[Loss] = []

    def take(self, key: str, value: Any) -> None:
        name = self.names.get(vocabulary.fold(key))
        if name is None:
            self._unknown(key, value)
        elif name.kind is Kind.CATEGORIES or key.lower() == "category":
            first, *others = _listed(value) or [""]
            self._put(Name("sections", Kind.TERMS), "section", first)
            self._put(Name("tags", Kind.TERMS), "tags", others)
        elif name.kind is Kind.PUBLISHED and str(value).lower() not in vocabulary.BOOLEANS:
            self._put(self.names["date"], "date", value)
        elif name.kind in {Kind.PUBLISHED, Kind.STATUS}:
            self._hide(name.kind, key, str(value).lower())
        else:
            self._put(name, self.keys.get(name.field, name.field), value)

    def _unknown(self, key: str, value: Any) -> None:
        """A key that may be meant to hide an article hides it: dropping it would publish."""
        hides = vocabulary.meant(key, self.names) in HIDING and str(value).lower() not in _OFF
        if hides and vocabulary.fold(key) not in vocabulary.FOREIGN:
            self.found["draft"] = "true"
            self.losses.append(Loss("hidden", key, self.path))
        else:
            self.losses.append(Loss("key", key, self.path))

    def _hide(self, kind: Kind, key: str, value: str) -> None:
        shown = vocabulary.BOOLEANS.get(value) if kind is Kind.PUBLISHED else value == "published"
        if not shown:
            self.found["draft"] = "true"
            if value not in {"draft", "false", "no"}:
                self.losses.append(Loss("hidden", f"{key}: {value}", self.path))

    def _put(self, name: Name, key: str, value: Any) -> None:
        """A name of a field that has one already adds to a list, takes a spare's place, or is a loss."""
        if value in ("", [], {}):
            return
        if name.kind in _LISTS and key != "section":
            parts = _listed(value, ";" if key == "authors" else ",")
            self.found[key] = list(dict.fromkeys([*self.found.get(key, []), *parts]))
            return
        if key == "section" and isinstance(value, list):
            value, *others = value
            self._put(Name("tags", Kind.TERMS), "tags", others)
        if key not in self.found or (key in self.spare and not name.spare):
            self.found[key] = value
            self.spare.add(key) if name.spare else self.spare.discard(key)
        elif value != self.found[key]:
            self.losses.append(Loss("twice", f"{key}: {value}", self.path))


def _listed(value: Any, comma: str = ",") -> list[str]:
    items: Iterable[Any] = value if isinstance(value, list) else str(value).split(comma)
    return [text for item in items if (text := str(item).strip())]


FORMAT = Format("markdown", _SUFFIXES, _recognises, _read)
