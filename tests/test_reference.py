"""The reference of what templates may read says what the types say."""

import re
from pathlib import Path

from openai_news import disk, reference, theme, views
from openai_news.generator import shipped_theme
from openai_news.outputs import OUTPUTS
from openai_news.theme_engine import NAMES

COMMITTED = Path(__file__).parent.parent / "docs" / "theme.md"


def sections():
    """Return the text of every section by its heading."""
    _, *parts = re.split(r"^#{2,3} (.+)\n", reference.theme(), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def fields_of(section):
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def test_the_committed_reference_is_the_one_made_from_the_types():
    written = COMMITTED.read_text("utf-8")

    assert written == reference.theme(), "run `make reference` and commit docs/theme.md"


def test_a_view_is_told_with_its_own_fields_in_their_order():
    assert fields_of(sections()["DayView"]) == ["date", "articles", "previous", "next"]


def test_what_every_page_has_is_told_once():
    assert fields_of(sections()["What every page has"]) == list(views.PageView.__struct_fields__)


def test_every_template_of_a_page_is_told_with_its_view():
    used = {name for output in OUTPUTS for name in output.templates}
    told = re.findall(r"\(`([\w.]+\.html)`\)", reference.theme())

    assert sorted(told) == sorted(used), "name the template in the docstring of its view"


def test_every_link_leads_to_a_section():
    targets = set(re.findall(r"\(#([^)]+)\)", reference.theme()))

    assert targets - {heading.lower() for heading in sections()} == set()


def test_every_name_that_a_template_is_given_is_told():
    given = sections()["What a template is given"]

    assert set(re.findall(r"^\| `(\w+)", given, re.MULTILINE)) == NAMES


def test_a_type_is_said_in_words_of_people_who_write_templates():
    calendar = sections()["Calendar"]

    assert "| `weekdays` | list of (text, text) |" in calendar
    assert "| `weeks` | list of list of [Cell](#cell) |" in calendar
    assert "| `updated` | [When](#when) or none |" in sections()["ArticleView"]


def test_every_block_of_the_shared_template_is_told():
    base = (shipped_theme() / "templates" / "base.html").read_text("utf-8")
    blocks = set(re.findall(r"{% block (\w+) %}", base))

    assert {name for name in blocks if f"`{name}`" not in sections()["Overriding a template"]} == set()


def test_the_override_that_is_shown_is_a_template_that_works():
    (shown,) = re.findall(r"```jinja\n(.*?)```", reference.theme(), re.DOTALL)
    shipped = disk.read_folder(shipped_theme() / "templates")

    loaded = theme.load({"article.html": shown.encode()}, shipped, {"style.css": "0" * 32})

    assert "default/article.html" in loaded.closure("article.html")
