"""French capitals keep their accents (RULES T18)."""

import re
from collections.abc import Iterator

from openai_news.model import Problem
from openai_news.written import Written

# Words that are nothing else in French or in names: `Etude` is, `Elle` or `Eve` would not be.
_WORDS = {
    "Ecole": "École",
    "Economie": "Économie",
    "Editeur": "Éditeur",
    "Editeurs": "Éditeurs",
    "Egalement": "Également",
    "Enorme": "Énorme",
    "Equipe": "Équipe",
    "Etat": "État",
    "Etats": "États",
    "Etude": "Étude",
    "Etudes": "Études",
    "Evidemment": "Évidemment",
    "Evolution": "Évolution",
}
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_A = re.compile(
    r"(?:^|[.!?…] +)(A) (?=(?:la|l['’]|ce|cette|partir|propos|noter|suivre|Paris)\b)", re.MULTILINE
)


def lint(written: Written) -> Iterator[Problem]:
    """Warn about `Etat`, and about `A` at the start of a sentence where only `À` makes sense."""
    if not written.is_french:
        return
    for match in _WORD.finditer(written.prose):
        values = {"written": match[0], "right": _WORDS[match[0]]}
        yield written.body.warning("W203", match.start(), len(match[0]), **values)
    for match in _A.finditer(written.prose):
        yield written.body.warning("W203", match.start(1), 1, written="A", right="À")
