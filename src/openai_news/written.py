"""One article as its editor wrote it: what a lint looks at."""

import re
from functools import cached_property

from openai_news.markup_place import VISIBLE, Body
from openai_news.model import FrontMatter, Place, Problem, Severity

# What is in a body but is not said: addresses, tags, definitions of links, attribute lists.
_UNSAID = re.compile(
    r"\]\([^)\n]*\)|</?[a-zA-Z][^<>]*>|^ {0,3}\[[^\]\n]+\]:.*$|https?://\S+|\{:[^}\n]*\}", re.MULTILINE
)


class Written:
    """An article's front matter and body, with places; problems found in it are warnings."""

    def __init__(self, front: FrontMatter, body: Body, path: str, lang: str) -> None:
        """Take what the parser read of the file `path`, seen from the site's folder."""
        self.front = front
        self.body = body
        self.path = path
        self.lang = lang

    @cached_property
    def prose(self) -> str:
        """The body with all that readers do not read as words blanked out; offsets stay."""
        return _UNSAID.sub(lambda match: VISIBLE.sub(" ", match[0]), self.body.without_code)

    @property
    def is_french(self) -> bool:
        """Tell whether the rules of French apply."""
        return self.lang.partition("-")[0] == "fr"

    def about(self, code: str, key: str, **values: str) -> Problem:
        """Warn about a key of the front matter, or about the file when the key is not there."""
        return Problem(code, self.front.places.get(key, Place(self.path, 1, 1)), values, Severity.WARNING)

    def lacks(self, code: str, key: str) -> Problem:
        """Warn that a key says nothing: it is not there, or its line is empty."""
        return self.about(code, key, **({"reason": "empty"} if key in self.front.places else {}))
