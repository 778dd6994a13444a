"""What every page shares: its frame, links as seen from it, teasers and calendars."""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from openai_news import cards, dates
from openai_news.catalogue import View
from openai_news.collation import sort_key
from openai_news.model import AnyCard, ArticleCard, LabelCard, ListCard, Moment, Term
from openai_news.page import Context
from openai_news.shape import spelling
from openai_news.urls import path_of, root_of, social_path
from openai_news.views import (
    Alternate,
    Calendar,
    Cell,
    DayGroup,
    FeedLink,
    Figure,
    Link,
    SiteView,
    Teaser,
    When,
)
from openai_news.words import Words

FEED_TYPES = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}
TERM_SHOWN = 30  # articles that a term's own page shows where it leads to its years
# Nothing from elsewhere, nothing inline, nothing framed (RULES R19).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self';"
    " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
_NAV_TAXONOMIES = ("tags", "people", "series")
_LEVELS = 5


class Layout:
    """One page being laid out: what it prints depends on its language and its depth."""

    def __init__(self, site: Context, lang: str, url: str, *, root: str | None = None) -> None:
        """Lay out the page at `url`; `root` is the way to the site's root when it is not relative."""
        self.site = site
        self.lang = lang
        self.url = url
        self.path = path_of(url)
        self.root = root_of(self.path) if root is None else root
        self.words: Words = site.words[lang]

    def href(self, url: str) -> str:
        """Return the link to `url` as this page prints it."""
        return self.site.urls.href(self.root, url)

    @property
    def canonical(self) -> str:
        """The page's own address, absolute."""
        return self.site.urls.absolute(self.url)

    def absolute(self, href: str) -> str:
        """Return the canonical, absolute form of a link that this page prints."""
        return self.site.urls.canonical(self.root, href)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each taxonomy by its name."""
        return self.site.frames.get("kinds", self._kinds)

    def _kinds(self) -> dict[str, str]:
        return {taxonomy.name: taxonomy.kind for taxonomy in self.site.config.taxonomies}

    def named(self, terms: Iterable[Term], kind: str) -> Iterator[Term]:
        """Yield the terms whose taxonomy is of a kind: author, section, tag, person..."""
        kinds = self.kinds
        return (term for term in terms if kinds[term.taxonomy] == kind)

    def link(self, text: str, url: str, count: int = 0) -> Link:
        """Return a link from this page."""
        return Link(text, self.href(url), count)

    def period(self, period: str, count: int = 0) -> Link:
        """Return a link to a year, month or day page, named in the page's language."""
        url = self.site.urls.period(self.lang, period)
        return self.link(period_text(period, self.lang), url, count)

    def taxonomy(self, name: str) -> Link:
        """Return a link to the index of a taxonomy."""
        return self.link(self.words(f"taxonomy.{name}"), self.site.urls.taxonomy(self.lang, name))

    def term(self, taxonomy: str, slug: str, name: str, count: int = 0) -> Link:
        """Return a link to a term's page."""
        return self.link(name, self.site.urls.term(self.lang, taxonomy, slug), count)

    def teaser(self, card: ArticleCard) -> Teaser:
        """Return an article as this page's lists show it."""
        return self.site.teasers.get((self.root, self.lang, card.url), lambda: self._teaser(card))

    def _teaser(self, card: ArticleCard) -> Teaser:
        section = next((term.name for term in card.terms if term.taxonomy == "sections"), "")
        return Teaser(
            title=card.title,
            href=self.href(card.url),
            date=when(card.date, self.lang),
            summary=card.summary,
            section=section,
            lang="" if card.lang == self.lang else card.lang,
        )

    def teasers(self, items: Iterable[tuple[str, AnyCard]]) -> tuple[Teaser, ...]:
        """Return the articles of a list, in its order."""
        return tuple(self.teaser(card) for _, card in items if isinstance(card, ArticleCard))

    def by_day(self, items: Iterable[tuple[str, AnyCard]]) -> tuple[DayGroup, ...]:
        """Return the articles of a list, one group per day, in its order."""
        groups: dict[str, list[Teaser]] = {}
        for _, card in items:
            if isinstance(card, ArticleCard):
                day = card.date.at.date().isoformat()
                groups.setdefault(day, []).append(self.teaser(card))
        return tuple(
            DayGroup(
                day_when(day, self.lang),
                self.href(self.site.urls.period(self.lang, day)),
                tuple(teasers),
            )
            for day, teasers in groups.items()
        )

    def feeds(self, url: str, title: str) -> tuple[FeedLink, ...]:
        """Return the feeds beside the list at `url`, for autodiscovery."""
        urls = self.site.urls
        return tuple(
            FeedLink(FEED_TYPES[form], title, self.root + urls.feed(url, form))
            for form in self.site.config.feeds.formats
        )

    def alternates(self, pages: Iterable[tuple[str, str]]) -> tuple[Alternate, ...]:
        """Return hreflang links for (language, url) pairs, one a language; none unless there are two (N6)."""
        found = sorted((dict(sorted(pages)) | {self.lang: self.url}).items())
        if len(found) < 2:  # noqa: PLR2004 - a page alone has no translation
            return ()
        return tuple(
            Alternate(lang, self.site.urls.absolute(url), self.href(url), language_name(lang))
            for lang, url in found
        )

    def navigation(self) -> tuple[Link, ...]:
        """Return the site's menu, which depends on the configuration alone."""
        names = [taxonomy.name for taxonomy in self.site.config.taxonomies]
        return (
            self.link(self.words("years"), self.site.urls.years(self.lang)),
            *(self.taxonomy(name) for name in _NAV_TAXONOMIES if name in names),
        )

    def _foot(self) -> tuple[Link, ...]:
        """Return the links of the footer: the fixed pages, then those that the configuration names."""
        urls, main = self.site.urls, self.site.config.language
        feeds = (self.link(self.words("subscribe"), urls.subscribe(self.lang)),)
        return (
            *(feeds if self.site.config.feeds.formats else ()),
            self.link(self.words("updates"), urls.updates(self.lang)),
            *(
                self.link(self.words(f"text.{slug}"), urls.text(main, slug))
                for slug in self.site.config.footer
            ),
        )

    def home(self) -> Link:
        """Return the link to the home page of this language."""
        return self.link(self.words("home"), self.site.urls.home(self.lang))

    def frame(self, kind: str, title: str, **more: Any) -> dict[str, Any]:
        """Return what every view has; `more` overrides or adds."""
        shared = self.site.frames.get((self.root, self.lang), self._shared_frame)
        own = {"kind": kind, "title": title, "canonical": self.canonical}
        return shared | own | more

    def _shared_frame(self) -> dict[str, Any]:
        """Return what is the same on every page of this language and depth."""
        config = self.site.config
        home = self.site.urls.home(self.lang)
        return {
            "site": SiteView(
                title=config.title,
                description=config.description,
                publisher=config.author,
                home=self.href(home),
                url=config.base_url,
                license=config.license,
            ),
            "lang": self.lang,
            "description": "",
            "root": self.root,
            "policy": POLICY,
            "nav": self.navigation(),
            "foot": self._foot(),
            "feeds": self.feeds(home, config.title),
            "noindex": self.site.preview,
            "preview": self.site.preview,
        }


