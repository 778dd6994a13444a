"""Nothing here is about one site: another title, language, theme and address, and not a word of ours.

Every link and file that a page needs is in dist/, from a disk as under a path of any host.
"""

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree
from lxml import html as markup

from support.pictures import PIXEL
from support.site import Site

ROOT = Path(__file__).parent.parent
# The program signs its work; nothing else may name it.
SIGNATURES = (
    b'<meta name="generator" content="openai-news">',
    b"<generator>openai-news</generator>",
    b'"_generator": {\n  "name": "openai-news"\n }',
    b"<!-- openai-news -->",
)

SETTINGS = """\
title: The Harbour Herald
description: Tides, ships and people.
base_url: https://herald.example/archives/
language: en
languages: [en, fr]
timezone: America/Halifax
id_authority: herald.example
taxonomies: {ships: Ships}
html: {links: %s}
"""


def write(root, links):
    """A site in English with every kind of page, and a theme of its own over the shipped one."""
    site = Site(root).write("site.yaml", SETTINGS % links)
    for number in range(8):
        site.article(
            f"20{15 + number}/tide-{number}.md",
            f"Tide number {number}",
            date=f"20{15 + number}-0{number + 1}-1{number}",
            tags="[Tides, The sea]",
            ships=f"[Bluenose {number % 3}]",
            series="A year of tides",
            section="Sea",
            aliases=f"[/old/{number}/, /tide{number}.html]",
            updated=f"20{15 + number}-09-01",
            body=f"See [the next](../20{16 + number}/tide-{number + 1}.md) and ![a wave](wave.png).",
        ).write(f"content/20{15 + number}/wave.png", PIXEL)
    site.article("2020/tide.fr.md", "La marée", date="2020-02-02", tags="[Marées]")
    site.write("content/_pages/about.md", "---\ntitle: About us\n---\nWe watch the harbour.\n")
    site.write("content/_tags/tides.md", "---\ntitle: Tides\n---\nUp and down.\n")
    site.write("templates/article.html", OVERRIDE).write("static/mark.svg", SVG)
    return site.write("static/root/.well-known/security.txt", "Contact: mailto:desk@herald.example\n")


