"""An article on the editor's desk: found by its file, read, and revised with the proof that it still reads.

Nothing is written here: a revision is a `Change`, for the command to show and to carry out.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from openai_news import article, disk, editing, front_matter, vocabulary
from openai_news.config import Config
from openai_news.disk import DiskProblem
from openai_news.editing import Change
from openai_news.errors import ContentError, SiteError, nearest
from openai_news.front_matter_edit import Header, Splice, Uneditable, edit
from openai_news.model import FrontMatter, Parsed, Place, Problem, Severity, Source, Value
from openai_news.site import Site
from openai_news.slugs import slugify
from openai_news.urls import addresses
from openai_news.visibility import Standing, standing


class Article(Value, frozen=True):
    """A Markdown file of content/ as it is written, and what its header says."""

    path: str
    written: str
    location: article.Location
    front: FrontMatter
    lang: str

    def standing(self, now: datetime) -> Standing:
        """Return where the article stands at an instant."""
        return standing(article.visibility(self.front), now.timestamp())


def find(site: Site, file: str) -> Article:
    """Return the article or page that a user names by its file, as seen from here or from content/.

    Raises:
        SiteError: there is none (E640), or it describes a term.
        ContentError: its header cannot be read.
    """
    content = Path(site.roots.content)
    for path in (Path(file).absolute(), content / file):
        real = path.resolve()
        if real.is_file() and real.is_relative_to(content):
            one = read(site, real.relative_to(content).as_posix())
            if one.location.kind == "label":
                raise SiteError([Problem("E640", Place(f"content/{one.path}"), {"reason": "label"})])
            return one
    raise SiteError([_unknown(site, file)])


def refuse_undated(one: Article) -> None:
    """Refuse a page for what only articles have: a date, corrections that readers see."""
    if one.location.kind != "article":
        raise SiteError([Problem("E640", Place(f"content/{one.path}"), {"reason": "page"})])


def read(site: Site, path: str) -> Article:
    """Return an article by its path below content/; raise as `find` does."""
    location = article.locate(path, site.config)
    if location is None:
        raise SiteError([Problem("E640", Place(f"content/{path}"), {"reason": "form"})])
    written = text_of(site, path)
    header = front_matter.read(source(path, written), site.config)
    if header.front_matter is None:
        raise ContentError(header.problems)
    front = header.front_matter
    lang = article.language(front, location, site.config) or location.lang
    return Article(path, written, location, front, lang)


def text_of(site: Site, path: str) -> str:
    """Return a file of content/ as it is written."""
    return editing.read(Path(site.roots.content), path)


def all_items(site: Site, kind: str = "article", *, unread: list[Problem] | None = None) -> Iterator[Article]:
    """Yield every file of a kind whose header can be read, by path; note in `unread` why others cannot."""
    for path in paths(site):
        location = article.locate(path, site.config)
        if location and location.kind == kind:
            try:
                yield read(site, path)
            except (ContentError, DiskProblem) as error:
                if unread is not None:
                    unread += error.problems


def paths(site: Site) -> list[str]:
    """Return the paths of all files of content/."""
    return sorted(disk.scan(Path(site.roots.content), {}).files)


def revise(site: Site, one: Article, change: Callable[[Header], Iterable[Splice]], *fields: str) -> Change:
    """Change the header of an article; only `fields` may read otherwise after it.

    Raises:
        ContentError: the header has a form in which this cannot be done (E641), or the result is wrong.
    """
    try:
        new = edit(one.written, change)
    except Uneditable:
        raise ContentError([Problem("E641", Place(f"content/{one.path}"))]) from None
    header = front_matter.read(source(one.path, new), site.config)
    wrong = [problem for problem in header.problems if problem.severity is Severity.ERROR]
    if header.front_matter is None or wrong:
        raise ContentError(wrong or header.problems)
    if _rest(one.front, fields) != _rest(header.front_matter, fields):
        raise ContentError([Problem("E641", Place(f"content/{one.path}"))])
    return Change(one.path, one.written, new)


def parsed(site: Site, one: Article, written: str = "") -> Parsed:
    """Return what a build makes of an article, as it is or as it would be written.

    Raises:
        ContentError: it has errors.
    """
    urls = addresses(site.config)
    found = article.parse(source(one.path, written or one.written), one.location, site.config, urls)
    wrong = [problem for problem in found.problems if problem.severity is Severity.ERROR]
    if wrong:
        raise ContentError(wrong)
    return found


def source(path: str, written: str) -> Source:
    """Return a file's text as our readers take it."""
    return Source(path, disk.decode(f"content/{path}", written.encode()).text)


def unknown_term(articles: Iterable[Article], taxonomy: str, name: str, place: str) -> Problem:
    """Return that no article has a term, with the one that was probably meant (E644)."""
    names = {term for one in articles for term in one.front.terms.get(taxonomy, ())}
    folded = {slugify(term): term for term in sorted(names)}
    near = folded.get(nearest(slugify(name), folded) or "", "")
    values = {"name": name, "reason": "near" if near else "term", "meant": near}
    return Problem("E644", Place(place), values)


def named(field: str, config: Config, *, spares: bool = False) -> Callable[[str], bool]:
    """Return what tells the names of a field, those of other generators among them; spare ones if asked."""
    known = vocabulary.names((taxonomy.name, taxonomy.key) for taxonomy in config.taxonomies)

    def is_meant(key: str) -> bool:
        name = known.get(vocabulary.fold(key))
        return name is not None and name.field == field and (spares or not name.spare)

    return is_meant


def _rest(front: FrontMatter, fields: tuple[str, ...]) -> dict[str, object]:
    return {
        name: value
        for name, value in msgspec.structs.asdict(front).items()
        if name != "places" and name not in fields
    }


def _unknown(site: Site, file: str) -> Problem:
    """Name the file that was probably meant."""
    names = {Path(path).name: path for path in paths(site)}
    near = nearest(Path(file).name, names)
    values = {"reason": "near", "meant": f"content/{names[near]}"} if near else {}
    return Problem("E640", Place(file), values)
