"""The theme's files: named by digest where a template asks for them, else as they are.

`static/root/` is copied to the top unchanged, dot folders included.
"""

from collections.abc import Iterator

from openai_news.catalogue import View
from openai_news.model import FileCard, Problem, Stage
from openai_news.page import Context, Copy, Output, Page
from openai_news.urls import asset_path

_TOP = "root/"


def pages(key: str, card: FileCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Copy one file of static/."""
    path = key.partition("|")[2]
    if path.startswith(_TOP):
        where = path.removeprefix(_TOP)
    elif path in site.named_assets:
        where = asset_path(path, card.digest)
    else:
        where = f"static/{path}"
    yield Page(where, Copy("static", path), card, Stage.ASSET)


OUTPUT = Output(name="static", of="static", pages=pages)
