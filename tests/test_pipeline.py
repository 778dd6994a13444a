"""The whole build, end to end: what stands in dist/ after what an editor did."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from time import sleep

import pytest

from openai_news import disk, pipeline, pipeline_make, produce, publish_parts
from openai_news.catalogue_file import open_readonly
from openai_news.errors import MachineError, SiteError
from openai_news.model import Place
from openai_news.site import Options, open_site
from openai_news.tree import Lock
from support.links import dangling
from support.pictures import picture
from support.site import Site, tree


def codes(published):
    return [problem.code for problem in published.problems]


def test_an_empty_site_has_a_front_page_a_404_and_no_dangling_link(site):
    assert site.build().done
    assert site.has("index.html")
    assert site.has("404.html")
    assert dangling(site.tree()) == []


def test_every_link_leads_somewhere(site):
    for number in range(12):
        site.article(
            f"2023/{1 + number:02d}/a{number}.md",
            f"Titre {number}",
            date=f"2023-{1 + number:02d}-05",
            tags=f"[Sujet {number % 3}]",
            people="[Ada Lune]",
            series="Une série",
            section="Monde",
            authors="[Bo Rey]",
            aliases=f"[/vieux/{number}/]",
        )
    site.article("en/2023/a1.md", "Title", date="2023-02-05", tags="[Topic]")
    site.build()

    assert dangling(site.tree()) == []


def test_a_second_build_keeps_every_file_as_it_is(site):
    site.article("2023/11/alpha.md", "Alpha", tags="[IA]").build()
    before = {path: path.stat().st_mtime_ns for path in site.dist.rglob("*")}
    published = site.build()

    assert (published.written, published.removed) == ({}, ())
    assert {path: path.stat().st_mtime_ns for path in site.dist.rglob("*")} == before


def test_a_deleted_article_leaves_nothing_behind_not_even_a_folder(site):
    site.article("2023/11/alpha.md", "Alpha", tags="[IA]")
    empty = Site(site.root.parent / "empty")
    empty.build()
    site.build()
    site.remove("content/2023/11/alpha.md").build()

    assert site.tree() == empty.tree()
    assert not (site.dist / "2023").exists()


def test_a_changed_title_never_moves_an_address(site):
    site.article("2023/11/2023-11-18-alpha.md", "Alpha").build()
    site.edit("content/2023/11/2023-11-18-alpha.md", "Alpha", "Un tout autre titre").build()

    assert "Un tout autre titre" in site.page("2023/11/18/alpha/index.html")


def test_index_md_takes_the_name_of_its_folder(site):
    site.article("2023/11/le-depart/index.md", "Le départ").build()

    assert site.has("2023/11/18/le-depart/index.html")


def test_files_that_are_no_articles_are_none(site):
    for name in ("README.md", "license.md", "_brouillon.md", ".cache.md"):
        site.write(f"content/{name}", "Rien à voir.")
    published = site.build()

    assert (published.done, published.problems) == (True, ())


def test_a_file_beside_an_article_is_copied_when_the_article_uses_it(site):
    site.article("2023/11/alpha.md", "Alpha", body="[Le rapport](rapport.pdf)")
    site.write("content/2023/11/rapport.pdf", b"%PDF").write("content/2023/11/autre.pdf", b"%PDF")
    site.build()

    assert site.has("2023/11/18/alpha/rapport.pdf")
    assert not any("autre.pdf" in path for path in site.tree())


def test_static_root_is_copied_to_the_top_dot_folders_included(site):
    site.write("static/root/CNAME", "veilleur.example").write("static/root/.well-known/a.txt", "a")
    site.build()

    assert site.page("CNAME") == "veilleur.example"
    assert site.page(".well-known/a.txt") == "a"


def test_a_missing_dist_is_made_again_without_parsing(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    before = site.tree()
    shutil.rmtree(site.dist)
    published = site.build()

    assert site.tree() == before
    assert published.parsed == 0


def test_a_copied_site_needs_nothing_written(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    copy = Site(shutil.copytree(site.root, site.root.parent / "copy"))

    assert copy.build().written == {}


def test_an_empty_catalogue_is_filled_whatever_a_preview_heard(site):
    site.article("2023/11/alpha.md", "Alpha")

    assert site.build(only=frozenset()).parsed == 1


@pytest.mark.parametrize("harm", ["changed", "same size", "removed", "emptied"])
def test_a_page_touched_by_hand_is_restored(site, harm):
    site.article("2023/11/alpha.md", "Alpha").build()
    page = site.dist / "2023/11/18/alpha/index.html"
    good = page.read_bytes()
    if harm == "removed":
        page.unlink()
    else:
        page.write_bytes({"changed": b"?", "same size": good[::-1], "emptied": b""}[harm])
    published = site.build()

    assert page.read_bytes() == good
    assert published.written == {"2023/11/18/alpha/index.html": "restored"}


def test_what_was_touched_by_hand_is_restored_in_however_many_parts_dist_is_compared(site, monkeypatch):
    monkeypatch.setattr(publish_parts, "_FILES", 5)
    for number in range(30):
        site.article(f"{number}.md", f"Titre {number}", date=f"2023-11-{number % 28 + 1:02}")
    site.build()
    before = site.tree()
    for path in before:
        (site.dist / path).write_bytes(b"?")

    assert site.build().written == dict.fromkeys(before, "restored")
    assert site.tree() == before


@pytest.mark.parametrize("options", [{}, {"atomic": True}], ids=str)
def test_the_parts_of_dist_hold_every_file_whatever_was_added_and_removed(site, monkeypatch, options):
    monkeypatch.setattr(publish_parts, "_FILES", 3)
    site.article("alpha.md", "Alpha").build()
    for number in range(12):
        site.article(f"{number}.md", f"Titre {number}", date=f"20{number % 5 + 10}-11-{number + 1:02}")
        site.build(**options)
    site.remove("content/3.md").remove("content/7.md").build(**options)
    with closing(open_readonly(open_site(Options(site=str(site.root))).catalogue)) as catalogue:
        shares = publish_parts.shares(catalogue)
        parts = [part for share in shares for part in publish_parts.parts(catalogue, share)]

    assert sorted(path for part in parts for path in part.paths) == sorted(site.tree())
    with disk.entered(site.dist) as at:
        stands = all(disk.stand(at, part.paths, part.digest) for part in parts)
    assert stands != bool(options)  # links of a whole tree have other stamps: the next build takes them
    assert max(len(part.paths) for part in parts) <= 6
    assert [part.share[0] for part in parts[1:]] == [part.share[1] for part in parts[:-1]]


def test_a_part_does_not_stand_where_a_file_is_another_or_gone(site):
    site.article("alpha.md", "Alpha").build()
    with closing(open_readonly(open_site(Options(site=str(site.root))).catalogue)) as catalogue:
        (part,) = publish_parts.parts(catalogue, publish_parts.shares(catalogue)[0])
    page = site.dist / "index.html"

    with disk.entered(site.dist) as at:
        assert disk.stand(at, part.paths, part.digest)
        os.utime(page, (1, 1))
        assert not disk.stand(at, part.paths, part.digest)
        page.unlink()
        assert not disk.stand(at, part.paths, part.digest)


def test_files_in_dist_that_are_not_ours_are_kept(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    site.write("dist/mien.txt", "à moi").write("dist/2023/11/18/note.txt", "aussi")
    site.remove("content/2023/11/alpha.md").build()
    site.build(clean=True)
    site.article("2023/12/beta.md", "Bêta", date="2023-12-01").build(atomic=True)

    assert site.page("mien.txt") == "à moi"
    assert site.page("2023/11/18/note.txt") == "aussi"


WAYS = pytest.mark.parametrize("options", [{}, {"atomic": True}, {"clean": True}], ids=str)


@WAYS
def test_a_file_of_another_where_we_would_write_is_never_overwritten(site, options):
    site.article("2023/11/alpha.md", "Alpha").build()
    site.write("dist/2023/12/index.html", "à moi")
    site.article("2023/12/beta.md", "Bêta", date="2023-12-01")

    with pytest.raises(SiteError) as refused:
        site.build(**options)

    assert [problem.code for problem in refused.value.problems] == ["E604"]
    assert site.page("2023/12/index.html") == "à moi"
    site.remove("dist/2023/12/index.html").build()
    assert site.tree() == site.clean_tree()


def test_a_file_that_gave_way_goes_without_a_word_for_it_was_never_there(site):
    site.article("2023/11/alpha.md", "Alpha").write("static/root/2023", "un fichier")
    files = len(site.build(keep_going=True).written)
    site.remove("static/root/2023")

    published = site.build()

    assert (published.removed, published.kept, len(site.tree())) == ((), files, files)


@WAYS
def test_a_folder_of_ours_becomes_a_file_and_a_folder_again(site, options):
    """The file waits while the folder has pages: nobody else's file is in its way."""
    site.article("2023/11/alpha.md", "Alpha").write("static/root/2023", "un fichier")
    site.build(keep_going=True)
    site.edit("content/2023/11/alpha.md", "date:", "draft: true\ndate:")

    assert site.build(**options).done
    assert site.page("2023") == "un fichier"
    assert site.tree() == site.clean_tree()

    site.edit("content/2023/11/alpha.md", "draft: true", "draft: false").build(keep_going=True, **options)
    assert site.has("2023/11/18/alpha/index.html")
    assert site.tree() == site.clean_tree(keep_going=True)


