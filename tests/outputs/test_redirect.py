"""Redirect pages: an address once published answers for ever (RULES A2, A3)."""

from openai_news.model import LabelCard, PageCard, Problem, Stage
from openai_news.outputs import redirect
from openai_news.page import Template
from outputs.machine_support import Archive, card

ROOT = "https://veilleur.example/"
ARTICLE, LABEL, PAGE = redirect.OUTPUTS


def moved(*aliases):
    return {"article|2023/a.md": card("a", aliases=aliases)}


def leads(archive, outputs=redirect.OUTPUTS):
    """Return where each redirect page leads, by path."""
    return {path: page.view.canonical for path, page in archive.all(outputs).items()}


def problems(archive, output=ARTICLE, key="article|2023/a.md"):
    return [found for found in archive.made(output, key) if isinstance(found, Problem)]


def test_an_article_has_a_page_at_each_of_its_aliases(tmp_path):
    archive = Archive(tmp_path, moved("/old/x/", "old/y", "/z.html", f"{ROOT}w/"))
    assert leads(archive) == dict.fromkeys(
        ["old/x/index.html", "old/y/index.html", "z.html", "w/index.html"],
        f"{ROOT}2023/11/18/a/",
    )


def test_an_undated_page_has_them_too(tmp_path):
    archive = Archive(tmp_path, {"page|a.md": PageCard("a/", "fr", "A", aliases=("/b/",))})
    assert leads(archive) == {"b/index.html": f"{ROOT}a/"}


def test_an_alias_of_a_term_s_file_leads_to_the_term_s_page(tmp_path):
    items = {
        "article|a": card("a", terms=[("tags", "ia", "IA")]),
        "label|fr|tags|ia": LabelCard("IA", "fr", aliases=("/mot/ia/",)),
    }
    assert leads(Archive(tmp_path, items)) == {"mot/ia/index.html": f"{ROOT}tags/ia/"}


def test_a_term_without_articles_has_no_page_to_lead_to(tmp_path):
    items = {"label|fr|tags|ia": LabelCard("IA", "fr", aliases=("/mot/ia/",))}
    assert leads(Archive(tmp_path, items)) == {}


def test_a_redirect_page_says_where_and_is_not_indexed(tmp_path):
    archive = Archive(tmp_path, moved("/old/x/"))
    (page,) = archive.made(ARTICLE, "article|2023/a.md")
    shown = page.view
    assert page.recipe == Template("redirect.html")
    assert page.stage == Stage.LIST
    assert (shown.title, shown.lang, shown.noindex) == ("Titre de a", "fr", True)
    assert (shown.root, shown.href) == ("../../", "../../2023/11/18/a/index.html")


def test_links_may_end_in_a_folder(tmp_path):
    archive = Archive(tmp_path, moved("/old/x.html"), html={"links": "folder"})
    (page,) = archive.made(ARTICLE, "article|2023/a.md")
    assert page.view.href == "../2023/11/18/a/"


def test_the_page_s_own_address_and_repeated_aliases_need_no_page(tmp_path):
    own = ("/2023/11/18/a/", "2023/11/18/a/index.html", "/b/", "b", "/b/index.html")
    assert list(leads(Archive(tmp_path, moved(*own)))) == ["b/index.html"]


def test_a_refused_alias_is_an_error_with_a_safe_one_in_its_place(tmp_path):
    archive = Archive(tmp_path, moved("/../Old page/", "/good/"))
    (problem,) = problems(archive)
    assert (problem.code, problem.place.path) == ("E301", "content/2023/a.md")
    assert problem.values == {"value": "/../Old page/", "slug": "/old-page/"}
    assert list(leads(archive)) == ["good/index.html"]


def test_every_alias_is_judged_on_its_own(tmp_path):
    aliases = ("/con/", f"/{'a' * 300}/", "https://autre.example/vieux/", "/?p=1")
    found = problems(Archive(tmp_path, moved(*aliases)))
    assert [problem.code for problem in found] == ["E304", "E305", "E320", "E321"]
    assert found[2].values["slug"] == "/vieux/"


def test_a_bad_alias_of_a_term_is_told_at_the_term_s_file(tmp_path):
    items = {
        "article|a": card("a", terms=[("tags", "ia", "IA")]),
        "label|fr|tags|ia": LabelCard("IA", "fr", aliases=("..",)),
    }
    (problem,) = problems(Archive(tmp_path, items), LABEL, "label|fr|tags|ia")
    assert problem.place.path == "content/_tags/ia.md"
