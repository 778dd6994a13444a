"""The words of the interface, in the language of a page; `labels` of site.yaml come over ours."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from string import Formatter

_LOCALE = Path(__file__).with_name("locale")
_FALLBACK = "en"
_GROUPING = {"fr": "\u202f", "fr-CA": "\u00a0"}  # RULES T2
_OPEN = ("taxonomy.", "correction.", "text.")  # families in which a site has words of its own


class UnknownWordError(LookupError):
    """A key that neither the shipped words nor the site's labels have; `near` may be what was meant."""

    def __init__(self, key: str, near: str) -> None:
        super().__init__(key)
        self.key = key
        self.near = near


class Words:
    """Words in one language: `t("published")`, `t.plural("articles", 3)`."""

    def __init__(self, lang: str, overrides: Mapping[str, str] | None = None) -> None:
        """Take the shipped words nearest to `lang`; `overrides` replace or add some."""
        self.lang = lang
        self._texts = {**_shipped(_nearest(lang)), **(overrides or {})}
        self._french = _nearest(lang) == "fr"

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of `key`, filled with `values`; raise UnknownWordError."""
        text = self._texts.get(key)
        if text is None:
            return self._own(key)
        return text.format_map(values) if values else text

    def plural(self, key: str, n: int) -> str:
        """Return `1 234 articles`; French says one for nought too; raise UnknownWordError."""
        one = n < 2 if self._french else n == 1  # noqa: PLR2004 - the plural starts at two
        return self(f"{key}.{'one' if one else 'other'}", n=self.number(n))

    def number(self, n: int) -> str:
        """Return a whole number with its thousands apart."""
        main = self.lang.partition("-")[0]
        return f"{n:,}".replace(",", _GROUPING.get(self.lang) or _GROUPING.get(main, ","))

    def digest(self) -> str:
        """Return a digest of all words: what pages in this language were made with."""
        words = json.dumps([self.lang, self._texts], sort_keys=True)
        return blake2b(words.encode(), digest_size=8).hexdigest()

    def _own(self, key: str) -> str:
        """Return the site's own word behind `taxonomy.` or `correction.`, which is its own label."""
        if key.startswith(_OPEN):
            return key.partition(".")[2]
        from openai_news.errors import nearest

        raise UnknownWordError(key, nearest(key, self._texts) or "")


def misfits(lang: str, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the labels that cannot be filled: each with the names that it may have between braces."""
    shipped = _shipped(_nearest(lang))
    for key, text in labels.items():
        known = _fields(shipped[key]) if key in shipped else None
        used = _fields(text)
        if used is None or (known is not None and not used <= known):
            yield key, ", ".join(f"{{{name}}}" for name in sorted(known or ()))


def _fields(text: str) -> frozenset[str] | None:
    """Return the names between the braces of a text; None where these do not match."""
    try:
        return frozenset(name for _, name, *_ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None


@lru_cache(maxsize=8)
def _shipped(lang: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((_LOCALE / lang / "words.json").read_text("utf-8"))
    return words


def _nearest(lang: str) -> str:
    """Return the shipped language nearest to `lang`: `fr-CA` reads French, others English."""
    main = lang.partition("-")[0].lower()
    return main if (_LOCALE / main / "words.json").is_file() else _FALLBACK
