"""A draft's header -> front matter that our own reader accepts; what it refuses is dropped and named.

Nothing that may hide an article is dropped without hiding it: an unreadable expiry makes a draft.
"""

import json
import re
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from openai_news import dates, front_matter
from openai_news.alias import AliasError, old_address
from openai_news.config import Config
from openai_news.errors import ContentError
from openai_news.foreign_draft import FORBIDDEN, Draft, Loss
from openai_news.model import FrontMatter, Moment, Place, Problem, Severity, Source
from openai_news.slugs import is_slug, slugify
from openai_news.vocabulary import HIDING

ORDER = [
    "title",
    "date",
    "updated",
    "publish_at",
    "expire_at",
    "draft",
    "slug",
    "aliases",
    "id",
    "lang",
    "translation_key",
    "summary",
    "section",
    "tags",
    "authors",
    "image",
    "image_alt",
    "sources",
    "source_url",
    "corrections",
]
_MOMENTS = frozenset({"date", "updated", "publish_at", "expire_at"})
_PLAIN = re.compile(r"true|false|\d{4}-\d\d-\d\d(?:T[\d:]+(?:Z|[+-][\d:]+))?")
_DOUBTS = frozenset({"W101"})


def settle(draft: Draft, config: Config) -> tuple[dict[str, Any], FrontMatter, list[Loss]]:
    """Return a header, as our own reader reads it, and what it lost; raise ContentError if there is none."""
    losses: list[Loss] = []
    zone = dates.zone(config.timezone)
    header = {key: _clean(value) for key, value in draft.header.items()}
    header |= {key: _moment(str(header[key]), zone) for key in _MOMENTS & header.keys() if header[key]}
    _name(header, draft, losses)
    header["aliases"] = _aliases(header.get("aliases", []), draft.path, config, losses)
    _terms(header, draft.path, config, losses)
    if draft.lang and draft.lang != config.language:
        header.setdefault("lang", draft.lang)
    return *_judge(header, draft.path, config, losses), losses


def text(header: dict[str, Any]) -> str:
    """Return front matter, a line per key."""
    lines = [f"{key}: {_written(header[key])}\n" for key in _ordered(header)]
    return f"---\n{''.join(lines)}---\n"


def _ordered(header: dict[str, Any]) -> list[str]:
    """Return the keys that have a value, ours first and in our order."""
    known = [key for key in ORDER if key in header]
    rest = [key for key in header if key not in ORDER]
    return [key for key in (*known, *rest) if header[key] not in ("", [], {}, None)]


def _written(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)  # a JSON text is a quoted YAML text


def _clean(value: Any) -> Any:
    """Return a value whose texts are lines that can be printed."""
    if isinstance(value, str):
        return " ".join(FORBIDDEN.sub(" ", value).split())
    if isinstance(value, list):
        return [_clean(item) for item in value if item not in ("", None)]
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items() if item not in ("", None)}
    return value


def _moment(written: str, zone: ZoneInfo) -> str:
    """Return a date as we write it; one that nobody can read stays as it is."""
    try:
        return dates.iso(dates.parse(written, zone))
    except dates.BadDate:
        pass
    try:
        at = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return written
    return dates.iso(Moment(at.replace(tzinfo=at.tzinfo or zone).astimezone(zone), timed=True))


def _name(header: dict[str, Any], draft: Draft, losses: list[Loss]) -> None:
    """Give a title to what has none, and drop a slug that can be no address."""
    if not header.get("title"):
        header["title"] = str(header.get("summary") or draft.name.replace("-", " "))
        losses.append(Loss("title", header["title"], draft.path))
    slug = str(header.pop("slug", ""))
    if is_slug(slug):
        header["slug"] = slug
    elif slug:
        losses.append(Loss("slug", slug, draft.path))
        header["slug"] = slugify(slug)


def _aliases(written: Any, path: str, config: Config, losses: list[Loss]) -> list[str]:
    """Return former addresses as paths; one that no file can answer is a loss."""
    found = []
    for address in [written] if isinstance(written, str) else written:
        alias = _path(str(address))
        try:
            old_address(alias, config.base_url)
        except AliasError:
            losses.append(Loss("alias", str(address), path))
        else:
            found.append(alias)
    return list(dict.fromkeys(found))


def _path(address: str) -> str:
    """Return an address without its host; nothing below a site's root is no path (`/..`, refused)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/.."
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return f"/{path.removeprefix('/')}" if path.strip("/") else "/.."


def _terms(header: dict[str, Any], path: str, config: Config, losses: list[Loss]) -> None:
    """Keep one spelling of each term; what has no letter or digit can have no page."""
    for key in [taxonomy.key for taxonomy in config.taxonomies if header.get(taxonomy.key)]:
        written = header[key]
        found: dict[str, str] = {}
        for name in [written] if isinstance(written, str) else map(str, written):
            slug = slugify(name)
            if slug and slug not in found:
                found[slug] = name
            elif name != found.get(slug):
                losses.append(Loss("term", name, path))
        header[key] = next(iter(found.values()), "") if isinstance(written, str) else list(found.values())


def _judge(
    header: dict[str, Any], path: str, config: Config, losses: list[Loss]
) -> tuple[dict[str, Any], FrontMatter]:
    """Drop the keys that our reader refuses until it refuses none."""
    while True:
        read = front_matter.read(Source("x.md", text(header)), config)
        refused = [p for p in read.problems if p.severity is Severity.ERROR or p.code in _DOUBTS]
        keys = _ordered(header)
        lines = ["---", *keys, "---"]
        bad = {lines[problem.place.line - 1] for problem in refused} - {"---", "title", "date"}
        if not bad:
            break
        for key in sorted(bad):
            losses.append(Loss("refused", f"{key}: {header.pop(key)}", path))
            if key in HIDING:
                header["draft"] = "true"
                losses.append(Loss("hidden", key, path))
    if refused or read.front_matter is None:
        raise ContentError([_undated(header, path)] if not header.get("date") else refused)
    return header, read.front_matter


def _undated(header: dict[str, Any], path: str) -> Problem:
    return Problem("E136", Place(path), {"title": str(header.get("title", ""))})
