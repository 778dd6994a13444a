"""What only one file can have, its address and its id: refused before a change takes it from another."""

from collections.abc import Iterator

from openai_news import desk
from openai_news.admission import claims
from openai_news.alias import AliasError, old_address
from openai_news.article import locate
from openai_news.desk import Article
from openai_news.disk import DiskProblem
from openai_news.editing import Change
from openai_news.errors import ContentError
from openai_news.model import ArticleCard, PageCard, Parsed, Place, Problem, State
from openai_news.site import Site
from openai_news.slugs import slugify
from openai_news.urls import path_of

_OWNED = (ArticleCard, PageCard)


def proved(site: Site, one: Article, change: Change) -> Change:
    """Return a change after which the article builds.

    Raises:
        ContentError: its text is wrong, or another file has its address (E302, E303) or its id (E312).
    """
    found = desk.parsed(site, one, change.new or "")
    if found.visibility.state is not State.DRAFT and (wrong := list(_taken(site, found))):
        raise ContentError(wrong)
    return change


def _taken(site: Site, mine: Parsed) -> Iterator[Problem]:
    card = mine.card
    assert isinstance(card, _OWNED)
    for other in _rivals(site, mine.path, card):
        theirs = claims(other.key, other.card) if other.card else ()
        for claim in set(claims(mine.key, card)).intersection(theirs):
            what, _, value = claim.partition(":")
            code, shown = ("E312", value) if what == "id" else ("E302", f"/{value}")
            yield _problem(code, mine, other, shown)
        if any(leads_from(alias, card.url, site) for alias in getattr(other.card, "aliases", ())):
            yield _problem("E303", mine, other, f"/{card.url}")


def _rivals(site: Site, path: str, card: ArticleCard | PageCard) -> Iterator[Parsed]:
    """Yield the articles and pages, drafts aside, that mention what is claimed: few need to be parsed."""
    slug = card.url.rstrip("/").rpartition("/")[2]
    marks = {slug, card.id} if isinstance(card, ArticleCard) else {slug}
    for other in desk.paths(site):
        location = locate(other, site.config)
        if other == path or location is None or location.kind not in {"article", "page"}:
            continue
        try:
            written = desk.text_of(site, other)
            if slugify(location.name) == slug or any(mark in written for mark in marks):
                found = desk.parsed(site, desk.read(site, other))
                if found.visibility.state is not State.DRAFT and isinstance(found.card, _OWNED):
                    yield found
        except (ContentError, DiskProblem):
            continue  # for `check` to tell


def leads_from(alias: str, url: str, site: Site) -> bool:
    """Tell whether an alias is the address of a page."""
    try:
        return path_of(old_address(alias, site.config.base_url)) == path_of(url)
    except AliasError:
        return False


def _problem(code: str, mine: Parsed, other: Parsed, shown: str) -> Problem:
    place = Place(f"content/{mine.path}")
    free = f"{shown.rstrip('/').rpartition('/')[2]}-2"
    return Problem(code, place, {"path": shown, "other": f"content/{other.path}", "slug": free})
