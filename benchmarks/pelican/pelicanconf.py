"""A plain news site: what a user of Pelican would write; unchanged articles come from its cache."""

SITENAME = "Banc d’essai"
SITEURL = "https://example.org"
TIMEZONE = "Europe/Paris"
DEFAULT_LANG = "fr"
PATH = "content"
THEME = "theme"
THEME_STATIC_DIR = "."
PAGE_PATHS: list[str] = []

CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"

ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
TAG_URL = "tags/{slug}/"
AUTHOR_URL = "authors/{slug}/"
CATEGORY_URL = "categories/{slug}/"
YEAR_ARCHIVE_URL = "years/{date:%Y}/"
MONTH_ARCHIVE_URL = "months/{date:%Y-%m}/"
ARTICLE_SAVE_AS = f"{ARTICLE_URL}index.html"
TAG_SAVE_AS = f"{TAG_URL}index.html"
AUTHOR_SAVE_AS = f"{AUTHOR_URL}index.html"
CATEGORY_SAVE_AS = f"{CATEGORY_URL}index.html"
YEAR_ARCHIVE_SAVE_AS = f"{YEAR_ARCHIVE_URL}index.html"
MONTH_ARCHIVE_SAVE_AS = f"{MONTH_ARCHIVE_URL}index.html"
DIRECT_TEMPLATES = ["index", "tags", "categories", "authors", "archives", "sitemap"]
TAGS_SAVE_AS = "tags/index.html"
CATEGORIES_SAVE_AS = "categories/index.html"
AUTHORS_SAVE_AS = "authors/index.html"
ARCHIVES_SAVE_AS = "years/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"

DEFAULT_PAGINATION = 30
PAGINATED_TEMPLATES = {"tag": 30, "category": 30, "author": 30}

FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
FEED_RSS = "index.xml"
TAG_FEED_RSS = "tags/{slug}/index.xml"
AUTHOR_FEED_RSS = "authors/{slug}/index.xml"
CATEGORY_FEED_RSS = "categories/{slug}/index.xml"
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
