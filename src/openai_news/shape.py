"""The shape of the whole site on one screen: in which lists an item counts, and where.

A key is `kind|...`; a list's key starts with its language where it has one. A place sorts as text and ends
with its item, after a tab; `first` of a list is its greatest place. Lists are items too: a day counts in the
list of days, a tag in that of tags.
"""

import re
from collections.abc import Iterator
from datetime import date

from openai_news.model import (
    AnyCard,
    ArticleCard,
    LabelCard,
    ListCard,
    Moment,
    PageCard,
    Term,
)

Membership = tuple[str, str]

_PERIOD = re.compile(r"\b[12][0-9]{3}(?:[-/][01][0-9])?\b")
_EPOCH_SHIFT = 62_135_596_800  # seconds from year 1 to 1970: positive places sort as text
_DAY = 86_400  # seconds
MONTH = slice(13, 20)  # of an article's place among the articles of a list
TERM_WHOLE = 60  # articles that a term's own page shows; with more, it leads to pages of its years
TERM_SPLIT = 200  # a term's year with more articles than this leads to its months
MONTH_WHOLE = 200  # articles in the feed of a whole month; with more, its days have feeds of their own

# In which lists a list counts, and where: {0}, {1}... are the parts of its key, {n} is its count.
_LISTS_OF_LISTS = {
    "day": (
        ("days|{0}", "{1}"),
        ("yeardays|{0}|{1:.4}", "{1}"),
        ("monthdays|{0}|{1:.7}", "{1}"),
    ),
    "month": (("months|{0}", "{1}"),),
    "year": (("years|{0}", "{1}"),),
    "term": (("terms|{0}|{1}", "{2}"), ("popular|{0}|{1}", "{n}|{2}")),
    "termyear": (("termyears|{0}|{1}|{2}", "{3}"), ("popularyear|{0}|{1}|{3}", "{n}|{2}")),
    "spelling": (("spellings|{0}|{1}|{2}", "{n}|{3}"),),
    "spellings": (("spelled|{0}|{1}", "{2}"),),
    "sitemap": (("sitemaps|", "{0}"),),
}


def kind(key: str) -> str:
    """Return the kind of item that `key` names."""
    return key.partition("|")[0]


def period(text: str) -> str:
    """Return the year or month that a key or a place names, '' for none."""
    found = _PERIOD.search(text)
    return found[0].replace("/", "-") if found else ""


def spelling(key: str) -> str:
    """Return how a term is spelled whose spelling a key names; it may hold anything."""
    return key.split("|", 4)[4]


def when(moment: Moment) -> str:
    """Return an instant as places have it: its seconds since year 1, twelve digits."""
    return f"{int(moment.at.timestamp()) + _EPOCH_SHIFT:012d}"


def month_of(place: str) -> str:
    """Return the month in which an article stands that has a place among articles."""
    return place[MONTH]


def month_span(month: str) -> tuple[str, str]:
    """Return between which places all articles of a month are, in any zone; others may be there too."""
    day = date.fromisoformat(f"{month}-01").toordinal() - 1
    return f"{max(0, day - 1) * _DAY:012d}", f"{(day + 33) * _DAY:012d}"


def seconds(place: str) -> int:
    """Return the instant that a place begins with, in seconds since year 1."""
    return int(place[:12])


def item(place: str) -> str:
    """Return the item whose place it is."""
    return place.partition("\t")[2]


def lists(key: str, card: AnyCard) -> Iterator[Membership]:
    """Yield (list, place) for every list in which the item counts."""
    for name, order in _orders(key, card):
        yield name, f"{order}\t{key}"


def _orders(key: str, card: AnyCard) -> Iterator[Membership]:
    match card:
        case ArticleCard():
            yield from _article(card)
        case ListCard():
            yield from _list(key, card)
        case LabelCard():
            _, lang, taxonomy, slug = key.split("|")
            yield f"labels|{lang}|{taxonomy}", slug
            yield from _redirected(card.aliases)
        case PageCard():
            yield f"texts|{card.lang}", card.url
            yield from _redirected(card.aliases)
            if card.translation_key:
                yield f"translations|{card.translation_key}", ""
        case _:
            return


def _article(card: ArticleCard) -> Iterator[Membership]:
    lang, day = card.lang, card.date.at.date().isoformat()
    month, year = day[:7], day[:4]
    order = f"{when(card.date)} {month}"
    yield f"all|{lang}", order
    yield f"day|{lang}|{day}", order
    yield f"month|{lang}|{month}", order
    yield f"year|{lang}|{year}", order
    for term in card.terms:
        yield from _term(term, lang, year, order)
    if card.updated.at > card.date.at:
        yield f"updated|{lang}", when(card.updated)
    if card.featured:
        yield f"featured|{lang}", order
    if card.translation_key:
        yield f"translations|{card.translation_key}", ""
    for later in card.followed_by:
        yield f"followed|article|{later}", order
    if card.news and not card.noindex:
        yield "news|", order
    if not card.noindex:
        yield f"sitemap|{month}", order
        yield f"updates|{month}", when(card.updated)
    yield from _redirected(card.aliases)


def _term(term: Term, lang: str, year: str, order: str) -> Iterator[Membership]:
    name = f"{lang}|{term.taxonomy}|{term.slug}"
    yield f"term|{name}", order
    yield f"termyear|{name}|{year}", order
    yield f"spelling|{name}|{term.name}", order


def _redirected(aliases: tuple[str, ...]) -> Iterator[Membership]:
    if aliases:
        yield "redirects|", ""


def _list(key: str, card: ListCard) -> Iterator[Membership]:
    name, _, rest = key.partition("|")
    parts = rest.split("|", 3)  # a spelling may hold anything
    for listing, order in _LISTS_OF_LISTS.get(name, ()):
        yield listing.format(*parts), order.format(*parts, n=f"{card.n:09d}")
    if name == "term" and card.n > TERM_WHOLE:
        yield f"byyear|{rest}", ""
    if name == "termyear" and card.n > TERM_SPLIT:
        for month in range(1, 13):
            yield f"termmonth|{rest}-{month:02}", ""
    if name == "month" and card.n > MONTH_WHOLE:
        yield f"bydays|{rest}", ""
