"""The theme: the site's templates over the shipped ones, what each depends on, bytes from a view.

Templates are read by `theme_reading` and run by `theme_engine`, which load Jinja; both are imported
only when a theme is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING

from openai_news.errors import SiteError, with_excerpt
from openai_news.model import Place, Problem
from openai_news.urls import asset_path

if TYPE_CHECKING:
    from openai_news.theme_engine import Keep
    from openai_news.theme_reading import Fault, Reading
    from openai_news.views import PageView
    from openai_news.words import Words

DEFAULT = "default/"  # an override reaches the shipped template of the same name by this prefix
_SUFFIX = ".html"


class TemplateError(SiteError):
    """A template cannot be used; its problems say where and why."""


def sources_digest(
    site: Mapping[str, bytes], shipped: Mapping[str, bytes], assets: Mapping[str, str]
) -> dict[str, str]:
    """Return the digests of all that a theme is made of, templates and files; Jinja is not needed for it."""
    templates = {name: _digest(source) for name, source in sorted(_sources(site, shipped).items())}
    return templates | {f"static/{path}": digest for path, digest in assets.items()}


def opened(
    site: Mapping[str, bytes],
    shipped: Mapping[str, bytes],
    assets: Mapping[str, str],
    keep: Keep | None = None,
) -> Theme:
    """Return templates that were checked before; `assets` maps a file of static/ to its digest.

    `keep` gives compiled templates by their keys, and makes them when it has none.
    """
    return Theme(_sources(site, shipped), assets, keep)


def load(site: Mapping[str, bytes], shipped: Mapping[str, bytes], assets: Mapping[str, str]) -> Theme:
    """Read the templates and check them all.

    Raises:
        TemplateError: templates are wrong (E5xx); every fault of every template is named.
    """
    theme = opened(site, shipped, assets)
    problems = sorted(theme.problems(), key=lambda problem: problem.place)
    if problems:
        raise TemplateError(problems)
    return theme


class Theme:
    """All templates of a site, each read once and compiled when first rendered."""

    def __init__(
        self, sources: Mapping[str, bytes], assets: Mapping[str, str], keep: Keep | None = None
    ) -> None:
        """Take the sources by template name, and the digests of the files that templates may name."""
        from openai_news.theme_engine import Engine

        self._sources = sources
        self._assets = assets
        self._hrefs = {path: asset_path(path, digest) for path, digest in assets.items()}
        self._texts = {name: source.decode(errors="replace") for name, source in sources.items()}
        self._engine = Engine(self._texts, {name: _file(name) for name in sources}, keep)
        self._readings: dict[str, Reading] = {}
        self._closures: dict[str, frozenset[str]] = {}

    def closure(self, name: str) -> frozenset[str]:
        """Return a template and all that it extends, includes or imports, at any depth."""
        if name not in self._closures:
            found = {name}
            waiting = [name]
            while waiting:
                uses = {use.name for use in self._read(waiting.pop()).templates}
                fresh = (uses & self._sources.keys()) - found
                found |= fresh
                waiting += fresh
            self._closures[name] = frozenset(found)
        return self._closures[name]

    def assets_of(self, name: str) -> frozenset[str]:
        """Return the files of static/ that a template's closure names."""
        return frozenset(use.name for part in self.closure(name) for use in self._read(part).assets)

    def named_assets(self) -> frozenset[str]:
        """Return the files of static/ that any template in use names."""
        return frozenset(use.name for name in self._used() for use in self._read(name).assets)

    def key(self, name: str) -> str:
        """Return a digest of everything that a template's output depends on besides view and words."""
        parts = [(part, _digest(self._sources[part])) for part in sorted(self.closure(name))]
        parts += [(path, self._assets[path]) for path in sorted(self.assets_of(name))]
        return _digest(repr(parts).encode())

    def render(self, name: str, view: PageView, words: Words) -> bytes:
        """Return the page that a template makes of a view, in UTF-8; raise TemplateError."""
        root, hrefs = view.root, self._hrefs

        def asset(path: str) -> str:
            return root + hrefs[path]

        try:
            template = self._engine.get_template(name)
            return template.render(page=view, t=words, asset=asset).encode()
        except Exception as error:
            raise TemplateError([self._failure(name, view, error)]) from error

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong in the templates in use."""
        for name in sorted(self._used()):
            reading = self._read(name)
            for fault in (*reading.faults, *self._unknown(name, reading)):
                yield self._problem(name, fault)

    def _used(self) -> frozenset[str]:
        """Return the templates that a page can come from; a shipped one behind an override only if named."""
        pages = (name for name in self._sources if not name.startswith(DEFAULT))
        return frozenset().union(*map(self.closure, pages))

    def _read(self, name: str) -> Reading:
        from openai_news.theme_reading import read

        if name not in self._readings:
            self._readings[name] = read(self._engine, self._texts[name])
        return self._readings[name]

    def _unknown(self, name: str, reading: Reading) -> Iterator[Fault]:
        """Yield what only the theme as a whole can tell of a template: names that lead nowhere or back."""
        from openai_news.theme_reading import Fault, unknown

        if self._texts[name].encode() != self._sources[name]:
            yield Fault("E507", 0, {"reason": "encoding"})
        for use in reading.templates:
            if use.name not in self._sources:
                yield unknown("E508", use.line, use.name, self._sources)
            elif name in self.closure(use.name):
                yield Fault("E502", use.line, {"name": use.name}, use.name)
        for use in reading.assets:
            if use.name not in self._assets:
                yield unknown("E505", use.line, use.name, self._assets)

    def _failure(self, name: str, view: PageView, error: Exception) -> Problem:
        from openai_news.theme_failure import locate, what_failed

        files = {_file(name): name for name in self._sources}
        file, line = locate(error, files) or (_file(name), 0)
        return self._problem(files[file], what_failed(error, line), subject=view.title)

    def _problem(self, name: str, fault: Fault, **more: str) -> Problem:
        """Give a fault its place: the line, and the column of what it is about."""
        source = self._texts[name]
        line = [*source.split("\n"), ""][max(fault.line - 1, 0)]
        column = max(line.find(fault.mark), 0) + 1
        place = Place(_file(name), fault.line, column if fault.line else 0)
        problem = Problem(fault.code, place, {**fault.values, **more}, width=len(fault.mark))
        return with_excerpt(problem, source)


def _sources(site: Mapping[str, bytes], shipped: Mapping[str, bytes]) -> dict[str, bytes]:
    """Let the site's file win by name; keep the shipped one within reach under `default/`."""
    defaults = {DEFAULT + name: source for name, source in shipped.items()}
    found = {**defaults, **shipped, **site}
    return {name: source for name, source in found.items() if name.endswith(_SUFFIX)}


def _file(name: str) -> str:
    """Return how errors show a template: a file of the site, or a shipped one by its name."""
    return name if name.startswith(DEFAULT) else f"templates/{name}"


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
