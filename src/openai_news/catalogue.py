"""The archive as the build sees it: what it holds, how an edit is recorded, what pages may see of it."""

from openai_news.catalogue_engine import Catalogue, Change, Reader, Readers, Span, Tally, batched, nobody
from openai_news.catalogue_held import Held
from openai_news.catalogue_view import View

__all__ = [
    "Catalogue",
    "Change",
    "Held",
    "Reader",
    "Readers",
    "Span",
    "Tally",
    "View",
    "batched",
    "nobody",
]
