"""The pages and lines that serve readers beside the articles: updates, feeds, reports, footers."""

import json
from io import BytesIO
from urllib.parse import unquote
from urllib.robotparser import RobotFileParser

import pytest
from lxml import html
from PIL import Image

from support.site import SETTINGS, Site

URL = "https://veilleur.example/2023/11/18/a/"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "site")


def said(site, path, xpath):
    return [" ".join(found.text_content().split()) for found in html.fromstring(site.page(path)).xpath(xpath)]


def hrefs(site, path, xpath):
    return html.fromstring(site.page(path)).xpath(xpath + "/@href")


def test_what_was_updated_or_corrected_is_listed_newest_first(site):
    site.article("a.md", "Première", date="2023-11-18", updated="2023-12-01")
    site.article("b.md", "Deuxième", corrections='[{date: 2024-01-02, text: "Un nom."}]')
    site.article("c.md", "Troisième").build()

    assert said(site, "updates/index.html", "//main//h2") == ["Deuxième", "Première"]
    assert "Un nom." in site.page("updates/index.html")


def test_all_feeds_are_on_one_page(site):
    site.article("a.md", tags="[Élection, Budget]").build()
    found = hrefs(site, "feeds/index.html", "//main//dd/a")

    assert found[:3] == ["../feed.atom", "../feed.rss", "../feed.json"]
    assert "../tags/budget/feed.atom" in found
    assert said(site, "feeds/index.html", "//main//dt")[:3] == ["Tous les articles", "Budget", "Élection"]


def test_a_site_without_feeds_has_no_page_of_feeds(site):
    site.write("site.yaml", SETTINGS + "feeds:\n  formats: []\n").article("a.md").build()

    assert not site.has("feeds/index.html")
    assert hrefs(site, "index.html", "//footer//a[contains(@href, 'feeds')]") == []


def test_an_error_is_reported_with_the_article_s_address(site):
    site.write("site.yaml", SETTINGS + "contact: redaction@veilleur.example\n")
    site.article("a.md", date="2023-11-18").build()
    (link,) = hrefs(site, "2023/11/18/a/index.html", "//p[@class='report']/a")

    assert link.startswith("mailto:redaction@veilleur.example?subject=")
    assert unquote(link).endswith(URL)


def test_without_a_contact_nothing_asks_for_reports(site):
    site.article("a.md", date="2023-11-18").build()

    assert hrefs(site, "2023/11/18/a/index.html", "//p[@class='report']/a") == []


def test_an_article_says_its_age_and_how_to_cite_it(site):
    site.article("a.md", date="2023-11-18").build()

    (banner,) = said(site, "2023/11/18/a/index.html", "//p[@class='banner']")
    assert banner.endswith("article publié le 18 novembre 2023")
    assert URL in said(site, "2023/11/18/a/index.html", "//details[@class='cite']/p")[0]


def test_a_heading_leads_to_itself(site):
    site.article("a.md", date="2023-11-18", body="## Un « titre »\n\nDu texte.").build()
    (anchor,) = html.fromstring(site.page("2023/11/18/a/index.html")).xpath("//h2/a[@class='anchor']")

    assert anchor.get("href") == "#s-un-titre"
    assert "titre" in anchor.get("aria-label")
    assert "§" not in site.page("feed.atom")


def test_a_page_of_the_footer_is_linked_from_every_page(site):
    site.write("site.yaml", SETTINGS + "footer: [mentions-legales]\n")
    site.write("content/_pages/mentions-legales.md", "---\ntitle: Mentions légales\n---\nQui publie.\n")
    site.article("a.md", date="2023-11-18").build()

    for path in ("index.html", "2023/11/18/a/index.html", "en/index.html"):
        assert any("mentions-legales" in link for link in hrefs(site, path, "//footer//a"))


def test_a_page_of_the_footer_that_is_missing_is_an_error_and_an_empty_one_a_warning(site):
    site.write("site.yaml", SETTINGS + "footer: [mentions-legales]\n").article("a.md")
    missing = site.build()
    site.write("content/_pages/mentions-legales.md", "---\ntitle: Mentions légales\n---\n")
    empty = site.build()

    assert ([p.code for p in missing.problems], missing.done) == (["E409"], False)
    assert ([p.code for p in empty.problems], empty.done) == (["W409"], True)


