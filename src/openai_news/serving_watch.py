"""What happens in a site's folders, in batches: in which folders, or that it may be anywhere.

Events only wake: what changed is found by looking at the folders, so that no form of saving is missed.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from openai_news.model import Value

_FOLDERS = ("content", "templates", "static")
_SETTINGS = "site.yaml"
_STEP, _GATHER, _TICK = 1, 40, 250  # milliseconds: between looks at events, at most for one batch, of rest
_MANY = 64  # folders in one batch, above which all are looked at


class Batch(Value, frozen=True):
    """What happened: `folders` as seen from the site, None for anywhere; `rests` says that nothing did."""

    folders: frozenset[str] | None = None
    rests: bool = False


def watch(root: Path) -> Iterator[Batch]:
    """Yield what happens in a site, and after every moment of rest that it rests.

    The first batch is everything, once it is sure that nothing is missed from then on.
    """
    from watchfiles import watch as events

    while True:
        places, settings = _places(root), _stamp(root / _SETTINGS)
        sure = False
        for changes in events(
            *places,
            watch_filter=None,
            step=_STEP,
            debounce=_GATHER,
            rust_timeout=_TICK,
            yield_on_timeout=True,
        ):
            if (places, settings) != (_places(root), _stamp(root / _SETTINGS)):
                break
            if not sure:
                yield Batch()
            elif changes:
                yield batch(root, (path for _, path in changes))
            else:
                yield Batch(frozenset(), rests=True)
            sure = True


def batch(root: Path, paths: Iterable[str]) -> Batch:
    """Return where the files lie of which there was an event; a folder's own event is about all in it."""
    touched = set()
    for path in map(Path, paths):
        if path.is_dir() or not path.is_relative_to(root):
            return Batch()
        touched.add(path.relative_to(root).parent.as_posix())
    return Batch(frozenset(touched)) if len(touched) <= _MANY else Batch()


def _places(root: Path) -> list[Path]:
    return [root / name for name in _FOLDERS if (root / name).is_dir()]


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_mtime_ns, found.st_size, found.st_ino)