OVERRIDE = """\
{% extends "default/article.html" %}
{% block main %}{{ super() }}<img src="{{ asset("mark.svg") }}" alt="" width="1" height="1">{% endblock %}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """A foreign site, built so that its links end in `index.html`."""
    site = write(tmp_path_factory.mktemp("foreign") / "site", "file")
    published = site.build(now="2030-01-01")
    assert published.done
    assert [problem.code for problem in published.problems] == ["E401"]  # the last one has no next
    return site.tree()


@pytest.fixture(scope="module")
def with_folder_links(tmp_path_factory):
    """The same site, built so that its links end in `/`."""
    site = write(tmp_path_factory.mktemp("folder") / "site", "folder")
    site.build(now="2030-01-01")
    return site.tree()


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    """The site of this repository, built elsewhere."""
    folder = tmp_path_factory.mktemp("ours")
    site = Site.__new__(Site)
    site.__dict__.update(root=ROOT, now="2030-01-01", jobs=1, environ={})
    published = site.build(output=str(folder / "dist"), cache=str(folder / "cache"))
    assert published.problems == ()
    return {p.relative_to(folder / "dist").as_posix(): p.read_bytes() for p in (folder / "dist").rglob("*.*")}


# --- not a word of ours


def test_a_foreign_site_names_neither_ours_nor_its_subject(foreign):
    said = {path: unsigned(data) for path, data in foreign.items()}

    assert [path for path, data in said.items() if b"openai" in (path.encode() + data).lower()] == []


def unsigned(data):
    for signature in SIGNATURES:
        data = data.replace(signature, b"")
    return data


def test_a_foreign_site_has_none_of_our_words(foreign):
    """No word of our settings, and no name that our articles are about."""
    words = [b"Altman", b"Murati", b"ChatGPT", b"Archives OpenAI", b"openai-news.example", b"veilleur"]

    assert [(path, word) for path, data in foreign.items() for word in words if word in data] == []


def test_an_english_site_speaks_no_french(foreign):
    words = re.compile(
        rb"\b(Aller au contenu|Jours|Articles li\xc3\xa9s|Mots-cl\xc3\xa9s|Archives de|Publi\xc3\xa9)\b"
    )
    pages = {path: data for path, data in foreign.items() if not path.startswith("fr/")}

    assert [(path, words.findall(data)) for path, data in pages.items() if words.search(data)] == []


def test_the_sites_own_template_stands_over_the_shipped_one(foreign):
    page = foreign["2018/04/13/tide-3/index.html"].decode()

    assert "<h1" in page
    assert re.search(r'src="\.\./\.\./\.\./\.\./static/mark\.\w{8}\.svg"', page)


def test_the_top_of_dist_has_what_root_holds(foreign):
    assert foreign[".well-known/security.txt"].startswith(b"Contact: ")


# --- every link leads somewhere


def pages(tree):
    return {path: markup.fromstring(data) for path, data in tree.items() if path.endswith(".html")}


def references(page):
    """Yield what a page links to or needs: every href and src, and where a refresh leads."""
    for element in page.iter(etree.Element):
        for name in ("href", "src"):
            if (value := element.get(name)) is not None:
                yield element, value
        if element.get("http-equiv") == "refresh":
            yield element, element.get("content").partition("url=")[2]
        for candidate in (element.get("srcset") or "").split(","):
            if candidate.strip():
                yield element, candidate.split()[0]


def found(tree, path):
    """Return the file that a plain host gives for a path, or nothing."""
    if path in ("", ".") or path.endswith("/"):
        path = f"{path.removesuffix('.')}index.html"
    return next((name for name in (path, f"{path}/index.html") if name in tree), None)


def anchors(page):
    return {element.get("id") for element in page.iter(etree.Element)} | {""}


def lost_on_disk(tree):
    """Return the relative references that a reader of the files does not find."""
    read = pages(tree)
    lost = []
    for path, page in read.items():
        for _, value in references(page):
            parts = urlsplit(value)
            if parts.scheme or parts.netloc or value.startswith("/"):
                continue
            joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
            target = found(tree, joined) if parts.path else path
            if target is None or (target in read and parts.fragment not in anchors(read[target])):
                lost.append((path, value))
    return lost


def lost_on_host(tree, base):
    """Return the references to this site that a visitor of `base` does not find."""
    lost = []
    for path, page in pages(tree).items():
        for _, value in references(page):
            absolute = urljoin(base + path.removesuffix("index.html"), value)
            if absolute.startswith(base) and not found(tree, unquote(urlsplit(absolute[len(base) :]).path)):
                lost.append((path, value))
            if not value.startswith(("http:", "https:", "mailto:")) and not absolute.startswith(base):
                lost.append((path, value))
    return lost


@pytest.mark.parametrize("site", ["foreign", "with_folder_links", "ours"])
def test_every_relative_link_leads_to_a_file(site, request):
    assert lost_on_disk(request.getfixturevalue(site)) == []


@pytest.mark.parametrize(
    ("site", "base"),
    [
        ("foreign", "https://herald.example/archives/"),
        ("with_folder_links", "https://herald.example/archives/"),
        ("ours", "https://openai-news.example/"),
    ],
)
def test_every_link_leads_to_a_page_of_the_host(site, base, request):
    assert lost_on_host(request.getfixturevalue(site), base) == []


def test_the_page_for_wrong_addresses_works_at_any_depth(foreign):
    page = pages(foreign)["404.html"]
    inner = [value for _, value in references(page) if not value.startswith(("#", "https://"))]

    assert inner
    assert [value for value in inner if not value.startswith("/archives/")] == []
    assert [value for value in inner if not found(foreign, value.removeprefix("/archives/"))] == []


@pytest.mark.parametrize("site", ["foreign", "ours"])
def test_every_address_of_the_machine_formats_leads_to_a_file(site, request):
    tree = request.getfixturevalue(site)
    base = {"foreign": "https://herald.example/archives/", "ours": "https://openai-news.example/"}[site]
    formats = {
        path: data.decode() for path, data in tree.items() if re.search(r"\.(xml|atom|rss|json)$", path)
    }
    named = {
        (path, address)
        for path, text in formats.items()
        for address in re.findall(rf"{re.escape(base)}[^\s\"'<>&;)\\]*", text)
    }

    assert named
    assert [
        one for one in sorted(named) if not found(tree, unquote(one[1].removeprefix(base)).partition("#")[0])
    ] == []


# --- no request to another origin


FETCHED = {"img", "script", "iframe", "audio", "video", "source", "track", "embed", "object", "input"}
KEPT_LINKS = {"canonical", "alternate", "license", "prev", "next", "author", "schema.DC"}


def fetches(page):
    """Yield what a browser asks for on its own when it shows a page."""
    for element, value in references(page):
        relation = set((element.get("rel") or "").split())
        if element.tag in FETCHED or (element.tag == "link" and not relation <= KEPT_LINKS):
            yield value


@pytest.mark.parametrize("site", ["foreign", "ours"])
def test_no_page_asks_another_origin_for_anything(site, request):
    tree = request.getfixturevalue(site)
    asked = [(path, value) for path, page in pages(tree).items() for value in fetches(page)]

    assert asked
    assert [one for one in asked if urlsplit(one[1]).netloc or one[1].startswith("//")] == []


@pytest.mark.parametrize("site", ["foreign", "ours"])
def test_no_stylesheet_asks_for_anything(site, request):
    sheets = [data.decode() for path, data in request.getfixturevalue(site).items() if path.endswith(".css")]

    assert sheets
    assert [
        found for sheet in sheets for found in re.findall(r"@import|url\(\s*['\"]?(?!data:|#)", sheet)
    ] == []


@pytest.mark.parametrize("site", ["foreign", "ours"])
def test_no_page_runs_code_from_elsewhere_or_inline(site, request):
    """The policy that each page carries would stop it; it must not be needed."""
    inline = [
        path
        for path, page in pages(request.getfixturevalue(site)).items()
        for script in page.iter("script")
        if script.get("src") is None and script.get("type") not in {"application/ld+json", "application/json"}
    ]

    assert inline == []
