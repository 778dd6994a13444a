"""An edit rewrites the pages that show it and no other: the exact lists, among 1,000 articles."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from support.site import Site

FIRST = date(2019, 1, 1)
COUNT = 1000
SUBJECTS = 40


def day_of(number):
    return FIRST + timedelta(days=2 * number)


def source(number):
    day = day_of(number)
    return f"content/{day:%Y/%m}/article-{number:04d}.md"


def page(number):
    day = day_of(number)
    return f"{day:%Y/%m/%d}/article-{number:04d}/index.html"


def tag(number):
    return f"sujet-{number % SUBJECTS:02d}"


def month(number):
    return f"{day_of(number):%Y/%m}"


def feeds(folder):
    return {f"{folder}/feed.{form}" for form in ("atom", "rss", "json")}


def write(site, number, **keys):
    day = day_of(number)
    names = f"[{tag(number)}, Fréquent]" if number % 3 == 0 else f"[{tag(number)}]"
    path = source(number).removeprefix("content/")
    return site.article(path, f"Article {number:04d}", date=day.isoformat(), **({"tags": names} | keys))


@pytest.fixture(scope="module")
def thousand(tmp_path_factory):
    """A published site of 1,000 articles, one every second day, each with one of 40 subjects."""
    site = Site(tmp_path_factory.mktemp("thousand") / "site", jobs=2, now="2025-01-01T00:00:00+01:00")
    for number in range(COUNT):
        keys = {"followed_by": f"[{source(501).removeprefix('content/')}]"} if number == 301 else {}
        keys |= (
            {"body": "Voir [un autre](" + "../../" + source(703).removeprefix("content/") + ")."}
            if (number == 303)
            else {}
        )
        keys |= {"publish_at": "2025-02-01"} if number == 805 else {}
        write(site, number, **keys)
    assert site.build().done
    return site


@pytest.fixture
def archive(thousand, tmp_path):
    """That site, to be edited."""
    shutil.copytree(thousand.root, tmp_path / "site", symlinks=True)
    site = Site(tmp_path / "site", jobs=1, now=thousand.now)
    assert site.build().written == {}
    return site


def after(site, **options):
    """Return what a build wrote and removed, and how many articles it parsed."""
    published = site.build(**options)
    assert published.done
    return set(published.written), set(published.removed), published.parsed


# 500 is in the middle of the archive: its subject has 25 articles, all shown on the subject's page;
# twelve of them are newer, so the subject's feeds (ten entries) do not hold it.
A = 500
ARCHIVE_FEED = f"{month(A)}/feed.atom"
A_DAY = f"{day_of(A):%Y/%m/%d}/index.html"
A_MONTH = f"{month(A)}/index.html"
A_YEAR = f"{day_of(A):%Y}/index.html"
A_TAG = f"tags/{tag(A)}/index.html"
RELATED = {page(A - SUBJECTS)}  # A + SUBJECTS also has the frequent subject, whose articles are nearer

SHOWING = {page(A - 1), page(A + 1), A_DAY, A_MONTH, A_TAG, ARCHIVE_FEED, *RELATED}
LEAVING = SHOWING - {A_DAY} | {
    f"{day_of(A - 1):%Y/%m/%d}/index.html",  # the days around now lead to one another
    f"{day_of(A + 1):%Y/%m/%d}/index.html",
    A_YEAR,
    f"sitemap-{month(A).replace('/', '-')}.xml",
    "archives/index.html",
    "index.html",
    "tags/index.html",
}
SHIPPED = Path(__file__).parent.parent / "templates"


def pages_of(site):
    """Return every HTML page of a published site."""
    return {path for path in site.tree() if path.endswith(".html")}


def test_a_body(archive):
    archive.edit(source(A), "Un corps.", "Un autre corps.")

    assert after(archive) == ({page(A), ARCHIVE_FEED}, set(), 1)


def test_a_title(archive):
    """The page, the day, the month, the subject, its neighbours in time, and who shows it as related."""
    archive.edit(source(A), "Article 0500", "Un nouveau titre")

    assert after(archive) == ({*SHOWING, page(A)}, set(), 1)


def test_a_summary(archive):
    """Its page and the lists that show it; neighbours and related articles show titles alone."""
    archive.edit(source(A), "date:", "summary: Un chapeau\ndate:")

    assert after(archive) == ({page(A), A_DAY, A_MONTH, A_TAG, ARCHIVE_FEED}, set(), 1)


def test_the_first_and_the_last_use_of_a_tag(archive):
    archive.edit(source(A), f"[{tag(A)}]", f"[{tag(A)}, Premier]")
    around = {page(A), ARCHIVE_FEED, "tags/index.html", "feeds/index.html", "sitemap-fr-tags.xml"}
    own = {"tags/premier/index.html", *feeds("tags/premier")}

    assert after(archive) == (around | own, set(), 1)

    archive.edit(source(A), ", Premier", "")

    assert after(archive) == (around, own, 1)


def test_a_date_moved_back_over_years(archive):
    """Both places are rewritten: where the article was, and where it is now, beside 30."""
    archive.edit(source(A), f"date: {day_of(A)}", "date: 2019-03-02")
    there = {page(30), page(31), "2019/03/02/index.html", "2019/03/02/article-0500/index.html"}
    there |= {"2019/03/index.html", "2019/03/feed.atom", "2019/index.html", "sitemap-2019-03.xml"}
    related = {page(20), page(100)}

    assert after(archive) == (
        there | related | LEAVING - {"tags/index.html"},
        {page(A), A_DAY},
        1,
    )


def test_a_deleted_article(archive):
    archive.remove(source(A))

    assert after(archive) == (LEAVING, {page(A), A_DAY}, 0)


def test_an_article_made_a_draft(archive):
    archive.edit(source(A), "date:", "draft: true\ndate:")

    assert after(archive) == (LEAVING, {page(A), A_DAY}, 1)


def test_an_alias(archive):
    archive.edit(source(A), "date:", "aliases: [/ancien/]\ndate:")

    assert after(archive) == ({"ancien/index.html", "_redirects", "nginx-redirects.map"}, set(), 1)


def test_the_title_of_what_followed(archive):
    """The article that it followed, 301, says the new title; so do the usual pages."""
    archive.edit(source(501), "Article 0501", "Un nouveau titre")
    lists = {f"{day_of(501):%Y/%m/%d}/index.html", A_MONTH, ARCHIVE_FEED}
    subjects = {f"tags/{tag(501)}/index.html", "tags/frequent/2021/index.html"}
    related = {page(461), page(541), page(498), page(504), page(507)}

    assert after(archive) == (
        {page(301), page(500), page(501), page(502), *lists, *subjects, *related},
        set(),
        1,
    )


def test_the_target_of_a_link_renamed(archive):
    """The link in 303 becomes plain text, in its page and in its month's feed."""
    archive.move(source(703), source(703).replace("article-0703", "renomme"))
    folder = month(703)
    lists = {f"{day_of(703):%Y/%m/%d}/index.html", f"{folder}/index.html", f"{folder}/feed.atom"}
    lists |= {"sitemap-2022-11.xml", f"tags/{tag(703)}/index.html", *feeds(f"tags/{tag(703)}")}
    around = {page(702), page(704), page(743), page(703).replace("article-0703", "renomme")}

    assert after(archive) == (
        {page(303), f"{month(303)}/feed.atom", *lists, *around},
        {page(703)},
        1,
    )


