"""Hand settled pages over to dist/: a journaled edit, or a whole tree in one exchange (invariant 7)."""

from pathlib import Path

from openai_news import disk, ownership, publish, publish_parts, tree
from openai_news.catalogue import Catalogue
from openai_news.catalogue_file import remove_file
from openai_news.errors import SiteError
from openai_news.model import Place, Problem, Stage
from openai_news.publish import Delta
from openai_news.site import Site
from openai_news.tree import Put
from openai_news.urls import GENERATOR


def plan(catalogue: Catalogue, delta: Delta, gone: list[str]) -> None:
    """Write the journal of an edit; with the commit that follows, the edit is decided."""
    catalogue.connection.executemany(
        "INSERT INTO journal VALUES (?, 'put', ?, ?, ?, ?)",
        [(path, put.staged, put.stage, put.new, put.digest) for path, put in sorted(delta.puts.items())],
    )
    catalogue.connection.executemany(
        "INSERT INTO journal VALUES (?, 'remove', '', 0, 0, '')", [(path,) for path in gone]
    )


def carry_out(catalogue: Catalogue, dist: Path) -> tuple[str, ...]:
    """Do what the journal says, and forget it; return paths whose staged file is lost.

    It may be called again after a crash at any point.
    """
    rows = catalogue.execute("SELECT path, action, staged, stage, new, digest FROM journal")
    entries = rows.fetchall()
    if not entries:
        tree.discard(tree.staging(dist))
        return ()
    puts = [
        Put(path, staged, Stage(stage), bool(new), digest)
        for path, action, staged, stage, new, digest in entries
        if action == "put"
    ]
    removals = [path for path, action, *_ in entries if action == "remove"]
    placed = tree.place(dist, puts, removals)
    publish.remember_stats(catalogue, placed.stats)
    publish_parts.renew(catalogue, (path for path, *_ in entries))
    catalogue.execute("DELETE FROM journal")
    catalogue.commit()
    tree.discard(tree.staging(dist))
    return tuple(placed.lost)


def edit(catalogue: Catalogue, site: Site, delta: Delta, gone: list[str]) -> None:
    """Put an edit in place file by file; the commit of its journal decides it."""
    if delta.puts or gone:
        _refuse(_occupied(site, delta, gone), site.dist)
        ownership.append(site.cache, site.owner, added=delta.puts, removed=())
    plan(catalogue, delta, gone)
    catalogue.commit()
    carry_out(catalogue, site.dist)
    if delta.puts or gone:
        ownership.append(site.cache, site.owner, added=(), removed=gone)
        agree(catalogue, site)


def agree(catalogue: Catalogue, site: Site) -> None:
    """Remember how long the record of our files is: another length means another build's files."""
    catalogue.put("owned", str(ownership.size(site.cache, site.owner)))
    catalogue.commit()


def strays(catalogue: Catalogue, site: Site, *, touched: bool = False) -> list[str]:
    """Return files in dist/ that are ours but unknown to this catalogue: a preview's, a lost build's.

    Where dist/ was `touched` by others, another catalogue's pages may be there, which bear our mark.
    """
    if not touched and catalogue.get("owned") == str(ownership.size(site.cache, site.owner)):
        return []
    known = frozenset(publish.owned(catalogue))
    ours = ownership.load(site.cache, site.owner) or frozenset()
    return sorted((ours | tree.recognise(site.dist, known) if touched else ours) - known)


def atomic_edit(catalogue: Catalogue, site: Site, delta: Delta) -> None:
    """Publish an edit through a fresh tree of hard links and one exchange."""
    staged = tree.staging(site.dist)
    fresh = tree.begin(site.dist, beside=staged)
    paths = set(publish.owned(catalogue))
    tree.adopt(site.dist, fresh, sorted(paths - delta.puts.keys()))
    for path, put in delta.puts.items():
        tree.move(staged / put.staged, fresh, path)
    _swap(catalogue, site, fresh, site.catalogue)


def vanishing(catalogue: Catalogue, site: Site) -> tuple[str, ...]:
    """Return what dist/ will no longer have after a whole tree."""
    before = ownership.load(site.cache, site.owner)
    if before is None:
        before = tree.recognise(site.dist)
    after = set(publish.owned(catalogue))
    return tuple(sorted(before - after))


def whole_tree(catalogue: Catalogue, site: Site, fresh: Path, path: Path) -> None:
    """Publish a fresh tree, with the catalogue at `path`."""
    _swap(catalogue, site, fresh, path)


def finish_swap(catalogue: Catalogue, site: Site) -> None:
    """Make the exchange that was decided, unless it is done, and forget that it was."""
    inode = catalogue.get("swap")
    if not inode:
        return
    tree.finish_exchange(site.dist, int(inode))
    ownership.rewrite(site.cache, site.owner, set(publish.owned(catalogue)))
    catalogue.put("swap", "")
    agree(catalogue, site)


def adopt(site: Site, path: Path) -> None:
    """Let a new catalogue take the old one's place: one rename of the file that names it."""
    if path == site.catalogue:
        return
    disk.replace(site.cache / site.stem, path.name)
    remove_file(site.catalogue)


def _swap(catalogue: Catalogue, site: Site, fresh: Path, path: Path) -> None:
    """Exchange dist/ and a fresh tree: decided by the commit, completed by whoever starts next."""
    known = ownership.load(site.cache, site.owner)
    if known is None:  # the record is lost: what stands where we write is ours, as what bears our mark
        tree.check_foreign(site.dist, f"<!-- {GENERATOR} -->")
        tree.carry_over(site.dist, fresh, frozenset())
    else:
        _refuse(tree.carry_over(site.dist, fresh, known), site.dist)
    paths = publish.owned(catalogue)
    publish_parts.cut(catalogue)
    ownership.append(site.cache, site.owner, added=paths, removed=())
    catalogue.put("published", "1")
    catalogue.put("swap", str(fresh.stat().st_ino))
    catalogue.commit()
    adopt(site, path)
    finish_swap(catalogue, site)


def _occupied(site: Site, delta: Delta, gone: list[str]) -> tuple[str, ...]:
    """Return the files of dist/ that are not ours and stand where one must be put, or a folder made."""
    there = tree.in_the_way(site.dist, (path for path, put in delta.puts.items() if not put.stands))
    ours = (ownership.load(site.cache, site.owner) or frozenset()) if there else frozenset()
    return tuple(path for path in there if path not in ours and path not in gone)


def _refuse(foreign: tuple[str, ...], dist: Path) -> None:
    """Never overwrite a file in dist/ that is not ours."""
    if foreign:
        raise SiteError(Problem("E604", Place(str(dist)), {"path": path}) for path in foreign)
