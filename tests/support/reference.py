"""Write the pages of docs/ that are made from the program: `make reference`."""

from pathlib import Path

from openai_news import disk, guide, reference
from support import commonmark

DOCS = Path(__file__).parents[2] / "docs"

if __name__ == "__main__":
    disk.replace(DOCS / "theme.md", reference.theme())
    for lang in ("en", "fr"):
        disk.replace(DOCS / lang / "front-matter.md", guide.front_matter(lang))
        page = DOCS / lang / "markdown.md"
        disk.replace(page, commonmark.page(lang, page.read_text("utf-8")))
    if commonmark.SPECIFICATION.is_file():
        disk.replace(DOCS / "commonmark.md", commonmark.specification_page())
