"""The newest updates and corrections of each language (RULES N21)."""

from collections.abc import Iterator

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.layout import Layout
from openai_news.metadata import frame
from openai_news.model import ArticleCard, Problem, SettingCard, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import CorrectionView, Update, UpdatesView

_SHOWN = 50


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the list of the newest updates of one language."""
    lang = card.name
    layout = Layout(site, lang, site.urls.updates(lang))
    updates = (
        Update(layout.teaser(found), lay.when(found.updated, lang), _corrections(item, lang, read))
        for item, found in read.first(f"updated|{lang}", _SHOWN)
        if isinstance(found, ArticleCard)
    )
    view = UpdatesView(
        **frame(layout, "updates", layout.words("updates"), breadcrumb=(layout.home(),)),
        updates=tuple(updates),
    )
    yield Page(layout.path, Template("updates.html"), view, Stage.LIST)


def _corrections(key: str, lang: str, read: View) -> tuple[CorrectionView, ...]:
    return tuple(
        CorrectionView(lay.when(one.date, lang), one.kind, one.text, one.by)
        for one in read.body(key).corrections
    )


OUTPUT = Output(name="updates", of="language", pages=pages, templates=("updates.html",))
