"""The card of an article for social networks, where `social_cards` asks for it."""

from collections.abc import Iterator

from openai_news import cards
from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.model import ArticleCard, Problem, Stage
from openai_news.page import Context, Drawn, Output, Page
from openai_news.urls import social_path


def pages(key: str, card: ArticleCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make an article's card: it shows its title, its day with the year, and the site's name."""
    if site.config.social_cards:
        date = lay.when(card.date, card.lang).text
        view = cards.CardView(card.title, date, site.config.title)
        yield Page(social_path(card.url), Drawn(cards.RECIPE, cards.draw), view, Stage.ASSET)


OUTPUT = Output(name="social_card", of="article", pages=pages, heavy=True)
