"""Write what of docs/ and .vscode/ is made from the program: `make reference`."""

import json
from pathlib import Path

from openai_news import disk, guide, reference, schema
from openai_news.config import load
from support import commonmark

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

if __name__ == "__main__":
    disk.replace(DOCS / "theme.md", reference.theme())
    for lang in ("en", "fr"):
        disk.replace(DOCS / lang / "front-matter.md", guide.front_matter(lang))
        page = DOCS / lang / "markdown.md"
        disk.replace(page, commonmark.page(lang, page.read_text("utf-8")))
    if commonmark.SPECIFICATION.is_file():
        disk.replace(DOCS / "commonmark.md", commonmark.specification_page())
    config = load((ROOT / "site.yaml").read_text("utf-8"))
    made = schema.front_matter(config, "fr", "07")
    text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    disk.replace(ROOT / ".vscode" / "front-matter.schema.json", text)
