"""What a template may read: the public contract between the generator and a theme.

A template sees one name, `page`, which is one of the views below. Texts are final (typography done); every
`href` is ready to print, relative to the page itself; `*_html` is safe HTML and needs `|safe`.
"""

from openai_news.model import Value


class When(Value, frozen=True):
    """A date: `iso` for machines, `text` for people (`18 novembre 2023`), `long` with the weekday.

    `hour` is what both end with (`14 h 05`), where the author gave a time.
    """

    iso: str
    text: str
    long: str = ""
    hour: str = ""


class Link(Value, frozen=True):
    """A link; `count` is how many articles lie behind it (0 when that is not said)."""

    text: str
    href: str
    count: int = 0
    lang: str = ""


class FeedLink(Value, frozen=True):
    """A feed for autodiscovery: its media type, title and address."""

    type: str
    title: str
    href: str


class Alternate(Value, frozen=True):
    """The same page in another language: absolute `url` for hreflang, `href` and `name` for the reader."""

    lang: str
    url: str
    href: str
    name: str


class Meta(Value, frozen=True):
    """A `meta` element of the head: `kind` is the attribute that holds its name, `name` or `property`."""

    kind: str
    name: str
    content: str


class SiteView(Value, frozen=True):
    """The site: title, description, publisher, home page, absolute base address and licence ('' for none)."""

    title: str
    description: str
    publisher: str
    home: str
    url: str
    license: str = ""


class Figure(Value, frozen=True):
    """A picture with its size in pixels (0 when unknown).

    `picture_html` shows it: an `img`, within a `picture` when there are versions for several screens.
    """

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int = 0
    height: int = 0
    picture_html: str = ""


class Teaser(Value, frozen=True):
    """An article as lists show it."""

    title: str
    href: str
    date: When
    summary: str = ""
    section: str = ""
    lang: str = ""


class DayGroup(Value, frozen=True):
    """The articles of one day; `href` is the day's page."""

    date: When
    href: str
    articles: tuple[Teaser, ...]


class Cell(Value, frozen=True):
    """A day in a calendar: 0 outside the month; `level` from 0 to 5 tells how much was published."""

    day: int = 0
    count: int = 0
    level: int = 0
    href: str = ""
    label: str = ""


class Calendar(Value, frozen=True):
    """One month as a table: weekday names (long and short, Monday first) and weeks of seven cells."""

    title: str
    href: str
    count: int
    weekdays: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Cell, ...], ...]


class Bar(Value, frozen=True):
    """A month of a timeline, or a year of a long one; `at` counts from the left, `height` goes to 100."""

    at: int
    label: str
    count: int
    height: int
    href: str = ""


class Timeline(Value, frozen=True):
    """The months that have articles, or the years where months would be too many to be seen.

    `width` is how many bars there is room for; `years` begin equal parts of it; `most` is the tallest bar.
    """

    bars: tuple[Bar, ...]
    by_year: bool
    width: int
    years: tuple[int, ...]
    first: str
    last: str
    most: int


class Anchor(Value, frozen=True):
    """A heading of a body: level 2 to 6, id and text."""

    level: int
    id: str
    text: str


class SourceView(Value, frozen=True):
    """A source of an article."""

    title: str
    url: str
    publisher: str
    author: str
    date: When | None
    accessed: When | None
    archived: str


class CorrectionView(Value, frozen=True):
    """A correction: when, what kind (a word key of the theme's words), what, by whom."""

    date: When
    kind: str
    text: str
    by: str


class TermGroup(Value, frozen=True):
    """The terms of one taxonomy on an article: the taxonomy's name, its index, the terms."""

    taxonomy: str
    label: str
    href: str
    terms: tuple[Link, ...]


class SeriesView(Value, frozen=True):
    """An article's place in a series: `position` of `total`; the parts around it, from number `first` on."""

    title: str
    href: str
    position: int
    total: int
    first: int
    parts: tuple[Teaser, ...]


class Cite(Value, frozen=True):
    """An article as a reference: in the French form, as BibTeX and as CSL-JSON."""

    text: str
    bibtex: str
    csl: str


