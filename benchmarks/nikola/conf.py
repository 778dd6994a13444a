"""A plain news site: what a user of Nikola would write, with no plug-in and nothing slow in it."""

BLOG_AUTHOR = "La rédaction"
BLOG_TITLE = "Banc d’essai"
SITE_URL = BASE_URL = "https://example.org/"
BLOG_EMAIL = "redaction@example.org"
BLOG_DESCRIPTION = "Banc d’essai"
DEFAULT_LANG = "fr"
TRANSLATIONS = {DEFAULT_LANG: ""}
TIMEZONE = "Europe/Paris"
THEME = "plain"
NAVIGATION_LINKS = {DEFAULT_LANG: ()}

POSTS = (("content/*.md", "", "post.tmpl"),)
PAGES = ()
COMPILERS = {"markdown": (".md",)}
MARKDOWN_EXTENSIONS = ["markdown.extensions.extra"]
PRETTY_URLS = STRIP_INDEXES = True
URL_TYPE = "absolute"
WRITE_TAG_CLOUD = False
DISABLED_PLUGINS = ["render_galleries", "render_listings", "robots"]
USE_BUNDLES = SHOW_SOURCELINK = COPY_SOURCES = META_GENERATOR_TAG = False
FILES_FOLDERS = {"files": ""}

TAG_PATH, TAGS_INDEX_PATH = "tags", "tags/index.html"
CATEGORY_PATH, CATEGORIES_INDEX_PATH, CATEGORY_PREFIX = "categories", "categories/index.html", ""
AUTHOR_PATH, MULTIPLE_AUTHORS_PER_POST = "authors", True
TAG_PAGES_ARE_INDEXES = CATEGORY_PAGES_ARE_INDEXES = AUTHOR_PAGES_ARE_INDEXES = True
ARCHIVES_ARE_INDEXES = CREATE_MONTHLY_ARCHIVE = True
ARCHIVE_PATH = "years"
ARCHIVE_FILENAME = "index.html"
INDEX_DISPLAY_POST_COUNT = 30
INDEXES_STATIC = False
FEED_LENGTH = 20
FEED_TEASERS = False
RSS_FILENAME_BASE = "index"
