"""Tags that are probably slips: used once, or nearly spelled like another (RULES E12)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from openai_news.model import Problem
from openai_news.slugs import slugify
from openai_news.written import Written


def lint(site: Sequence[Written]) -> Iterator[Problem]:
    """Warn about a tag of one article only, naming the tag that may have been meant."""
    uses: dict[tuple[str, str], list[Written]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    for written in site:
        for tag in written.front.terms.get("tags", ()):
            key = (written.lang, slugify(tag))
            uses[key].append(written)
            names.setdefault(key, tag)
    near = _near(uses)
    for key, articles in uses.items():
        if key in near:
            values = {"name": names[key], "other": names[near[key]], "count": str(len(uses[near[key]]))}
            yield articles[0].about("W121", "tags", **values)
        elif len(articles) == 1:
            yield articles[0].about("W122", "tags", name=names[key])


def _near(uses: dict[tuple[str, str], list[Written]]) -> dict[tuple[str, str], tuple[str, str]]:
    """Map a tag to the more used one that differs by a hyphen or a final s only."""
    families = defaultdict(list)
    for key in uses:
        families[key[0], key[1].replace("-", "").removesuffix("s")].append(key)
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for family in families.values():
        usual, *others = sorted(family, key=lambda key: (-len(uses[key]), key))
        found |= dict.fromkeys(others, usual)
    return found
