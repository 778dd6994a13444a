"""An article as a reference that people paste: the French form, BibTeX, CSL-JSON (RULES A12).

No date of access: a build has no other clock than its own.
"""

import re
from collections.abc import Sequence

import msgspec

from openai_news.views import Cite, When

_GUILLEMETS = re.compile("«[ \u00a0\u202f]*([^«»]*?)[ \u00a0\u202f]*»")
_SINGLE = str.maketrans("“”", "‘’")
_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_SPELT = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """What every form of a reference says; `online` is the word for it in the reader's language."""

    title: str
    authors: Sequence[str]
    date: When
    site: str
    url: str
    lang: str
    online: str


def cite(reference: Reference) -> Cite:
    """Return a reference in its three forms."""
    return Cite(text=_text(reference), bibtex=_bibtex(reference), csl=_csl(reference))


def _text(reference: Reference) -> str:
    authors = ", ".join(reference.authors)
    parts = [authors] if authors else []
    parts += [
        _quoted(reference.title, reference.lang),
        reference.site,
        f"{reference.date.text} [{reference.online}]",
    ]
    return ", ".join([*parts, reference.url])


def _quoted(title: str, lang: str) -> str:
    """Return a title between quotes; those in it become those of the second level (RULES T8)."""
    if lang.partition("-")[0] == "fr":
        inner = _GUILLEMETS.sub(r"“\1”", title)
        return f"«\u202f{inner}\u202f»"
    return f"“{title.translate(_SINGLE)}”"


def _bibtex(reference: Reference) -> str:
    day = reference.date.iso[:10]
    slug = reference.url.rstrip("/").rpartition("/")[2]
    fields = {
        "author": " and ".join(f"{{{_escaped(author)}}}" for author in reference.authors),
        "title": f"{{{_escaped(reference.title)}}}",
        "date": day,
        "organization": _escaped(reference.site),
        "langid": "french" if reference.lang.startswith("fr") else "english",
        "url": reference.url,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@online{{{slug}-{day[:4]},\n" + ",\n".join(lines) + "\n}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _SPELT.get(found[0], f"\\{found[0]}"), text)


def _csl(reference: Reference) -> str:
    entry = {
        "id": reference.url,
        "type": "article-newspaper",
        "title": reference.title,
        "author": [{"literal": author} for author in reference.authors],
        "container-title": reference.site,
        "issued": {"date-parts": [list(map(int, reference.date.iso[:10].split("-")))]},
        "language": reference.lang,
        "URL": reference.url,
    }
    return msgspec.json.encode([entry]).decode()
