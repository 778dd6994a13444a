"""What machines are told of an article is what people see, wherever they read it (RULES N1-N7, A12)."""

import json
import random
import re
from datetime import date, timedelta
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree, html

from support.site import SETTINGS, Site

BASE = "https://veilleur.example/"
WORDS = ["été", "d’hiver", ":", "« oui »", "?", "œuvre", "</script>", "&", "<b>", '"mot"', "12", "n°", "5"]
AUTHORS = ["Ada Lune", "Zoé Œuvrard", "Élie d’Aubigné", "R&D <équipe>"]
NAMES = {"a": "http://www.w3.org/2005/Atom", "dc": "http://purl.org/dc/elements/1.1/"}


def written(draw):
    """Draw a title, a date, perhaps an update, and authors."""
    title = " ".join(draw.choices(WORDS, k=draw.randint(3, 9)))
    day = date(2023, 1, 1) + timedelta(draw.randrange(300))
    hour = draw.choice(["", "T09:30", "T23:59"])
    authors = draw.sample(AUTHORS, draw.randint(1, 3))
    updated = f"{day + timedelta(9)}T10:00" if draw.random() < 0.5 else None
    return title, f"{day}{hour}", updated, authors


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Return the pages of a hundred articles, and their feeds."""
    draw = random.Random(2)
    site = Site(tmp_path_factory.mktemp("metadata") / "site")
    site.write("site.yaml", SETTINGS + "feeds:\n  entries: 100\nlicense: https://license.example/by\n")
    for number in range(100):
        title, day, updated, authors = written(draw)
        site.write(
            f"content/{number}.md",
            f"---\ntitle: {json.dumps(title)}\ndate: {day}\n"
            + (f"updated: {updated}\n" if updated else "")
            + f"authors: {json.dumps(authors)}\nsummary: Un résumé.\n---\nUn corps.\n",
        )
    site.build()
    return site.tree()


def articles(tree):
    return [path for path in sorted(tree) if re.fullmatch(r"2023/\d\d/\d\d/\d+/index.html", path)]


def meta(page, name):
    return [element.get("content") for element in page.xpath(f"//meta[@name='{name}' or @property='{name}']")]


def from_page(data):
    """Return (title, published, modified, authors) as each reader of one page finds them."""
    page = html.fromstring(data)
    graph = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["@graph"]
    news = next(thing for thing in graph if thing["@type"] == "NewsArticle")
    published = page.xpath("//time[contains(@class, 'dt-published')]/@datetime")[0]
    modified = (page.xpath("//time[contains(@class, 'dt-updated')]/@datetime") or [published])[0]
    authors = [a.text_content() for a in page.xpath("//a[contains(@class, 'p-author')]")]
    return {
        "text": (page.xpath("//h1")[0].text_content(), published, modified, authors),
        "json-ld": (
            news["headline"],
            news["datePublished"],
            news["dateModified"],
            [author["name"] for author in news["author"]],
        ),
        "open graph": (
            meta(page, "og:title")[0],
            meta(page, "article:published_time")[0],
            (meta(page, "article:modified_time") or [published])[0],
            authors,
        ),
        "citation": (
            meta(page, "citation_title")[0],
            published
            if meta(page, "citation_publication_date") == [published[:10].replace("-", "/")]
            else "",
            modified,
            meta(page, "citation_author"),
        ),
        "dublin core": (
            meta(page, "DC.title")[0],
            meta(page, "DC.date")[0],
            modified,
            meta(page, "DC.creator"),
        ),
    }


def test_title_dates_and_authors_are_the_same_for_every_reader_of_a_page(tree):
    paths = articles(tree)
    told = {path: from_page(tree[path]) for path in paths}

    assert len(paths) == 100
    assert {path: found for path, found in told.items() if len(set(map(repr, found.values()))) > 1} == {}


def moment(written):
    """Return an instant without what a day alone does not say."""
    return written if len(written) > 10 else f"{written}T00:00:00"


def instants(data):
    title, published, modified, authors = from_page(data)["text"]
    return title, moment(published)[:16], moment(modified)[:16], authors


def feeds(tree):
    """Yield (address, title, published, modified, authors) of every entry; RSS tells no update."""
    for entry in etree.fromstring(tree["feed.atom"]).findall("a:entry", NAMES):
        authors = [name.text for name in entry.findall("a:author/a:name", NAMES)]
        texts = [entry.find(f"a:{name}", NAMES).text for name in ("title", "published", "updated")]
        yield entry.find("a:link", NAMES).get("href"), texts[0], texts[1][:16], texts[2][:16], authors
    for item in etree.fromstring(tree["feed.rss"]).iter("item"):
        authors = [name.text for name in item.findall("dc:creator", NAMES)]
        day = parsedate_to_datetime(item.find("pubDate").text).isoformat()[:16]
        yield item.find("link").text, item.find("title").text, day, None, authors
    for item in json.loads(tree["feed.json"])["items"]:
        authors = [author["name"] for author in item["authors"]]
        dates = item["date_published"][:16], item["date_modified"][:16]
        yield item["url"], item["title"], *dates, authors


def test_the_three_feeds_say_what_the_pages_say(tree):
    shown = {f"{BASE}{path.removesuffix('index.html')}": instants(tree[path]) for path in articles(tree)}
    told = list(feeds(tree))

    assert len(told) == 300
    for url, title, published, modified, authors in told:
        assert (title, published, modified or shown[url][2], authors) == shown[url]


def test_the_sitemap_dates_an_article_as_its_page_does(tree):
    found = {}
    for path in tree:
        if re.fullmatch(r"sitemap-2023-\d\d.xml", path):
            for url in etree.fromstring(tree[path]):
                loc, lastmod = (child.text for child in url[:2])
                found[loc] = moment(lastmod)[:16]
    shown = {f"{BASE}{path.removesuffix('index.html')}": instants(tree[path])[2] for path in articles(tree)}

    assert {url: day for url, day in found.items() if url in shown} == shown


def test_every_page_but_that_for_wrong_addresses_says_its_place_in_the_site(tree):
    for path, data in tree.items():
        page = html.fromstring(data) if path.endswith(".html") else None
        if page is not None and page.xpath("//link[@rel='stylesheet']") and not path.endswith("404.html"):
            graph = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["@graph"]
            kinds = [thing["@type"] for thing in graph]

            assert kinds[0] in {"NewsArticle", "CollectionPage"}
            assert path in {"index.html", "en/index.html"} or kinds[1] == "BreadcrumbList"


def test_a_correction_a_source_and_a_picture_are_told(tmp_path):
    site = Site(tmp_path / "site")
    site.write("content/une.png", _PNG)
    site.article(
        "a.md",
        date="2023-11-18",
        image="{src: une.png, alt: Une image}",
        sources='[{title: "Annonce", url: "https://a.example/x", archived: "https://b.example/y"}]',
        corrections='[{date: 2023-11-20, text: "Un nom était faux."}]',
    ).build()
    page = html.fromstring(site.page("2023/11/18/a/index.html"))
    news = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["@graph"][0]

    assert news["image"] == [f"{BASE}2023/11/18/a/une.png"]
    assert meta(page, "og:image") == news["image"]
    assert news["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "Annonce",
            "url": "https://a.example/x",
            "archivedAt": "https://b.example/y",
        }
    ]
    assert news["correction"] == [
        {"@type": "CorrectionComment", "text": "Un nom était faux.", "datePublished": "2023-11-20"}
    ]
    assert news["dateModified"] == "2023-11-20"


def test_an_article_is_an_entry_of_microformats(tree):
    page = html.fromstring(tree[articles(tree)[0]])
    (entry,) = page.xpath("//article[contains(@class, 'h-entry')]")
    classes = set(" ".join(entry.xpath(".//@class")).split())

    assert classes >= {"p-name", "dt-published", "p-author", "h-card", "p-summary", "e-content", "u-url"}


def test_every_script_of_a_page_is_data(tree):
    for path, data in tree.items():
        if path.endswith(".html"):
            kinds = set(html.fromstring(data).xpath("//script/@type"))
            assert kinds <= {"application/ld+json"}, path
            assert data.count(b"<script") == data.count(b'<script type="application/ld+json">'), path


def test_a_person_is_told_with_the_pages_about_them_elsewhere(tmp_path):
    site = Site(tmp_path / "site")
    site.article("a.md", people="[Ada Lune]")
    site.write(
        "content/_people/ada-lune.md",
        "---\ntitle: Ada Lune\nsummary: Astronome.\nsame_as: [https://w.example/Q1]\n---\n",
    ).build()
    page = html.fromstring(site.page("people/ada-lune/index.html"))
    about = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)["@graph"][0]["about"]

    assert about == {
        "@type": "Person",
        "name": "Ada Lune",
        "description": "Astronome.",
        "url": f"{BASE}people/ada-lune/",
        "sameAs": ["https://w.example/Q1"],
    }
    assert page.xpath("//p[@class='same-as']/a/@href") == ["https://w.example/Q1"]


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
