"""The theme: pages from views, what templates depend on, what is refused in them."""

import gzip
import json
import re
import subprocess
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import jinja2
import lxml.html
import msgspec
import pytest

from openai_news import views
from openai_news.errors import draw
from openai_news.theme import TemplateError, load, sources_digest
from openai_news.theme_engine import Engine
from openai_news.views import Link, When
from openai_news.words import Words

ROOT = Path(__file__).parent.parent
STYLE = "3fa2c1d4" * 4
HOSTILE = """</script><script>alert(1)</script><!--<script>"'>&amp;{{ 7 * 7 }}\u2028"""


def folder(path):
    return {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file()
    }


SHIPPED = folder(ROOT / "templates")
ASSETS = {"style.css": STYLE}


# --- views as outputs would make them


def when(day="2023-11-18", text="18 novembre 2023", long="samedi 18 novembre 2023"):
    return When(day, text, long)


def teaser(title="Un titre", href="../titre/index.html", **more):
    return views.Teaser(**{"title": title, "href": href, "date": when()} | more)


def frame(kind, title="Un titre", **more):
    return {
        "site": views.SiteView(
            "Le Veilleur",
            "L’actualité, jour après jour.",
            "Le Veilleur",
            "../index.html",
            "https://veilleur.example/",
        ),
        "kind": kind,
        "lang": "fr",
        "title": title,
        "description": "",
        "canonical": "https://veilleur.example/page/",
        "root": "../",
        "policy": "default-src 'none'",
        "nav": (Link("Années", "../archives/index.html"), Link("Sujets", "../tags/index.html")),
        "breadcrumb": (Link("Accueil", "../index.html"), Link("2023", "../2023/index.html")),
        "feeds": (views.FeedLink("application/atom+xml", "Le Veilleur", "../feed.atom"),),
    } | more


def month(title="novembre 2023", *, busy=True):
    cells = [views.Cell(day) for day in (0, 0, *range(1, 31), 0, 0, 0)]
    if busy:
        cells[19] = views.Cell(18, 3, 5, "18/index.html", "18 novembre 2023, 3 articles")
    return views.Calendar(
        title=title,
        href="11/index.html" if busy else "",
        count=3 if busy else 0,
        weekdays=tuple(
            (day, day[0].upper())
            for day in ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
        ),
        weeks=tuple(tuple(cells[at : at + 7]) for at in range(0, 35, 7)),
    )


def timeline(*, linked=True):
    href = "../2023/11/index.html" if linked else ""
    bars = (
        views.Bar(11, "décembre 2022", 1, 34, href),
        views.Bar(22, "novembre 2023", 3, 100, href),
    )
    return views.Timeline(
        bars,
        by_year=False,
        width=24,
        years=(2022, 2023),
        first="décembre 2022",
        last="novembre 2023",
        most=3,
    )


BODY = '<p>Un « texte ».</p>\n<h2 id="s-un">Un</h2>\n<p>Suite.</p>'


def article(**more):
    fields = {
        "summary": "Un chapeau.",
        "date": when(),
        "updated": when("2023-11-20", "20 novembre 2023", "lundi 20 novembre 2023"),
        "section": Link("Entreprise", "../sections/entreprise/index.html"),
        "authors": (
            Link("Ada Lune", "../authors/ada/index.html"),
            Link("Bo Rey", "../authors/bo/index.html"),
        ),
        "groups": (
            views.TermGroup(
                "tags", "Sujets", "../tags/index.html", (Link("Lune", "../tags/lune/index.html"),)
            ),
        ),
        "image": views.Figure("../page/une.jpg", "Une vue", "La légende", "Photo Bo Rey", 1200, 800),
        "body_html": BODY,
        "headings": tuple(views.Anchor(2, f"s-{name}", name.title()) for name in ("un", "deux", "trois")),
        "minutes": 4,
        "sources": (
            views.SourceView(
                "Annonce",
                "https://source.example/",
                "La Source",
                "A. B.",
                when(),
                when(),
                "https://web.example/1",
            ),
            views.SourceView("Sans lien", "", "La Source", "", None, None, ""),
        ),
        "corrections": (views.CorrectionView(when(), "correction", "Un nom était faux.", "Ada Lune"),),
        "followed_by": (teaser("La suite"),),
        "follows": (teaser("Ce qui précède"),),
        "series": (
            views.SeriesView("La série", "../series/s/index.html", 1, 2, 1, (teaser("Un"), teaser("Deux"))),
        ),
        "related": (teaser("Voisin"),),
        "previous": teaser("Avant"),
        "next": teaser("Après"),
        "id": "tag:veilleur.example,2023:titre",
    }
    return views.ArticleView(**frame("article", description="Un chapeau.") | fields | more)


