"""The configuration of Pages CMS: .pages.yml."""

from typing import Any

import yaml

from openai_news import cms
from openai_news.cms import Field, Form
from openai_news.config import Config
from openai_news.vocabulary import Kind

_DAY, _INSTANT = "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssxxx"  # date-fns; xxx is the offset
_LIST = {"type": "string", "list": True}
_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.PICTURE: {"type": "image"},
    Kind.WEB: {"type": "string"},
    Kind.PATHS: _LIST,
    Kind.ADDRESSES: _LIST,
    Kind.WEBS: _LIST,
    Kind.TERMS: _LIST,
    Kind.SOURCES: {"type": "object", "list": True},
    Kind.CORRECTIONS: {"type": "object", "list": True},
}


def write(config: Config, lang: str) -> str:
    """Return the text of .pages.yml."""
    settings = {
        "media": {"input": f"content/{cms.MEDIA}", "output": f"/{cms.MEDIA}"},
        "content": [_collection(form, lang) for form in cms.forms(config, lang)],
    }
    body: str = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=100)
    return f"# {cms.words(lang)['made'].format(command='openai-news cms pages-cms')}\n{body}"


def _collection(form: Form, lang: str) -> dict[str, Any]:
    name = "{primary}.md" if form.folder else "{year}-{month}-{day}-{primary}.md"
    body = {
        "name": "body",
        "label": cms.words(lang)["body"],
        "type": "code",
        "options": {"format": "markdown"},
    }
    return {
        "name": form.name,
        "label": form.label,
        "type": "collection",
        "path": f"content/{form.folder}".rstrip("/"),
        "subfolders": not form.folder,
        "filename": name,
        "format": "yaml-frontmatter",
        "view": {"primary": "title", "fields": ["title"] if form.folder else ["title", "date"]},
        "fields": [*map(_field, form.fields), body],
    }


def _field(field: Field) -> dict[str, Any]:
    described = {
        "name": field.name,
        "label": field.label,
        "description": field.hint,
        "required": field.required,
    }
    if field.kind is Kind.MOMENT:
        form = _INSTANT if field.instant else _DAY
        empty = {} if field.required else {"default": ""}  # else it begins with today
        return described | {"type": "date", "options": {"time": field.instant, "format": form}} | empty
    if field.long:
        return described | {"type": "text"}
    parts = {"fields": list(map(_field, field.parts))} if field.parts else {}
    return described | _TYPES[field.kind] | parts
