"""Python-Markdown, one instance per process, without the steps that a text cannot need.

Whatever is skipped here leaves the output as the library alone would make it; a differential test
on real articles and on random text keeps that true. This module loads Markdown: import it late.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown import blockprocessors, inlinepatterns, treeprocessors
from markdown.extensions import attr_list, fenced_code, md_in_html
from markdown.util import AtomicString


class Passage(inlinepatterns.InlineProcessor):
    """`[made to last]{lang=en}`: words and their language (RULES R7)."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        """Make a span of the words."""
        span = Element("span", {"lang": m[2]})
        span.text = m[1]
        return span, m.start(), m.end()


class Passages(markdown.Extension):
    """The one thing that our dialect adds to the library's."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register the pattern before those of links."""
        md.inlinePatterns.register(Passage(PASSAGE, md), "passage", 172)


PASSAGE = r"\[([^\[\]]+)\]\{:? *lang=[\"']?([a-zA-Z][a-zA-Z0-9-]*)[\"']? *\}"
EXTENSIONS = ("extra", "admonition", "sane_lists", Passages())

# What must stand in a text for an inline pattern to match it, by the pattern's name.
TRIGGERS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "passage": "]{",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
    "em_strong": "*_",
}
# Patterns that can change nothing in a text that defines no `[label]: address`.
LABELLED = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
ANY_TRIGGER = re.compile(r"[`\\\[<&*_]")

# How a line begins that some block processor may claim.
MARK = r"(?: {0,3}(?:[#>=:*+\-_\[\x02]|\d+\.)|!!!)"
MARKED_FIRST_LINE = re.compile(rf"\s|$|{MARK}")
MARKED_LATER_LINE = re.compile(rf"\n{MARK}")


def convert(text: str) -> str:
    """Convert Markdown to HTML as the library does; the result is not safe yet."""
    try:
        return _instance().reset().convert(text)
    except BaseException:
        _instance.cache_clear()  # it may have stopped amid a list, and would go on with it
        raise


@cache
def _instance() -> "Dialect":
    return Dialect(extensions=EXTENSIONS, output_format="html")


class Dialect(markdown.Markdown):
    """The library with its costly steps made conditional on what the text contains."""

    source = ""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.preprocessors.register(HtmlBlocks(self), "html_block", 20)
        self.preprocessors.register(Fences(self, {"lang_prefix": "language-"}), "fenced_code_block", 25)
        self.parser.blockprocessors.register(PlainParagraph(self.parser), "plain", 1000)
        self.treeprocessors.register(Inline(self), "inline", 20)
        self.treeprocessors.register(AttributeLists(self), "attr_list", 8)
        self.treeprocessors.register(Unescape(self), "unescape", 0)

    def reset(self) -> "Dialect":
        """Forget the last text."""
        super().reset()
        return self

    def convert(self, source: str) -> str:
        """Convert a text, keeping it for the conditions."""
        self.source = source
        return super().convert(source)


class HtmlBlocks(md_in_html.HtmlBlockPreprocessor):
    """Raw HTML blocks; `&#` counts because the library's parser completes `&#38` to `&#38;`."""

    def run(self, lines: list[str]) -> list[str]:
        """Do nothing where there is neither a tag nor a numeric reference."""
        if any("<" in line or "&#" in line for line in lines):
            return super().run(lines)
        return lines


class Fences(fenced_code.FencedBlockPreprocessor):
    """Fenced code."""

    def run(self, lines: list[str]) -> list[str]:
        """Do nothing where no line opens a fence."""
        if any(line.startswith(("```", "~~~")) for line in lines):
            return super().run(lines)
        return lines


class PlainParagraph(blockprocessors.ParagraphProcessor):
    """A block that no other processor can claim."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002  # the library's signature
        """Tell whether nothing marks the block as anything but a paragraph."""
        return (
            "|" not in block
            and MARKED_FIRST_LINE.match(block) is None
            and MARKED_LATER_LINE.search(block) is None
        )


class AttributeLists(attr_list.AttrListTreeprocessor):
    """Attribute lists."""

    def run(self, doc: Element) -> None:
        """Do nothing where there is no brace."""
        if "{" in _source(self.md):
            super().run(doc)


class Unescape(treeprocessors.UnescapeTreeprocessor):
    """Backslash escapes."""

    def run(self, root: Element) -> None:
        """Do nothing where there is no backslash."""
        if "\\" in _source(self.md):
            super().run(root)


class Inline(treeprocessors.InlineProcessor):
    """Inline patterns, each tried only where its trigger stands in the text."""

    def __init__(self, md: Dialect) -> None:
        super().__init__(md)
        self.patterns = list(md.inlinePatterns)
        self.steps = _steps(md, set(TRIGGERS))
        self.steps_without_labels = _steps(md, set(TRIGGERS) - LABELLED)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """Replace the library's inline step (its name is the library's own, mangled)."""
        if isinstance(data, AtomicString):
            return data
        if ANY_TRIGGER.search(data) is None and "  \n" not in data:
            return data
        apply: Any = getattr(self, "_InlineProcessor__applyPattern")  # noqa: B009  # mangled
        for index, needed in self.steps if self.md.references else self.steps_without_labels:
            matched, start = index >= patternIndex and needed(data), 0
            while matched:
                data, matched, start = apply(self.patterns[index], data, index, start)
        return data


def _source(md: markdown.Markdown) -> str:
    assert isinstance(md, Dialect)
    return md.source


def _steps(md: Dialect, names: set[str]) -> list[tuple[int, Callable[[str], bool]]]:
    index = md.inlinePatterns.get_index_for_name
    return sorted((index(name), _needs(TRIGGERS[name])) for name in names)


def _needs(trigger: str) -> Callable[[str], bool]:
    if trigger == TRIGGERS["em_strong"]:
        return lambda data: "*" in data or "_" in data
    return lambda data: trigger in data