def home(**more):
    fields = {
        "lead": teaser("La une", summary="Un chapeau.", section="Entreprise"),
        "latest": (teaser("Deux"), teaser("Trois", lang="en")),
        "timeline": timeline(),
        "years": (Link("2023", "2023/index.html", 3), Link("2022", "2022/index.html", 1)),
        "series": (Link("La série", "series/s/index.html", 5),),
        "subjects": (Link("Lune", "tags/lune/index.html", 1234),),
        "texts": (Link("À propos", "a-propos/index.html"),),
        "first": when("2022-12-01", "1er décembre 2022", "jeudi 1er décembre 2022"),
        "last": when(),
    }
    return views.HomeView(**frame("home", "Le Veilleur", root="", breadcrumb=()) | fields | more)


def day(**more):
    fields = {
        "date": when(),
        "articles": (teaser("Un", summary="Chapeau.", section="Entreprise"), teaser("Deux")),
        "previous": Link("17 novembre 2023", "../17/index.html"),
        "next": None,
    }
    return views.DayView(**frame("day", "samedi 18 novembre 2023") | fields | more)


def month_page(**more):
    fields = {
        "calendar": month(),
        "days": (views.DayGroup(when(), "18/index.html", (teaser("Un"), teaser("Deux"))),),
        "count": 2,
        "previous": None,
        "next": Link("décembre 2023", "../12/index.html"),
    }
    return views.MonthView(**frame("month", "novembre 2023") | fields | more)


def year(**more):
    fields = {
        "calendars": (*(month(f"mois {number}", busy=False) for number in range(1, 12)), month()),
        "months": (Link("novembre 2023", "11/index.html", 3),),
        "subjects": (Link("Lune", "../tags/lune/index.html", 2),),
        "count": 3,
        "previous": Link("2022", "../2022/index.html"),
        "next": None,
    }
    return views.YearView(**frame("year", "2023") | fields | more)


def years(**more):
    fields = {
        "years": (Link("2023", "../2023/index.html", 3), Link("2022", "../2022/index.html", 1)),
        "timeline": timeline(),
        "count": 4,
    }
    return views.YearsView(**frame("years", "Années") | fields | more)


def taxonomy(**more):
    letters = tuple(views.Letter(sign, (Link(f"{sign}lan", f"{sign}/index.html", 2),)) for sign in "ABCDEF")
    return views.TaxonomyView(
        **frame("taxonomy", "Sujets") | {"taxonomy": "tags", "letters": letters, "count": 6} | more
    )


def term(**more):
    fields = {
        "what": "tag",
        "taxonomy": Link("Sujets", "../index.html"),
        "summary": "Un satellite.",
        "description_html": "<p>Il tourne.</p>",
        "image": views.Figure("lune.jpg", "La Lune", width=200, height=200),
        "count": 3,
        "timeline": timeline(linked=False),
        "articles": (teaser("Un", summary="Chapeau."), teaser("Deux")),
        "years": (Link("2023", "2023/index.html", 3),),
    }
    return views.TermView(**frame("term", "Lune") | fields | more)


def term_period(**more):
    fields = {
        "what": "tag",
        "term": Link("Lune", "../index.html"),
        "period": "2023",
        "count": 2,
        "days": (views.DayGroup(when(), "18/index.html", (teaser("Un"),)),),
        "months": (Link("novembre 2023", "11/index.html", 3),),
        "previous": Link("2022", "../2022/index.html"),
        "next": None,
    }
    return views.TermPeriodView(**frame("term-period", "Lune, 2023") | fields | more)


def text(**more):
    fields = {"summary": "Ce qu’est ce site.", "body_html": BODY, "headings": ()}
    return views.TextView(**frame("page", "À propos") | fields | more)


def not_found(**more):
    fields = {"root": "/", "noindex": True, "years": (Link("2023", "/2023/", 3),)}
    return views.NotFoundView(**frame("not-found", "Page introuvable") | fields | more)


