"""Among many paths, the one that was probably meant by a path which is none of them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from posixpath import dirname, splitext

from openai_news.errors import nearest

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_WORD = re.compile(r"[^\W_]+")
_COMPARED = 300  # names at most that are compared letter by letter, which takes some 20 microseconds each
_LOOKS = 100  # and as many times at most: who broke thousands of links at once needs no thousand hints


class Paths:
    """Paths by their last part, in small letters."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Sort the paths by their names."""
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._looks = 0
        for path in paths:
            self._by_name[path.rpartition("/")[2].casefold()].append(path)

    def meant(self, target: str) -> str:
        """Return the path with the target's name in another folder, or with one much like it; '' for none."""
        folder, name = dirname(target), target.rpartition("/")[2].casefold()
        near = name if name in self._by_name else self._like(folder, name)
        return min(self._by_name.get(near, ()), key=lambda path: (dirname(path) != folder, path), default="")

    def _like(self, folder: str, name: str) -> str:
        """Return the nearest name, of those in the same folder if one of them is near enough."""
        self._looks += 1
        if self._looks > _LOOKS:
            return ""
        names = self._sharing(_fragments(name))
        beside = [one for one in names if any(dirname(path) == folder for path in self._by_name[one])]
        return _nearest(name, beside) or _nearest(name, names)

    def _sharing(self, fragments: list[str]) -> list[str]:
        """Return the names that a slip in one place may have been, those that share most first."""
        some = [name for name in self._by_name if any(fragment in name for fragment in fragments)]
        return sorted(some, key=lambda name: (-sum(part in name for part in fragments), name))[:_COMPARED]


def _nearest(name: str, names: list[str]) -> str:
    """Return the nearest name; the dates that many begin with make none like another."""
    bare = {_DATE.sub("", one): one for one in reversed(names)}
    return bare.get(nearest(_DATE.sub("", name), bare) or "", "")


def _fragments(name: str) -> list[str]:
    """Return the two longest words of a name, or the halves of the only one: a slip spoils one of them."""
    words = sorted(_WORD.findall(splitext(name)[0]), key=lambda word: (word.isdigit(), -len(word)))
    if len(words) == 1:
        middle = len(words[0]) // 2
        words = [words[0][:middle], words[0][middle:]]
    return [word for word in words[:2] if word]
