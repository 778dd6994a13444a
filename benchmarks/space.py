"""Ask for the space on disk that a race takes, before it begins."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from benchmarks.racers import Racer

GIBIBYTE = 2**30
SOURCE = 12_000  # bytes on disk of an article's file, in blocks
# Bytes on disk of what a clean build writes for an article, cache and list pages included.
WRITTEN = {
    "ours": 110_000,
    "hugo": 45_000,
    "eleventy": 45_000,
    "pelican": 60_000,
    "nikola": 60_000,
    "pagefind": 30_000,
}


def needed(articles: int, clean_builds: int, racers: Iterable[Racer]) -> int:
    """Return the bytes that a race needs: nothing that a clean build wrote is deleted before the end."""
    return sum(articles * (SOURCE + clean_builds * WRITTEN[racer.name]) for racer in racers)


def demand(folder: Path, articles: int, clean_builds: int, racers: Iterable[Racer]) -> None:
    """SystemExit with a plain sentence when the disk has less than a race needs."""
    ask(
        folder,
        needed(articles, clean_builds, racers),
        f"{articles:,} articles and {clean_builds} clean builds of each generator",
    )


def ask(folder: Path, wanted: int, work: str) -> None:
    """SystemExit with a plain sentence when the disk has less than `wanted` bytes."""
    if wanted > (free := _free(folder)):
        raise SystemExit(
            f"{work} need about {wanted / GIBIBYTE:.0f} GiB in {folder}, where"
            f" {free / GIBIBYTE:.0f} GiB are free. Free some, or ask for fewer rounds, racers or articles."
        )


def _free(folder: Path) -> int:
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
