"""A small archive held in memory, and the pages that an output makes of it."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from openai_news.catalogue import Catalogue, View, nobody
from openai_news.catalogue_file import create_file
from openai_news.config import load
from openai_news.model import ArticleCard, Body, Moment, Problem, SettingCard, Term
from openai_news.page import Context
from openai_news.urls import addresses
from openai_news.words import Words

PARIS = ZoneInfo("Europe/Paris")
SETTINGS = {
    "title": "Le Veilleur & Cie",
    "base_url": "https://veilleur.example/",
    "language": "fr",
    "languages": ["fr", "en"],
    "timezone": "Europe/Paris",
    "id_authority": "veilleur.example",
}


def moment(text):
    """Return `2023-11-18` or `2023-11-18T14:05` in Paris."""
    return Moment(datetime.fromisoformat(text).replace(tzinfo=PARIS), timed="T" in text)


def card(name="nouvelle", date="2023-11-18", lang="fr", **more):
    """Return an article's card; `terms` are (taxonomy, slug, name)."""
    home = "" if lang == "fr" else f"{lang}/"
    at = moment(date)
    fields = {
        "url": f"{home}{at.at:%Y/%m/%d}/{name}/",
        "id": f"tag:veilleur.example,{at.at.year}:{name}",
        "lang": lang,
        "title": f"Titre de {name}",
        "date": at,
        "updated": at,
    }
    terms = tuple(Term(*term) for term in more.pop("terms", ()))
    return ArticleCard(**fields | {"terms": terms} | more)


class Archive:
    """Items and bodies in a catalogue of their own, with the context of a site."""

    def __init__(self, folder, items, bodies=None, *, preview=False, **settings):
        config = load(json.dumps(SETTINGS | settings, ensure_ascii=False))
        self.site = Context(
            config=config,
            urls=addresses(config),
            words={lang: Words(lang, {}) for lang in config.languages},
            preview=preview,
        )
        self.catalogue: Catalogue = create_file(folder / "catalogue.db", nobody)
        brought = {"site|": SettingCard()}
        for lang in config.languages:
            brought[f"language|{lang}"] = SettingCard(lang)
            for taxonomy in config.taxonomies:
                brought[f"taxonomy|{lang}|{taxonomy.name}"] = SettingCard(taxonomy.name)
        lists = {}
        self.catalogue.fill((brought | items).items(), lists)
        self.catalogue.fill_lists(lists)
        for key, body in (bodies or {}).items():
            self._store(key, body)

    def _store(self, key, body):
        self.catalogue.execute(
            "INSERT INTO parsed VALUES (?, ?, NULL, 'live', 0, 0, NULL, NULL, 1)", (key, key)
        )
        stored = msgspec.json.encode(body)
        self.catalogue.execute("INSERT INTO body VALUES (?, ?)", (key, stored))

    def read(self, key):
        """Return what the pages of one item see."""
        return View(self.catalogue, key, self.catalogue.card(key))

    def made(self, output, key):
        """Return the pages and problems of one item."""
        item = self.catalogue.card(key)
        return list(output.pages(key, item, View(self.catalogue, key, item), self.site))

    def all(self, outputs):
        """Return every page that these outputs make, by path."""
        rows = self.catalogue.execute("SELECT key FROM item ORDER BY key").fetchall()
        pages = [
            page
            for output in outputs
            for (key,) in rows
            if key.partition("|")[0] == output.of
            for page in self.made(output, key)
        ]
        return {page.path: page for page in pages if not isinstance(page, Problem)}

    def files(self, outputs):
        """Return the bytes of every file that these outputs write by code, by path."""
        pages = self.all(outputs).items()
        return {path: page.recipe.write(page.view) for path, page in pages}


def body(html, **more):
    """Return a body without references."""
    return Body(html=html, **more)