def redirect(**more):
    return views.RedirectView(**frame("redirect", noindex=True) | {"href": "../nouveau/index.html"} | more)


PAGES = {
    "article.html": article,
    "home.html": home,
    "day.html": day,
    "month.html": month_page,
    "year.html": year,
    "years.html": years,
    "taxonomy.html": taxonomy,
    "term.html": term,
    "term_period.html": term_period,
    "page.html": text,
    "404.html": not_found,
    "redirect.html": redirect,
}

WORDS = {lang: Words(lang) for lang in ("fr", "en")}


def theme(site=None, assets=ASSETS):
    """Return the shipped theme under a site's own templates, given as text."""
    return load({name: source.encode() for name, source in (site or {}).items()}, SHIPPED, assets)


SHIPPED_THEME = theme()


def page(name, view, lang="fr"):
    """Return a page of the shipped theme as a tree."""
    return lxml.html.document_fromstring(SHIPPED_THEME.render(name, view, WORDS[lang]))


def all_of(tree, path):
    """Return what an XPath finds anywhere; `.name` in it asks for a class."""
    return tree.xpath(
        "//" + re.sub(r"\.([a-z][a-z0-9-]*)", r"[contains(concat(' ', @class, ' '), ' \1 ')]", path)
    )


def one(tree, path):
    """Return the only element that an XPath finds."""
    (found,) = all_of(tree, path)
    return found


def words_of(element):
    return " ".join(element.text_content().split())


def refusal(site, assets=ASSETS):
    """Return what is said about a theme that cannot be loaded: code, place, values."""
    with pytest.raises(TemplateError) as caught:
        theme(site, assets)
    return [(p.code, p.place.path, p.place.line, p.place.column) for p in caught.value.problems]


def failure(site, view, name="day.html"):
    """Return the one problem of a page that cannot be rendered."""
    with pytest.raises(TemplateError) as caught:
        theme(site).render(name, view, WORDS["fr"])
    (problem,) = caught.value.problems
    return problem


# --- every page


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_language_a_title_one_heading_and_one_main_part(name, lang):
    tree = page(name, PAGES[name](lang=lang), lang)

    assert tree.get("lang") == lang
    assert "Le Veilleur" in one(tree, "head/title").text
    assert len(all_of(tree, "h1")) == 1
    assert len(all_of(tree, "main")) == 1


@pytest.mark.parametrize("name", PAGES)
def test_headings_leave_out_no_level(name):
    levels = [int(heading.tag[1]) for heading in page(name, PAGES[name]()).iter("h1", "h2", "h3", "h4")]

    assert levels[0] in {1, 2}
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_every_label_points_at_an_element_and_no_id_is_used_twice(name):
    tree = page(name, PAGES[name]())
    ids = tree.xpath("//@id")
    wanted = {
        *tree.xpath("//@aria-labelledby"),
        *(href[1:] for href in tree.xpath("//@href") if href[0] == "#"),
    }

    assert len(ids) == len(set(ids))
    assert wanted <= {*ids, "s-deux", "s-trois"}  # headings that the factory's body leaves out


@pytest.mark.parametrize("name", [name for name in PAGES if name != "redirect.html"])
def test_the_skip_link_comes_first_and_leads_to_the_main_part(name):
    tree = page(name, PAGES[name]())
    first = next(one(tree, "body").iter("a"))

    assert first.get("href") == f"#{one(tree, 'main').get('id')}"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_holds_inline_style_or_code_or_loads_from_elsewhere(name):
    tree = page(name, PAGES[name]())
    loaded = [*tree.xpath("//@src"), *tree.xpath("//link[@rel='stylesheet']/@href")]

    assert tree.xpath("//style | //@style | //@*[starts-with(name(), 'on')]") == []
    assert {script.get("type") for script in tree.iter("script")} <= {"application/ld+json"}
    assert not any(address.startswith(("http", "//")) for address in loaded)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_a_site_that_is_not_its_own(name):
    assert b"OpenAI" not in SHIPPED_THEME.render(name, PAGES[name](), WORDS["fr"])


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_text_stays_a_text_wherever_it_is_shown(name):
    def hostile(value):
        """Put the payload into every text that is no HTML and no address."""
        if isinstance(value, msgspec.Struct):
            fields = {field: getattr(value, field) for field in value.__struct_fields__}
            for field, old in fields.items():
                attacked = field in _TEXTS and isinstance(old, str) and old and not old.isdigit()
                fields[field] = HOSTILE + old if attacked else hostile(old)
            return type(value)(**fields)
        return tuple(map(hostile, value)) if isinstance(value, tuple) else value

    benign, attacked = page(name, PAGES[name]()), page(name, hostile(PAGES[name]()))

    assert outline(attacked) == outline(benign)
    for script in attacked.iter("script"):
        assert json.loads(script.text)["headline"] == f"{HOSTILE}Un titre"


