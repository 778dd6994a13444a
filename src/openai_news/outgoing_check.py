"""`check --links`: ask about the addresses of a site, remember what was answered, tell what is dead."""

from collections.abc import Callable, Iterator
from datetime import date

from openai_news import article, checking, disk, outgoing
from openai_news.disk import DiskProblem
from openai_news.errors import SiteError
from openai_news.model import Place, Problem, Severity, Value
from openai_news.outgoing import Link, Memory, Seen
from openai_news.outgoing_ask import Manners, ask
from openai_news.site import Site
from openai_news.urls import addresses

FILE = "links.json"


class Outcome(Value, frozen=True):
    """What was asked, and what is dead."""

    asked: int
    problems: tuple[Problem, ...]


def check(
    site: Site, today: date, manners: Manners, progress: Callable[[str, int, int], None] | None = None
) -> Outcome:
    """Ask about every address that is due; remember what it answered.

    Raises:
        SiteError: links.json is not what we wrote.
        DiskProblem: it cannot be read or written.
    """
    memory = _remembered(site)
    found = tuple(_links(site))
    urls = dict.fromkeys(link.url for link in found)
    due = [url for url in urls if outgoing.is_due(memory.get(url), today)]
    words = {}
    for url, word in ask(due, manners):
        words[url] = word
        if progress:
            progress("links", len(words), len(due))
    if words and not any(word == outgoing.GOOD or word.isdecimal() for word in words.values()):
        return Outcome(len(due), (Problem("W411", Place(FILE), severity=Severity.WARNING),))
    fresh = {url: outgoing.observed(memory.get(url), today, word) for url, word in words.items()}
    known = {url: seen for url in urls if (seen := fresh.get(url, memory.get(url)))}
    if known != memory:
        disk.replace(site.root / FILE, outgoing.encoded(known))
    return Outcome(len(due), tuple(outgoing.dead(found, known)))


def _links(site: Site) -> Iterator[Link]:
    urls = addresses(site.config)
    for source, location, written in checking.read_files(site):
        yield from outgoing.links(source, article.parse(source, location, site.config, urls), written.front)


def _remembered(site: Site) -> Memory:
    root = site.root
    if not (root / FILE).exists():
        return dict[str, Seen]()
    try:
        return outgoing.decoded(disk.read(root, FILE)[0])
    except (ValueError, RecursionError) as error:
        raise SiteError([Problem("E630", Place(FILE))]) from error
    except DiskProblem as error:
        raise SiteError(error.problems) from error
