"""The settings of one site: the door to their types, and to site.yaml, whose reader is loaded when needed."""

import hashlib
from typing import Any

import msgspec

from openai_news.config_types import TAXONOMIES, Config, Feeds, Html, Limits, Taxonomy

__all__ = [
    "TAXONOMIES",
    "Config",
    "Feeds",
    "Html",
    "Limits",
    "Taxonomy",
    "digest",
    "load",
    "parse_digest",
    "with_base_url",
]


def load(text: str, path: str = "site.yaml") -> Config:
    """Read the settings; SiteError names every mistake with its place (E6xx, those of YAML E1xx)."""
    from openai_news import config_reading

    return config_reading.load(text, path)


def with_base_url(config: Config, base_url: str) -> Config:
    """Return the settings for another address; ids stay as they are. SiteError if it is none."""
    from openai_news import config_reading

    return config_reading.with_base_url(config, base_url)


def digest(config: Config) -> bytes:
    """Return a digest of all settings."""
    return _digest(config)


def parse_digest(config: Config) -> bytes:
    """Return a digest of the settings that the reading of an article depends on."""
    languages = config.language, config.languages
    dating = config.timezone, config.news_sitemap
    return _digest((languages, dating, config.taxonomies, config.id_authority, config.limits))


def _digest(value: Any) -> bytes:
    encoded = msgspec.json.encode(value, order="deterministic")
    return hashlib.blake2b(encoded, digest_size=16).digest()