_TEXTS = {
    "title",
    "description",
    "text",
    "summary",
    "section",
    "label",
    "caption",
    "credit",
    "alt",
    "publisher",
    "by",
}


def outline(tree):
    """Return the elements of a page with the names of their attributes."""
    return [(element.tag, sorted(element.keys())) for element in tree.iter()]


# --- what a page says


def test_an_article_shows_its_dates_for_people_and_for_machines():
    tree = page("article.html", article())

    assert one(tree, "time.dt-published").get("datetime") == "2023-11-18"
    assert one(tree, "time.dt-updated").get("datetime") == "2023-11-20"
    assert words_of(one(tree, "p.dateline/span")) == "Publié le samedi 18 novembre 2023"


def test_an_article_shows_its_title_and_its_authors():
    tree = page("article.html", article(title="« L’été » & nous"))

    assert words_of(one(tree, "h1")) == "« L’été » & nous"
    assert [words_of(a) for a in all_of(tree, "a.p-author")] == ["Ada Lune", "Bo Rey"]
    assert words_of(all_of(tree, "p.byline/span")[0]) == "Par Ada Lune et Bo Rey"


def test_the_head_prints_what_it_is_given_for_machines():
    meta = (views.Meta("property", "og:title", '« L’été » & "nous"'),)
    tree = page("article.html", article(meta=meta, json_ld_html='{"a": "\\u003c"}'))

    assert one(tree, "meta[@property='og:title']").get("content") == '« L’été » & "nous"'
    assert json.loads(one(tree, "script").text) == {"a": "<"}


def test_an_article_without_extras_shows_none():
    bare = article(
        image=None, sources=(), corrections=(), followed_by=(), follows=(), series=(), related=(),
        groups=(), authors=(), section=None, updated=None, summary="", headings=(), previous=None, next=None,
    )  # fmt: skip
    tree = page("article.html", bare)

    assert (
        all_of(tree, "main//*[self::section or self::aside or self::nav or self::figure or self::dl]") == []
    )


def test_contents_are_listed_from_three_headings_on():
    headings = article().headings

    assert len(all_of(page("article.html", article(headings=headings)), "nav.contents//li")) == 3
    assert all_of(page("article.html", article(headings=headings[:2])), "nav.contents") == []


def test_a_long_series_shows_the_parts_around_the_article():
    parts = tuple(teaser(f"Partie {number}") for number in range(3, 8))
    series = views.SeriesView("La série", "s", 5, 9, 3, parts)
    tree = page("article.html", article(series=(series,)))

    assert one(tree, "section.series/ol").get("start") == "3"
    assert [words_of(a) for a in all_of(tree, "section.series//li/a")] == [f"Partie {n}" for n in range(3, 8)]
    assert words_of(one(tree, "li[@aria-current]/a")) == "Partie 5"


def test_a_title_in_another_language_says_so():
    tree = page("home.html", home(latest=(teaser("In English", lang="en"),)))

    assert one(tree, "section.latest//a").get("lang") == "en"


def test_a_day_without_articles_is_no_link_in_a_calendar():
    tree = page("month.html", month_page())

    assert [words_of(a) for a in all_of(tree, "table.calendar//td/a")] == ["18"]
    assert one(tree, "table.calendar//td[a]").get("class") == "heat-5"
    assert len(all_of(tree, "table.calendar//th[@scope='col']")) == 7


def test_a_timeline_says_in_words_what_it_shows():
    tree = page("home.html", home())

    assert one(tree, "svg").get("aria-label") == (
        "Articles parus chaque mois entre décembre 2022 et novembre 2023, 3\u00a0articles au plus"
    )
    assert len(all_of(tree, "svg/a")) == 2
    assert [words_of(li) for li in all_of(tree, "figure.timeline//li")] == ["2022", "2023"]