@lru_cache(maxsize=4096)
def day_when(day: str, lang: str) -> When:
    """Return a day such as `2023-11-18` for display."""
    moment = date.fromisoformat(day)
    return When(day, dates.date_text(moment, lang), dates.long_date(moment, lang))


@lru_cache(maxsize=4096)
def when(moment: Moment, lang: str) -> When:
    """Return a moment for display: the day, and the hour where the author gave one."""
    day = day_when(moment.at.date().isoformat(), lang)
    if not moment.timed:
        return day
    hour = dates.time_text(moment.at, lang)
    return When(dates.iso(moment), f"{day.text}, {hour}", f"{day.long}, {hour}", hour)


@lru_cache(maxsize=4096)
def period_text(period: str, lang: str) -> str:
    """Return `2023`, `novembre 2023` or `18 novembre 2023`."""
    match period.split("-"):
        case [year]:
            return year
        case [year, month]:
            return dates.month_text(int(year), int(month), lang)
        case _:
            return dates.date_text(date.fromisoformat(period), lang)


def sentence(text: str) -> str:
    """Return words as they begin a sentence (RULES T23): French names of days and months are small."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=64)
def language_name(lang: str) -> str:
    """Return a language's own name: `français`."""
    return dates.language_name(lang)


def article_count(items: Iterable[tuple[str, AnyCard]]) -> int:
    """Return how many articles the given lists hold together."""
    return sum(card.n for _, card in items if isinstance(card, ListCard))


