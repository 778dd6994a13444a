"""Tags of Hugo and Liquid in a body -> Markdown, where they have a meaning here; all others are named and go.

What they enclose stays. Code is left alone: there they are an example.
"""

import re

from openai_news.foreign_draft import Loss

_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[ \t]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
_HUGO = re.compile(r"\{\{[<%]\s*(/?)\s*([\w/-]+)(.*?)/?\s*[%>]\}\}", re.DOTALL)
_LIQUID = re.compile(r"\{%-?\s*()([\w/-]+)(.*?)-?%\}", re.DOTALL)
_PART = re.compile(
    r"""(?:([\w-]+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`|([^\s"'=]+))""", re.DOTALL
)
_BASE = re.compile(r"\{\{-?\s*(?:site\.(?:baseurl|url)|SITEURL)\s*-?\}\}")
_MARKERS = re.compile(r"\{(?:static|filename|attach|author|category|tag)\}|\|filename\|")
_WIKI = re.compile(r"(!?)\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\](?!\()")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)$", re.IGNORECASE)
_LINKS = {"ref", "relref", "post_url", "link"}
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_POSTS = {"tweet": "https://twitter.com/i/web/status/", "x": "https://twitter.com/i/web/status/"}
_ADDRESSES = (
    _VIDEOS | _POSTS | {"gist": "https://gist.github.com/", "instagram": "https://www.instagram.com/p/"}
)
_SAID = ("text", "caption", "quote", "content")


def replace_shortcodes(body: str, path: str) -> tuple[str, tuple[Loss, ...]]:
    """Return a body without tags of other programs, and each that was replaced or dropped."""
    if not any(mark in body for mark in ("{", "[[", "|filename|")):
        return body, ()
    losses: list[Loss] = []

    def replace(match: re.Match[str]) -> str:
        kind, text = _meaning(match[2], bool(match[1]), match[3].strip())
        losses.append(Loss(kind, match[2], path))
        return text

    parts = _CODE.split(body)
    for place in range(0, len(parts), 2):
        prose = _MARKERS.sub("", _BASE.sub("", _WIKI.sub(_wiki, parts[place])))
        parts[place] = _LIQUID.sub(replace, _HUGO.sub(replace, prose))
    kept = tuple(loss for loss in losses if loss.kind != "kept")
    return "".join(parts), kept


def _meaning(name: str, closes: bool, written: str) -> tuple[str, str]:  # noqa: FBT001 - one match, three parts
    """Return whether a tag is kept, replaced or dropped, and the Markdown in its place."""
    words, named = _parts(written)
    first = named.get("src") or named.get("id") or (words[0] if words else "")
    if name in _LINKS:
        return "kept", first.replace(" ", "%20")
    if name in {"highlight", "endhighlight"}:
        return "kept", "\n```\n" if closes or name == "endhighlight" else f"\n```{first}\n"
    if closes or not (first or named):
        return "shortcode", ""
    if _PICTURE.search(first.partition("?")[0]):
        return "kept", f"![{_inside(named.get('alt') or named.get('caption', ''))}](<{first}>)"
    return _embedded(name, first, named)


def _embedded(name: str, first: str, named: dict[str, str]) -> tuple[str, str]:
    """Return a link to what would be shown from elsewhere, or the words that a tag carries."""
    if name in _ADDRESSES and re.fullmatch(r"[\w/-]+", first):
        address = _ADDRESSES[name] + first
        return "replaced", f"[{_inside(named.get('title', address))}]({address})"
    said = next((named[key] for key in _SAID if named.get(key)), "")
    return ("replaced", f"\n\n> {' '.join(said.split())}\n\n") if said else ("shortcode", "")


def _wiki(match: re.Match[str]) -> str:
    """Return Obsidian's `[[name|words]]` as a link of Markdown."""
    return f"{match[1]}[{match[3] or match[2]}](<{match[2]}>)"


def _parts(written: str) -> tuple[list[str], dict[str, str]]:
    """Return the words of a tag and its named values."""
    words: list[str] = []
    named: dict[str, str] = {}
    for match in _PART.finditer(written):
        value = next(filter(None, match.groups()[1:]), "").replace('\\"', '"')
        if match[1]:
            named[match[1].lower()] = value
        else:
            words.append(value)
    return words, named


def _inside(text: str) -> str:
    """Return a text fit to stand between brackets."""
    return " ".join(text.split()).replace("[", "\\[").replace("]", "\\]")
