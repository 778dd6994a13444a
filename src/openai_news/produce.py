"""From touched subjects to bytes: views, keys, and the files whose key is new."""

from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from struct import pack
from typing import Any
from zlib import crc32

import msgspec

from openai_news import disk, pictures_metadata, tree
from openai_news.catalogue import Catalogue, View
from openai_news.catalogue_file import open_readonly
from openai_news.config import Config
from openai_news.disk import Stat
from openai_news.errors import NewsError
from openai_news.ingest import CONTENT, SHIPPED, STATIC, Roots
from openai_news.kept import Kept, fields_of
from openai_news.made import NOWHERE, RESTORED, Made, Row, Shown
from openai_news.memo import Memo
from openai_news.model import FileCard, Place, Problem, Stage, Subject, Value
from openai_news.outputs import OUTPUTS
from openai_news.page import Context, Copy, Drawn, Page, Template, Writer
from openai_news.theme import Theme, opened
from openai_news.urls import addresses, is_portable
from openai_news.views import PageView
from openai_news.words import Words

_STAGES = {stage.value: stage for stage in Stage}  # an enumeration takes ten times as long
_BY_NAME = {output.name: output for output in OUTPUTS}


class Bench(Value, frozen=True):
    """Everything that making pages depends on, and where they go.

    `fresh` says that `tree` is a new, empty tree and every page is written; else only pages whose key
    is new are staged. `hold` says that most of the catalogue will be read. `restore` names pages
    whose file in dist/ is missing, was changed by hand or is another subject's; `again` says who has
    which path: no other page is made. `same_views` says that templates differ: what pages show, and what
    they read for it, is what it was, but for the subjects in `other_views`.
    """

    catalogue: str
    store: str
    config: Config
    roots: Roots
    site_templates: dict[str, bytes]
    shipped_templates: dict[str, bytes]
    assets: dict[str, str]
    tree: str
    inode: int = 0
    epoch: str = ""
    theme_keys: dict[str, str] = {}
    named_assets: frozenset[str] = frozenset()
    fresh: bool = False
    hold: bool = False
    preview: bool = False
    restore: frozenset[str] = frozenset()
    again: dict[str, Subject] = {}
    changed_templates: frozenset[str] = frozenset()
    same_views: bool = False
    other_views: frozenset[Subject] = frozenset()
    reason: str = ""


def make_chunk(spec: bytes, subjects: Iterable[Subject]) -> list[Made]:
    """Make the pages of some subjects, in the process at hand."""
    maker = _maker(spec)
    return [maker.make(subject) for subject in subjects]


_makers: dict[bytes, "Maker"] = {}  # the one that is open in this process, by its spec


def _maker(spec: bytes) -> "Maker":
    if spec not in _makers:
        let_go()
        _makers[spec] = Maker(msgspec.msgpack.decode(spec, type=Bench))
    return _makers[spec]


def let_go() -> None:
    """Close what `make_chunk` keeps open in this process from one chunk to the next."""
    while _makers:
        _, maker = _makers.popitem()
        maker.catalogue.close()
        maker.kept.close()


@lru_cache(maxsize=4)
def _theme(sources: bytes, store: str, epoch: str) -> Theme:
    """Open a theme; what this generator compiled of it is kept."""
    site, shipped, assets = msgspec.msgpack.decode(sources, type=_ThemeSources)
    kept = disk.Store(Path(store))
    return opened(
        site, shipped, assets, lambda key, make: kept.get(disk.digest(f"{epoch}\0{key}".encode()), make)
    )


_ThemeSources = tuple[dict[str, bytes], dict[str, bytes], dict[str, str]]


