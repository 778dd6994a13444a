"""Measure what real news looks like; `prose` draws articles with the same numbers.

    python -m benchmarks.measure ../shared/corpora

Words, sentences and sizes come from the French posts, the density of markup from all posts in
Markdown. The result, `benchmarks/measured/`, is committed: nobody needs the posts to run the race.
"""

import json
import math
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

RARE = 3
MEASURED = Path(__file__).parent / "measured"

_HEADER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HTML_POST = re.compile(r"<(p|div|table|h\d)\b")
_KINDS = {
    "heading": re.compile(r"#{1,6} "),
    "list": re.compile(r"\s{0,3}([-*+]|\d+\.)\s"),
    "quote": re.compile(r">"),
    "image": re.compile(r"!\["),
    "code": re.compile(r"```|~~~"),
    "table": re.compile(r"[^\n]*\|[^\n]*\n[ |:-]*-{3,}"),
}
_INLINE = {
    "link": re.compile(r"(?<!!)\[[^\]\n]+\]\([^)\n]+\)"),
    "strong": re.compile(r"\*\*[^*\n]+\*\*|__[^_\n]+__"),
    "emphasis": re.compile(r"(?<![*\w])\*[^*\s][^*\n]*\*(?!\*)|(?<![_\w])_[^_\s][^_\n]*_(?!\w)"),
    "code": re.compile(r"`[^`\n]+`"),
}
_MARKS = {
    "comma": re.compile(r","),
    "semicolon": re.compile(r"\s?;"),
    "colon": re.compile(r"\s?:\s"),
    "question": re.compile(r"\?"),
    "exclamation": re.compile(r"!"),
    "quotation": re.compile(r"«"),
    "parenthesis": re.compile(r"\("),
    "number": re.compile(r"(?<!\w)\d[\d  ,]*(?!\w)"),
    "capital": re.compile(r"(?<=[\w,] )[A-ZÉÈÀ][a-zéèà]+"),
}
_OWN_LINK = re.compile(r"\]\((?!https?:|mailto:|#)")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÉÈÀ«])")
_WORD = re.compile(r"[a-zà-öø-ÿœ]+(?:[’-][a-zà-öø-ÿœ]+)*")


def bodies(folder: Path) -> list[str]:
    """Return the posts of a folder that are written in Markdown, without their headers."""
    texts = (path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*.md")))
    found = (_HEADER.sub("", text).strip() for text in texts)
    return [body for body in found if body and not _HTML_POST.search(body)]


def deciles(values: Sequence[float]) -> list[float]:
    """Return eleven numbers: the least value, the nine deciles, the greatest within 99 %."""
    ordered = sorted(values)
    return [ordered[0], *statistics.quantiles(ordered, n=10), ordered[int(len(ordered) * 0.99)]]


def kind(block: str) -> str:
    """Name the kind of a block of Markdown; a paragraph is what is nothing else."""
    return next((name for name, form in _KINDS.items() if form.match(block)), "paragraph")


def markup(posts: Iterable[str]) -> dict[str, object]:
    """Return shares of block kinds, inline markup per 1,000 words of running text, list lengths."""
    blocks = [block for post in posts for block in re.split(r"\n\s*\n", post)]
    prose = [block for block in blocks if kind(block) in {"paragraph", "list", "quote"}]
    words = sum(len(block.split()) for block in prose)
    count = Counter(map(kind, blocks))
    found = {name: sum(len(form.findall(b)) for b in prose) for name, form in _INLINE.items()}
    own = sum(len(_OWN_LINK.findall(block)) for block in prose)
    lists = [block for block in blocks if kind(block) == "list"]
    items = [len(re.findall(r"(?m)^\s*([-*+]|\d+\.)\s", block)) for block in lists]
    return {
        "blocks": {name: round(n / len(blocks), 4) for name, n in count.most_common()},
        "inline_per_1000_words": {n: round(1000 * k / words, 2) for n, k in found.items()},
        "own_share_of_links": round(own / found["link"], 3),
        "items_per_list": deciles(items),
    }


def plain(block: str) -> str:
    """Return a block's text without inline markup."""
    text = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", block)
    return re.sub(r"[*_`]|\{\{.*?\}\}", "", text).replace("'", "’").replace("\n", " ")


def prose(posts: Iterable[str]) -> dict[str, object]:
    """Return the lengths of sentences and paragraphs, and marks per 1,000 words."""
    blocks = [b for post in posts for b in re.split(r"\n\s*\n", post) if kind(b) == "paragraph"]
    paragraphs = [_SENTENCE_END.split(plain(block)) for block in blocks]
    text = " ".join(plain(block) for block in blocks)
    words = len(text.split())
    found = {name: 1000 * len(form.findall(text)) / words for name, form in _MARKS.items()}
    straight = sum(block.count("'") for block in blocks)
    return {
        "words_per_sentence": deciles([len(s.split()) for p in paragraphs for s in p]),
        "sentences_per_paragraph": deciles([len(p) for p in paragraphs]),
        "marks_per_1000_words": {name: round(n, 2) for name, n in found.items()},
        "straight_share_of_apostrophes": round(straight / max(1, text.count("’")), 3),
    }


def vocabulary(posts: Iterable[str]) -> tuple[list[str], float]:
    """Return the words met three times or more, commonest first, and their Zipf exponent."""
    count = Counter(_WORD.findall(" ".join(map(plain, posts)).lower()))
    ranked = sorted((-n, word) for word, n in count.items() if n >= RARE)
    points = [(math.log(rank), math.log(-n)) for rank, (n, _) in enumerate(ranked, 1)]
    slope = statistics.linear_regression(*zip(*points, strict=True)).slope
    return [word for _, word in ranked], round(-slope, 3)


def main() -> None:
    """Measure the corpora under the folder given and write `measured/`."""
    corpora = Path(sys.argv[1])
    french = bodies(corpora / "canada-numerique" / "fr")
    everything = french + bodies(corpora / "digitalgov-news")
    words, exponent = vocabulary(french)
    numbers = {
        "posts": {"french": len(french), "all": len(everything)},
        "bytes": deciles([len(post.encode()) for post in french]),
        "zipf_exponent": exponent,
        **prose(french),
        **markup(everything),
    }
    MEASURED.mkdir(exist_ok=True)
    (MEASURED / "words.txt").write_text("\n".join(words) + "\n", "utf-8")
    (MEASURED / "numbers.json").write_text(json.dumps(numbers, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
