"""The reference of what templates may read, as Markdown made from the types: `make reference` writes it."""

from collections.abc import Iterable, Iterator
from inspect import getdoc
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

import msgspec

from openai_news import disk, views
from openai_news.model import Value
from openai_news.views import PageView

_PLAIN = {str: "text", int: "number", bool: "yes or no", NoneType: "none"}

_INTRODUCTION = """\
# What a template may read

<!-- Made by `make reference` from src/openai_news/views.py: change the types, not this file. -->

A theme is a folder of [Jinja](https://jinja.palletsprojects.com/templates/) templates. Each page is made from
one view: a plain, frozen value that holds everything the page shows. A template can read nothing else, which
is why a page is written again exactly when something on it has changed.

## Overriding a template

A file in the site's `templates/` takes the place of the shipped one of the same name. To change a part of a
page and keep the rest, extend the shipped template, which stays within reach under `default/`, and fill one
of its blocks:

```jinja
{% extends "default/article.html" %}
{% block head %}
{{ super() }}
<meta name="author" content="{{ page.site.publisher }}">
{% endblock %}
```

"""

_RULES = """\
The same holds for what a template includes or imports: a site's `partials/footer.html` changes the foot of
every page. Names of templates and of assets are written out in quotes, never computed, so that the build
knows which pages an edit concerns.

## What a template is given

| Name | Is |
|---|---|
| `page` | the page's view, described below |
| `t("published")` | words of the interface in the page's language; `t("span", first=…, last=…)` fills them |
| `t.plural("articles", n)` | words for a number: `1 article`, `1,234 articles` |
| `t.number(n)` | a number with its thousands apart |
| `asset("style.css")` | the address of a file of `static/`, its digest in its name |

A key of `t` is one of `src/openai_news/locale/en/words.json`, or one that `labels` in `site.yaml` adds.
A macro receives what it needs as arguments, `t` too.

Everything printed is escaped. Only a field whose name ends in `_html` is safe HTML, and only there may
`|safe` stand. A field that does not exist is an error that names the template's line and the page; `is
defined` does not work on fields, for a view has all of its fields. Filters and tests are Jinja's own, but for
"""

_TYPES = """\
Texts are final: nothing is left to do for their typography. A text or a list may be empty. Every `href` and
`src` is ready to print, relative to the page; `url` and `canonical` are absolute.

## Pages
"""


def theme() -> str:
    """Return the reference of templates and of the views that they read."""
    parts = [_INTRODUCTION, _blocks(), _RULES, _without(), _frame(), _TYPES]
    parts += [*map(_section, _pages()), "\n## Values\n", *map(_section, _values())]
    return "".join(parts)


def _blocks() -> str:
    """Name the blocks of the template that pages extend."""
    from jinja2.nodes import Block

    from openai_news.generator import shipped_theme
    from openai_news.theme_engine import Engine

    source, _ = disk.read(shipped_theme() / "templates", "base.html")
    blocks = (block.name for block in Engine({}, {}).parse(source.decode()).find_all(Block))
    return f"Every page but `redirect.html` extends `base.html`, which has the blocks {_listed(blocks)}.\n\n"


def _without() -> str:
    """Name the filters of Jinja that would make a page depend on more than its view."""
    from jinja2.filters import FILTERS

    from openai_news.theme_engine import Engine

    return f"{_listed(FILTERS.keys() - Engine({}, {}).filters.keys())}.\n"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _frame() -> str:
    """Describe the fields that every view has; the first line of the docstring is the heading."""
    heading, _, more = (getdoc(PageView) or "").partition("\n\n")
    return f"\n## {heading.rstrip('.')}\n\n{more}\n\n{_table(PageView)}\n"


def _pages() -> list[type[Value]]:
    return [found for found in _views() if issubclass(found, PageView) and found is not PageView]


def _values() -> list[type[Value]]:
    """Return the values that stand in views, in alphabetical order."""
    found = (one for one in _views() if not issubclass(one, PageView))
    return sorted(found, key=lambda value: value.__name__)


def _views() -> Iterator[type[Value]]:
    for found in vars(views).values():
        if isinstance(found, type) and found.__module__ == views.__name__:
            yield found


def _section(view: type[Value]) -> str:
    return f"\n### {view.__name__}\n\n{getdoc(view)}\n\n{_table(view)}"


def _table(view: type[Value]) -> str:
    """Return the fields that a class has of its own."""
    above = set().union(*(getattr(base, "__struct_fields__", ()) for base in view.__bases__))
    own = [field for field in msgspec.structs.fields(view) if field.name not in above]
    rows = "".join(f"| `{field.name}` | {_holds(field.type)} |\n" for field in own)
    return f"| Field | Holds |\n|---|---|\n{rows}"


def _holds(annotation: Any) -> str:
    """Return what a field holds, for people who write templates: `list of Teaser`, `When or none`."""
    parts = [_holds(part) for part in get_args(annotation) if part is not Ellipsis]
    if isinstance(annotation, UnionType):
        return " or ".join(parts)
    if get_origin(annotation) is tuple:
        return f"list of {parts[0]}" if Ellipsis in get_args(annotation) else f"({', '.join(parts)})"
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
