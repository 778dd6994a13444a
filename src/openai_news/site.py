"""Where one site's things are: configuration, folders, theme files, catalogue, dist/."""

import os
from pathlib import Path

import msgspec

from openai_news import config as settings
from openai_news import dates, disk, generator
from openai_news.config import Config
from openai_news.disk import DiskProblem
from openai_news.errors import SiteError
from openai_news.ingest import Roots
from openai_news.model import Place, Problem, Value
from openai_news.tree_check import check_cache, check_output

DIST = "dist"
CACHE = ".cache"
STORE = "made"


class Options(Value, frozen=True):
    """What a user may ask of a build; paths are as given, '' means the default."""

    site: str = "."
    output: str = ""
    cache: str = ""
    base_url: str = ""
    now: str = ""
    jobs: int = 0
    clean: bool = False
    forget: bool = False
    drafts: bool = False
    keep_going: bool = False
    strict: bool = False
    atomic: bool = False
    list_kept: bool = False
    allow_removals: bool = False


class Site(Value, frozen=True):
    """One site as a build sees it; every path is absolute.

    `stem` names what the cache holds for this build: a small file of that name says which of two
    catalogues is the current one; the other is where an empty one is filled. `store` keeps what takes long
    to make, pictures above all. `owner` names the record of
    our files in dist/, which a preview in the same folder shares.
    """

    config: Config
    roots: Roots
    dist: Path
    cache: Path
    store: Path
    stem: str
    owner: str
    catalogue: Path
    new_catalogue: Path
    site_templates: dict[str, bytes]
    shipped_templates: dict[str, bytes]

    @property
    def root(self) -> Path:
        """The site's own folder, in which site.yaml stands."""
        return Path(self.roots.content).parent


def open_site(options: Options) -> Site:
    """Find and read a site's settings and theme.

    Raises:
        SiteError: there is no site here, its settings are wrong, or the output folder is no place to write.
    """
    root = Path(options.site).resolve()
    cache = Path(options.cache).absolute() if options.cache else root / CACHE
    config = _config(root, options.base_url, cache)
    if not (root / "content").is_dir():
        raise SiteError([Problem("E606", Place("content"), {"folder": str(root)})])
    dist = root / DIST
    if options.output:
        given = Path(options.output).absolute()
        dist = given.parent.resolve() / given.name
    if options.drafts and dist.is_relative_to(root / DIST):
        raise SiteError([Problem("E605", Place(options.output or DIST))])
    check_output(root, dist)
    check_cache(root, dist, cache)
    shipped = generator.shipped_theme()
    stem = _stem(root, dist, drafts=options.drafts)
    current, spare = _catalogues(cache, stem)
    own = disk.read_folder(root / "templates")
    return Site(
        config=config,
        roots=Roots(str(root / "content"), str(root / "static"), str(shipped / "static")),
        dist=dist,
        cache=cache,
        store=cache / STORE,
        stem=stem,
        owner=_stem(root, dist, drafts=False),
        catalogue=cache / current,
        new_catalogue=cache / spare,
        site_templates={} if shipped == root else own,
        shipped_templates=disk.read_folder(shipped / "templates"),
    )


def _config(root: Path, base_url: str, cache: Path) -> Config:
    if not (root / "site.yaml").exists():
        raise SiteError([Problem("E600", Place("site.yaml"), {"folder": str(root)})])
    try:
        data, _ = disk.read(root, "site.yaml")
        text = disk.decode("site.yaml", data).text
    except DiskProblem as error:
        raise SiteError(error.problems) from error
    config = _settings(text, cache)
    return settings.with_base_url(config, base_url) if base_url else config


def _settings(text: str, cache: Path) -> Config:
    """Return the settings as they were read last time: a build with nothing to do loads no YAML."""
    store = cache / STORE
    if not store.is_dir():
        return settings.load(text)
    key = disk.digest(f"config\0{generator.epoch(cache)}\0{text}".encode())
    try:
        kept = disk.Store(store).get(key, lambda: msgspec.msgpack.encode(settings.load(text)))
    except DiskProblem:  # the cache may be anybody's, or full
        return settings.load(text)
    return msgspec.msgpack.decode(kept, type=Config)


def _stem(root: Path, dist: Path, *, drafts: bool) -> str:
    """A catalogue describes one dist/, so each output folder has its own."""
    kind = "drafts" if drafts else "catalogue"
    if dist == root / DIST:
        return kind
    return f"{kind}-{disk.digest(str(dist).encode())[:8]}"


def _catalogues(cache: Path, stem: str) -> tuple[str, str]:
    """Return the names of the current catalogue and of the spare one."""
    names = f"{stem}.a.db", f"{stem}.b.db"
    pointer = cache / stem
    current = pointer.read_bytes() if pointer.is_file() else b""
    return (names[1], names[0]) if current == names[1].encode() else names


def check_instant(now: str, timezone: str) -> None:
    """Raise SiteError if the build's instant cannot be read in the site's zone."""
    try:
        dates.instant(now, os.environ, timezone)
    except dates.BadDate as error:
        option, written = ("--now", now) if now else ("SOURCE_DATE_EPOCH", os.environ["SOURCE_DATE_EPOCH"])
        values = {"value": written, "reason": "now" if now else "epoch"}
        raise SiteError([Problem("E626", Place(option), values)]) from error