@WAYS
@pytest.mark.parametrize("theirs", ["2023/mien.txt", "2022", "index.html/mien.txt"])
def test_a_file_of_another_in_the_way_is_told_before_anything_is_put(site, options, theirs):
    """In a folder that becomes a file, where a folder must be, in a folder made where a file of ours was."""
    site.article("2023/11/alpha.md", "Alpha").build()
    site.remove("content/2023/11/alpha.md").write("static/root/2023", "un fichier")
    site.article("2022/01/beta.md", "Bêta", date="2022-01-31")
    if theirs.startswith("index"):
        site.remove("dist/index.html")
    before = site.write(f"dist/{theirs}", "à moi").tree()

    for _ in range(2):
        with pytest.raises(SiteError) as refused:
            site.build(**options)
        told = [(problem.code, problem.values["path"]) for problem in refused.value.problems]
        assert told == [("E604", theirs)]
        assert site.tree() == before

    site.remove(f"dist/{theirs}").build(**options)
    assert site.tree() == site.clean_tree()


@WAYS
def test_empty_folders_in_the_way_of_a_file_are_nobody_s(site, options):
    site.article("2023/11/alpha.md", "Alpha").build()
    site.remove("dist/index.html").write("static/root/CNAME", "veilleur.example")
    for name in ("index.html/vide", "CNAME/vide"):
        (site.dist / name).mkdir(parents=True)

    assert site.build(**options).done
    assert site.tree() == site.clean_tree()


