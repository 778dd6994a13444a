"""The whole build on one screen: scan, parse, record, make, gate, publish.

Whatever makes pages is loaded when there are some to make: a build with nothing to do is mostly its start.

A clean build is the incremental build that starts from an empty catalogue: what differs is only that a
catalogue which describes no dist/ has every subject touched and publishes a whole tree.
"""

from __future__ import annotations

import json
import operator
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from openai_news import admission, dates, disk, generator, ingest, pool, publish, release, tree
from openai_news import config as settings
from openai_news.admission import Touch
from openai_news.catalogue import Catalogue, Change, Reader, batched
from openai_news.catalogue_file import Sealed, create_file, open_file, open_readonly
from openai_news.errors import MachineError, SiteError
from openai_news.made import Made
from openai_news.model import ListCard, Place, Problem, Severity, Subject
from openai_news.publish import Delta
from openai_news.published import Published
from openai_news.shape import period
from openai_news.site import Options, Site
from openai_news.theme import sources_digest
from openai_news.visibility import Clock

if TYPE_CHECKING:
    from openai_news.gate import Contest
    from openai_news.produce import Bench

Progress = Callable[[str, int, int], None]

# What reading a damaged catalogue may raise: it is input, not truth (RELIABILITY 8). An error of our own is
# raised again by the clean build that follows.
_DAMAGE = (
    sqlite3.DatabaseError,
    msgspec.MsgspecError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
)

_CHUNK = 100
_PAIR_FROM = 20  # subjects: two processes are faster than one
_PARALLEL_FROM = 300  # and workers, which take longer to start, faster than two processes
_PARALLEL_HEAVY = 10
_MANY_GONE = 20  # pages that may vanish at once from any site
_HOLD_FROM, _HOLD_TO = 1_000, 1_000_000  # subjects; beyond, memory matters more than time


def build(
    site: Site,
    options: Options,
    environ: Mapping[str, str],
    progress: Progress = lambda *_: None,
    *,
    only: frozenset[str] | None = None,
) -> Published:
    """Bring dist/ up to date.

    `only` is what a preview knows: nothing happened but in these folders, and dist/ is as it was left.

    Raises:
        SiteError: the configuration or the theme is wrong; nothing was touched.
        MachineError: disk, rights or another build stand in the way; nothing was touched.
    """
    now = dates.instant(options.now, environ, site.config.timezone)
    clock = Clock(now, preview=options.drafts, news=site.config.news_sitemap)
    with tree.Lock(site.cache), _refusals(site):
        if options.forget:
            disk.Store(site.store).clear()
        try:
            return _Build(site, options, clock, progress, only).run(clean=options.clean)
        except _DAMAGE as error:
            if _is_the_systems(error):
                raise
            return _Build(site, options, clock, progress).run(clean=True, note="damaged")


@contextmanager
def _refusals(site: Site) -> Iterator[None]:
    """Tell what the system refuses to SQLite: space, rights, the disk itself."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if not _is_the_systems(error):
            raise
        reason = "ENOSPC" if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL else ""
        values = {"reason": reason, "detail": str(error)}
        raise MachineError([Problem("E702", Place(str(site.cache)), values)]) from error


def _is_the_systems(error: Exception) -> bool:
    """Tell a refusal of the system from a table, a column or a text that the catalogue has not."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)  # Python's own errors have none
    return isinstance(error, sqlite3.OperationalError) and code != sqlite3.SQLITE_ERROR


