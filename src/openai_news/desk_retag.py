"""A term renamed or merged everywhere: in each article that has it, and in what describes it."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from openai_news import front_matter
from openai_news.config import Taxonomy
from openai_news.desk import Article, all_items, named, revise, source, unknown_term
from openai_news.desk_claims import leads_from
from openai_news.editing import Change
from openai_news.errors import ContentError, SiteError
from openai_news.front_matter_edit import Header, Splice, Uneditable, edit, scalar
from openai_news.model import Place, Problem
from openai_news.site import Site
from openai_news.slugs import slugify
from openai_news.urls import addresses


class Rename(NamedTuple):
    """A term of one taxonomy, as it was and as it shall be."""

    taxonomy: Taxonomy
    old: str
    new: str

    @property
    def moves(self) -> bool:
        """Tell whether the term's page gets another address, not just another spelling."""
        return slugify(self.old) != slugify(self.new)


def taxonomy_of(name: str, site: Site) -> Taxonomy:
    """Return a taxonomy by its name; raise SiteError with the one that was meant."""
    known = {taxonomy.name: taxonomy for taxonomy in site.config.taxonomies}
    if name not in known:
        values = {"name": name, "known": ", ".join(known)}
        raise SiteError([Problem("E644", Place("--taxonomy"), values)])
    return known[name]


def retag(site: Site, rename: Rename) -> list[Change]:
    """Return what changes in every article and in the files that describe terms.

    Raises:
        SiteError: no article has the term (E644), or the new one can have no page (E123).
        ContentError: an article cannot be read or changed (E641), both terms are described (E645), or
            an alias has the new address (E303).
    """
    if not slugify(rename.new):
        raise SiteError([Problem("E123", Place("openai-news retag"), {"value": rename.new})])
    unread: list[Problem] = []
    articles = list(all_items(site, unread=unread))
    having = [one for one in articles if _place(one, rename) is not None]
    if not having:
        place = "openai-news retag"
        raise SiteError([unknown_term(articles, rename.taxonomy.name, rename.old, place), *unread])
    if unread:
        raise ContentError(unread)
    langs = sorted({one.lang for one in having})
    if rename.moves and (taken := list(_taken(site, langs, rename))):
        raise ContentError(taken)
    described = [_described(site, lang, rename) for lang in langs]
    # What keeps the old address comes first: stopped anywhere, the command can be given again.
    changes = [*chain.from_iterable(described), *(_retagged(site, one, rename) for one in having)]
    return [change for change in changes if change.old != change.new]


def _taken(site: Site, langs: list[str], rename: Rename) -> Iterator[Problem]:
    """Yield the articles and pages whose alias is where the new term's page will be."""
    urls = [addresses(site.config).term(lang, rename.taxonomy.name, slugify(rename.new)) for lang in langs]
    for one in chain(all_items(site), all_items(site, "page")):
        for alias in () if one.front.draft else one.front.aliases:
            for url in urls:
                if leads_from(alias, url, site):
                    values = {"path": f"/{url}", "other": rename.new}
                    yield Problem("E303", Place(f"content/{one.path}"), values)


def _place(one: Article, rename: Rename) -> str | None:
    """Return how an article spells the term; None where it has it not."""
    written = one.front.terms.get(rename.taxonomy.name, ())
    return next((name for name in written if slugify(name) == slugify(rename.old)), None)


def _retagged(site: Site, one: Article, rename: Rename) -> Change:
    name = rename.taxonomy.name
    usual, any_name = named(name, site.config), named(name, site.config, spares=True)
    slugs = {slugify(name) for name in one.front.terms[rename.taxonomy.name]}

    def change(header: Header) -> Iterator[Splice]:
        is_meant = usual if header.has(usual) else any_name
        written = header.items(is_meant)
        at = next((n for n, name in enumerate(written) if slugify(name) == slugify(rename.old)), None)
        if at is None:
            raise Uneditable
        if rename.moves and slugify(rename.new) in slugs:
            yield from header.drop(is_meant, at)
        else:
            yield from header.rename(is_meant, at, rename.new)

    return revise(site, one, change, "terms")


def _described(site: Site, lang: str, rename: Rename) -> Iterator[Change]:
    """Let the old term's address lead to the new one's, and what describes the old one describe the new."""
    labels = {
        slugify(one.front.slug or one.location.name): one
        for one in all_items(site, "label")
        if one.location.taxonomy == rename.taxonomy.name and one.lang == lang
    }
    old, new = labels.get(slugify(rename.old)), labels.get(slugify(rename.new))
    if not rename.moves:
        if new:
            yield Change(new.path, new.written, _titled(new, rename.new, [], site))
        return
    aliases = [f"/{addresses(site.config).term(lang, rename.taxonomy.name, slugify(rename.old))}"]
    if old:
        aliases += old.front.aliases
        yield Change(old.path, old.written, None)
    if old and new:
        _refuse_two(site, old, new)
    if new:
        yield Change(new.path, new.written, _titled(new, "", aliases, site))
    else:
        path = _path(site, lang, rename)
        text = _titled(old, rename.new, aliases, site) if old else _label(rename.new, aliases)
        yield Change(path, None, text)


def _titled(one: Article, title: str, aliases: list[str], site: Site) -> str:
    """Return a description with another title and more former addresses."""

    def change(header: Header) -> Iterator[Splice]:
        if title:
            yield from header.set("title", title, named("title", site.config))
        for alias in aliases:
            if alias not in one.front.aliases:
                yield from header.append("aliases", alias, named("aliases", site.config))

    try:
        return edit(one.written, change)
    except Uneditable:
        raise ContentError([Problem("E641", Place(f"content/{one.path}"))]) from None


def _label(title: str, aliases: list[str]) -> str:
    former = "".join(f"  - {scalar(alias, '')}\n" for alias in aliases)
    quoted = scalar(title, '"')
    return f"---\ntitle: {quoted}\naliases:\n{former}---\n"


def _path(site: Site, lang: str, rename: Rename) -> str:
    folder = "" if lang == site.config.language else f"{lang}/"
    return f"{folder}_{rename.taxonomy.name}/{slugify(rename.new)}.md"


def _refuse_two(site: Site, old: Article, new: Article) -> None:
    """Refuse to choose between two descriptions: words would be lost."""
    body, other = (front_matter.read(source(a.path, a.written), site.config).body for a in (old, new))
    if (old.front.summary or body.strip()) and (old.front.summary, body) != (new.front.summary, other):
        values = {"other": f"content/{new.path}"}
        raise ContentError([Problem("E645", Place(f"content/{old.path}"), values)])
