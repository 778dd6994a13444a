"""The pages that every footer names must be there, and say something (RULES N30, N33): no page of its own."""

from collections.abc import Iterator

from openai_news.catalogue import View
from openai_news.model import PageCard, Place, Problem, SettingCard, Severity
from openai_news.page import Context, Output, Page


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Report what the footer names and is not there, or is empty."""
    if not site.config.footer:
        return
    texts = read.first(f"texts|{site.config.language}")
    found = {text.url: item for item, text in texts if isinstance(text, PageCard)}
    for slug in site.config.footer:
        item = found.get(site.urls.text(site.config.language, slug))
        if item is None:
            yield Problem("E409", Place("site.yaml"), {"value": slug})
        elif not read.body(item).words:
            place = Place(f"content/{item.partition('|')[2]}")
            yield Problem("W409", place, {"value": slug}, Severity.WARNING)


OUTPUT = Output(name="footer", of="site", pages=pages)
