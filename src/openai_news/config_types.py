"""The settings of one site as values, typed from one definition."""

from openai_news.model import Value

KINDS = ("tag", "section", "author", "series", "person", "organisation")
FORMATS = ("atom", "rss", "json")
LINKS = ("file", "folder")
AI = ("allow", "no-train", "deny")


class Taxonomy(Value, frozen=True):
    """A way of grouping articles; `key` names it in front matter, `path` in addresses."""

    name: str
    key: str
    path: str
    single: bool = False
    kind: str = "tag"


class Feeds(Value, frozen=True):
    """Which feeds there are, and how many articles stand in the site's and in a term's."""

    formats: tuple[str, ...] = FORMATS
    entries: int = 20
    term_entries: int = 10
    archive: bool = True


class Html(Value, frozen=True):
    """How pages are written; links end in index.html ("file", works from a disk) or in / ("folder")."""

    links: str = "file"


class Limits(Value, frozen=True):
    """How much a file may hold: thousands of characters, thousands of values, levels of nesting."""

    header: int = 65
    body: int = 500
    text: int = 4
    values: int = 5
    depth: int = 8


TAXONOMIES = (
    Taxonomy("tags", key="tags", path="tags"),
    Taxonomy("sections", key="section", path="sections", single=True, kind="section"),
    Taxonomy("authors", key="authors", path="authors", kind="author"),
    Taxonomy("series", key="series", path="series", single=True, kind="series"),
    Taxonomy("people", key="people", path="people", kind="person"),
    Taxonomy("organisations", key="organisations", path="organisations", kind="organisation"),
)


class Config(Value, frozen=True):
    """The settings of one site; `base_url` ends in a slash, `languages` begins with the site's own."""

    title: str
    base_url: str
    language: str
    timezone: str
    languages: tuple[str, ...] = ()
    id_authority: str = ""
    taxonomies: tuple[Taxonomy, ...] = TAXONOMIES
    labels: dict[str, dict[str, str]] = {}
    feeds: Feeds = Feeds()
    html: Html = Html()
    limits: Limits = Limits()
    description: str = ""
    author: str = ""
    license: str = ""
    contact: str = ""
    ai: str = "allow"
    footer: tuple[str, ...] = ()
    news_sitemap: bool = False
    social_cards: bool = False
