"""What robots may visit: everything, and where the sitemap is (RULES N25); nothing of a preview."""

from collections.abc import Iterator

from openai_news.catalogue import View
from openai_news.model import Problem, SettingCard, Stage, Value
from openai_news.page import Context, Output, Page, Writer
from openai_news.urls import SITEMAP


class RobotsView(Value, frozen=True):
    """Whether robots are welcome, and the sitemap's address."""

    welcome: bool
    sitemap: str


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make robots.txt, which a host serves to robots when the site is at its root."""
    view = RobotsView(welcome=not site.preview, sitemap=site.urls.absolute(SITEMAP))
    yield Page("robots.txt", Writer("robots", write), view, Stage.FEED)


def write(view: RobotsView) -> bytes:
    """Return the bytes of robots.txt."""
    rule = "Allow: /" if view.welcome else "Disallow: /"
    sitemap = f"\nSitemap: {view.sitemap}\n" if view.welcome else ""
    return f"User-agent: *\n{rule}\n{sitemap}".encode()


OUTPUT = Output(name="robots", of="site", pages=pages)