def test_the_clock_passing_an_embargo(archive):
    """805 comes in without being parsed; its neighbours, its lists and their counts say so."""
    written, removed, parsed = after(archive, now="2025-02-02T00:00:00+01:00")
    day, folder = f"{day_of(805):%Y/%m/%d}/index.html", month(805)
    lists = {day, f"{folder}/index.html", f"{folder}/feed.atom", f"{folder[:4]}/index.html"}
    near_days = {f"{day_of(n):%Y/%m/%d}/index.html" for n in (804, 806)}
    around = {page(804), page(805), page(806), page(725), page(845)}
    subject = {f"tags/{tag(805)}/index.html", *feeds(f"tags/{tag(805)}"), "tags/index.html"}
    whole = {"index.html", "archives/index.html", "sitemap.xml", "sitemap-2023-05.xml"}

    assert written == lists | near_days | around | subject | whole
    assert (removed, parsed) == (set(), 0)


def test_a_term_described(archive):
    """The subject's own page and feeds, and where its label stands: two indexes and two years."""
    archive.write("content/_tags/sujet-20.md", '---\ntitle: "Sujet vingt"\n---\nUne description.\n')
    own = {"tags/sujet-20/index.html", *feeds("tags/sujet-20")}

    indexes = {"tags/index.html", "feeds/index.html"}
    assert after(archive) == ({*own, *indexes, "2019/index.html", "2021/index.html"}, set(), 1)


def test_the_base_template(archive):
    """Every HTML page, no article parsed."""
    archive.write("templates/base.html", (SHIPPED / "base.html").read_text("utf-8") + "<!-- -->\n")

    assert after(archive) == (pages_of(archive), set(), 0)


def test_a_partial(archive):
    """The pages whose template includes it."""
    text = (SHIPPED / "partials/article.html").read_text("utf-8")
    archive.write("templates/partials/article.html", "<!-- -->" + text)
    written, removed, parsed = after(archive)

    assert written <= {path for path in pages_of(archive) if "/article-" in path}
    assert (removed, parsed) == (set(), 0)


def test_the_stylesheet(archive):
    """Its name carries its digest, so every page that names it is rewritten."""
    old = {path for path in archive.tree() if path.startswith("static/style.")}
    archive.write("static/style.css", "body { color: black }\n")
    written, removed, parsed = after(archive)

    others = {path for path in written if not path.startswith("static/style.")}
    assert others == pages_of(archive) | {"_headers"}
    assert (removed, parsed) == (old, 0)


def test_the_title_of_the_site(archive):
    """Every page and every feed say it; sitemaps, robots.txt and redirects do not."""
    archive.edit("site.yaml", "Le Veilleur", "Le Guetteur")
    everything = pages_of(archive) | {path for path in archive.tree() if "feed." in path}

    assert after(archive) == (everything, set(), 0)


def test_a_new_article(archive):
    """What shows the newest of all: the front page, the feeds, its own lists."""
    write(archive, COUNT)
    written, removed, parsed = after(archive, now="2025-01-02T00:00:00+01:00")

    assert len(written) < 60
    assert (removed, parsed) == (set(), 1)


def test_nothing(archive):
    assert after(archive) == (set(), set(), 0)
