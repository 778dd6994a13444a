"""Links that leave the site: which there are, what was observed of each, and when one is called dead."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from html import unescape

import msgspec

from openai_news.errors import with_excerpt
from openai_news.model import FrontMatter, Parsed, Place, Problem, Severity, Source, Value

GOOD = "ok"
DAYS = 3  # on which a link has failed since it last answered, before it is called dead

_FRESH = timedelta(days=7)  # an address that answered is left in peace for so long
_KEPT = 10  # failures remembered of one address
_DEFINITE = frozenset({"404", "410", "host", "refused"})  # others may pass: they never count alone
_PASSING = re.compile(r"3\d\d|5\d\d|timeout|tls|closed")  # what is neither, as 403 or 429, says nothing
_HREF = re.compile(r'href="(https?://[^"]+)"')


class Link(Value, frozen=True):
    """An address in a file: the first place where it stands, with its line, and an article's day."""

    url: str
    place: Place
    day: str
    excerpt: str = ""
    width: int = 1


class Seen(Value, frozen=True, omit_defaults=True):
    """What is remembered of an address: the last day it answered, and how it failed on days since."""

    good: str = ""
    failed: dict[str, str] = {}


Memory = Mapping[str, Seen]


def links(source: Source, parsed: Parsed, front: FrontMatter) -> Iterator[Link]:
    """Return each address outside the site that a file shows, once."""
    day = front.date.at.date().isoformat() if front.date else ""
    urls = [unescape(url) for url in _HREF.findall(parsed.body.html)]
    urls += [url for citation in front.sources for url in (citation.url, citation.archived) if url]
    urls += front.same_as
    for url in dict.fromkeys(urls):
        yield _placed(url, source, day)


def is_due(seen: Seen | None, today: date) -> bool:
    """Tell whether an address is worth asking: once a day, and rarely when it has just answered."""
    if seen is None:
        return True
    if today.isoformat() in seen.failed:
        return False
    return bool(seen.failed) or not seen.good or date.fromisoformat(seen.good) + _FRESH <= today


def observed(seen: Seen | None, today: date, word: str) -> Seen | None:
    """Remember what an address answered: `ok`, a status, or how there was none."""
    if word == GOOD:
        return Seen(today.isoformat())
    if word not in _DEFINITE and not _PASSING.fullmatch(word):
        return seen
    before = seen or Seen()
    failed = before.failed | {today.isoformat(): word}
    return Seen(before.good, dict(sorted(failed.items())[-_KEPT:]))


def is_dead(seen: Seen | None) -> bool:
    """Tell whether an address has failed on enough days, and not only in a way that passes."""
    return seen is not None and len(seen.failed) >= DAYS and not _DEFINITE.isdisjoint(seen.failed.values())


def dead(found: Iterable[Link], memory: Memory) -> Iterator[Problem]:
    """Warn of links that are dead, each at its place, with where a copy may be."""
    for link in found:
        seen = memory.get(link.url)
        if seen and is_dead(seen):
            day = (seen.good or link.day).replace("-", "")
            values = {
                "url": link.url,
                "days": str(len(seen.failed)),
                "first": min(seen.failed),
                "seen": list(seen.failed.values())[-1],
                "archive": f"https://web.archive.org/web/{day or '*'}/{link.url}",
            }
            yield Problem("W410", link.place, values, Severity.WARNING, link.excerpt, link.width)


def decoded(text: bytes) -> dict[str, Seen]:
    """Read what was remembered; raise ValueError when it is not ours."""
    found = msgspec.json.decode(text, type=dict[str, Seen])
    for seen in found.values():
        for day in filter(None, (seen.good, *seen.failed)):
            date.fromisoformat(day)
    return found


def encoded(memory: Memory) -> str:
    """Write what is remembered, an address a line: an editor can commit it and read what changed."""
    lines = (f"  {_json(url)}: {_json(seen)}" for url, seen in sorted(memory.items()))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


def _placed(url: str, source: Source, day: str) -> Link:
    """Find an address as written, whole: not at the beginning of a longer one."""
    path, text = f"content/{source.path}", source.text
    whole = re.compile(re.escape(url) + r"(?![^\s)\]>\"'»])")
    match = whole.search(text) or re.search(re.escape(url), text)
    if match is None:
        return Link(url, Place(path, 1, 1), day)
    start = match.start()
    place = Place(path, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
    shown = with_excerpt(Problem("W410", place, width=len(url)), text)
    return Link(url, place, day, shown.excerpt, shown.width)
