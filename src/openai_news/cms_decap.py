"""The configuration of Decap CMS, which Sveltia CMS reads too: admin/config.yml."""

from typing import Any

import yaml

from openai_news import cms
from openai_news.cms import Field, Form
from openai_news.config import Config
from openai_news.vocabulary import Kind

_DAY, _INSTANT = "YYYY-MM-DD", "YYYY-MM-DDTHH:mm:ssZ"  # Day.js; Z is the offset
_LIST = {"widget": "list"}
_WIDGETS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"widget": "string"},
    Kind.BOOLEAN: {"widget": "boolean"},
    Kind.PICTURE: {"widget": "image"},
    Kind.WEB: {"widget": "string"},
    Kind.PATHS: _LIST,
    Kind.ADDRESSES: _LIST,
    Kind.WEBS: _LIST,
    Kind.TERMS: _LIST,
    Kind.SOURCES: _LIST,
    Kind.CORRECTIONS: _LIST,
}


def write(config: Config, lang: str, repo: str) -> str:
    """Return the text of config.yml; `repo` is the name of the repository at GitHub."""
    settings = {
        "backend": {"name": "github", "repo": repo, "branch": "main"},
        "site_url": config.base_url,
        "media_folder": f"content/{cms.MEDIA}",
        "public_folder": f"/{cms.MEDIA}",
        "slug": {"encoding": "ascii", "clean_accents": True},
        "output": {"omit_empty_optional_fields": True},  # Sveltia's; Decap leaves out what was never filled
        "collections": [_collection(form, lang) for form in cms.forms(config, lang)],
    }
    body: str = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False, width=100)
    return f"# {cms.words(lang)['made'].format(command='openai-news cms decap')}\n{body}"


def _collection(form: Form, lang: str) -> dict[str, Any]:
    """Describe a folder; an article stands in the folder of its month, its pictures beside it."""
    dated = {"slug": "{{year}}-{{month}}-{{day}}-{{slug}}", "path": "{{year}}/{{month}}/{{slug}}"}
    body = {"name": "body", "label": cms.words(lang)["body"], "widget": "markdown", "required": False}
    return {
        "name": form.name,
        "label": form.label,
        "folder": f"content/{form.folder}".rstrip("/"),
        "create": True,
        "extension": "md",
        "format": "yaml-frontmatter",
        "media_folder": "",
        "public_folder": "",
        **({} if form.folder else dated),
        "fields": [*map(_field, form.fields), body],
    }


def _field(field: Field) -> dict[str, Any]:
    described = {"name": field.name, "label": field.label, "hint": field.hint, "required": field.required}
    if field.kind is Kind.MOMENT:
        form = _INSTANT if field.instant else _DAY
        day = {} if field.instant else {"time_format": False}
        return described | {"widget": "datetime", "format": form} | day
    if field.long:
        return described | {"widget": "text"}
    parts = {"fields": list(map(_field, field.parts))} if field.parts else {}
    return described | _WIDGETS[field.kind] | parts