def counts(items: Iterable[tuple[str, AnyCard]]) -> dict[str, int]:
    """Return the counts of lists by the last part of their key (a day, a month, a slug)."""
    return {key.rpartition("|")[2]: card.n for key, card in items if isinstance(card, ListCard)}


def label(read: View, lang: str, taxonomy: str, slug: str) -> str:
    """Return a term's label: its own file's title, else the spelling most used."""
    card = read.card(f"label|{lang}|{taxonomy}|{slug}")
    if isinstance(card, LabelCard):
        return card.title
    spellings = read.card(f"spellings|{lang}|{taxonomy}|{slug}")
    return spelling(spellings.last) if isinstance(spellings, ListCard) else slug


def labels(read: View, lang: str, taxonomy: str) -> dict[str, str]:
    """Return the label of every term that an article has, by slug: as it is described, or spelt most."""
    found: dict[str, str] = {}
    for key, card in read.first(f"spelled|{lang}|{taxonomy}"):
        if isinstance(card, ListCard):
            found[key.rpartition("|")[2]] = spelling(card.last)
    for key, card in read.first(f"labels|{lang}|{taxonomy}"):
        if isinstance(card, LabelCard) and key.rpartition("|")[2] in found:
            found[key.rpartition("|")[2]] = card.title
    return found


def alphabetical(links: Iterable[Link], lang: str) -> tuple[Link, ...]:
    """Sort links by their text (RULES T24)."""
    return tuple(sorted(links, key=lambda link: (sort_key(link.text, lang), link.href)))


def neighbours(layout: Layout, read: View, listing: str) -> tuple[Link | None, Link | None]:
    """Return links to the non-empty periods before and after the subject's own (RULES R1)."""
    before, after = (
        layout.period(keys[0].rpartition("|")[2]) if keys else None for keys in read.near(listing, 1)
    )
    return before, after


def month_calendar(layout: Layout, month: str, days: Mapping[str, int]) -> Calendar:
    """Return one month as a table; `days` maps `2023-11-18` to a count, levels follow the busiest day."""
    year, number = int(month[:4]), int(month[5:7])
    weeks = calendar.Calendar(firstweekday=0).monthdayscalendar(year, number)
    most = max(_LEVELS, *days.values(), 0)  # a quiet month is pale
    inside = {day: n for day, n in days.items() if day.startswith(month)}
    return Calendar(
        title=sentence(period_text(month, layout.lang)),
        href=layout.href(layout.site.urls.period(layout.lang, month)) if inside else "",
        count=sum(inside.values()),
        weekdays=dates.weekday_names(layout.lang),
        weeks=tuple(tuple(_cell(layout, month, day, inside, most) for day in week) for week in weeks),
    )


def _cell(layout: Layout, month: str, day: int, days: Mapping[str, int], most: int) -> Cell:
    name = f"{month}-{day:02d}"
    count = days.get(name, 0) if day else 0
    if not count:
        return Cell(day)
    text = day_when(name, layout.lang).text
    return Cell(
        day=day,
        count=count,
        level=-(-count * _LEVELS // most),
        href=layout.href(layout.site.urls.period(layout.lang, name)),
        label=f"{text}, {layout.words.plural('articles', count)}",
    )


def social_card(layout: Layout, card: ArticleCard) -> Figure | None:
    """Return the card of an article for social networks, where the site has such."""
    if not layout.site.config.social_cards:
        return None
    src = layout.href(social_path(card.url))
    return Figure(src, alt=card.title, width=cards.WIDTH, height=cards.HEIGHT)
