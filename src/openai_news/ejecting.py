"""Shipped files of the theme that a site may take over: which there are, and how to build on one instead."""

from collections.abc import Iterable
from pathlib import Path

from openai_news import disk
from openai_news.errors import SiteError, nearest
from openai_news.model import Place, Problem, Value
from openai_news.site import Site


class Shipped(Value, frozen=True):
    """A file of the shipped theme: its path in a site, and the blocks that a template can fill instead."""

    path: str
    data: bytes
    blocks: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What an editor calls it: `article.html`, `style.css`."""
        return self.path.partition("/")[2]


def shipped(site: Site) -> tuple[Shipped, ...]:
    """Return everything that can be taken over, by path."""
    static = disk.read_folder(Path(site.roots.shipped))
    files = [Shipped(f"static/{name}", data) for name, data in static.items()]
    templates = site.shipped_templates.items()
    files += [Shipped(f"templates/{name}", data, _blocks(data)) for name, data in templates]
    return tuple(sorted(files, key=lambda file: file.path))


def is_taken(site: Site, file: Shipped) -> bool:
    """Tell whether a site has a file of its own there."""
    return (site.root / file.path).exists()


def chosen(site: Site, names: Iterable[str]) -> tuple[Shipped, ...]:
    """Return the files of these names.

    Raises:
        SiteError: there is none of such a name, or the site has its own already; all are told at once.
    """
    files = shipped(site)
    known = {file.name: file for file in files} | {file.path: file for file in files}
    names = tuple(dict.fromkeys(names))
    found = {name: known.get(name) for name in names}
    problems = [_unknown(name, known) for name, file in found.items() if file is None]
    kept = tuple(file for file in found.values() if file)
    problems += [Problem("E629", Place(file.path)) for file in kept if is_taken(site, file)]
    if problems:
        raise SiteError(problems)
    return kept


def take_over(site: Site, file: Shipped) -> None:
    """Put a shipped file into the site; raise DiskProblem where there is one by now."""
    disk.create(site.root / file.path, file.data)


def extension(file: Shipped) -> str:
    """Return a template that changes one block of a shipped one and keeps the rest."""
    block = f"{{% block {file.blocks[0]} %}}{{{{ super() }}}}{{% endblock %}}"
    return f'{{% extends "default/{file.name}" %}}\n{block}'


def _unknown(name: str, known: Iterable[str]) -> Problem:
    meant = nearest(name, known) or ""
    return Problem("E628", Place(name), {"name": name, "meant": meant, "reason": "near" if meant else ""})


def _blocks(source: bytes) -> tuple[str, ...]:
    from jinja2.nodes import Block

    from openai_news.theme_engine import Engine

    return tuple(block.name for block in Engine({}, {}).parse(source.decode()).find_all(Block))