class PageView(Value, frozen=True, kw_only=True):
    """What every page has.

    `root` leads to the site's root (`../../`, or an absolute path on the 404 page); `canonical` is absolute;
    `preview` marks a build with drafts; `kind` names the page's kind for styles (`article`, `day`...).
    `policy` is the Content-Security-Policy; `foot` the links of the footer.
    `meta` and `json_ld_html` are for machines; the latter is JSON that may stand in a script element.
    """

    site: SiteView
    kind: str
    lang: str
    title: str
    description: str
    canonical: str
    root: str
    policy: str
    nav: tuple[Link, ...]
    foot: tuple[Link, ...] = ()
    breadcrumb: tuple[Link, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    meta: tuple[Meta, ...] = ()
    json_ld_html: str = ""
    noindex: bool = False
    preview: bool = False


class ArticleView(PageView, frozen=True, kw_only=True):
    """An article's page (`article.html`); `minutes` is the reading time, `summary` the standfirst.

    `report` is where to report an error in it, '' when the site names no contact.
    """

    summary: str
    date: When
    updated: When | None
    section: Link | None
    authors: tuple[Link, ...]
    groups: tuple[TermGroup, ...]
    image: Figure | None
    body_html: str
    headings: tuple[Anchor, ...]
    minutes: int
    sources: tuple[SourceView, ...]
    corrections: tuple[CorrectionView, ...]
    followed_by: tuple[Teaser, ...]
    follows: tuple[Teaser, ...]
    series: tuple[SeriesView, ...]
    related: tuple[Teaser, ...]
    previous: Teaser | None
    next: Teaser | None
    id: str
    report: str = ""
    cite: Cite | None = None


class HomeView(PageView, frozen=True, kw_only=True):
    """The front page (`home.html`): lead, next articles, the archive as a picture, subjects, pages."""

    lead: Teaser | None
    latest: tuple[Teaser, ...]
    timeline: Timeline | None
    years: tuple[Link, ...]
    series: tuple[Link, ...]
    subjects: tuple[Link, ...]
    texts: tuple[Link, ...]
    first: When | None
    last: When | None


class DayView(PageView, frozen=True, kw_only=True):
    """A day (`day.html`)."""

    date: When
    articles: tuple[Teaser, ...]
    previous: Link | None
    next: Link | None


class MonthView(PageView, frozen=True, kw_only=True):
    """A month (`month.html`): its calendar, then its articles by day."""

    calendar: Calendar
    days: tuple[DayGroup, ...]
    count: int
    previous: Link | None
    next: Link | None


class YearView(PageView, frozen=True, kw_only=True):
    """A year (`year.html`): twelve calendars, months with counts, the year's subjects."""

    calendars: tuple[Calendar, ...]
    months: tuple[Link, ...]
    subjects: tuple[Link, ...]
    count: int
    previous: Link | None
    next: Link | None


class YearsView(PageView, frozen=True, kw_only=True):
    """The list of years (`years.html`)."""

    years: tuple[Link, ...]
    timeline: Timeline | None
    count: int


class Letter(Value, frozen=True):
    """The terms under one initial, in alphabetical order."""

    initial: str
    terms: tuple[Link, ...]


class TaxonomyView(PageView, frozen=True, kw_only=True):
    """The index of a taxonomy (`taxonomy.html`): every term under its initial."""

    taxonomy: str
    letters: tuple[Letter, ...]
    count: int


class TermView(PageView, frozen=True, kw_only=True):
    """A term (`term.html`): `what` is the taxonomy's kind: tag, person, organisation, section, author...

    `articles` are the newest (oldest first for a series); `years` lead to the rest, none when all are shown.
    `same_as` are pages elsewhere about the same person or thing.
    """

    what: str
    taxonomy: Link
    summary: str
    description_html: str
    image: Figure | None
    count: int
    timeline: Timeline | None
    articles: tuple[Teaser, ...]
    years: tuple[Link, ...]
    same_as: tuple[str, ...] = ()


class TermPeriodView(PageView, frozen=True, kw_only=True):
    """A term in one year or month (`term_period.html`); `months` is filled when a year is split."""

    what: str
    term: Link
    period: str
    count: int
    days: tuple[DayGroup, ...]
    months: tuple[Link, ...]
    previous: Link | None
    next: Link | None


class TextView(PageView, frozen=True, kw_only=True):
    """An undated page (`page.html`)."""

    summary: str
    body_html: str
    headings: tuple[Anchor, ...]


class Update(Value, frozen=True):
    """An article that changed after publication: when it last did, and what was corrected."""

    article: Teaser
    date: When
    corrections: tuple[CorrectionView, ...]


class UpdatesView(PageView, frozen=True, kw_only=True):
    """The newest updates (`updates.html`)."""

    updates: tuple[Update, ...]


class FeedRow(Value, frozen=True):
    """A list and its feeds."""

    list: Link
    feeds: tuple[FeedLink, ...]


class FeedGroup(Value, frozen=True):
    """The feeds of one taxonomy's terms; `title` names it."""

    title: str
    rows: tuple[FeedRow, ...]


class SubscribeView(PageView, frozen=True, kw_only=True):
    """All feeds (`subscribe.html`)."""

    groups: tuple[FeedGroup, ...]


class NotFoundView(PageView, frozen=True, kw_only=True):
    """The page for a wrong address (`404.html`)."""

    years: tuple[Link, ...]


class RedirectView(PageView, frozen=True, kw_only=True):
    """A page that has moved (`redirect.html`): `href` leads to it, `canonical` is its address."""

    href: str
