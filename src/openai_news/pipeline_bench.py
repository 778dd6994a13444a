"""What pages are made with: the site, the theme, and what a changed theme touches."""

import json
from collections.abc import Iterator

import msgspec

from openai_news import generator, publish, tree
from openai_news.catalogue import Catalogue
from openai_news.config import Config
from openai_news.errors import SiteError
from openai_news.model import Place, Problem
from openai_news.outputs import OUTPUTS
from openai_news.pipeline_task import Task, is_published, theme_sources
from openai_news.produce import Bench
from openai_news.theme import load
from openai_news.words import misfits

_FEW = 1_000  # subjects: all workers are told them


def gather(task: Task, catalogue: Catalogue, restore: frozenset[str], assets: dict[str, str]) -> Bench:
    """Gather what pages are made with; touch what a changed template or file asks for.

    Raises:
        SiteError: the theme is wrong, or a word of the site's own.
    """
    site = task.site
    if wrong := list(_wrong_labels(site.config)):
        raise SiteError(wrong)
    bench = Bench(
        catalogue=str(task.path),
        store=str(site.store),
        inode=task.path.stat().st_ino,
        epoch=generator.epoch(site.cache),
        config=site.config,
        roots=site.roots,
        site_templates=site.site_templates,
        shipped_templates=site.shipped_templates,
        assets=assets,
        tree=str(tree.staging(site.dist)),
        preview=task.clock.preview,
        restore=restore,
    )
    catalogue.touch(publish.subjects_of(catalogue, restore))
    return _with_theme(task, catalogue, bench)


def _wrong_labels(config: Config) -> Iterator[Problem]:
    for lang, labels in config.labels.items():
        for key, known in misfits(lang, labels):
            values = {"key": key, "known": known, "reason": "" if known else "none"}
            yield Problem("E631", Place("site.yaml"), values)


def _with_theme(task: Task, catalogue: Catalogue, bench: Bench) -> Bench:
    """Compare the theme with the last build's; jinja is loaded only when something differs."""
    sources = theme_sources(task, bench.assets)
    before = json.loads(catalogue.get("theme") or "{}")
    old_keys = json.loads(catalogue.get("theme_keys") or "{}")
    named = frozenset(json.loads(catalogue.get("named_assets") or "[]"))
    if before == sources:
        return msgspec.structs.replace(bench, theme_keys=old_keys, named_assets=named)
    touched = frozenset(catalogue.touched())
    theme = load(bench.site_templates, bench.shipped_templates, bench.assets)
    keys = {name: theme.key(name) for output in OUTPUTS for name in output.templates}
    for output in OUTPUTS:
        if any(keys[name] != old_keys.get(name) for name in output.templates):
            catalogue.touch_output(output.name, output.of)
    catalogue.touch_output("static", "static")
    if named != theme.named_assets():
        catalogue.touch_output("headers", "site")
    catalogue.put("theme", json.dumps(sources))
    catalogue.put("theme_keys", json.dumps(keys))
    catalogue.put("named_assets", json.dumps(sorted(theme.named_assets())))
    return msgspec.structs.replace(
        bench,
        theme_keys=keys,
        named_assets=theme.named_assets(),
        same_views=is_published(task, catalogue) and len(touched) < _FEW and named == theme.named_assets(),
        other_views=touched if len(touched) < _FEW else frozenset(),
        changed_templates=frozenset(n for n in sources if before.get(n) != sources[n]),
    )
