"""What one build is asked for, as all its steps see it; how much work is worth another process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from openai_news import pool
from openai_news.theme import sources_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from openai_news.catalogue import Catalogue
    from openai_news.site import Options, Site
    from openai_news.visibility import Clock

CHUNK = 100  # files or subjects that a worker takes at once
PAIR_FROM = 20  # of them: two processes are faster than one
PARALLEL_FROM = 300  # and workers, which take longer to start, faster than two processes


class Task(NamedTuple):
    """A build's inputs, and where it begins.

    `only` is what a preview knows: nothing happened but in these folders. `path` is the catalogue's file;
    `fresh` says that it was empty. `notes` tell why.
    """

    site: Site
    options: Options
    clock: Clock
    progress: Callable[[str, int, int], None]
    only: frozenset[str] | None = None
    path: Path = Path()
    fresh: bool = False
    notes: tuple[str, ...] = ()

    @property
    def jobs(self) -> int:
        """Return how many processes may work."""
        return self.options.jobs or pool.processors()


def is_published(task: Task, catalogue: Catalogue) -> bool:
    """Tell whether the catalogue describes a dist/ that is there."""
    return not task.fresh and bool(catalogue.get("published")) and task.site.dist.is_dir()


def theme_sources(task: Task, assets: dict[str, str]) -> dict[str, str]:
    """Return the digest of every template, and of every file that templates may name."""
    return sources_digest(task.site.site_templates, task.site.shipped_templates, assets)
