"""Rights reserved against text and data mining, where robots look (RULES N28, EU 2019/790 art. 4)."""

from collections.abc import Iterator

import msgspec

from openai_news.catalogue import View
from openai_news.model import Problem, SettingCard, Stage, Value
from openai_news.page import Context, Output, Page, Writer


class MiningView(Value, frozen=True):
    """Where the reservation holds: the site's folder, as a path."""

    location: str


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make tdmrep.json when the site does not allow its articles to train models."""
    if site.config.ai != "allow":
        view = MiningView("/")
        yield Page(".well-known/tdmrep.json", Writer("tdmrep", write), view, Stage.FEED)


def write(view: MiningView) -> bytes:
    """Return the bytes of tdmrep.json (TDMRep, W3C community group report of 2024-05-10)."""
    return msgspec.json.encode([{"location": view.location, "tdm-reservation": 1}]) + b"\n"


OUTPUT = Output(name="mining", of="site", pages=pages)
