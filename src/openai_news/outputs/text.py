"""An undated page, from content/_pages/."""

from collections.abc import Iterator

from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.links import resolve
from openai_news.metadata import frame
from openai_news.model import PageCard, Problem, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import Anchor, TextView


def pages(key: str, card: PageCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make one undated page and copies of what it shows."""
    layout = Layout(site, card.lang, card.url)
    body = read.body(key)
    shown = resolve(body, read, card.url, layout.href)
    others = read.first(f"translations|{card.translation_key}") if card.translation_key else []
    view = TextView(
        **frame(
            layout,
            "page",
            card.title,
            description=card.summary,
            breadcrumb=(layout.home(),),
            noindex=card.noindex or site.preview,
            alternates=layout.alternates(
                (other.lang, other.url) for _, other in others if isinstance(other, PageCard)
            ),
        ),
        summary=card.summary,
        body_html=shown.html,
        headings=tuple(Anchor(h.level, h.id, h.text) for h in body.headings),
    )
    yield Page(layout.path, Template("page.html"), view, Stage.PAGE)
    yield from shown.copies
    yield from shown.problems


OUTPUT = Output(name="text", of="page", pages=pages, templates=("page.html",))
