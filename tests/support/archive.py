"""An archive that grows into the past, and one edit of each kind: what is near the edited article stays."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from support.site import Site

SIZES = (130, 260)
LAST = date(2024, 12, 30)
NOW = "2025-01-01T00:00:00+01:00"
AT = 50  # the article that is edited
EMBARGOED = 40
SHIPPED = Path(__file__).parents[2] / "templates"


def day_of(number):
    return LAST - timedelta(days=6 * number)


def source(number):
    return f"content/{day_of(number):%Y/%m}/article-{number:03d}.md"


def subject(number):
    """Five articles share a subject: no term grows with the archive; the older, the lower in a list."""
    return f"Sujet {999 - number // 5}"


def archive(root, size):
    """Return a published site of so many articles, one every sixth day."""
    site = Site(root, now=NOW)
    for number in range(size):
        keys = {"publish_at": "2025-02-01"} if number == EMBARGOED else {}
        path = source(number).removeprefix("content/")
        tags = f"[{subject(number)}]"
        site.article(path, f"Article {number:03d}", date=day_of(number).isoformat(), tags=tags, **keys)
    assert site.build().done
    return site


def after(*some):
    """Run a test after each of these edits, in either archive."""
    cases = [pytest.param((edit, size), id=f"{edit.__name__}-{size}") for edit in some for size in SIZES]
    return pytest.mark.parametrize("built", cases, indirect=True, scope="module")


# --- edits


def nothing(_):
    """Change nothing."""


def body(site):
    site.edit(source(AT), "Un corps.", "Un autre corps.")


def title(site):
    site.edit(source(AT), f"Article {AT:03d}", "Un autre titre")


def date_within_the_month(site):
    site.edit(source(AT), f"date: {day_of(AT)}", f"date: {day_of(AT) + timedelta(days=1)}")


def new(site):
    path = f"{day_of(AT):%Y/%m}/neuf.md"
    site.article(path, "Neuf", date=day_of(AT).isoformat(), tags=f"[{subject(AT)}]")


def tag(site):
    site.edit(source(AT), f"[{subject(AT)}]", f"[{subject(AT)}, {subject(AT + 5)}]")


def delete(site):
    site.remove(source(AT))


def rename(site):
    """The day before its name is no part of an article's address."""
    site.move(source(AT), source(AT).replace("article", f"{day_of(AT)}-article"))


def label(site):
    slug = subject(AT).lower().replace(" ", "-")
    site.write(f"content/_tags/{slug}.md", "---\ntitle: Le sujet\n---\nUne description.\n")


def embargo_passed(site):
    site.now = "2025-02-02T00:00:00+01:00"


def template(site):
    _change_template(site, "years.html")


def base_template(site):
    _change_template(site, "base.html")


def _change_template(site, name):
    text = (SHIPPED / name).read_text("utf-8")
    assert "{% endblock %}" in text
    site.write(f"templates/{name}", text.replace("{% endblock %}", "<!-- -->{% endblock %}"))


def stylesheet(site):
    site.write("static/style.css", "body { margin: 0 }\n")


def setting(site):
    _set(site, "description: Une archive")


def setting_of_parsing(site):
    _set(site, "limits: {body: 400}")


def _set(site, line):
    settings = (site.root / "site.yaml").read_text("utf-8")
    site.write("site.yaml", f"{settings}{line}\n")


def fresh_stamps(site):
    for path in (*site.root.glob("content/**/*.md"), *site.dist.rglob("*")):
        os.utime(path)