def test_a_page_that_is_not_to_be_indexed_says_so_and_a_preview_shows_a_banner():
    tree = page("day.html", day(noindex=True, preview=True))

    assert one(tree, "meta[@name='robots']").get("content") == "noindex"
    assert one(tree, "p.preview").text.startswith("Aperçu")
    assert all_of(page("day.html", day()), "*[@class='preview' or @name='robots']") == []


def test_translations_are_named_for_readers_and_for_machines():
    pair = (
        views.Alternate("en", "https://veilleur.example/en/", "../en/index.html", "English"),
        views.Alternate("fr", "https://veilleur.example/", "../index.html", "français"),
    )
    tree = page("home.html", home(alternates=pair))

    assert tree.xpath("//link/@hreflang") == ["en", "fr"]
    assert [words_of(a) for a in all_of(tree, "li.language/a")] == ["English"]


def test_an_old_address_leads_on_at_once_and_by_a_visible_link():
    tree = page("redirect.html", redirect())

    assert one(tree, "meta[@http-equiv='refresh']").get("content") == "0; url=../nouveau/index.html"
    assert one(tree, "main//a").get("href") == "../nouveau/index.html"
    assert one(tree, "link[@rel='canonical']").get("href") == "https://veilleur.example/page/"


# --- what a page depends on


def test_the_site_s_template_wins_and_may_extend_the_shipped_one():
    own = '{% extends "default/day.html" %}{% block main %}<p>À nous</p>{{ super() }}{% endblock %}'
    tree = lxml.html.document_fromstring(theme({"day.html": own}).render("day.html", day(), WORDS["fr"]))

    assert all_of(tree, "main/p")[0].text == "À nous"
    assert len(all_of(tree, "main//h1")) == 1


def test_a_closure_holds_all_that_a_template_reaches():
    assert SHIPPED_THEME.closure("day.html") == {
        "day.html",
        "base.html",
        "partials/articles.html",
        "partials/breadcrumb.html",
        "partials/footer.html",
        "partials/links.html",
        "partials/masthead.html",
    }


def test_a_key_changes_with_the_closure_and_with_nothing_else():
    before = SHIPPED_THEME
    after = theme({"partials/calendar.html": SHIPPED["partials/calendar.html"].decode() + "\n"})
    changed = {name for name in PAGES if before.key(name) != after.key(name)}

    assert changed == {"month.html", "year.html"}


def test_a_key_changes_with_the_assets_that_a_template_names_and_with_no_other():
    before = theme(assets={"style.css": STYLE, "logo.svg": "0" * 32}).key("day.html")

    assert theme(assets={"style.css": STYLE, "logo.svg": "1" * 32}).key("day.html") == before
    assert theme(assets={"style.css": "0" * 32, "logo.svg": "0" * 32}).key("day.html") != before


def test_an_asset_is_named_by_its_digest_relative_to_the_page():
    assert one(page("day.html", day(root="../../")), "link[@rel='stylesheet']").get("href") == (
        "../../static/style.3fa2c1d4.css"
    )


def test_only_assets_of_templates_in_use_are_named():
    base = SHIPPED["base.html"].decode().replace("style.css", "own.css")
    other = {"style.css": STYLE, "own.css": STYLE}

    assert SHIPPED_THEME.named_assets() == {"style.css"}
    assert theme({"base.html": base, "redirect.html": "{{ page.title }}"}, other).named_assets() == {
        "own.css"
    }


def test_digests_of_sources_are_known_without_jinja():
    digests = sources_digest({"day.html": b"x"}, {"day.html": b"y", "notes.txt": b"z"}, {"a.css": "1"})

    assert sorted(digests) == ["day.html", "default/day.html", "static/a.css"]
    assert digests["day.html"] != digests["default/day.html"]


def test_the_theme_module_does_not_load_jinja():
    code = "import sys, openai_news.theme; sys.exit('jinja2' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- what is refused, and how it is said

