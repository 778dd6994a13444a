"""A preview's builds: with drafts, in a tree and a cache of its own, quick where it is told what changed.

Feeds of whole months are left out: each save would write one, and nobody previews them.
An error holds the last good pages back from changing. Only what was wrong from the start stays out
instead, for then there is no good page to keep.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

import msgspec

from openai_news import pipeline, tree
from openai_news.disk import DiskProblem
from openai_news.errors import MachineError, NewsError
from openai_news.model import Place, Problem, Severity, Value
from openai_news.published import Published
from openai_news.site import Options, open_site

FOLDER = "preview"  # in the site's cache


class Outcome(Value, frozen=True):
    """What came of one build: the errors that there are, and the files that differ now."""

    errors: tuple[Problem, ...] = ()
    changed: frozenset[str] = frozenset()


class Preview:
    """One site on preview; a build never touches dist/ nor the cache of real builds."""

    def __init__(self, site: str, now: str = "") -> None:
        """Find the site; raise SiteError."""
        self.root = Path(site).resolve()
        cache = self.root / ".cache" / FOLDER
        self.tree = cache / "site"
        self._options = Options(
            site=site, output=str(self.tree), cache=str(cache), now=now, drafts=True, allow_removals=True
        )
        self.config = open_site(self._options).config
        self._absent: frozenset[str] | None = None  # files that are left out; None before the first build

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the preview of this site; raise MachineError (E705) where another one runs."""
        with ExitStack() as held:
            try:
                held.enter_context(tree.Lock(Path(self._options.cache) / "server"))
            except MachineError:
                raise MachineError([Problem("E705", Place(str(self.root)))]) from None
            yield

    def build(self, folders: frozenset[str] | None = None) -> Outcome:
        """Bring the preview up to date; `folders` says that nothing happened anywhere else."""
        try:
            published = self._run(self._options, folders)
            wrong = _errors(published)
            if not published.done and self._may_leave_out(wrong):
                published = self._run(msgspec.structs.replace(self._options, keep_going=True), folders)
        except (NewsError, DiskProblem) as error:
            return Outcome(tuple(error.problems))
        if published.done:
            self._absent = frozenset(problem.place.path for problem in wrong)
        return Outcome(wrong, frozenset({*published.written, *published.removed}))

    @staticmethod
    def warm() -> None:
        """Load what a build with something to do needs: the first save would wait for it."""
        for name in ("theme_reading", "theme_engine", "markup_library"):
            import_module(f"openai_news.{name}")

    def _run(self, options: Options, folders: frozenset[str] | None) -> Published:
        site = open_site(options)
        feeds = msgspec.structs.replace(site.config.feeds, archive=False)
        config = msgspec.structs.replace(site.config, feeds=feeds)
        return pipeline.build(msgspec.structs.replace(site, config=config), options, os.environ, only=folders)

    def _may_leave_out(self, wrong: tuple[Problem, ...]) -> bool:
        return self._absent is None or {problem.place.path for problem in wrong} <= self._absent


def _errors(published: Published) -> tuple[Problem, ...]:
    return tuple(problem for problem in published.problems if problem.severity is Severity.ERROR)
