"""Videos and posts of other sites: a link, with a local picture and a title, and nothing that spies.

    [![What is seen](video.jpg)](https://www.youtube.com/watch?v=…)
    *A caption.*

A paragraph with only such a link, with or without a picture, is shown as an embed.
"""

import re
from html import escape
from urllib.parse import urlsplit

from openai_news.markup_address import Kind
from openai_news.markup_safe import Target
from openai_news.markup_shape import ATTRIBUTES, plain
from openai_news.patterns import late

# Hosts, and how the address of one video or post goes on: a channel or a profile is a link like others.
_KNOWN = {
    "bsky.app": r"/profile/[^/]+/post/\w+",
    "dailymotion.com": r"/video/\w+",
    "instagram.com": r"/(?:p|reel)/[\w-]+",
    "linkedin.com": r"/posts/.+",
    "tiktok.com": r"/@[^/]+/video/\d+",
    "twitch.tv": r"/videos/\d+",
    "twitter.com": r"/\w+/status/\d+",
    "vimeo.com": r"/\d+",
    "x.com": r"/\w+/status/\d+",
    "youtu.be": r"/[\w-]+",
    "youtube.com": r"/(?:watch\?.*\bv=|live/|shorts/)[\w-]+",
}
_MASTODON = re.compile(r"/@[^/]+/\d{6,}")
_EMBED = late(
    rf'<p>\s*<a href="x-ref:(\d+)"({ATTRIBUTES})>((?:(?!</?a\b|</p>).)*)</a>'
    r"\s*+(?:<br>\s*+)?(?:<em>((?:(?!</?em|</p>).)*)</em>\s*+)?</p>",
    re.DOTALL,
)
_BEGINS_WITH_LINK = re.compile(r"<p>\s*<a ")
_PICTURE = late(rf"\s*<img{ATTRIBUTES}>\s*")
_TITLE = late(r' title="([^"]*)"')


def embeds(html: str, targets: tuple[Target, ...]) -> str:
    """Make a figure of each paragraph that only links to a video or a post."""
    if not _BEGINS_WITH_LINK.search(html):
        return html
    hosts = {number: host for number, target in enumerate(targets) if (host := embedded(target))}
    if not hosts:
        return html

    def embed(match: re.Match[str]) -> str:
        host = hosts.get(int(match[1]))
        return _embed(match, host) if host else match[0]

    return _EMBED.sub(embed, html)


def embedded(target: Target) -> str:
    """Return the site of a video or a post, as people know it; '' for any other address."""
    if target.address.kind is not Kind.EXTERNAL:
        return ""
    parts = urlsplit(target.address.target)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    known = re.match(_KNOWN[host], path) if host in _KNOWN else _MASTODON.fullmatch(parts.path)
    return host if known else ""


def _embed(match: re.Match[str], host: str) -> str:
    number, attributes, words, caption = match.groups()
    link = f'<a href="x-ref:{number}"{_TITLE.sub("", attributes)}>'
    title = _TITLE.search(attributes)
    caption = caption or (title[1] if title else "")
    where = f'<span class="site">{escape(host)}</span>'
    if _PICTURE.fullmatch(words):
        told = f"{caption} {where}" if caption else where
        return f'<figure class="embed">{link}{words.strip()}</a><figcaption>{told}</figcaption></figure>'
    if not plain(words):
        return match[0]
    told = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="embed">{link}{words}</a> {where}{told}</figure>'
