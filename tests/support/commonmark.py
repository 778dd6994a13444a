"""What Markdown means here and in CommonMark, measured on examples of our own: docs/LANG/markdown.md."""

import os
import re
from pathlib import Path

from lxml.etree import ParserError, tostring
from lxml.html import fragment_fromstring
from markdown_it import MarkdownIt

from openai_news import markup_library

EXAMPLES = (  # Markdown, what it shows in English, in French
    ("- a\n  - b", "an item indented by two spaces", "un point en retrait de deux espaces"),
    ("- a\n    - b", "an item indented by four spaces", "un point en retrait de quatre espaces"),
    ("text\n- a", "a list right below a line", "une liste juste sous une ligne"),
    ("text\n\n- a", "a list below a blank line", "une liste sous une ligne vide"),
    ("1) a", "a number with a bracket", "un numéro avec une parenthèse"),
    ("3. a", "a list that begins at 3", "une liste qui commence à 3"),
    ("- a\n\n* b", "another sign begins another list", "un autre signe commence une autre liste"),
    ("> a\nb", "a quote that goes on without its sign", "une citation qui continue sans son signe"),
    ("text\n> a", "a quote right below a line", "une citation juste sous une ligne"),
    ("#a", "a heading without a space", "un titre sans espace"),
    ("text\n# a", "a heading right below a line", "un titre juste sous une ligne"),
    ("a\n---", "a heading that is underlined", "un titre souligné"),
    ("***", "a rule", "un filet"),
    ("a  \nb", "two spaces at the end of a line", "deux espaces en fin de ligne"),
    ("a\\\nb", "a backslash at the end of a line", "une barre oblique inverse en fin de ligne"),
    ("*a* _b_ **c** __d__", "emphasis", "la mise en valeur"),
    ("a_b_c", "an underscore in a word", "un souligné dans un mot"),
    ("a*b*c", "an asterisk in a word", "un astérisque dans un mot"),
    ("`a`", "code", "du code"),
    ("```\na\n```", "a fenced block", "un bloc entre clôtures"),
    ("    a", "a block indented by four spaces", "un bloc en retrait de quatre espaces"),
    ("[a](b)", "a link", "un lien"),
    ("[a][b]\n\n[b]: c", "a link with a label", "un lien avec un repère"),
    ("<https://a.example/>", "an address in angle brackets", "une adresse entre chevrons"),
    ("https://a.example/", "a bare address", "une adresse nue"),
    ("![a](b.png)", "a picture", "une image"),
    ("&copy;", "an entity", "une entité"),
    ("\\~", "a backslash before a tilde", "une barre oblique inverse devant un tilde"),
    ("~~a~~", "two tildes", "deux tildes"),
    ("a | b\n--- | ---\n1 | 2", "a table", "un tableau"),
    ("a[^1]\n\n[^1]: b", "a footnote", "une note"),
    ("a\n:   b", "a definition", "une définition"),
    ("*[IA]: b\n\nIA", "an abbreviation", "une abréviation"),
    ("<div>\n*a*\n</div>", "Markdown inside an HTML block", "du Markdown dans un bloc HTML"),
)
WORDS = {
    "en": ("Written (↵ is a new line)", "Is", "CommonMark", "Here", "the same"),
    "fr": ("Écrit (↵ : à la ligne)", "C’est", "CommonMark", "Ici", "pareil"),
}
MARK = "<!-- table -->\n"


def common(text):
    """The HTML that CommonMark makes."""
    return MarkdownIt("commonmark").render(text)


def ours(text):
    """The HTML that our dialect makes, before it is made safe."""
    return markup_library.convert(text)


def folded(html):
    """HTML as it is compared: elements, attributes in order and words; as it stands where lxml refuses it."""
    try:
        return _canonical(html.replace("\n", " ").strip() or " ")
    except (ParserError, ValueError):
        return html.encode()


def _canonical(html):
    tree = fragment_fromstring(html, create_parent="div")
    for element in tree.iter():
        element.text = (element.text or "").strip() if element.tag != "code" else element.text
        element.tail = (element.tail or "").strip()
    return tostring(tree, method="c14n")


def differs(text):
    return folded(common(text)) != folded(ours(text))


def table(lang):
    """The table of the examples in a language."""
    head = WORDS[lang]
    rows = [f"| {' | '.join(head[:4])} |", "|---|---|---|---|"]
    for text, *said in EXAMPLES:
        here = _code(ours(text)) if differs(text) else head[4]
        rows.append(f"| {_code(text)} | {said[lang == 'fr']} | {_code(common(text))} | {here} |")
    return "\n".join(rows) + "\n"


def _code(text):
    shown = text.strip("\n").replace("\n", "↵").replace("|", "\\|")
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def page(lang, written):
    """The page with its table made anew."""
    return written.partition(MARK)[0] + MARK + table(lang)


# --- the examples of the specification, which is not ours to carry: `npm pack commonmark-spec`

SPECIFICATION = Path(os.environ.get("COMMONMARK_SPEC", ""))
_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^#{1,2} ([^\n]*)$", re.DOTALL | re.MULTILINE)
_PREFACE = """\
# CommonMark's own examples

<!-- Made by `make reference` with COMMONMARK_SPEC=spec.txt (npm: commonmark-spec 0.31.2). -->

Python-Markdown is not CommonMark. These are the sections of the specification, how many of their examples the
dialect shows as CommonMark does, and the numbers of those that it does not: differences, not faults.

| Section | Same | Of | Different |
|---|---|---|---|
"""


def specification_page():
    """The page on the specification's examples, by their numbers alone."""
    sections, section, number = {}, "", 0
    for text, html, heading in _EXAMPLE.findall(SPECIFICATION.read_text("utf-8")):
        if heading:
            section = heading
            continue
        number += 1
        agrees = folded(ours(text.replace("→", "\t"))) == folded(html.replace("→", "\t"))
        sections.setdefault(section, []).append((number, agrees))
    rows = [_section(name, found) for name, found in sections.items()]
    everything = [one for found in sections.values() for one in found]
    return f"{_PREFACE}{''.join(rows)}| **all** | {sum(ok for _, ok in everything)} | {len(everything)} | |\n"


def _section(name, found):
    different = ", ".join(str(number) for number, agrees in found if not agrees)
    return f"| {name} | {sum(agrees for _, agrees in found)} | {len(found)} | {different} |\n"
