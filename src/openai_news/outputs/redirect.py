"""Pages that lead from an old address to where its article, term or page stands now (RULES A2)."""

from collections.abc import Iterator

from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.model import Problem, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.redirects import Moved, Redirect, redirects
from openai_news.views import RedirectView


def pages(key: str, card: Moved, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make a page at every alias of an item."""
    for found in redirects(key, card, read, site):
        yield _page(found, card, site) if isinstance(found, Redirect) else found


def _page(redirect: Redirect, card: Moved, site: Context) -> Page:
    layout = Layout(site, card.lang, redirect.old)
    canonical = site.urls.absolute(redirect.new)
    frame = layout.frame("redirect", card.title, canonical=canonical, noindex=True)
    view = RedirectView(**frame, href=layout.href(redirect.new))
    return Page(layout.path, Template("redirect.html"), view, Stage.LIST)


OUTPUTS = tuple(
    Output(name=f"redirect_{kind}", of=kind, pages=pages, templates=("redirect.html",))
    for kind in ("article", "label", "page")
)
