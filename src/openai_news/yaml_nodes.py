"""YAML read as text with places: what most headers are at once, anything else by the library."""

from openai_news import yaml_plain
from openai_news.model import Place
from openai_news.yaml_types import (
    SAFE,
    Bounds,
    Document,
    Mapping,
    Node,
    Scalar,
    Sequence,
    beyond,
    problem_at,
)

__all__ = ["SAFE", "Bounds", "Document", "Mapping", "Node", "Scalar", "Sequence", "parse", "problem_at"]

_BOUNDS = Bounds()


def parse(text: str, path: str, bounds: Bounds = _BOUNDS) -> Document:
    """Read one YAML document; never raises, whatever the text is (RELIABILITY 6, rows 1, 2, 7-9)."""
    if len(text) > bounds.characters:
        return Document(None, (beyond("characters", bounds.characters, Place(path, 1, 1)),))
    plain = yaml_plain.read(text, bounds)
    if plain:
        return Document(plain)
    from openai_news.yaml_composer import compose

    return compose(text, path, bounds)
