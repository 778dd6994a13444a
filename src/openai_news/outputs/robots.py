"""What robots may visit, as the `ai` setting says, and where the sitemap is (RULES N25-N27)."""

from collections.abc import Iterator

from openai_news.catalogue import View
from openai_news.model import Problem, SettingCard, Stage, Value
from openai_news.page import Context, Output, Page, Writer
from openai_news.urls import SITEMAP

# One name never covers another (RULES N26): who trains, who searches, who fetches for a user.
_TRAINING = (
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "GPTBot",
    "Google-Extended",
    "meta-externalagent",
)
_ANSWERING = (
    "ChatGPT-User",
    "Claude-SearchBot",
    "Claude-User",
    "OAI-SearchBot",
    "PerplexityBot",
)
_SIGNAL = "Content-Usage: train-ai=n\nContent-Signal: search=yes, ai-train=no\n"
_KEPT_OUT = {"allow": (), "no-train": _TRAINING, "deny": (*_TRAINING, *_ANSWERING)}


class RobotsView(Value, frozen=True):
    """Whether robots are welcome, which of them are not, and the sitemap's address."""

    welcome: bool
    sitemap: str
    kept_out: tuple[str, ...] = ()


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make robots.txt, which a host serves to robots when the site is at its root."""
    view = RobotsView(
        welcome=not site.preview,
        sitemap=site.urls.absolute(SITEMAP),
        kept_out=_KEPT_OUT[site.config.ai],
    )
    yield Page("robots.txt", Writer("robots", write), view, Stage.FEED)


def write(view: RobotsView) -> bytes:
    """Return the bytes of robots.txt."""
    if not view.welcome:
        return b"User-agent: *\nDisallow: /\n"
    signal = _SIGNAL if view.kept_out else ""
    groups = [f"User-agent: *\n{signal}Allow: /\n"]
    if view.kept_out:
        groups.append("".join(f"User-agent: {name}\n" for name in view.kept_out) + "Disallow: /\n")
    return "\n".join([*groups, f"Sitemap: {view.sitemap}\n"]).encode()


OUTPUT = Output(name="robots", of="site", pages=pages)
