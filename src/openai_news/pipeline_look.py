"""Look at all files of content/ and dist/ at once, by two processes: what changed, what was touched."""

import operator
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial, reduce
from itertools import chain
from typing import TypeAlias, cast

from openai_news import config as settings
from openai_news import disk, pool, publish, tree
from openai_news import publish_parts as parts
from openai_news.catalogue import Catalogue, batched
from openai_news.catalogue_file import open_readonly
from openai_news.disk import Below, Scan
from openai_news.ingest import CONTENT, ROOTS, Left
from openai_news.model import Value
from openai_news.pipeline_task import Task, is_published

_FOLDERS = 16  # of content/, at least: with fewer, those one level lower are shared out
_SHARES = 64  # of content/, at most: small enough for both processes to end together

Share: TypeAlias = list[Below] | parts.Share  # of content/, or of dist/


class Looked(Value, frozen=True):
    """What was seen: the folders of the site by root, and dist/ against what was left there."""

    scans: dict[str, Scan] = {}
    dist: tree.Verified = tree.Verified()

    def __or__(self, other: "Looked") -> "Looked":
        """Return what either saw."""
        scans = {name: self.of(name) | other.of(name) for name in ROOTS}
        return Looked(scans, self.dist | other.dist)

    def of(self, name: str) -> Scan:
        """Return what was seen below a root."""
        return self.scans.get(name, Scan())


def reads_otherwise(task: Task, catalogue: Catalogue) -> bool:
    """Tell whether settings changed by which every file must be read again."""
    return catalogue.get("parsing") != settings.parse_digest(task.site.config).hex()


def look(task: Task, catalogue: Catalogue, left: Left) -> Looked:
    """Look at every file of folders as they were `left`, and of dist/.

    A preview knows where to look, and that nobody touched what it made.
    """
    if task.only is not None:
        return Looked({name: _scan(task, name, left, task.only) for name in ROOTS})
    root, _ = task.site.roots.of(CONTENT)
    content, below = disk.outline(root, left.get(CONTENT, {}), _FOLDERS)
    looked = Looked({CONTENT: content} | {name: _scan(task, name, left) for name in ROOTS if name != CONTENT})
    dist = parts.shares(catalogue) if is_published(task, catalogue) else []
    return looked | _shared_out(task, left, [*batched(below, -(-len(below) // _SHARES) or 1), *dist])


def _scan(task: Task, name: str, left: Left, only: frozenset[str] | None = None) -> Scan:
    """Walk one root; `only` names the folders of all roots in which something may have happened."""
    root, _ = task.site.roots.of(name)
    here = None if only is None or name not in left else _below(name, only)
    return disk.scan(root, left.get(name, {}), dots=name != CONTENT, only=here)


def _below(name: str, folders: frozenset[str]) -> frozenset[str]:
    """Return the folders below `name`, seen from there."""
    return frozenset(
        folder.removeprefix(name).lstrip("/") for folder in folders if folder.partition("/")[0] == name
    )


def _shared_out(task: Task, left: Left, shares: Sequence[Share]) -> Looked:
    """Look at shares by two processes."""
    if not shares:
        return Looked()
    with pool.shared(partial(_look_at, task, left), shares, Looked) as seen:
        return reduce(operator.or_, seen())


def _look_at(task: Task, left: Left, shares: Iterable[Share]) -> Looked:
    """Look at the shares of one process: those of content/, which come first, then those of dist/."""
    root, _ = task.site.roots.of(CONTENT)
    content, dist, taken = Scan(), tree.Verified(), iter(shares)
    for share in taken:
        if isinstance(share, list):
            content |= disk.scan_below(root, left.get(CONTENT, {}), share)
        else:
            dist = _compare(task, chain([share], cast("Iterator[parts.Share]", taken)))
    return Looked({CONTENT: content}, dist)


def _compare(task: Task, shares: Iterable[parts.Share]) -> tree.Verified:
    """Compare shares of dist/ with what the catalogue knew when this build began."""
    dist = task.site.dist
    with closing(open_readonly(task.path)) as own:
        with disk.entered(dist) as at:
            found = (part for share in shares for part in parts.parts(own, share))
            differing = [part.share for part in found if not disk.stand(at, part.paths, part.digest)]
        files = (file for share in differing for file in parts.left(own, share))
        return tree.verify(dist, files, partial(publish.digest_of, own)) if differing else tree.Verified()