class _UnreadableError(Exception):
    """A file that a page copies is not what the scan saw."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


class Maker:
    """A workbench: the open catalogue, the compiled theme, the words."""

    def __init__(self, bench: Bench) -> None:
        """Open what `bench` names."""
        self.bench = bench
        self.catalogue: Catalogue = open_readonly(Path(bench.catalogue), hold=bench.hold)
        self.kept = Kept(bench.catalogue)
        config = bench.config
        self.context = Context(
            config=config,
            urls=addresses(config),
            words={lang: Words(lang, config.labels.get(lang, {})) for lang in config.languages},
            named_assets=bench.named_assets,
            preview=bench.preview,
        )
        self.store = disk.Store(Path(bench.store))
        self.tree = Path(bench.tree)
        self._reasons = Memo(100)
        self.word_digests = {lang: words.digest() for lang, words in self.context.words.items()}

    @cached_property
    def theme(self) -> Theme:
        """Return the theme; Jinja is loaded when the first page is rendered."""
        bench = self.bench
        sources = msgspec.msgpack.encode((bench.site_templates, bench.shipped_templates, bench.assets))
        return _theme(sources, bench.store, bench.epoch)

    def make(self, subject: Subject) -> Made:
        """Make one subject's pages; only pages whose key is new are rendered."""
        return self._from_kept(subject) or self._from_items(subject)

    def _from_kept(self, subject: Subject) -> Made | None:
        """Make them from the views that were kept, if what it shows is the same and all are there."""
        if not self._shows_the_same(subject):
            return None
        old = self._old(subject)
        pages = [self._kept_page(row) for row in old.values() if _template_of(row) in self.bench.theme_keys]
        found = [page for page in pages if page]
        if len(found) < len(pages):
            return None
        keyed = [(page, msgspec.structs.replace(old[page.path], recipe=self._recipe(page))) for page in found]
        rows, problems = self._rows(keyed, subject, old)
        return None if problems else Made(subject, tuple((old | rows).values()), same=True)

    def _shows_the_same(self, subject: Subject) -> bool:
        """Tell whether its pages show what they did, and nothing wrong was told of them."""
        bench = self.bench
        return bench.same_views and not (
            bench.again or subject in bench.other_views or subject in self._reported
        )

    def _kept_page(self, row: Row) -> Page | None:
        view = self.kept.find(row.shown, row.view)
        return Page(row.path, Template(_template_of(row)), view, row.stage) if view else None

    def _from_items(self, subject: Subject) -> Made:
        """Make them from the catalogue's items."""
        card = self.catalogue.card(subject.key)
        if card is None:
            return Made(subject)
        output = _BY_NAME[subject.output]
        view = View(self.catalogue, subject.key, card)
        found = list(output.pages(subject.key, card, view, self.context))
        pages = [page for page in found if isinstance(page, Page) and is_portable(page.path)]
        if self.bench.again:
            pages = [page for page in pages if self.bench.again.get(page.path) == subject]
        problems = [problem for problem in found if isinstance(problem, Problem)]
        problems += [_unportable(page, subject) for page in found if _is_refused(page)]
        old = self._old(subject)
        keyed = ((page, self._keyed(page, old.get(page.path))) for page in pages)
        rows, failures = self._rows(keyed, subject, old)
        return Made(subject, tuple(rows.values()), view.reads, (*problems, *failures))

    def _rows(
        self, pages: Iterable[tuple[Page, Row]], subject: Subject, old: dict[str, Row]
    ) -> tuple[dict[str, Row], list[Problem]]:
        """Render the pages whose key is new; return all that stand or were made, by path."""
        rows, problems = {}, []
        for page, row in pages:
            try:
                rows[page.path] = self._made(page, row, subject, old.get(page.path))
            except (NewsError, _UnreadableError) as error:
                problems += [_during(problem, subject) for problem in error.problems]
        return rows, problems

    def _old(self, subject: Subject) -> dict[str, Row]:
        if self.bench.fresh:
            return {}
        rows = self.catalogue.execute(
            "SELECT path, stage, recipe, view, parts, digest, shown, shown_size FROM page"
            " WHERE output = ? AND key = ?",
            (subject.output, subject.key),
        )
        return {
            path: Row(path, _STAGES[stage], recipe, view, parts, digest, Shown(*shown))
            for path, stage, recipe, view, parts, digest, *shown in rows
        }

    @cached_property
    def _reported(self) -> frozenset[tuple[str, str]]:
        """Return the subjects with problems, which are told anew whenever their pages are made."""
        return frozenset(self.catalogue.execute("SELECT output, key FROM problem"))

    def _made(self, page: Page, row: Row, subject: Subject, old: Row | None) -> Row:
        restore = page.path in self.bench.restore
        if old and not restore and (old.recipe, old.view) == (row.recipe, row.view):
            return row
        data = self._render(page)
        digest = disk.digest(data)
        if old and not restore and digest == old.digest:
            return row
        return self._write(
            msgspec.structs.replace(row, digest=digest), data, subject, self._why(page, row, old)
        )

    def _keyed(self, page: Page, old: Row | None) -> Row:
        """Return a page's row with its key; of its bytes it knows the old digest."""
        fields = fields_of(page.view)
        view = disk.digest(fields)
        return Row(
            page.path,
            page.stage,
            self._recipe(page),
            view,
            _checksums(fields.splitlines()),
            digest=old.digest if old else "",
            shown=old.shown if old and old.view == view else self._keep(page, fields),
        )

    def _keep(self, page: Page, fields: bytes) -> Shown:
        """Keep what a page shows that comes from a template, if the whole site is made."""
        if self.bench.fresh and isinstance(page.view, PageView):
            return self.kept.keep(page.view, fields)
        return NOWHERE

    def _write(self, row: Row, data: bytes, subject: Subject, reason: str) -> Row:
        if self.bench.fresh:
            return msgspec.structs.replace(row, stat=self._grow(row.path, data), reason=reason)
        name = disk.digest(f"{row.path}\0{subject.output}\0{subject.key}".encode())
        tree.write(self.tree, name, data)
        return msgspec.structs.replace(row, staged=name, reason=reason)

    def _grow(self, path: str, data: bytes) -> Stat | None:
        """Write into the fresh tree; a path that is another one's folder is left to the gate to refuse."""
        try:
            return tree.write(self.tree, path, data)
        except disk.DiskProblem as error:
            if isinstance(error.__cause__, (NotADirectoryError, IsADirectoryError, FileExistsError)):
                return None
            raise

    def _recipe(self, page: Page) -> str:
        match page.recipe:
            case Template(name):
                assert isinstance(page.view, PageView)
                return f"{name} {self.bench.theme_keys[name]} {self.word_digests[page.view.lang]}"
            case Writer(name) | Drawn(name):
                return name
            case _:
                return "copy"

    def _render(self, page: Page) -> bytes:
        match page.recipe:
            case Template(name):
                assert isinstance(page.view, PageView)
                return self.theme.render(name, page.view, self.context.words[page.view.lang])
            case Writer(_, write):
                return write(page.view)
            case Drawn():
                return self._draw(page.recipe, page.view)
            case Copy(folder, path):
                assert isinstance(page.view, FileCard)
                data = self._read(folder, path, page.view.digest)
                if page.view.form not in pictures_metadata.CLEANED:
                    return data
                return pictures_metadata.clean(data, page.view.form, page.view.turn)

    def _draw(self, recipe: Drawn, view: Any) -> bytes:
        """Make what is kept by the digest of all it is made from; another Pillow may draw otherwise."""
        import PIL

        def make() -> bytes:
            source = self._read("content", recipe.source, view.digest) if recipe.source else b""
            return recipe.draw(view, source)

        key = disk.digest(f"{recipe.name}\0{PIL.__version__}\0".encode() + fields_of(view))
        return self.store.get(key, make)

    def _read(self, folder: str, path: str, digest: str) -> bytes:
        """Read a file that a page is made from; it must still be what the scan saw."""
        for name in (CONTENT,) if folder == "content" else (STATIC, SHIPPED):
            root, within = self.bench.roots.of(f"{name}/{path}")
            with suppress(disk.DiskProblem):
                data, _ = disk.read(root, within)
                if disk.digest(data) == digest:
                    return data
        raise _UnreadableError((Problem("E310", Place(f"{folder}/{path}")),))

    def _why(self, page: Page, new: Row, old: Row | None) -> str:
        """Say why a page is written, for `--explain`."""
        if self.bench.reason or old is None:
            return self.bench.reason or "new"
        if page.path in self.bench.restore:
            return RESTORED
        if old.view != new.view:
            return f"view changed: {', '.join(_changed_parts(page.view, old.parts, new.parts))}"
        if not isinstance(page.recipe, Template):
            return "generator changed"
        name = page.recipe.name
        return self._reasons.get(name, lambda: self._changed_templates(name))

    def _changed_templates(self, name: str) -> str:
        parts = self.theme.closure(name) | {f"static/{path}" for path in self.theme.assets_of(name)}
        changed = sorted(parts & self.bench.changed_templates)
        return f"template changed: {', '.join(changed)}" if changed else "labels changed"


