"""The formats that can be imported, one file each; the first row that recognises a file reads it."""

from openai_news.foreign_draft import Format
from openai_news.importers import docx, feed, html, markdown, text, wordpress

FORMATS: tuple[Format, ...] = (
    docx.FORMAT,
    wordpress.FORMAT,
    feed.FORMAT,
    markdown.FORMAT,
    html.FORMAT,
    text.FORMAT,
)
