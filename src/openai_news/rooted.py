"""Links written from the site's root to what the site has not: only what a build makes can tell."""

from collections.abc import Container, Iterator, Sequence
from urllib.parse import unquote

from openai_news import article
from openai_news.config import Config
from openai_news.model import Problem, Severity, Source
from openai_news.urls import addresses, path_of

_FORMS = ("(/", "(</", '="/', ": /")  # of a link that may begin at the root, in Markdown and in HTML


def lint(sources: Sequence[Source], built: Container[str], config: Config) -> Iterator[Problem]:
    """Warn about each address of the site, as a body writes it, at which nothing of what was built stands."""
    for source in sources:
        if any(form in source.text for form in _FORMS):
            yield from _missing(source, built, config)


def _missing(source: Source, built: Container[str], config: Config) -> Iterator[Problem]:
    location = article.locate(source.path, config)
    assert location
    for reference in article.parse(source, location, config, addresses(config)).body.references:
        path = unquote(reference.target.partition("?")[0]).lstrip("/")
        if reference.kind == "site" and path_of(path) not in built and f"{path}/index.html" not in built:
            values = {"target": reference.target}
            width = len(reference.target)
            yield Problem("W412", reference.place, values, Severity.WARNING, width=width)