def _template_of(row: Row) -> str:
    return row.recipe.partition(" ")[0]


def _checksums(fields: list[bytes]) -> bytes:
    """Return a checksum of each field, four bytes long."""
    return pack(f">{len(fields)}I", *map(crc32, fields))


def _changed_parts(view: Value, old: bytes, new: bytes) -> list[str]:
    """Return the fields of a view whose checksums, four bytes each, differ."""
    before = [old[at : at + 4] for at in range(0, len(old), 4)]
    after = [new[at : at + 4] for at in range(0, len(new), 4)]
    names = view.__struct_fields__
    return [name for name, a, b in zip(names, before, after, strict=False) if a != b]


def _is_refused(found: Page | Problem) -> bool:
    return isinstance(found, Page) and not is_portable(found.path)


def _unportable(page: Page | Problem, subject: Subject) -> Problem:
    assert isinstance(page, Page)
    kind, _, name = subject.key.partition("|")
    folder = "content" if kind in {"article", "page"} else kind
    return Problem("E304", Place(f"{folder}/{name}"), {"value": page.path, "reason": "file"})


def _during(problem: Problem, subject: Subject) -> Problem:
    """Name the item that was being rendered."""
    values = problem.values | {"subject": subject.key.partition("|")[2] or subject.output}
    return msgspec.structs.replace(problem, values=values)