@pytest.mark.parametrize(
    ("ai", "kept_out"),
    [("allow", set()), ("no-train", {"GPTBot"}), ("deny", {"GPTBot", "PerplexityBot"})],
)
def test_one_setting_tells_robots_what_they_may_do(site, ai, kept_out):
    site.write("site.yaml", SETTINGS + f"ai: {ai}\n").article("a.md").build()
    rules = RobotFileParser()
    rules.parse(site.page("robots.txt").splitlines())
    names = ("GPTBot", "PerplexityBot", "Googlebot", "archive.org_bot")

    assert {name for name in names if not rules.can_fetch(name, URL)} == kept_out
    reserved = html.fromstring(site.page("index.html")).xpath("//meta[@name='tdm-reservation']/@content")
    assert reserved == (["1"] if kept_out else [])
    assert site.has(".well-known/tdmrep.json") == bool(kept_out)
    if kept_out:
        assert json.loads(site.page(".well-known/tdmrep.json"))[0]["tdm-reservation"] == 1


def test_headers_say_what_the_page_says_and_more(site):
    site.article("a.md").build()
    (policy,) = html.fromstring(site.page("index.html")).xpath("//meta[@http-equiv]/@content")
    headers = site.page("_headers")
    (style,) = (path.name for path in (site.dist / "static").glob("style.*.css"))

    assert f"Content-Security-Policy: {policy}; frame-ancestors 'none'" in headers
    assert f"/static/{style}\n  Cache-Control: public, max-age=31536000, immutable\n" in headers


def test_headers_speak_of_the_addresses_of_a_site_below_another(site):
    site.edit("site.yaml", "veilleur.example", "veilleur.example/archive").article("a.md").build()

    assert "\n/archive/static/style." in site.page("_headers")


def test_headers_name_a_file_as_soon_as_a_template_does(site):
    site.write("static/plus.css", "p { color: red }").article("a.md").build()
    link = "{% block head %}<link href='{{ asset(\"plus.css\") }}'>{% endblock %}"
    named = f"{{% extends 'default/article.html' %}}{link}"
    site.write("templates/article.html", named).build()

    assert "/static/plus." in site.page("_headers")
    assert site.tree() == site.clean_tree()

    site.remove("templates").build()

    assert "/static/plus." not in site.page("_headers")
    assert site.tree() == site.clean_tree()


def test_a_day_says_the_hour_of_what_has_one_and_begins_with_a_capital(site):
    site.article("a.md", "Matin", date="2023-11-18 09:05").article("b.md", "Sans heure").build()
    page = html.fromstring(site.page("2023/11/18/index.html"))

    assert page.xpath("//time[@class='hour']/text()") == ["9\xa0h\xa005"]
    assert page.findtext(".//title").startswith("Samedi 18\xa0novembre\xa02023 — ")
    assert html.fromstring(site.page("2023/11/index.html")).findtext(".//caption") == "Novembre\xa02023"


def test_contents_are_set_as_their_headings_are(site):
    body = "\n\n".join(f"## Et {name} ?\n\nTexte." for name in ("un", "deux", "trois"))
    site.article("a.md", body=body).build()
    page = html.fromstring(site.page("2023/11/18/a/index.html"))

    assert page.xpath("//nav[@class='contents']//a/text()")[0] == "Et un\u202f?"


def test_what_a_page_names_already_is_not_related_too(site):
    site.article("a.md", "Avant", tags="[x]", followed_by="[b.md]").article("b.md", "Après", tags="[x]")
    site.article("c.md", "Dossier", tags="[x]", series="[S]").article(
        "d.md", "Suite", tags="[x]", series="[S]"
    )
    site.build()

    def related(slug):
        page = html.fromstring(site.page(f"2023/11/18/{slug}/index.html"))
        return set(page.xpath("//section[@class='related']//a/text()"))

    assert "Dossier" in related("a")
    assert "Après" not in related("a")
    assert "Avant" not in related("b")
    assert related("c") == {"Après", "Avant"}


def test_the_picture_of_a_term_keeps_its_credit(site):
    data = BytesIO()
    Image.new("RGB", (3, 2)).save(data, "PNG")
    picture = "{src: p.png, alt: Un portrait, caption: La légende, credit: AFP}"
    site.write("content/_people/p.png", data.getvalue())
    site.write("content/_people/ada.md", f"---\ntitle: Ada\nimage: {picture}\n---\nUn mot.\n")
    site.article("a.md", people="[Ada]").build()
    page = html.fromstring(site.page("people/ada/index.html"))

    assert page.xpath("//figure[@class='portrait']//span[@class='credit']/text()") == ["AFP"]
