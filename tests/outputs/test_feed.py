"""Feeds: complete, absolute, valid; each rule that a validator would check is checked here."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from openai_news import shape
from openai_news.feeds import atom as atom_form
from openai_news.feeds import json_feed
from openai_news.feeds import rss as rss_form
from openai_news.feeds.view import Author, Category, Entry, FeedView
from openai_news.model import (
    Body,
    Correction,
    FileCard,
    LabelCard,
    Reference,
)
from openai_news.outputs import feed, feed_archive
from outputs.machine_support import Archive, body, card, moment

OUTPUTS = (*feed.OUTPUTS, *feed_archive.OUTPUTS)
ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ROOT = "https://veilleur.example/"
TAG_URI = re.compile(r"tag:[a-z0-9.\-]+,\d{4}(-\d\d){0,2}:[\w;/?:@&=+$.\-!~*'()%,]+", re.ASCII)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
HOSTILE = (
    "</script><script>",
    "<!--<script>",
    '"><img onerror=x>',
    "]]>",
    "{{7*7}}",
    "&amp;lt; & <b>",
    "Ça & là « oui »",
    "a\x00b\x0bc\x1fd\ufffee",
)

TERMS = (
    ("tags", "ia", "IA"),
    ("people", "sam-altman", "Sam Altman"),
    ("authors", "marie", "Marie Dupont"),
)


@pytest.fixture
def archive(tmp_path):
    items = {
        "article|a": card("a", "2023-10-05", terms=TERMS),
        "article|b": card("b", "2023-11-18T14:05", terms=TERMS, summary="Résumé & suite"),
        "article|c": card("c", "2023-11-19", updated=moment("2023-12-01T08:00")),
        "article|en": card("en", "2023-11-20", "en"),
        "article|hidden": card("hidden", "2023-12-02", noindex=True, terms=TERMS),
        "label|fr|tags|ia": LabelCard("Intelligence artificielle", "fr", "Tout sur l’IA"),
    }
    bodies = {key: body(f"<p>Corps de {key}.</p>\n") for key in items if "article" in key}
    return Archive(tmp_path, items, bodies)


def atom(archive, path="feed.atom"):
    return etree.fromstring(archive.files(OUTPUTS)[path])


def rss(archive, path="feed.rss"):
    return etree.fromstring(archive.files(OUTPUTS)[path]).find("channel")


def links(element):
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


# --- which feeds there are, and what is in them


def test_every_language_term_and_month_has_its_feeds(archive):
    paths = sorted(archive.files(OUTPUTS))
    lists = ["", "authors/marie/", "en/", "people/sam-altman/", "tags/ia/"]
    months = ["2023/10/", "2023/11/", "2023/12/", "en/2023/11/"]
    every = [f"{place}feed.{form}" for place in lists for form in ("atom", "rss", "json")]
    assert paths == sorted([*every, *(f"{month}feed.atom" for month in months)])


def test_a_feed_shows_the_newest_articles_of_its_language_without_hidden_ones(archive):
    titles = [entry.findtext(f"{ATOM}title") for entry in atom(archive).findall(f"{ATOM}entry")]
    assert titles == ["Titre de c", "Titre de b", "Titre de a"]


def test_a_term_s_feed_shows_its_articles_only(archive):
    found = atom(archive, "tags/ia/feed.atom").findall(f"{ATOM}entry/{ATOM}title")
    assert [title.text for title in found] == ["Titre de b", "Titre de a"]


def test_a_feed_is_as_long_as_the_configuration_says(tmp_path):
    items = {f"article|{n}": card(f"n{n}", f"2023-11-{n:02d}", terms=TERMS) for n in range(1, 9)}
    archive = Archive(tmp_path, items, feeds={"entries": 3, "term_entries": 2})
    files = archive.files(OUTPUTS)
    counts = [files[path].count(b"<entry>") for path in ("feed.atom", "tags/ia/feed.atom")]
    assert counts == [3, 2]


def test_only_the_configured_forms_are_made(tmp_path):
    archive = Archive(tmp_path, {"article|a": card("a")}, feeds={"formats": ["rss"]})
    assert sorted(archive.files(OUTPUTS)) == ["en/feed.rss", "feed.rss"]


def test_a_term_is_called_by_its_own_file_s_title(archive):
    found = atom(archive, "tags/ia/feed.atom")
    shown = [found.findtext(f"{ATOM}{name}") for name in ("title", "subtitle")]
    assert shown == ["Intelligence artificielle — Le Veilleur & Cie", "Tout sur l’IA"]


# --- full content that stands alone


def test_links_and_pictures_of_a_body_become_absolute(tmp_path):
    marked = (
        '<p><a href="#note-1">1</a> \x02a 0\x03ici\x02/a\x03 <img src="\x02f 1\x03" alt="" '
        "\x02s 1\x03> \x02a 2\x03plan\x02/a\x03</p>"
    )
    references = (
        Reference("article", "b.md"),
        Reference("file", "img/photo d'été.jpg"),
        Reference("site", "/tags/", "haut"),
    )
    items = {
        "article|a.md": card("a", "2023-11-17"),
        "article|b.md": card("b"),
        "file|img/photo d'été.jpg": FileCard("0", 640, 480),
    }
    archive = Archive(tmp_path, items, {"article|a.md": Body(marked, references)})
    content = rss(archive).findall("item")[1].findtext("description")
    assert content == (
        f'<p><a href="{ROOT}2023/11/17/a/#note-1">1</a> '
        f'<a href="{ROOT}2023/11/18/b/">ici</a> '
        f'<img src="{ROOT}2023/11/17/a/photo%20d%27%C3%A9t%C3%A9.jpg" alt="" '
        'width="640" height="480"> '
        f'<a href="{ROOT}tags/#haut">plan</a></p>'
    )


def test_text_that_looks_like_a_link_to_a_heading_is_left_alone(tmp_path):
    shown = '<p><code>a href="#x"</code></p>'
    archive = Archive(tmp_path, {"article|a": card("a")}, {"article|a": body(shown)})
    assert rss(archive).findtext("item/description") == shown


def test_corrections_follow_the_body_in_every_form(tmp_path):
    corrected = body(
        "<p>Corps.</p>",
        corrections=(Correction(moment("2023-11-20"), "Le nom était <faux> & mal écrit."),),
    )
    archive = Archive(tmp_path, {"article|a": card("a")}, {"article|a": corrected})
    files = archive.files(OUTPUTS)
    contents = [
        etree.fromstring(files["feed.atom"]).findtext(f"{ATOM}entry/{ATOM}content"),
        etree.fromstring(files["feed.rss"]).findtext("channel/item/description"),
        json.loads(files["feed.json"])["items"][0]["content_html"],
    ]
    told = [html.fragment_fromstring(content, create_parent=True) for content in contents]
    assert len(set(contents)) == 1
    assert told[0].findtext(".//strong") == "Correction"
    assert told[0].find(".//time").get("datetime") == "2023-11-20"
    assert "Le nom était <faux> & mal écrit." in told[0].text_content()


def test_a_body_that_changes_is_a_read_of_the_feed(archive):
    read = archive.read("language|fr")
    list(feed.site_pages("language|fr", read.card("language|fr"), read, archive.site))
    assert {"body:article|a", "body:article|b", "body:article|c"} <= read.reads.keys()


# --- Atom, RFC 4287


def test_an_atom_feed_has_what_rfc_4287_requires(archive):
    for path, data in archive.files(OUTPUTS).items():
        if path.endswith(".atom"):
            check_atom(etree.fromstring(data))


def check_atom(root):
    assert root.get(LANG) in {"fr", "en"}
    assert {"self", "alternate"} <= links(root).keys()
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    for one in [root, *root.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1
        assert TAG_URI.fullmatch(one.findtext(f"{ATOM}id"))
        assert len([a for a in one.findall(f"{ATOM}link") if a.get("rel") == "alternate"]) == 1
    for element in root.iter(f"{ATOM}updated", f"{ATOM}published"):
        assert datetime.fromisoformat(element.text).tzinfo
    for element in root.iter(f"{ATOM}link", f"{ATOM}category"):
        assert (element.get("href") or element.get("scheme")).startswith(ROOT)
    for entry in root.findall(f"{ATOM}entry"):
        assert entry.find(f"{ATOM}content").get("type") == "html"


def test_an_atom_feed_is_as_new_as_its_newest_change(archive):
    assert atom(archive).findtext(f"{ATOM}updated") == "2023-12-01T08:00:00+01:00"


def test_an_empty_feed_has_a_constant_date(tmp_path):
    assert atom(Archive(tmp_path, {})).findtext(f"{ATOM}updated").startswith("2000-01-01T00:00:00")


def test_an_entry_names_its_authors_and_terms(archive):
    entry = atom(archive).findall(f"{ATOM}entry")[1]
    categories = entry.findall(f"{ATOM}category")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Marie Dupont"
    assert entry.findtext(f"{ATOM}author/{ATOM}uri") == f"{ROOT}authors/marie/"
    assert [dict(category.attrib) for category in categories] == [
        {"term": "ia", "scheme": f"{ROOT}tags/", "label": "IA"},
        {"term": "sam-altman", "scheme": f"{ROOT}people/", "label": "Sam Altman"},
    ]


def test_ids_survive_a_move_of_the_site(tmp_path, archive):
    (tmp_path / "moved").mkdir()
    moved = Archive(
        tmp_path / "moved",
        {"article|a": card("a", "2023-10-05")},
        base_url="https://autre.example/nouvelles/",
    )
    before, after = atom(archive), atom(moved)
    ids = [[e.text for e in root.iter(f"{ATOM}id")] for root in (before, after)]
    assert ids[1] == [ids[0][0], ids[0][-1]]


# --- the whole archive, RFC 5005


def test_the_feed_leads_to_the_newest_month_and_months_to_one_another(archive):
    followed, path = [], "feed.atom"
    while path:
        following = links(atom(archive, path)).get("prev-archive", "")
        path = following.removeprefix(ROOT)
        followed.append(path)
    assert followed == ["2023/12/feed.atom", "2023/11/feed.atom", "2023/10/feed.atom", ""]


def test_a_month_s_document_says_that_it_is_an_archive_and_where_the_feed_is(archive):
    root = atom(archive, "2023/11/feed.atom")
    assert root.find(f"{HISTORY}archive") is not None
    assert links(root) == {
        "self": f"{ROOT}2023/11/feed.atom",
        "alternate": f"{ROOT}2023/11/",
        "current": f"{ROOT}feed.atom",
        "prev-archive": f"{ROOT}2023/10/feed.atom",
        "next-archive": f"{ROOT}2023/12/feed.atom",
    }


def test_every_article_is_in_the_archive_once(archive):
    months = ("2023/10/", "2023/11/", "2023/12/")
    titles = [
        title.text
        for month in months
        for title in atom(archive, f"{month}feed.atom").iterfind(f"{ATOM}entry/{ATOM}title")
    ]
    assert sorted(titles) == ["Titre de a", "Titre de b", "Titre de c"]


# A day's articles by their names; in months with more than two, each day has a document but the newest.
BUSY = {
    "2023-10-30": "a",
    "2023-11-01": "bc",
    "2023-11-18": "d",
    "2023-11-20": "ef",
    "2023-12-01": "ghi",
    "2024-02-28": "jk",
    "2024-03-01": "lm",
    "2024-03-02": "n",
}
CHAIN = {
    "2023/10": "a",
    "2023/11/01": "bc",
    "2023/11/18": "d",
    "2023/11": "ef",
    "2023/12": "ghi",
    "2024/02": "jk",
    "2024/03/01": "lm",
    "2024/03": "n",
}


@pytest.fixture
def busy(tmp_path, monkeypatch):
    for module in (shape, feed_archive):
        monkeypatch.setattr(module, "MONTH_WHOLE", 2)
    items = {f"article|{name}": card(name, day) for day, names in BUSY.items() for name in names}
    return Archive(tmp_path, items)


def walked(archive, path, relation):
    """Return the documents from one on, as they lead to one another, with their articles."""
    found = {}
    while path:
        root = atom(archive, path)
        titles = [title.text[-1] for title in root.iterfind(f"{ATOM}entry/{ATOM}title")]
        found[path.removesuffix("/feed.atom")] = "".join(sorted(titles))
        path = links(root).get(relation, "").removeprefix(ROOT)
    return found


def test_a_month_with_many_articles_is_split_in_days(busy):
    found = walked(busy, "2023/10/feed.atom", "next-archive")
    assert list(found.items()) == list(CHAIN.items())


def test_the_feed_leads_back_through_months_and_days(busy):
    feed_path = links(atom(busy))["prev-archive"].removeprefix(ROOT)
    found = walked(busy, feed_path, "prev-archive")
    assert list(found.items()) == list(CHAIN.items())[::-1]


def test_a_document_of_a_month_or_day_is_named_by_the_day_whose_articles_it_has(busy):
    for path, day in (("2023/11/feed.atom", "20\xa0novembre"), ("2023/11/18/feed.atom", "18\xa0novembre")):
        root = atom(busy, path)
        assert day in root.findtext(f"{ATOM}title")
        assert links(root)["self"] == f"{ROOT}{path}"
        assert links(root)["alternate"] == f"{ROOT}2023/11/{day[:2]}/"
        assert links(root)["current"] == f"{ROOT}feed.atom"


def test_the_archive_can_be_switched_off(tmp_path):
    archive = Archive(tmp_path, {"article|a": card("a")}, feeds={"archive": False})
    assert "prev-archive" not in links(atom(archive))
    assert "2023/11/feed.atom" not in archive.files(OUTPUTS)


# --- RSS 2.0


def test_an_rss_feed_keeps_the_validator_s_rules(archive):
    for path, data in archive.files(OUTPUTS).items():
        if path.endswith(".rss"):
            check_rss(etree.fromstring(data), f"{ROOT}{path}")


def check_rss(root, url):
    channel = root.find("channel")
    assert root.get("version") == "2.0"
    for name in ("title", "link", "description", "language"):
        assert channel.findtext(name)
    assert links(channel) == {"self": url}
    guids = [guid.text for guid in channel.iter("guid")]
    assert len(set(guids)) == len(guids)
    for item in channel.iter("item"):
        names = [child.tag for child in item]
        assert "description" in names
        assert names.index("description") < [*names, f"{CONTENT}encoded"].index(f"{CONTENT}encoded")
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.findtext("link").startswith(ROOT)


def test_rss_dates_are_english_whatever_the_language(archive):
    dates = [date.text for date in rss(archive).iter("pubDate")]
    assert dates[1] == "Sat, 18 Nov 2023 14:05:00 +0100"
    assert [parsedate_to_datetime(date).day for date in dates] == [19, 18, 5]


def test_an_rss_description_is_html_and_a_title_plain_text(archive):
    item = rss(archive).findall("item")[1]
    assert unescape(item.findtext("description")) == "Résumé & suite"
    assert item.findtext(CREATOR) == "Marie Dupont"
    assert [c.text for c in item.findall("category")] == ["IA", "Sam Altman"]


# --- JSON Feed 1.1


def test_a_json_feed_has_what_version_1_1_asks_for(archive):
    found = json.loads(archive.files(OUTPUTS)["feed.json"])
    first, second, _ = found["items"]
    assert {name: found[name] for name in found if name != "items"} == {
        "version": "https://jsonfeed.org/version/1.1",
        "_generator": {"name": "openai-news"},
        "title": "Le Veilleur & Cie",
        "home_page_url": ROOT,
        "feed_url": f"{ROOT}feed.json",
        "language": "fr",
        "authors": [{"name": "Le Veilleur & Cie"}],
    }
    assert first["date_modified"] == "2023-12-01T08:00:00+01:00"
    assert second == {
        "id": "tag:veilleur.example,2023:b",
        "url": f"{ROOT}2023/11/18/b/",
        "title": "Titre de b",
        "summary": "Résumé & suite",
        "content_html": "<p>Corps de article|b.</p>\n",
        "date_published": "2023-11-18T14:05:00+01:00",
        "date_modified": "2023-11-18T14:05:00+01:00",
        "authors": [{"name": "Marie Dupont", "url": f"{ROOT}authors/marie/"}],
        "tags": ["IA", "Sam Altman"],
    }


def test_an_empty_json_feed_still_has_its_list_of_items(tmp_path):
    assert json.loads(Archive(tmp_path, {}).files(feed.OUTPUTS)["feed.json"])["items"] == []


# --- whatever a title holds, a reader gets it as typed


def view(text):
    entry = Entry(
        id="tag:veilleur.example,2023:a",
        url=f"{ROOT}a/",
        title=text,
        summary=text,
        html=f"<p>{text}</p>",
        published=moment("2023-11-18"),
        updated=moment("2023-11-18"),
        authors=(Author(text, ROOT),),
        categories=(Category("a", text, ROOT),),
    )
    return FeedView("tag:x,2026:f", "fr", text, text, text, ROOT, ROOT, (entry,))


def check_round_trip(text):
    expected = NOT_XML.sub("", text)
    atom_feed = etree.fromstring(atom_form.write(view(text)))
    rss_item = etree.fromstring(rss_form.write(view(text))).find("channel/item")
    json_item = json.loads(json_feed.write(view(text)))["items"][0]
    entry = atom_feed.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == expected
    assert entry.findtext(f"{ATOM}content") == f"<p>{expected}</p>"
    assert entry.find(f"{ATOM}category").get("label") == expected
    assert rss_item.findtext("title") == expected
    assert rss_item.findtext(CREATOR) == expected
    assert json_item.get("title", "") == text
    assert json_item["content_html"] == f"<p>{text}</p>"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_is_read_as_typed_minus_what_xml_forbids(text):
    check_round_trip(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_title_is_read_as_typed_minus_what_xml_forbids(text):
    check_round_trip(text)
