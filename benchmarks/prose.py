"""Draw French-like words, sentences and amounts with the measured numbers of real news."""

import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

_MEASURED = Path(__file__).parent / "measured"
_LONG = 6  # letters
_SHIFT = 2.7  # Mandelbrot's: the commonest words are less common than Zipf's law says


class Prose:
    """The measured vocabulary and numbers, and draws from them."""

    def __init__(self) -> None:
        self.numbers: dict[str, Any] = json.loads((_MEASURED / "numbers.json").read_text("utf-8"))
        self._words = (_MEASURED / "words.txt").read_text("utf-8").split()
        exponent, ranks = self.numbers["zipf_exponent"], range(1, len(self._words) + 1)
        self._weights = list(accumulate((rank + _SHIFT) ** -exponent for rank in ranks))
        self._long = [word for word in self._words if len(word) >= _LONG and word.isalpha()]
        rates = self.numbers["marks_per_1000_words"] | self.numbers["inline_per_1000_words"]
        own = rates["link"] * self.numbers["own_share_of_links"]
        rates |= {"link": rates["link"] - own, "own link": own}
        self._ends = {"?": rates.pop("question") / 1000, "!": rates.pop("exclamation") / 1000}
        self._marks = list(zip(rates, accumulate(n / 1000 for n in rates.values()), strict=True))

    def words(self, rng: Random, count: int) -> list[str]:
        """Draw words by Zipf's law."""
        return rng.choices(self._words, cum_weights=self._weights, k=count)

    def long_words(self, rng: Random, count: int) -> list[str]:
        """Draw words of six letters and more, all equally likely: for names."""
        return rng.choices(self._long, k=count)

    def amount(self, rng: Random, of: str) -> int:
        """Draw from the measured distribution `of`, in a straight line between its deciles."""
        steps: list[float] = self.numbers[of]
        at = rng.random() * (len(steps) - 1)
        low = int(at)
        return round(steps[low] + (at - low) * (steps[low + 1] - steps[low]))

    def sentence(self, rng: Random, own_link: Callable[[Random], str]) -> str:
        """Draw a sentence with marks and inline markup; `own_link` draws the target of a link."""
        words = self.words(rng, self.amount(rng, "words_per_sentence"))
        likely = self._marks[-1][1]
        for at, word in enumerate(words[:-1]):
            draw = rng.random()
            if draw < likely:
                mark = next(name for name, limit in self._marks if draw < limit)
                words[at] = self._marked(rng, mark, word, own_link)
        text = " ".join(words)
        return text[:1].upper() + text[1:] + self._end(rng, len(words))

    def kind(self, rng: Random) -> str:
        """Draw the kind of a block."""
        blocks: dict[str, float] = self.numbers["blocks"]
        return rng.choices(list(blocks), weights=list(blocks.values()))[0]

    def _end(self, rng: Random, length: int) -> str:
        draw, limit = rng.random(), 0.0
        for end, rate in self._ends.items():
            limit += rate * length
            if draw < limit:
                return f" {end}"
        return "."

    def _marked(self, rng: Random, mark: str, word: str, own_link: Callable[[Random], str]) -> str:
        phrase = " ".join([word, *self.words(rng, 2)])
        forms: dict[str, Callable[[], str]] = {
            "comma": lambda: f"{word},",
            "semicolon": lambda: f"{word} ;",
            "colon": lambda: f"{word} :",
            "quotation": lambda: f"« {phrase} »",
            "parenthesis": lambda: f"({phrase})",
            "number": lambda: str(int(10 ** (5 * rng.random()))),
            "capital": word.capitalize,
            "strong": lambda: f"**{phrase}**",
            "emphasis": lambda: f"*{phrase}*",
            "code": lambda: f"`{folded(word)}`",
            "link": lambda: f"[{phrase}](https://example.net/{folded(phrase)}/)",
            "own link": lambda: f"[{phrase}]({own_link(rng)})",
        }
        return forms[mark]()


@cache
def prose() -> Prose:
    """Return the vocabulary and the numbers, read once."""
    return Prose()


def folded(text: str) -> str:
    """Return the text in ASCII, small, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
