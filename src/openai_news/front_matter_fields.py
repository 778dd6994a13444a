"""Mapping -> FrontMatter: the keys of one header, whatever they are called, as fields of our own table."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from openai_news import dates, vocabulary, yaml_nodes
from openai_news.config import Config, Limits, Taxonomy
from openai_news.front_matter_parts import read_value
from openai_news.front_matter_values import Values, flow
from openai_news.model import Citation, FrontMatter, Moment, Picture, Place, Problem, Value
from openai_news.patterns import late
from openai_news.vocabulary import BOOLEANS, FOREIGN, GUARDED, Kind, Name
from openai_news.yaml_nodes import Bounds, Mapping, Node, Scalar, Sequence, problem_at
from openai_news.yaml_traps import diagnose

_FILE_DATE = late(r"(?:.*/)?(\d{4}-\d{2}-\d{2})-[^/]+")


def type_header(path: str, header: str, config: Config) -> tuple[FrontMatter | None, list[Problem]]:
    """Return what a header says, None when that is not enough for an item, and all that is wrong.

    `path` is relative to content/; lines are counted from the start of `header`, which is the file's.
    """
    typing = _Typing(path, header, config)
    return typing.front_matter(), typing.values.problems


class _Entry(Value, frozen=True):
    """One line of a header: which name it uses, as written, and the value."""

    name: Name
    key: Scalar
    node: Node


@lru_cache(maxsize=8)
def _names(taxonomies: tuple[Taxonomy, ...]) -> dict[str, Name]:
    return vocabulary.names((taxonomy.name, taxonomy.key) for taxonomy in taxonomies)


@lru_cache(maxsize=256)
def _meant(key: str, taxonomies: tuple[Taxonomy, ...]) -> str:
    return vocabulary.meant(key, _names(taxonomies))


def _bounds(limits: Limits) -> Bounds:
    """Return how much a header may hold."""
    return Bounds(limits.header * 1_000, limits.values * 1_000, limits.text * 1_000, limits.depth)


class _Typing:
    """One header on its way from text to typed values."""

    def __init__(self, path: str, header: str, config: Config) -> None:
        self.path = path
        self.header = header
        self.names = _names(config.taxonomies)
        self.taxonomies = {taxonomy.name: taxonomy for taxonomy in config.taxonomies}
        self.bounds = _bounds(config.limits)
        self.values = Values(f"content/{path}", header, ZoneInfo(config.timezone))
        self.found: dict[str, Any] = {}
        self.terms: dict[str, tuple[str, ...]] = {}
        self.places: dict[str, Place] = {}

    def front_matter(self) -> FrontMatter | None:
        """Return what the header says, or None when it cannot be told."""
        root = self._root()
        if root is None:
            return None
        for entries in self._by_field(root).values():
            for entry in self._chosen(entries):
                self._take(entry)
        self._require(root)
        self._join()
        if not self.found.get("title") or (self._needs_date and "date" not in self.found):
            return None
        return FrontMatter(terms=self.terms, places=self.places, **self.found)

    def _root(self) -> Mapping | None:
        document = yaml_nodes.parse(self.header, self.values.path, self.bounds)
        self.values.problems += document.problems
        if any(problem.code != "E102" for problem in document.problems):
            return None
        root = document.root
        if isinstance(root, Scalar) and root.is_null:
            return Mapping((), root.line, root.column)
        if isinstance(root, Mapping):
            return root
        self.values.problems.append(self._not_mapping(root))
        return None

    def _not_mapping(self, root: Node | None) -> Problem:
        if isinstance(root, Sequence):
            return problem_at("E110", self.values.path, root, reason="mapping")
        return diagnose(self.header, self.values.place(root or Scalar("", 1, 1)))

    def _by_field(self, root: Mapping) -> dict[str, list[_Entry]]:
        found: dict[str, list[_Entry]] = {}
        for key, node in root.entries:
            name = self.names.get(key.text) or self.names.get(vocabulary.fold(key.text))
            if name is None:
                self._unknown(key)
                continue
            if name.kind is Kind.PUBLISHED and not _is_boolean(node):
                name = self.names["date"]
            found.setdefault(name.field, []).append(_Entry(name, key, node))
        return found

    def _unknown(self, key: Scalar) -> None:
        """Warn of an unknown key; refuse one that may be meant to hide or date the article (row 6)."""
        if vocabulary.fold(key.text) in FOREIGN:
            return
        meant = _meant(key.text, tuple(self.taxonomies.values()))
        if meant in vocabulary.HIDING:
            fixed = self.values.renamed(key, meant)
            self.values.problem("E105", key, key=key.text, meant=meant, fixed=fixed)
            return
        taxonomy = self.taxonomies.get(meant)
        self.values.unknown(key, taxonomy.key if taxonomy else meant)

    def _chosen(self, entries: list[_Entry]) -> list[_Entry]:
        """Drop spare names beside others; two names of one field are an error (RULES E1)."""
        kept = [entry for entry in entries if not entry.name.spare] or entries[:1]
        if kept[0].name.additive:
            return kept
        for entry in kept[1:]:
            first = kept[0].key
            self.values.problem(
                "E102",
                entry.key,
                reason="synonym",
                key=entry.key.text,
                first=first.text,
                at=f"{first.line}:{first.column}",
            )
        return kept[:1]

    def _take(self, entry: _Entry) -> None:
        field, kind, node = entry.name.field, entry.name.kind, entry.node
        if kind is Kind.TERMS or kind is Kind.CATEGORIES:
            self._take_terms(entry)
            return
        self.places.setdefault(field, self.values.place(node))
        if field in GUARDED and isinstance(node, Scalar) and node.is_null:
            reason = "required" if field == "date" else "empty"
            self.values.problem("E104", node, key=entry.key.text, reason=reason)
            return
        value = read_value(self.values, kind, entry.key.text, node)
        if value is not None:
            self.found[field] = self.found[field] + value if field in self.found else value

    def _take_terms(self, entry: _Entry) -> None:
        taxonomy = self.taxonomies[entry.name.field]
        self.places[taxonomy.key] = self.values.place(entry.node)
        if entry.name.kind is Kind.CATEGORIES:
            names = self._categories(entry)
        elif taxonomy.single or taxonomy.kind == "author":
            names = self.values.texts(taxonomy.key, entry.node)
        else:
            names = self.values.terms(taxonomy.key, entry.node)
        if taxonomy.kind == "author" and isinstance(entry.node, Scalar):
            names = tuple(filter(None, (part.strip() for name in names for part in name.split(";"))))
        if taxonomy.single and len(names) > 1:
            self.values.problem("E128", entry.node, key=taxonomy.key, first=flow(names[0]))
        if names:
            self._add_terms(taxonomy.name, names)

    def _categories(self, entry: _Entry) -> tuple[str, ...]:
        """Return the first of several categories; the others become tags, with a warning."""
        first, *others = self.values.terms("categories", entry.node) or ("",)
        if others:
            listed = ", ".join(f"`{name}`" for name in others)
            self.values.warning("W103", entry.node, first=first, others=listed)
            if "tags" in self.taxonomies:
                self._add_terms("tags", others)
        return (first,) if first else ()

    def _add_terms(self, taxonomy: str, names: Iterable[str]) -> None:
        self.terms[taxonomy] = tuple(dict.fromkeys((*self.terms.get(taxonomy, ()), *names)))

    def _require(self, root: Mapping) -> None:
        """Take a missing date from the file's name; a missing title or date is an error."""
        if "date" not in self.places and (moment := self._date_of_name()):
            self.found["date"] = moment
        self._require_field("title", root)
        if self._needs_date:
            self._require_field("date", root)

    def _require_field(self, field: str, root: Mapping) -> None:
        if self.found.get(field):
            return
        place = self.places.get(field)
        if place is None:
            self.values.problem("E125", root, key=field, reason=field)
        elif not any(problem.place == place for problem in self.values.problems):
            values = {"key": field, "reason": "required"}
            self.values.problems.append(Problem("E104", place, values, width=0))

    @property
    def _needs_date(self) -> bool:
        return not any(part.startswith("_") for part in self.path.split("/"))

    def _date_of_name(self) -> Moment | None:
        match = _FILE_DATE.fullmatch(self.path)
        try:
            return dates.parse(match[1], self.values.zone) if match else None
        except dates.BadDate:
            return None

    def _join(self) -> None:
        """Bring together what stands in two keys: a picture and its text, a source and its address."""
        alt, url = self.found.pop("image_alt", ""), self.found.pop("source_url", "")
        image: Picture | None = self.found.get("image")
        if image and alt and not image.alt:
            self.found["image"] = msgspec.structs.replace(image, alt=alt)
        if url:
            sources: tuple[Citation, ...] = self.found.get("sources", ())
            *others, last = sources or (Citation(),)
            joined = () if last.url else (msgspec.structs.replace(last, url=url),)
            self.found["sources"] = (*others, *joined) if joined else (*sources, Citation(url=url))


def _is_boolean(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.lower() in BOOLEANS