def test_a_folder_with_the_site_of_another_is_refused(site):
    site.write("dist/index.html", "<h1>Autre site</h1>")

    with pytest.raises(SiteError) as refused:
        site.build()

    assert [problem.code for problem in refused.value.problems] == ["E602"]
    assert site.tree() == {"index.html": b"<h1>Autre site</h1>"}


def test_one_error_publishes_nothing_and_all_errors_are_told(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    before = site.tree()
    site.article("2023/11/beta.md", "Bêta", date="2023-02-30")
    site.article("2023/11/gamma.md", "Gamma", drafft="true")
    site.article("2023/11/delta.md", "Delta")
    published = site.build()

    assert (published.done, codes(published)) == (False, ["E103", "E105"])
    assert site.tree() == before
    assert codes(site.build()) == ["E103", "E105"]


def test_with_keep_going_what_is_in_error_is_absent_and_the_rest_is_published(site):
    site.article("2023/11/beta.md", "Bêta", date="2023-02-30").article("2023/11/delta.md", "Delta")
    published = site.build(keep_going=True)

    assert (published.done, published.clean, codes(published)) == (True, False, ["E103"])
    assert site.has("2023/11/18/delta/index.html")
    assert not any("beta" in path for path in site.tree())


def test_a_mended_error_builds_what_a_clean_build_makes(site):
    site.article("2023/11/alpha.md", "Alpha", tags="[IA]").build()
    site.edit("content/2023/11/alpha.md", "date: 2023-11-18", "date: 2023-11-31")
    site.article("2023/11/beta.md", "Bêta").build()
    site.edit("content/2023/11/alpha.md", "date: 2023-11-31", "date: 2023-11-18").build()

    assert site.tree() == site.clean_tree()


def test_two_articles_with_one_address_are_an_error_that_names_both(site):
    site.article("2023/11/alpha.md", "Alpha").article("2023/ailleurs/alpha.md", "Alpha bis")
    published = site.build()

    assert not published.done
    assert codes(published) == ["E302"]
    named = {published.problems[0].place.path, published.problems[0].values["other"]}
    assert named == {"content/2023/11/alpha.md", "content/2023/ailleurs/alpha.md"}


def test_an_unpublished_article_clashes_with_none(site):
    site.article("2023/11/alpha.md", "Alpha")
    site.article("2023/ailleurs/alpha.md", "Alpha bis", draft="true")

    assert site.build().done


def test_two_articles_with_one_id_are_an_error(site):
    site.article("2023/11/alpha.md", "Alpha", id='"tag:x,2023:1"')
    site.article("2023/11/beta.md", "Bêta", id='"tag:x,2023:1"')

    assert codes(site.build()) == ["E312"]


def test_an_alias_may_not_stand_on_a_page(site):
    site.article("2023/11/alpha.md", "Alpha", aliases="[/2023/11/18/beta/]")
    site.article("2023/11/beta.md", "Bêta")
    published = site.build()

    assert (published.done, codes(published)) == (False, ["E303"])


def test_an_alias_in_html_is_the_address_of_another_article_s_folder(site):
    site.article("2023/11/alpha.md", "Alpha").article("2023/11/beta.md", "Bêta").build()
    site.edit("content/2023/11/alpha.md", "date:", "aliases: [/2023/11/18/beta.html]\ndate:")
    published = site.build()

    assert (published.done, codes(published)) == (False, ["E302"])
    place = published.problems[0].place
    assert (place.path, place.line, place.column) == ("content/2023/11/alpha.md", 3, 11)

    site.remove("content/2023/11/beta.md")
    assert site.build().done


def test_an_alias_in_html_of_the_article_s_own_folder_is_no_clash(site):
    site.article("2023/11/alpha.md", "Alpha", aliases="[/2023/11/18/alpha.html]")

    assert codes(site.build()) == []
    assert "alpha/" in site.page("2023/11/18/alpha.html")


@pytest.mark.parametrize(
    ("path", "alias", "stands", "yields"),
    [
        ("static/root/vieux.html", "/vieux.html/ici/", "vieux.html/ici/index.html", "vieux.html"),
        ("content/_pages/404.html.md", "/404.html/ici/", "404.html", "404.html/ici/index.html"),
        ("static/root/2023", "/x/", "2023/11/18/alpha/index.html", "2023"),
    ],
)
def test_a_file_where_a_folder_must_be_keeps_nothing_else_back(site, path, alias, stands, yields):
    """Which of them stands follows from the table of outputs; the other comes when it goes."""
    site.article("2023/11/alpha.md", "Alpha", aliases=f"[{alias}]").article("2023/11/beta.md", "Bêta")
    if path.startswith("static"):
        site.write(path, "un fichier")
    published = site.build(keep_going=True)

    assert (published.done, codes(published)) == (True, ["E303"])
    assert site.has(stands)
    assert not site.has(yields)
    assert site.tree() == site.clean_tree(keep_going=True)

    site.edit("content/2023/11/alpha.md", alias, "/autre/")
    if path.startswith("static"):
        site.remove(path)
    assert site.build().done
    assert site.tree() == site.clean_tree()


def test_a_path_has_one_owner_also_where_its_rival_has_another_one_made_again(site):
    site.article("2023/11/alpha.md", "Alpha", aliases="[/ancien/]")
    site.article("2023/11/beta.md", "Bêta", aliases="[/ancien/, /vieux.html]")
    site.article("2023/11/gamma.md", "Gamma", aliases="[/ancien/, /vieux.html/là/]").build(keep_going=True)
    site.edit("content/2023/11/beta.md", "/ancien/, /vieux.html", "/autre/")

    published = site.build(keep_going=True)

    assert published.kept + len(published.written) == len(site.tree())
    assert site.tree() == site.clean_tree(keep_going=True)


def test_what_gave_way_comes_back(site):
    site.article("2023/11/alpha.md", "Alpha", aliases="[/404.html/ici/, /là/]").write("static/root/2023", "x")
    site.build(keep_going=True)
    site.edit("content/2023/11/alpha.md", "/404.html/ici/", "/ici/").build(keep_going=True)
    assert site.tree() == site.clean_tree(keep_going=True)

    site.article("2023/11/beta.md", "Bêta", aliases="[/404.html/ici/]").build(keep_going=True)
    assert site.tree() == site.clean_tree(keep_going=True)

    site.remove("static/root/2023")
    site.write("static/root/ici", "un fichier").build(keep_going=True)
    assert site.tree() == site.clean_tree(keep_going=True)


def test_variants_of_a_tag_are_one_with_a_warning(site):
    site.article("2023/11/alpha.md", "Alpha", tags="[Élection]")
    site.article("2023/11/beta.md", "Bêta", tags="[election]")
    site.article("2023/11/gamma.md", "Gamma", tags="[Élection]")
    published = site.build()

    assert (published.done, codes(published)) == (True, ["E121"])
    assert "<h1>Élection</h1>" in site.page("tags/election/index.html")
    assert ">election</a>" in site.page("2023/11/18/beta/index.html")


def test_different_words_with_one_slug_are_an_error_that_names_both_files(site):
    site.article("2023/11/alpha.md", "Alpha", tags="[C]").article("2023/11/beta.md", "Bêta", tags="[C++]")
    published = site.build()

    assert (published.done, codes(published)) == (False, ["E122"])
    problem = published.problems[0]
    assert {problem.place.path, problem.values["other"]} == {
        "content/2023/11/alpha.md",
        "content/2023/11/beta.md",
    }


def test_a_term_is_named_by_its_own_file(site):
    site.article("2023/11/alpha.md", "Alpha", tags="[openai]")
    site.write("content/_tags/openai.md", '---\ntitle: "OpenAI, l’entreprise"\n---\nUn laboratoire.\n')
    site.build()

    assert "OpenAI, l’entreprise" in site.page("tags/index.html")
    assert "Un laboratoire." in site.page("tags/openai/index.html")
    assert ">openai</a>" in site.page("2023/11/18/alpha/index.html")


def test_another_taxonomy_is_one_line(site):
    site.write("site.yaml", (site.root / "site.yaml").read_text("utf-8") + "taxonomies: {places: Lieux}\n")
    site.article("2023/11/alpha.md", "Alpha", places="[Paris]").build()

    assert "Lieux" in site.page("places/index.html")
    assert "Alpha" in site.page("places/paris/index.html")
    assert site.has("places/paris/feed.atom")


def test_a_long_term_leads_to_its_years_and_a_longer_year_to_its_months(site):
    for number in range(230):
        month, day = 1 + number % 12, 1 + number % 28
        site.article(f"a{number}.md", f"Titre {number}", date=f"2023-{month:02d}-{day:02d}", tags="[IA]")
    for number in range(3):
        site.article(f"b{number}.md", f"Ancien {number}", date="2022-01-01", tags="[IA]")
    site.jobs = 2
    site.build()

    assert "2022/index.html" in site.page("tags/ia/index.html")
    assert "Ancien 1" in site.page("tags/ia/2022/index.html")
    assert "Titre 7" in site.page("tags/ia/2023/08/index.html")
    assert not site.has("tags/ia/2022/01/index.html")
    assert dangling(site.tree()) == []


def test_another_language_has_a_tree_of_its_own(site):
    site.article("2023/11/alpha.md", "Alpha", translation_key="t")
    site.article("en/2023/11/alpha.md", "Alpha in English", translation_key="t")
    site.article("2023/11/gamma.en.md", "Gamma").build()

    assert 'hreflang="en" href="https://veilleur.example/en/2023/11/18/alpha/"' in site.page(
        "2023/11/18/alpha/index.html"
    )
    assert 'hreflang="fr" href="https://veilleur.example/2023/11/18/alpha/"' in site.page(
        "en/2023/11/18/alpha/index.html"
    )
    assert "Gamma" in site.page("en/feed.atom")
    assert "Gamma" not in site.page("feed.atom")
    assert '<html lang="en">' in site.page("en/index.html")


def test_what_follows_is_told_on_both_articles_without_an_edit_of_the_text(site):
    site.article("2023/11/alpha.md", "Alpha", followed_by="[2023/11/beta.md]")
    site.article("2023/11/beta.md", "Bêta", date="2023-11-20").build()

    assert "Bêta" in site.page("2023/11/18/alpha/index.html")
    assert "Alpha" in site.page("2023/11/20/beta/index.html")


def test_a_preview_shows_everything_is_noindex_and_leaves_dist_alone(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    before = site.tree()
    site.article("2023/11/beta.md", "Bêta", draft="true")
    site.article("2031/beta2.md", "Futur", date="2031-01-01")
    output = site.root / "apercu"
    site.build(drafts=True, output=str(output))

    assert (output / "2023/11/18/beta/index.html").is_file()
    assert (output / "2031/01/01/beta2/index.html").is_file()
    assert all("noindex" in page.read_text("utf-8") for page in output.rglob("*.html"))
    assert site.tree() == before


def test_a_preview_never_goes_to_dist(site):
    with pytest.raises(SiteError):
        site.build(drafts=True)


def test_a_preview_in_a_folder_leaves_nothing_to_the_build_after_it(site):
    site.article("2023/11/alpha.md", "Alpha").article("2023/11/beta.md", "Bêta", draft="true")
    output = str(site.root / "public")
    site.build(drafts=True, output=output)
    site.build(output=output)

    assert tree(site.root / "public") == site.clean_tree()


def test_a_lost_cache_does_not_keep_what_was_withdrawn(site):
    site.article("2023/11/alpha.md", "Alpha").article("2023/11/beta.md", "Bêta", tags="[IA]").build()
    site.write("dist/mien.txt", "à moi").remove(".cache").remove("content/2023/11/beta.md").build()

    assert site.page("mien.txt") == "à moi"
    assert not any("beta" in path or "tags/ia" in path for path in site.tree())


def test_a_site_without_content_is_no_site(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    before = site.tree()
    site.remove("content")

    with pytest.raises(SiteError):
        site.build()
    assert site.tree() == before


def test_two_pictures_of_one_name_stay_apart(site):
    site.article("2023/11/alpha.md", "Alpha", image="a/photo.png", body="![Une vue](b/photo.png)")
    cover, body = picture(colour="red"), picture(colour="blue")
    site.write("content/2023/11/a/photo.png", cover).write("content/2023/11/b/photo.png", body)
    site.build()
    files = {data for path, data in site.tree().items() if path.endswith("photo.png")}

    assert files == {cover, body}


def test_a_name_that_is_not_portable_is_refused(site):
    site.write("static/root/nul.txt", "a")
    published = site.build()

    assert (published.done, codes(published)) == (False, ["E304"])


def test_a_series_of_many_parts_shows_those_around_an_article(site):
    for number in range(1, 9):
        site.article(f"p{number}.md", f"Partie {number}", date=f"2023-11-0{number}", series="La série")
    site.build()
    page = site.page("2023/11/04/p4/index.html")
    shown = page[page.index('<section class="series"') :].partition("</section>")[0]

    assert [number for number in range(1, 9) if f"Partie {number}" in shown] == [2, 3, 4, 5, 6]
    assert '<ol class="lines" start="2">' in shown


def test_two_builds_at_once_are_refused(site):
    site.build()

    with Lock(site.root / ".cache"), pytest.raises(MachineError):
        site.build()


def test_the_next_change_due_to_the_clock_is_told(site):
    site.article("2023/11/alpha.md", "Alpha", publish_at="2024-07-01T00:00:00Z")
    site.article("2023/11/beta.md", "Bêta", expire_at="2024-06-15T00:00:00Z")

    assert site.build().next_change == 1718409600.0
    assert site.build(now="2024-06-20T00:00:00Z").next_change == 1719792000.0
    assert site.build(now="2025-01-01T00:00:00Z").next_change is None


def test_a_damaged_catalogue_means_a_clean_build_and_a_note(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    before = site.tree()
    for path in (site.root / ".cache").glob("*.db"):
        path.write_bytes(b"SQLite format 3\0" + os.urandom(4000))
    published = site.build()

    assert site.tree() == before
    assert published.done
    assert published.notes == ("damaged",)


def catalogue_of(site):
    (path,) = (site.root / ".cache").glob("*.db")
    return path


def unseal(site):
    """Leave the catalogue as a build does that is killed while it closes it: taken at its word."""
    Path(f"{catalogue_of(site)}-seal").unlink()


@pytest.mark.parametrize("share", [n / 40 for n in range(40)])
def test_damage_is_seen_wherever_it_is(site, share):
    site.article("2023/11/alpha.md", "Alpha", body="Un corps. " * 3000).build()
    before, path = site.tree(), catalogue_of(site)
    sleep(0.02)  # a tick of the disk's clock
    with path.open("r+b") as file:
        file.seek(int(share * path.stat().st_size))
        file.write(b"\xa5" * 16)

    assert site.build().notes == ("damaged",)
    assert site.tree() == before
    assert site.build().notes == ()


def test_a_catalogue_with_fresh_stamps_is_the_same(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    for day in range(10, 20):
        site.article(f"2023/12/n{day}.md", "Suite", date=f"2023-12-{day}", body="Un corps. " * 300)
        assert site.build().notes == ()
        os.utime(catalogue_of(site), ns=(day, day))
        published = site.build()
        assert (published.notes, published.written) == ((), {})


def test_a_catalogue_without_a_seal_is_taken_at_its_word_and_sealed(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    unseal(site)

    assert site.build().notes == ()
    os.utime(catalogue_of(site), ns=(1, 1))
    assert site.build().notes == ()
    catalogue_of(site).write_bytes(catalogue_of(site).read_bytes() + b"?")
    assert site.build().notes == ("damaged",)


def test_a_damaged_seal_is_damage(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    Path(f"{catalogue_of(site)}-seal").write_bytes(b"?")

    assert site.build().notes == ("damaged",)
    assert site.build().notes == ()


@pytest.mark.parametrize("name", ["catalogue.a.db", "catalogue.b.db", "catalogue.a.db-seal"])
def test_a_folder_in_place_of_the_catalogue_gives_way(site, name):
    site.article("2023/11/alpha.md", "Alpha").build()
    path = site.root / ".cache" / name
    path.unlink(missing_ok=True)
    (path / "inside").mkdir(parents=True)

    assert site.build().done
    assert site.build(clean=True).done
    assert site.build(clean=True).done
    assert site.build().notes == ()
    assert site.tree() == site.clean_tree()


def test_a_build_killed_while_it_seals_leaves_no_false_alarm(site):
    site.article("2023/11/alpha.md", "Alpha").build()
    seal = Path(f"{catalogue_of(site)}-seal")
    seal.write_bytes(bytes(len(seal.read_bytes())))  # open, and nothing is summed

    assert site.build().notes == ()
    os.utime(catalogue_of(site), ns=(1, 1))
    assert site.build().notes == ()


def test_damage_to_what_is_not_sealed_is_healed_by_the_build_that_comes_upon_it(site):
    """A list of free pages is read when a page is asked for, not when nothing is to do."""
    site.article("2023/11/alpha.md", "Alpha").build()
    unseal(site)
    with catalogue_of(site).open("r+b") as file:
        file.seek(32)  # where the list is, and how long
        file.write(b"\xff" * 8)

    site.article("2023/12/beta.md", "Bêta", date="2023-12-01", body="Un corps. " * 5000)
    assert site.build().notes == ("damaged",)
    assert site.tree() == site.clean_tree()
    assert site.build().notes == ()


@pytest.mark.parametrize(
    ("sound", "damaged"),
    [(b"view BLOB", b"vieX BLOB"), (b"2023/11/alpha.md", b"2023/11/alph\xff.md")],
    ids=["a column", "a text"],
)
def test_what_the_catalogue_has_not_is_damage_and_no_refusal_of_the_system(site, sound, damaged):
    site.article("2023/11/alpha.md", "Alpha").build()
    unseal(site)
    path = catalogue_of(site)
    path.write_bytes(path.read_bytes().replace(sound, damaged))
    site.article("2023/11/beta.md", "Bêta")

    assert site.build().notes == ("damaged",)
    assert site.tree() == site.clean_tree()


def test_a_value_that_is_not_there_any_more_is_damage(site):
    """The first row of a list has become one of nothing, which the tables themselves would not take."""
    site.article("2023/11/alpha.md", "Alpha").article("2024/02/beta.md", "Bêta", date="2024-02-29").build()
    unseal(site)
    row, nothing = b"&\x03\x1bEdays|fr", b"\x02\x02\x00\x01\x01\x00ys|fr"
    path = catalogue_of(site)
    path.write_bytes(path.read_bytes().replace(row, nothing, 1))
    site.article("2023/11/gamma.md", "Gamma")

    assert site.build().notes == ("damaged",)
    assert site.tree() == site.clean_tree()


def test_a_full_disk_is_told_also_where_a_damaged_catalogue_is_made_anew(site, monkeypatch):
    site.article("2023/11/alpha.md", "Alpha").build()
    unseal(site)
    path = catalogue_of(site)
    path.write_bytes(path.read_bytes().replace(b"view BLOB", b"vieX BLOB"))
    site.article("2023/11/beta.md", "Bêta")

    def refuse(*_):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(pipeline, "create_file", refuse)
    with pytest.raises(MachineError) as refused:
        site.build()

    (problem,) = refused.value.problems
    assert (problem.code, problem.values["reason"]) == ("E702", "ENOSPC")


def test_a_lost_catalogue_still_knows_which_files_are_ours(site):
    site.article("2023/11/alpha.md", "Alpha").article("2023/11/beta.md", "Bêta").build()
    site.write("dist/mien.txt", "à moi").remove("content/2023/11/beta.md")
    for path in (site.root / ".cache").glob("*.db"):
        path.unlink()
    site.build()

    assert not any("beta" in path for path in site.tree())
    assert site.page("mien.txt") == "à moi"


def test_an_address_asked_for_by_three_has_the_first_in_rank_whatever_the_order_of_edits(tmp_path):
    site = Site(tmp_path / "site")
    old = "/ancien/"
    site.article("en/2023/11/beta.md", "B", date="2024-02-29", aliases=f"[{old}, /vieux.html]")
    site.article("en/2023/11/delta.md", "D", date="2023-12-01", aliases=f"[{old}, /vieux.html]")
    site.build(keep_going=True)
    site.article("2023/11/zeta.md", "Z", date="2022-01-31", aliases=f"[{old}]").build(keep_going=True)

    assert "2022/01/31/zeta" in site.page("ancien/index.html")
    assert "2023/12/01/delta" not in site.page("vieux.html")
    assert site.tree() == site.clean_tree(keep_going=True)


def test_an_interruption_while_the_catalogue_is_closed_is_not_lost(site, monkeypatch):
    site.article("a.md").build()
    site.edit("content/a.md", "Un corps.", "Un autre corps.")
    close = produce.Catalogue.close

    def interrupted(catalogue):
        monkeypatch.undo()
        close(catalogue)
        raise KeyboardInterrupt

    real = produce.make_chunk

    def make_chunk(spec, subjects):
        made = real(spec, subjects)
        monkeypatch.setattr(produce.Catalogue, "close", interrupted)
        return made

    monkeypatch.setattr(pipeline_make, "make_chunk", make_chunk)
    with pytest.raises(KeyboardInterrupt):
        site.build()


@pytest.mark.parametrize("name", ["a#b", "a?b", "a%41b", "a b", "été", "file:a"])
def test_a_site_may_be_in_a_folder_of_any_name(tmp_path, name):
    site = Site(tmp_path / name / "site", jobs=2).article("a.md", "Alpha")

    assert site.build().done
    assert site.article("a.md", "Beta").build().done
    assert site.tree() == site.clean_tree()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("2024/a.MD", "W109"),
        ("2024/a.markdown", "W109"),
        ("2024/a.md.txt", "W109"),
        ("_tag/a.md", "W110"),
        ("_page/a.md", "W110"),
    ],
)
def test_a_file_that_was_meant_to_be_read_is_told(site, path, code):
    published = site.article("b.md").article(path).build()

    assert [(p.code, p.place.path) for p in published.problems] == [(code, f"content/{path}")]
    assert published.done


@pytest.mark.parametrize("path", ["_notes/a.md", "2024/a.txt", "README.md", "_tags/_a.md"])
def test_a_file_that_was_not_is_passed_over(site, path):
    assert site.article("b.md").article(path).build().problems == ()


def test_an_article_that_follows_must_be_there(site):
    site.article("2024/a.md", followed_by="[2024/beta.md]").article("2024/bita.md")
    (problem,) = site.build().problems

    assert (problem.code, problem.place, problem.values["near"]) == (
        "E401",
        Place("content/2024/a.md", 4, 14),
        "bita.md",
    )

    site.move("content/2024/bita.md", "content/2024/beta.md")

    assert site.build().problems == ()
    assert site.tree() == site.clean_tree()


@pytest.mark.parametrize("cache", ["dist", "dist/x", "content", "content/x", "static", ".", ".."])
def test_a_cache_among_what_is_read_or_published_is_refused(site, cache):
    site.article("a.md", draft="true").build()
    before = site.tree()

    with pytest.raises(SiteError) as refused:
        site.build(cache=str(site.root / cache))

    assert [problem.code for problem in refused.value.problems] == ["E607"]
    assert site.tree() == before


def test_a_picture_that_few_browsers_show_is_refused(site):
    published = (
        site.write("content/p.heic", b"\0\0\0\x18ftypheic").article("a.md", body="![x](p.heic)").build()
    )

    assert "E410" in {problem.code for problem in published.problems}
    assert not published.done


def test_an_instant_of_nought_is_remembered(site):
    site.article("a.md", date="2023-11-18").article("b.md", date="2023-11-19")
    site.environ["SOURCE_DATE_EPOCH"] = "0"
    site.build(now="")
    assert not site.has("2023/11/18/a/index.html")

    site.environ.clear()
    site.build(now="")

    assert site.has("2023/11/18/a/index.html")


def test_another_zone_moves_what_is_dated_with_an_offset(site):
    site.article("a.md", date="2023-11-18T03:00:00Z").build()
    site.edit("site.yaml", "Europe/Paris", "America/New_York").build()

    assert site.has("2023/11/17/a/index.html")
    assert site.tree() == site.clean_tree()


def test_a_term_without_an_article_is_in_no_list(site):
    site.write("content/_tags/zut.md", '---\ntitle: "Zutissime"\n---\nUn mot.\n')
    site.article("a.md", tags="[zut]").build()
    assert "Zutissime" in site.page("feeds/index.html")

    site.article("a.md", tags="[zut]", draft="true").article("b.md").build()

    assert [path for path, data in site.tree().items() if b"Zutissime" in data] == []
    assert site.tree() == site.clean_tree()


@pytest.mark.parametrize("name", ["index.html", "Index.HTML", "page.xhtml", "code.js"])
def test_a_file_that_could_act_is_not_published(site, name):
    site.write(f"content/2023/11/{name}", "<script>alert(1)</script>")
    published = site.article("2023/11/a.md", body=f"Le mot. [x]({name})").build()

    assert [problem.code for problem in published.problems] == ["E411"]
    assert "Le mot. x" in site.page("2023/11/18/a/index.html")
    assert [path for path in site.tree() if path.startswith("2023/11/18/a/")] == ["2023/11/18/a/index.html"]


def test_files_of_one_name_stay_apart_from_one_that_has_their_long_name(site):
    for path in ("a/b.txt", "c/b.txt", "a-b.txt", "c/B.TXT"):
        site.write(f"content/{path}", path)
    site.article("x.md", body="[1](a/b.txt) [2](c/b.txt) [3](a-b.txt) [4](c/B.TXT)").build()
    folder = site.dist / "2023/11/18/x"

    assert {path.name: path.read_text() for path in folder.glob("*.*") if path.name != "index.html"} == {
        "a-b.txt": "a-b.txt",
        "2-a-b.txt": "a/b.txt",
        "c-B.TXT": "c/B.TXT",
        "2-c-b.txt": "c/b.txt",
    }


def secret_published(site):
    """Publish an article, let the cache of before come back, and withdraw it."""
    site.article("a.md", "Alpha").build()
    shutil.copytree(site.root / ".cache", site.root.parent / "cache")
    site.article("s.md", "Secret", aliases="[/vieux/]").build()
    shutil.rmtree(site.root / ".cache")
    shutil.copytree(site.root.parent / "cache", site.root / ".cache")
    return site.article("s.md", "Secret", aliases="[/vieux/]", draft="true")


@pytest.mark.parametrize("clean", [False, True])
def test_what_is_withdrawn_goes_though_the_cache_is_older_than_dist(site, clean):
    secret_published(site).write("dist/note.html", "à un autre").build(clean=clean)

    assert [path for path, data in site.tree().items() if b"Secret" in data] == []
    assert site.page("note.html") == "à un autre"
    assert not site.has("vieux/index.html")


@pytest.mark.parametrize("lost", [False, True])
def test_another_site_of_ours_within_dist_stays(site, tmp_path, lost):
    site.article("a.md").build()
    other = Site(tmp_path / "other").article("b.md", "Ailleurs")
    other.build(output=str(site.dist / "ailleurs"))
    there = {path: data for path, data in site.tree().items() if path.startswith("ailleurs/")}
    if lost:
        shutil.rmtree(site.root / ".cache")
    site.article("a.md", "Autre").build(clean=True)

    assert len(there) > 10
    assert {path: data for path, data in site.tree().items() if path.startswith("ailleurs/")} == there


def test_much_that_vanishes_is_asked_for_though_the_cache_is_lost(site):
    for number in range(30):
        site.article(f"a{number}.md", f"A {number}")
    site.build()
    before = site.tree()
    for number in range(25):
        site.remove(f"content/a{number}.md")
    shutil.rmtree(site.root / ".cache")
    published = site.build(allow_removals=False)

    assert [problem.code for problem in published.problems] == ["E314"]
    assert site.tree() == before


def test_a_record_cut_short_does_not_make_our_pages_foreign(site):
    site.article("a.md").build()
    record = site.root / ".cache/catalogue.owned"
    record.write_bytes(record.read_bytes()[: record.stat().st_size // 2].rpartition(b"\n")[0] + b"\n")

    assert site.article("a.md", "Autre").build(clean=True).done
    assert site.tree() == site.clean_tree()