REFUSED = {
    "an include whose name is computed": ('{% include page.kind ~ ".html" %}', "E504"),
    "an include of one of several": ('{% include ["a.html", "b.html"] %}', "E504"),
    "an asset whose name is computed": ("{{ asset(page.kind) }}", "E504"),
    "an asset function under another name": ("{% set file = asset %}", "E504"),
    "an asset that is not there": ('{{ asset("stile.css") }}', "E505"),
    "a template that includes itself": ('{% include "day.html" %}', "E502"),
    "a template that is not there": ('{% include "partials/mast.html" %}', "E508"),
    "a text marked as safe": ("{{ page.title|safe }}", "E503"),
    "escaping switched off": ("{% autoescape false %}{{ page.title }}{% endautoescape %}", "E503"),
    "a private attribute": ("{{ page.__class__ }}", "E503"),
    "a block that is never closed": ("{% if page.title %}", "E507"),
    "a filter that is not there": ("{{ page.title|uper }}", "E510"),
    "a filter that reads what it likes": ('{{ page|attr("title") }}', "E510"),
    "a filter that is never the same twice": ("{{ page.nav|random }}", "E510"),
    "a test that is not there": ("{% if page.title is emty %}{% endif %}", "E510"),
    "a name that is not given": ("{{ article.title }}", "E511"),
    "a count without end": ("{% for n in range(10 ** 9) %}{{ n }}{% endfor %}", "E511"),
}


@pytest.mark.parametrize(("source", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_theme_is_refused_for(source, code):
    assert [(found, path, line) for found, path, line, _ in refusal({"day.html": f"\n{source}"})] == [
        (code, "templates/day.html", 2)
    ]


def test_templates_that_include_one_another_are_refused():
    loop = {"a.html": '{% include "b.html" %}', "b.html": '{% include "a.html" %}'}

    assert refusal(loop) == [("E502", "templates/a.html", 1, 13), ("E502", "templates/b.html", 1, 13)]


def test_a_template_that_is_not_in_utf_8_is_refused():
    with pytest.raises(TemplateError) as caught:
        load({"day.html": b"caf\xe9"}, SHIPPED, ASSETS)

    assert [problem.code for problem in caught.value.problems] == ["E507"]


def test_all_faults_of_all_templates_are_told_at_once():
    assert [found[:2] for found in refusal({"x.html": "{{ pge }}{{ t|uper }}", "y.html": "{% if %}"})] == [
        ("E511", "templates/x.html"),
        ("E510", "templates/x.html"),
        ("E507", "templates/y.html"),
    ]


def test_a_field_that_is_not_there_is_told_with_its_place_the_page_and_what_was_meant():
    problem = failure({"day.html": "\n<h1>{{ page.titel }}</h1>"}, day(title="Samedi"))

    assert draw(problem, "fr") == (
        "templates/day.html:2:13: erreur[E501]: `DayView` n’a pas de champ `titel` "
        "(pendant le rendu de «\u202fSamedi\u202f»)\n"
        "  |\n"
        "2 | <h1>{{ page.titel }}</h1>\n"
        "  |             ^^^^^\n"
        "conseil\u00a0: écrivez `title`"
    )


def test_a_failure_inside_a_macro_is_told_at_the_macro_s_line():
    site = {
        "m.html": "{% macro shown(item) %}\n{{ item.nme }}\n{% endmacro %}",
        "day.html": '{% from "m.html" import shown %}{{ shown(page.articles[0]) }}',
    }
    problem = failure(site, day())

    assert (problem.code, problem.place.path, problem.place.line) == ("E501", "templates/m.html", 2)


FAILURES = {
    "a word that is not there": ('{{ t("publishd") }}', "E506"),
    "a private attribute by its name": ('{{ page["__class__"] }}', "E501"),
    "a private attribute by a filter": ('{{ page.nav|map(attribute="__class__")|join }}', "E501"),
    "a macro without end": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "E502"),
    "an argument that a macro misses": ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", "E501"),
    "a sum of a text and a number": ("{{ page.title + 1 }}", "E509"),
}


@pytest.mark.parametrize(("source", "code"), FAILURES.values(), ids=FAILURES.keys())
def test_a_page_fails_for(source, code):
    problem = failure({"day.html": source}, day())

    assert (problem.code, problem.place.path, problem.place.line) == (code, "templates/day.html", 1)


# --- the stylesheet

STYLESHEET = (ROOT / "static" / "style.css").read_text("utf-8")


def tokens(scheme):
    """Return the colours of a scheme by name."""
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\n *\}", STYLESHEET, re.DOTALL)[:2]
    )
    return light if scheme == "light" else light | dark