class _Build:
    """One build: its inputs, and the steps in the order in which they happen."""

    def __init__(
        self,
        site: Site,
        options: Options,
        clock: Clock,
        progress: Progress,
        only: frozenset[str] | None = None,
    ) -> None:
        self.only = only
        self.site = site
        self.options = options
        self.clock = clock
        self.progress = progress
        self.jobs = options.jobs or pool.processors()
        self.notes: list[str] = []

    def run(self, *, clean: bool, note: str = "") -> Published:
        """Run every step; the catalogue is closed whatever happens."""
        catalogue = self._open(clean=clean, damaged=bool(note))
        self.notes += [note] if note else []
        with closing(catalogue):
            lost = () if self.fresh else self._complete(catalogue)
            with self._verified(catalogue) as verified:
                parsed = self._read(catalogue, verified)
                if self.fresh or catalogue.touched():
                    _warm_up()
                catalogue.share()
                restore = _to_restore(catalogue, lost, verified())
            assets = admission.assets(catalogue)
            if self._stands(catalogue, restore, assets):
                return self._leave(catalogue, parsed)
            with _makers():
                bench = self._try_bench(catalogue, restore, assets)
                catalogue.commit()
                if self._is_published(catalogue):
                    return self._publish_edit(catalogue, bench, parsed)
                return self._publish_tree(catalogue, bench, parsed)

    def _is_published(self, catalogue: Catalogue) -> bool:
        return not self.fresh and bool(catalogue.get("published")) and self.site.dist.is_dir()

    def _stands(self, catalogue: Catalogue, restore: frozenset[str], assets: dict[str, str]) -> bool:
        """Tell whether dist/ is what this build would make of it."""
        return (
            self._is_published(catalogue)
            and not (restore or catalogue.touched() or publish.conflicts(catalogue))
            and self._sources(assets) == json.loads(catalogue.get("theme") or "{}")
            and not release.strays(catalogue, self.site)
        )

    def _leave(self, catalogue: Catalogue, parsed: int) -> Published:
        """Tell what is wrong with a site of which nothing is to be made."""
        problems = self._problems(catalogue)
        catalogue.commit()
        if self._blocked(problems):
            return self._report(catalogue, problems, parsed=parsed)
        return self._report(catalogue, problems, written={}, parsed=parsed)

    # --- the catalogue, and what an interrupted build left

    def _open(self, *, clean: bool, damaged: bool) -> Sealed:
        """Open the catalogue, or begin an empty one beside it; an older generator's is of no use."""
        self.fresh, self.path = False, self.site.catalogue
        old = None if damaged else open_file(self.path, _outputs)
        if old and not clean and old.get("epoch") == generator.epoch(self.site.cache):
            return old
        if not clean and (old or self.path.exists()):
            self.notes.append("generator" if old else "damaged")
        if old:
            self._complete(old)
            old.close()
        self.fresh, self.path = True, self.site.new_catalogue
        fresh = create_file(self.path, _outputs)
        fresh.put("epoch", generator.epoch(self.site.cache))
        return fresh

    @contextmanager
    def _verified(self, catalogue: Catalogue) -> Iterator[Callable[[], tree.Verified]]:
        """Compare dist/ with what was left there, by two processes, unless it is known to be so."""
        known = self.only is not None or self.fresh
        if known or not catalogue.get("published") or not self.site.dist.is_dir():
            yield tree.Verified
            return
        with pool.shared(self._verify, publish.parts(catalogue), tree.Verified) as verified:
            yield cache(lambda: operator.or_(*verified()))

    def _verify(self, parts: Iterable[publish.Part]) -> tree.Verified:
        """Compare parts of dist/ with what the catalogue knew when this build began."""
        with closing(open_readonly(self.path)) as own:
            left = (file for part in parts for file in publish.left(own, part))
            return tree.verify(self.site.dist, left, partial(publish.digest_of, own))

    def _complete(self, catalogue: Catalogue) -> tuple[str, ...]:
        """Complete what an interrupted build had decided; return paths whose staged file is lost."""
        release.finish_swap(catalogue, self.site)
        lost = release.carry_out(catalogue, self.site.dist)
        catalogue.commit()
        return lost

    # --- from files to touched subjects

    def _read(self, catalogue: Catalogue, meanwhile: Callable[[], object]) -> int:
        """Bring the catalogue up to date with the site's files, its settings and the clock.

        `meanwhile` is what this process may do where it would wait.
        """
        config = self.site.config
        reparse = catalogue.get("parsing") != settings.parse_digest(config).hex()
        only = None if self.fresh else self.only
        found = ingest.scan(catalogue, self.site.roots, force=reparse, only=only)
        gone = ingest.store_scan(catalogue, found)
        if self.fresh:
            touch = self._take_in(catalogue, found.suspects)
        else:
            rows = self._read_files(found.suspects, meanwhile, force=reparse)
            touch = self._store(rows, len(found.suspects), partial(ingest.store_rows, catalogue))
            catalogue.record(self._changes(catalogue, gone, touch))
        self._remember(catalogue)
        return touch.parsed

    def _take_in(self, catalogue: Catalogue, suspects: tuple[ingest.Suspect, ...]) -> Touch:
        """Read every file into an empty catalogue; what is parsed is admitted while more is parsed."""
        intake = admission.Intake(catalogue, self.clock, admission.settings(self.site.config))

        def store(rows: list[ingest.Row]) -> Touch:
            admitted = intake.take(ingest.files(rows))
            return Touch(parsed=ingest.store_new(catalogue, rows, admitted))

        touch = self._store(self._read_files(suspects, force=True), len(suspects), store)
        intake.finish()
        return touch

    def _store(
        self, rows: Iterable[list[ingest.Row]], total: int, store: Callable[[list[ingest.Row]], Touch]
    ) -> Touch:
        touches, done = list[Touch](), 0
        for some in rows:
            touches.append(store(some))
            done += len(some)
            self.progress("parse", done, total)
        return Touch.union(touches)

    def _read_files(
        self,
        suspects: tuple[ingest.Suspect, ...],
        meanwhile: Callable[[], object] = lambda: None,
        *,
        force: bool,
    ) -> Iterator[list[ingest.Row]]:
        """Read by workers what is much, and aside what is little, while this process gets ready.

        What reads articles and what makes pages have next to no module in common.
        """
        spec = msgspec.msgpack.encode(ingest.Reading(self.site.roots, self.site.config, force=force))
        if self.jobs > 1 and 0 < len(suspects) < _PAIR_FROM:
            read = partial(ingest.read_chunk, spec, list(suspects))
            with pool.aside(read, list[ingest.Row]) as rows:
                _warm_up()
                meanwhile()
                yield rows()
            return
        jobs = self.jobs if len(suspects) >= _PARALLEL_FROM else 1
        yield from pool.run(ingest.read_chunk, spec, list(batched(suspects, _CHUNK)), jobs)

    def _changes(self, catalogue: Catalogue, gone: Touch, touch: Touch) -> dict[str, Change]:
        before = float(catalogue.get("now") or self.clock.now)
        timed = Touch(frozenset(admission.clock_keys(catalogue, before, self.clock)))
        changes = admission.admit(catalogue, Touch.union((gone, touch, timed)), self.clock)
        return changes | admission.setting_changes(catalogue, self.site.config)

    def _remember(self, catalogue: Catalogue) -> None:
        """Note what this state was read with; another configuration touches every subject."""
        config = self.site.config
        if catalogue.get("config") != settings.digest(config).hex():
            if not self.fresh:
                catalogue.touch_all()
            catalogue.put("config", settings.digest(config).hex())
            catalogue.put("parsing", settings.parse_digest(config).hex())
        if float(catalogue.get("now") or 0) != self.clock.now:
            catalogue.put("now", repr(self.clock.now))

    def _try_bench(self, catalogue: Catalogue, restore: frozenset[str], assets: dict[str, str]) -> Bench:
        """Gather; a theme that is wrong is told together with what is wrong in the content."""
        try:
            return self._bench(catalogue, restore, assets)
        except SiteError as error:
            catalogue.rollback()
            self._keep_parsed(catalogue)
            told = self._completed([*admission.problems(catalogue)], catalogue)
            raise SiteError([*error.problems, *told]) from error

    def _sources(self, assets: dict[str, str]) -> dict[str, str]:
        return sources_digest(self.site.site_templates, self.site.shipped_templates, assets)

    def _bench(self, catalogue: Catalogue, restore: frozenset[str], assets: dict[str, str]) -> Bench:
        """Gather what pages are made with; touch what a changed template or file asks for."""
        from openai_news.produce import Bench

        site = self.site
        bench = Bench(
            catalogue=str(self.path),
            store=str(self.site.store),
            inode=self.path.stat().st_ino,
            epoch=generator.epoch(site.cache),
            config=site.config,
            roots=site.roots,
            site_templates=site.site_templates,
            shipped_templates=site.shipped_templates,
            assets=assets,
            tree=str(tree.staging(site.dist)),
            preview=self.clock.preview,
            restore=restore,
        )
        catalogue.touch(publish.subjects_of(catalogue, restore))
        return self._with_theme(catalogue, bench)

    def _with_theme(self, catalogue: Catalogue, bench: Bench) -> Bench:
        """Compare the theme with the last build's; jinja is loaded only when something differs."""
        sources = self._sources(bench.assets)
        before = json.loads(catalogue.get("theme") or "{}")
        old_keys = json.loads(catalogue.get("theme_keys") or "{}")
        named = frozenset(json.loads(catalogue.get("named_assets") or "[]"))
        if before == sources:
            return msgspec.structs.replace(bench, theme_keys=old_keys, named_assets=named)
        from openai_news.outputs import OUTPUTS
        from openai_news.theme import load

        same = not (self.fresh or catalogue.touched())
        theme = load(bench.site_templates, bench.shipped_templates, bench.assets)
        keys = {name: theme.key(name) for output in OUTPUTS for name in output.templates}
        for output in OUTPUTS:
            if any(keys[name] != old_keys.get(name) for name in output.templates):
                catalogue.touch_output(output.name, output.of)
        catalogue.touch_output("static", "static")
        catalogue.put("theme", json.dumps(sources))
        catalogue.put("theme_keys", json.dumps(keys))
        catalogue.put("named_assets", json.dumps(sorted(theme.named_assets())))
        return msgspec.structs.replace(
            bench,
            theme_keys=keys,
            named_assets=theme.named_assets(),
            same_views=same and named == theme.named_assets(),
            changed_templates=frozenset(n for n in sources if before.get(n) != sources[n]),
        )

    # --- pages

    def _make(self, catalogue: Catalogue, bench: Bench) -> tuple[Delta, Contest, int]:
        """Make the pages of every touched subject, in a fresh tree of all, then settle who has each path."""
        from openai_news import gate
        from openai_news.produce import make_chunk

        delta = Delta()
        store = publish.store_whole if bench.fresh else publish.store
        if bench.same_views:
            store = partial(publish.store, tables=("problem",))
        subjects = catalogue.subjects() if bench.fresh else catalogue.touched()
        for made in self._chunks(bench, _newest_first(catalogue, subjects)):
            store(catalogue, made, delta)
        contest = gate.settle(catalogue, delta, whole=bench.fresh)
        for loser in contest.losers if bench.fresh else ():
            tree.remove(Path(bench.tree), loser)
        again = msgspec.structs.replace(bench, restore=frozenset(contest.restore), again=contest.restore)
        if contest.again:
            publish.store_again(catalogue, make_chunk(msgspec.msgpack.encode(again), contest.again), delta)
        return delta, contest, len(subjects)

    def _chunks(self, bench: Bench, subjects: list[Subject]) -> Iterator[list[Made]]:
        many = bench.fresh or len(subjects) >= _HOLD_FROM
        bench = msgspec.structs.replace(bench, hold=many and len(subjects) <= _HOLD_TO)
        spec, done = msgspec.msgpack.encode(bench), 0
        for made in self._shared_out(spec, subjects):
            done += len(made)
            self.progress("make", done, len(subjects))
            yield made

    def _shared_out(self, spec: bytes, subjects: list[Subject]) -> Iterator[list[Made]]:
        """Make pages here, in two processes or by workers, whichever takes least time."""
        from openai_news.produce import make_chunk

        heavy = _heavy(subjects) if self.site.config.social_cards else 0
        many = len(subjects) >= _PARALLEL_FROM or heavy >= _PARALLEL_HEAVY
        if self.jobs > 1 and len(subjects) >= _PAIR_FROM and not many:
            largest_first = subjects[::-1]  # what shows all times, then years; so both end together
            with pool.shared(partial(make_chunk, spec), largest_first, list[Made]) as made:
                yield from made()
            return
        chunks = list(batched(subjects, min(_CHUNK, 1 + len(subjects) // (2 * self.jobs))))
        yield from pool.run(make_chunk, spec, chunks, self.jobs if many else 1)

    def _problems(self, catalogue: Catalogue, clashes: Sequence[Problem] = ()) -> tuple[Problem, ...]:
        found = [*admission.problems(catalogue), *publish.page_problems(catalogue), *clashes]
        found += publish.crowded(catalogue)
        once = {msgspec.json.encode(problem, order="sorted"): problem for problem in found}
        told = self._completed(once.values(), catalogue)
        return tuple(sorted(told, key=lambda problem: (problem.place, problem.code)))

    def _completed(self, found: Iterable[Problem], catalogue: Catalogue) -> Iterable[Problem]:
        """Complete what is told; a sound site loads nothing for it."""
        if not found:
            return found
        from openai_news import remedies

        return remedies.complete(found, catalogue, self.site)

    def _vanishing(self, catalogue: Catalogue, gone: Sequence[str]) -> tuple[Problem, ...]:
        """Ask before much of a site vanishes: a folder moved by mistake looks like that (RELIABILITY 37)."""
        pages = [path for path in gone if path.endswith(".html")]
        if self.options.allow_removals or len(pages) <= _MANY_GONE:
            return ()
        before = len(gone) + publish.count(catalogue)
        if len(gone) * 10 <= before:
            return ()
        values = {"count": str(len(pages)), "share": str(round(100 * len(gone) / before)), "first": pages[0]}
        return (Problem("E314", Place(self.site.dist.name), values),)

    def _blocked(self, problems: tuple[Problem, ...]) -> bool:
        if self.options.strict and problems:
            return not self.options.keep_going
        return _wrong(problems) and not self.options.keep_going

    # --- publication

    def _publish_edit(self, catalogue: Catalogue, bench: Bench, parsed: int) -> Published:
        """Put what differs in place, file by file, in an order that never leaves a dangling link."""
        from openai_news import gate

        delta, contest, made = self._make(catalogue, bench)
        removed = gate.removed(catalogue, delta, contest)
        gone = sorted({*removed, *release.strays(catalogue, self.site)})
        if contest == gate.Contest():
            publish.measure_edit(catalogue, delta, removed)
        else:
            publish.measure(catalogue)
        vanishing = self._vanishing(catalogue, gone)
        problems = (*self._problems(catalogue, contest.problems), *vanishing)
        if vanishing or self._blocked(problems):
            catalogue.rollback()
            tree.discard(tree.staging(self.site.dist))
            return self._report(catalogue, problems, parsed=parsed)
        delta.drop(contest.losers)
        catalogue.execute("DELETE FROM touched")
        if self.options.atomic and (delta.puts or gone):
            release.atomic_edit(catalogue, self.site, delta)
        else:
            release.edit(catalogue, self.site, delta, gone)
        written = {path: put.reason for path, put in sorted(delta.puts.items())}
        return self._report(
            catalogue, problems, written=written, removed=tuple(gone), parsed=parsed, made=made
        )

    def _publish_tree(self, catalogue: Catalogue, bench: Bench, parsed: int) -> Published:
        """Write every page into a fresh tree and exchange it for dist/."""
        site = self.site
        for table in ("page", "reads", "problem", "conflict", "journal", "touched"):
            catalogue.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        catalogue.put("published", "")
        catalogue.commit()
        fresh = tree.begin(site.dist)
        reason = "generator changed" if "generator" in self.notes else "clean build"
        bench = msgspec.structs.replace(bench, tree=str(fresh), fresh=True, reason=reason)
        delta, contest, made = self._make(catalogue, bench)
        publish.measure(catalogue)
        gone = release.vanishing(catalogue, site)
        vanishing = self._vanishing(catalogue, gone)
        problems = (*self._problems(catalogue, contest.problems), *vanishing)
        if vanishing or self._blocked(problems):
            catalogue.rollback()
            tree.discard(fresh)
            self._keep_parsed(catalogue)
            return self._report(catalogue, problems, parsed=parsed)
        catalogue.execute("DELETE FROM touched")
        delta.drop(contest.losers)
        release.whole_tree(catalogue, site, fresh, self.path)
        written = {path: put.reason for path, put in sorted(delta.puts.items())}
        return self._report(catalogue, problems, written=written, removed=gone, parsed=parsed, made=made)

    def _keep_parsed(self, catalogue: Catalogue) -> None:
        """One error in a big import must not repeat all parsing: keep a first catalogue that parsed."""
        if self.fresh and not self.site.catalogue.exists():
            catalogue.commit()
            release.adopt(self.site, self.path)

    def _kept(self, catalogue: Catalogue, written: dict[str, str]) -> tuple[str, ...]:
        if not self.options.list_kept:
            return ()
        return tuple(sorted(set(publish.owned(catalogue)) - written.keys()))

    def _report(self, catalogue: Catalogue, problems: tuple[Problem, ...], **more: Any) -> Published:
        """Sum up; a build that was refused has no `written`."""
        written = more.get("written")
        return Published(
            kept=publish.count(catalogue) - len(written) if written is not None else 0,
            kept_paths=self._kept(catalogue, written) if written is not None else (),
            rendered=len(written or ()),
            next_change=None if self.clock.preview else admission.next_change(catalogue, self.clock),
            problems=problems,
            done=written is not None,
            clean=not problems if self.options.strict else not _wrong(problems),
            notes=tuple(self.notes),
            **more,
        )


def _outputs() -> Iterable[Reader]:
    from openai_news.outputs import OUTPUTS

    return OUTPUTS


def _heavy(subjects: Iterable[Subject]) -> int:
    """Return how many subjects have pages that take long to make."""
    from openai_news.outputs import OUTPUTS

    heavy = {output.name for output in OUTPUTS if output.heavy}
    return sum(subject.output in heavy for subject in subjects)


def _warm_up() -> None:
    from openai_news import produce

    produce.warm_up()


@contextmanager
def _makers() -> Iterator[None]:
    """Close what makers keep open in this process, whatever happens."""
    from openai_news import produce

    try:
        yield
    finally:
        produce.let_go()


def _newest_first(catalogue: Catalogue, subjects: list[Subject]) -> list[Subject]:
    """Sort by time, as what is near in it reads the same items; a term is as old as its newest article."""

    def when(subject: Subject) -> str:
        card = None if (named := period(subject.key)) else catalogue.card(subject.key)
        return period(card.last) if isinstance(card, ListCard) else named

    return sorted(subjects, key=lambda subject: (when(subject), subject), reverse=True)


def _to_restore(catalogue: Catalogue, lost: tuple[str, ...], verified: tree.Verified) -> frozenset[str]:
    """Remember the stamps of files that only look changed; return the paths of those to make again."""
    if verified.restated:
        publish.remember_stats(catalogue, verified.restated)
    return frozenset({*lost, *verified.missing, *verified.differing})


def _wrong(problems: tuple[Problem, ...]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)
