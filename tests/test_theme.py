"""The theme: pages from views, what templates depend on, what is refused in them."""

from pathlib import Path

from openai_news import views
from openai_news.views import Link, When

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
            "Le Veilleur", "L’actualité, jour après jour.", "Le Veilleur", "../index.html", "https://veilleur.example/"
        ),
        "kind": kind,
        "lang": "fr",
        "title": title,
        "description": "",
        "canonical": "https://veilleur.example/page/",
        "root": "../",
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
        weekdays=tuple((day, day[0].upper()) for day in ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]),
        weeks=tuple(tuple(cells[at : at + 7]) for at in range(0, 35, 7)),
    )


def timeline(*, linked=True):
    href = "../2023/11/index.html" if linked else ""
    bars = (
        views.Bar(2022, 12, "décembre 2022", 1, 34, href),
        *(views.Bar(2023, number, f"mois {number}", 0, 0) for number in range(1, 11)),
        views.Bar(2023, 11, "novembre 2023", 3, 100, href),
    )
    return views.Timeline(bars, "décembre 2022", "novembre 2023", 3)


BODY = '<p>Un « texte ».</p>\n<h2 id="s-un">Un</h2>\n<p>Suite.</p>'


def article(**more):
    fields = {
        "summary": "Un chapeau.",
        "date": when(),
        "updated": when("2023-11-20", "20 novembre 2023", "lundi 20 novembre 2023"),
        "section": Link("Entreprise", "../sections/entreprise/index.html"),
        "authors": (Link("Ada Lune", "../authors/ada/index.html"), Link("Bo Rey", "../authors/bo/index.html")),
        "groups": (
            views.TermGroup("tags", "Sujets", "../tags/index.html", (Link("Lune", "../tags/lune/index.html"),)),
        ),
        "image": views.Figure("../page/une.jpg", "Une vue", "La légende", "Photo Bo Rey", 1200, 800),
        "body_html": BODY,
        "headings": tuple(views.Anchor(2, f"s-{name}", name.title()) for name in ("un", "deux", "trois")),
        "minutes": 4,
        "sources": (
            views.SourceView("Annonce", "https://source.example/", "La Source", "A. B.", when(), when(), "https://web.example/1"),
            views.SourceView("Sans lien", "", "La Source", "", None, None, ""),
        ),
        "corrections": (views.CorrectionView(when(), "correction", "Un nom était faux.", "Ada Lune"),),
        "followed_by": (teaser("La suite"),),
        "follows": (teaser("Ce qui précède"),),
        "series": (views.SeriesView("La série", "../series/s/index.html", 1, 2, (teaser("Un"), teaser("Deux"))),),
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