def luminance(colour):
    """Return the relative luminance of `#rrggbb` (WCAG 2.1)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"),
    [
        ("ink", "paper", 7),
        ("quiet", "paper", 4.5),
        ("accent", "paper", 4.5),
        ("edge", "paper", 3),
        *(("ink", f"heat-{level}", 4.5) for level in (1, 2, 3)),
        *(("paper", f"heat-{level}", 4.5) for level in (4, 5)),
    ],
)
def test_what_is_read_stands_out_from_its_ground(scheme, ink, ground, least):
    colours = tokens(scheme)

    assert contrast(colours[ink], colours[ground]) >= least


def test_the_stylesheet_names_colours_at_its_top_only_and_loads_nothing():
    rules = STYLESHEET[STYLESHEET.index("/* --- ground */") : STYLESHEET.index("@media print")]

    assert re.findall(r"#[0-9a-f]{3,8}\b|url\(|@import|@font-face", rules) == []


def test_an_article_and_the_stylesheet_weigh_little():
    body = "".join(
        f"<p>{sha256(str(n).encode()).hexdigest() * 8}</p>" for n in range(14)
    )  # 7 KB that no compressor loves
    html = SHIPPED_THEME.render("article.html", article(body_html=body), WORDS["fr"])

    assert len(gzip.compress(html)) + len(gzip.compress(STYLESHEET.encode())) <= 14_000


# --- what compiling a template gives is kept


@pytest.fixture
def compilations(monkeypatch):
    """The templates that are compiled, in their order."""
    from openai_news.theme_engine import Engine

    names = []
    generate = Engine._generate
    monkeypatch.setattr(Engine, "_generate", lambda *a, **k: (names.append(a[2]), generate(*a, **k))[1])
    return names


def build_with(site, body):
    site.article("a.md", body=body)
    assert site.build().done
    return (site.dist / "2023/11/18/a/index.html").read_bytes()


def test_a_template_is_compiled_once_for_all_builds(site, compilations):
    site.jobs = 1
    build_with(site, "Un.")
    assert "article.html" in compilations
    compilations.clear()
    build_with(site, "Deux.")

    assert compilations == []


def test_a_changed_template_is_compiled_again_and_no_other(site, compilations):
    site.jobs = 1
    build_with(site, "Un.")
    compilations.clear()
    own = (ROOT / "templates" / "article.html").read_text("utf-8")
    site.write("templates/article.html", own + "{# changed #}")
    build_with(site, "Deux.")

    assert compilations == ["article.html"]


def test_a_damaged_compilation_is_made_again(site):
    before = build_with(site, "Un.")
    build_with(site, "Deux.")
    for path in site.root.glob(".cache/made/*/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?")

    assert build_with(site, "Un.") == before


M = (
    '{% macro a(x, class="c") %}<i class="{{ class }}">{{ x }}{{ x|length }}</i>{% endmacro %}'
    "{% macro b(x) %}{{ a(x) }}{{ caller() }}{% endmacro %}"
    "{% macro c(n) %}{% if n %}{{ n }}{{ c(n - 1) }}{% endif %}{% endmacro %}"
)
CALLS = {
    "a macro of another file": '{% from "m" import a, c as d %}{{ a("é<") }}{{ d(3) }}',
    "a macro with a name that is Python's": '{% from "m" import a %}{{ a("x", class="<&>") }}',
    "a macro with a block": '{% from "m" import b %}{% call b("x") %}<b>{{ 1 }}</b>{% endcall %}',
    "a macro of a module": '{% import "m" as m %}{{ m.a("x") }}{{ m.c(2) }}',
    "a macro in a loop": '{% from "m" import a %}{% for x in ["1", "2"] %}{{ a(x) }}{% endfor %}',
    "a macro in a set block": '{% from "m" import a %}{% set t %}{{ a("x") }}{{ "<" }}{% endset %}{{ t }}',
    "values of any kind": (
        "{% macro p(x) %}{{ x }}|{{ none }}{{ 1.5 }}{{ x|upper|safe }}{% endmacro %}{{ p('<') }}"
    ),
}


@pytest.mark.parametrize("source", CALLS.values(), ids=CALLS.keys())
def test_a_macro_prints_what_jinja_prints(source):
    sources = {"m": M, "page": source}
    theirs = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, loader=jinja2.DictLoader(sources)
    )
    ours = Engine(sources, {name: name for name in sources})

    assert ours.get_template("page").render() == theirs.get_template("page").render()
