"""The bodies of the real archives in ../shared/corpora, for the tests of markup."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

CORPORA = Path(__file__).parents[2] / "shared/corpora"


@cache
def _all(archive: str) -> tuple[tuple[str, int, str], ...]:
    return tuple(_read(CORPORA / archive))


def bodies(archive: str) -> tuple[tuple[str, int, str], ...]:
    """List (path, first line, body) of each article; skip the test where the archive is absent."""
    if not (CORPORA / archive).is_dir():
        pytest.skip(f"{archive} is not here")
    return _all(archive)


def _read(folder: Path) -> Iterator[tuple[str, int, str]]:
    for file in sorted(folder.rglob("*.md")):
        text = file.read_text(encoding="utf-8-sig")
        head, mark, body = text.removeprefix("---\n").partition("\n---\n")
        if text.startswith("---\n") and mark:
            yield file.relative_to(folder).as_posix(), head.count("\n") + 4, body
