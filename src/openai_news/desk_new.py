"""A new article: its path, and a header that reads, for its editor to go on with."""

from datetime import datetime

from openai_news import article
from openai_news.config import Config
from openai_news.dates import iso
from openai_news.editing import Change
from openai_news.errors import SiteError
from openai_news.front_matter_edit import scalar
from openai_news.model import Moment, Place, Problem, Severity, Source, Value
from openai_news.slugs import slugify
from openai_news.urls import addresses


class Wanted(Value, frozen=True):
    """What an editor says of a new article; what is not said stays empty in its header."""

    title: str
    at: datetime
    lang: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def new(wanted: Wanted, config: Config) -> Change:
    """Return the file of a new draft.

    Raises:
        SiteError: no letter of the title can stand in an address (E131), the site lacks the language,
            or what was said of the article would not build.
    """
    title = " ".join(wanted.title.split())
    slug = slugify(title)
    if not slug:
        raise SiteError([Problem("E131", Place("openai-news new"), {"title": wanted.title})])
    lang = wanted.lang or config.language
    if lang not in config.languages:
        values = {"lang": lang, "known": ", ".join(config.languages)}
        raise SiteError([Problem("E113", Place("--in"), values)])
    day = wanted.at.date().isoformat()
    folder = "" if lang == config.language else f"{lang}/"
    path = f"{folder}{day[:4]}/{day[5:7]}/{day}-{slug}.md"
    identity = f"tag:{config.id_authority},{day[:4]}:{path.removesuffix('.md')}"
    text = _text(wanted, title, slug, identity)
    if wrong := _errors(path, text, config):
        raise SiteError(wrong)
    return Change(path, None, text)


def _errors(path: str, text: str, config: Config) -> list[Problem]:
    location = article.locate(path, config)
    assert location
    found = article.parse(Source(path, text), location, config, addresses(config))
    return [problem for problem in found.problems if problem.severity is Severity.ERROR]


def _text(wanted: Wanted, title: str, slug: str, identity: str) -> str:
    lines = {
        "title": _quoted(title),
        "date": iso(Moment(wanted.at, timed=True)),
        "slug": slug,
        "id": _quoted(identity),
        "draft": "true",
        "summary": '""',
        "section": _quoted(wanted.section),
        "tags": _listed(wanted.tags),
        "authors": _listed(wanted.authors),
        "sources": "[]",
    }
    header = "".join(f"{key}: {value}\n" for key, value in lines.items())
    return f"---\n{header}---\n\n"


def _quoted(text: str) -> str:
    return scalar(text, '"')


def _listed(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts if text.strip())}]"
