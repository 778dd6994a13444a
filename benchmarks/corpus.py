"""Draw an archive of articles, written for no generator yet.

Same count and seed, same articles: no clock, no locale, no order of a set.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from random import Random

from benchmarks.prose import folded, prose

DAYS = 3653  # ten years
FIRST_DAY = date(2014, 6, 15)  # so that a newer article begins neither a month nor a year
TAG_COUNT = 400
TWO_AUTHORS = 0.2  # the share of articles that two people sign
SECTIONS = (
    "Économie", "Politique", "Société", "Sciences",
    "Culture", "Santé", "Éducation", "Numérique",
)  # fmt: skip
GIVEN_NAMES = (
    "Camille", "Élodie", "François", "Gaëlle", "Hélène",
    "Jérôme", "Léa", "Maël", "Noémie", "Zoé",
)  # fmt: skip
FAMILY_NAMES = ("Bérard", "Dupré", "Garnier", "Lefèvre", "Moreau", "Saint-Aubin")
AUTHORS = tuple(f"{given} {family}" for given in GIVEN_NAMES for family in FAMILY_NAMES)


@dataclass(frozen=True)
class Archive:
    """An archive of `count` articles; articles numbered from `count` on are newer ones."""

    count: int
    seed: int = 1

    def rng(self, *of: object) -> Random:
        """Return draws that depend on the seed and on what they are for, and on nothing else."""
        return Random("/".join(map(str, (self.seed, *of))))


@dataclass(frozen=True)
class Name:
    """What other articles need to know of one: enough for its path and its address."""

    number: int
    date: datetime
    title: str

    @property
    def slug(self) -> str:
        """Return five words of the title and the number, so that no two are equal."""
        return "-".join([*folded(self.title).split("-")[:5], str(self.number)])

    @property
    def path(self) -> str:
        """Return where the file lies in a content folder."""
        return f"{self.date:%Y/%m/%Y-%m-%d}-{self.slug}.md"

    @property
    def url(self) -> str:
        """Return the address, from the site's root."""
        return f"/{self.date:%Y/%m/%d}/{self.slug}/"


@dataclass(frozen=True)
class Article:
    """One article, written for no generator yet; own links are `(article:7)` in its body."""

    name: Name
    summary: str
    section: str
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    body: str


def name(archive: Archive, number: int) -> Name:
    """Draw what is known of an article elsewhere."""
    rng = archive.rng("name", number)
    day, rest = divmod(number * DAYS, archive.count)
    minute = 6 * 60 + 16 * 60 * rest // archive.count  # by day, when no clock is put forward
    start = datetime.combine(FIRST_DAY + timedelta(day), datetime.min.time())
    title = " ".join(prose().words(rng, 7 + int(7 * rng.random()))).capitalize()
    return Name(number, start + timedelta(minutes=minute), title)


def article(archive: Archive, number: int, body: str = "") -> Article:
    """Draw an article; most of the time is spent on a `body` that is not given."""
    rng = archive.rng("article", number)
    return Article(
        name=name(archive, number),
        summary=" ".join(" ".join(prose().words(rng, 15)).capitalize() + "." for _ in range(2)),
        section=_common(rng, SECTIONS, 1)[0],
        tags=_common(rng, tags(archive), 2 + int(6 * rng.random())),
        authors=_common(rng, AUTHORS, 1 + (rng.random() < TWO_AUTHORS)),
        body=body or _body(rng, number),
    )


@cache
def tags(archive: Archive) -> tuple[str, ...]:
    """Draw the names of all tags, commonest first; no two have the same slug."""
    rng, names = archive.rng("tags"), dict[str, str]()
    while len(names) < TAG_COUNT:
        tag = " ".join(prose().long_words(rng, 1 + int(2 * rng.random()))).capitalize()
        names.setdefault(folded(tag), tag)
    return tuple(names.values())


def _common(rng: Random, names: Sequence[str], count: int) -> tuple[str, ...]:
    """Draw different names, the first ones much more often than the last."""
    drawn = (int(len(names) ** rng.random()) - 1 for _ in range(count))
    return tuple(dict.fromkeys(names[at] for at in drawn))


def _body(rng: Random, number: int) -> str:
    own_link = partial(_own_link, number)
    blocks, kind = [_block(rng, "paragraph", own_link)], "paragraph"
    missing = prose().amount(rng, "bytes") - len(blocks[0].encode())
    while missing > 0 or kind == "heading":
        last, kind = kind, prose().kind(rng) if missing > 0 else "paragraph"
        if kind == last != "paragraph":
            continue  # two lists or quotations in a row would be one, two headings are unusual
        blocks.append(_block(rng, kind, own_link))
        missing -= len(blocks[-1].encode()) + 2
    body = "\n\n".join(blocks) + "\n"
    typed = rng.random() < prose().numbers["straight_share_of_apostrophes"]
    return body.replace("’", "'") if typed else body


def _own_link(number: int, rng: Random) -> str:
    """Draw an article to which article `number` may refer: mostly a recent one."""
    return f"article:{max(0, number - 1 - int(300 * rng.random() ** 3))}"


def _block(rng: Random, kind: str, own_link: Callable[[Random], str]) -> str:
    """Write a block; of the rare kinds only tables, as images and code cost nothing to convert."""
    match kind:
        case "heading":
            return "## " + " ".join(prose().words(rng, 3 + int(6 * rng.random()))).capitalize()
        case "list":
            count = prose().amount(rng, "items_per_list")
            return "\n".join(f"- {prose().sentence(rng, own_link)}" for _ in range(count))
        case "quote":
            return f"> {prose().sentence(rng, own_link)}"
        case "table":
            rows = [" | ".join(prose().words(rng, 3)) for _ in range(4)]
            return "\n".join(f"| {row} |" for row in (rows[0], "--- | --- | ---", *rows[1:]))
        case _:
            count = prose().amount(rng, "sentences_per_paragraph")
            return " ".join(prose().sentence(rng, own_link) for _ in range(count))
