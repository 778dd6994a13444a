"""The only module that knows the shape of an address (DESIGN 7).

A `url` is relative to the site's root, without a leading slash: `2023/11/18/slug/`, ``, `feed.atom`.
A `path` is the file behind it in dist/: `2023/11/18/slug/index.html`.
"""

import re
from datetime import date
from unicodedata import normalize
from urllib.parse import quote

from openai_news.config import Config
from openai_news.model import Value
from openai_news.patterns import late

INDEX = "index.html"
SITEMAP = "sitemap.xml"
NEWS_SITEMAP = "sitemap-news.xml"
NEWS_LIMIT = 1_000  # articles in one of them (RULES N9)
GENERATOR = "openai-news"  # the sitemap bears it: a dist/ without its catalogue is known as ours
_LONGEST = 255  # bytes of one part
_RESERVED = "(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|git~[0-9])"
_TAKEN = late(rf"{_RESERVED}(?:\.|$)|.*::", re.IGNORECASE)
_PORTABLE = re.compile(
    rf"""(?! {_RESERVED} (?:\.|$) )
        (?! \.{{1,2}}$ )
        [^\x00-\x1f\x7f<>:"|?*\\]+
        (?<! [.\ ] )""",
    re.VERBOSE | re.IGNORECASE,
)
FEED_SUFFIXES = {"atom": "atom", "rss": "rss", "json": "json"}


def numbered(path: str, count: int, limit: int) -> list[str]:
    """Name the sitemaps for `count` addresses: `sitemap-2023-11.xml`, `sitemap-2023-11-part-2.xml`."""
    more = range(2, -(-count // limit) + 1)
    return [path, *(f"{path.removesuffix('.xml')}-part-{number}.xml" for number in more)] if count else []


def path_of(url: str) -> str:
    """Return the file in dist/ that answers for `url`."""
    return url + INDEX if not url or url.endswith("/") else url


def is_portable(path: str) -> bool:
    """Tell whether every part of a path is a name on every system (RELIABILITY 17, 20)."""
    return path == normalize("NFC", path) and all(
        _PORTABLE.fullmatch(part) and len(part.encode()) <= _LONGEST for part in path.split("/")
    )


def is_reserved(path: str) -> bool:
    """Tell whether some system takes a part of a path for a device, a stream or a short name of its own."""
    return any(_TAKEN.match(part) for part in path.split("/"))


def root_of(path: str) -> str:
    """Return the way from the file `path` up to the site's root: `../../`."""
    return "../" * path.count("/")


def asset_path(path: str, digest: str) -> str:
    """Return where a file of static/ stands whose name carries its digest: `static/style.3fa2c1d4.css`."""
    stem, dot, suffix = path.rpartition(".")
    return f"static/{stem}.{digest[:8]}.{suffix}" if dot else f"static/{path}.{digest[:8]}"


def segment(text: str) -> str:
    """Return `text` as one percent-encoded segment of an address."""
    return quote(text, safe="-._~")


class Addresses(Value, frozen=True):
    """Every address of one site; `lang` picks the language's own tree (`en/...`)."""

    base: str
    language: str
    taxonomies: dict[str, str]
    index: str = INDEX

    def href(self, root: str, url: str) -> str:
        """Return what a page whose way to the root is `root` prints to link to `url`."""
        if not url or url.endswith("/"):
            return f"{root}{url}{self.index}" or "./"
        return root + url

    def absolute(self, url: str) -> str:
        """Return the one canonical, absolute form of `url` (RULES N5)."""
        return self.base + url

    def canonical(self, root: str, href: str) -> str:
        """Return the canonical form of what `href` printed for a page whose way to the root is `root`."""
        url = href.removeprefix(root) if root != href else ""
        return self.absolute(url.removesuffix(self.index) if self.index else url)

    def home(self, lang: str) -> str:
        """Return a language's home: the site's root, or `en/`."""
        return "" if lang == self.language else f"{lang.lower()}/"

    def years(self, lang: str) -> str:
        """Return the list of years."""
        return f"{self.home(lang)}archives/"

    def subscribe(self, lang: str) -> str:
        """Return the page that lists the feeds."""
        return f"{self.home(lang)}feeds/"

    def updates(self, lang: str) -> str:
        """Return the list of articles that were updated or corrected."""
        return f"{self.home(lang)}updates/"

    def period(self, lang: str, period: str) -> str:
        """Return the page of `2023`, `2023-11` or `2023-11-18`."""
        return f"{self.home(lang)}{period.replace('-', '/')}/"

    def article(self, lang: str, day: date, slug: str) -> str:
        """Return an article's address, which never moves with its title (RULES A1)."""
        return f"{self.period(lang, day.isoformat())}{slug}/"

    def text(self, lang: str, slug: str) -> str:
        """Return an undated page's address."""
        return f"{self.home(lang)}{slug}/"

    def taxonomy(self, lang: str, taxonomy: str) -> str:
        """Return the index of a taxonomy."""
        return f"{self.home(lang)}{self.taxonomies[taxonomy]}/"

    def term(self, lang: str, taxonomy: str, slug: str, period: str = "") -> str:
        """Return a term's page, or its page for a year or a month."""
        tail = f"{period.replace('-', '/')}/" if period else ""
        return f"{self.taxonomy(lang, taxonomy)}{slug}/{tail}"

    def feed(self, url: str, form: str) -> str:
        """Return the feed beside the list at `url`; `form` is atom, rss or json."""
        return f"{url}feed.{FEED_SUFFIXES[form]}"


def social_path(url: str) -> str:
    """Return where the social card of the article at `url` stands; no file beside an article can be there."""
    return f"{url}media/card.png"


def addresses(config: Config) -> Addresses:
    """Return the addresses of the site that `config` describes."""
    return Addresses(
        base=config.base_url,
        language=config.language,
        taxonomies={taxonomy.name: taxonomy.path for taxonomy in config.taxonomies},
        index=INDEX if config.html.links == "file" else "",
    )
