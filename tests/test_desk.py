"""The editor's daily commands: what each changes, that nothing else does, and that the site builds after."""

import json
import os
import sqlite3
from contextlib import closing

import pytest

from openai_news import cli
from support.site import tree as files_of

NOW = 1_717_236_000  # 2024-06-01 12:00 in Paris


@pytest.fixture
def news(site, monkeypatch, capsys):
    """Run a command on the site; return its exit code, what it printed and what it told."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))

    def command(name, *arguments, lang="en"):
        code = cli.run(["--site", str(site.root), name, *arguments, "--lang", lang])
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


def content(site):
    return {path: data.decode() for path, data in files_of(site.root).items() if path.startswith("content/")}


def lines_changed(before, after, path):
    old, new = before[path].split("\n"), after[path].split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


# --- new


def test_a_new_article_is_a_draft_in_its_place_that_builds(site, news):
    code, out, err = news("new", "L’accord : « un an » plus tard", "--tag", "Accords", "--author", "Anne B.")

    path = "content/2024/06/2024-06-01-l-accord-un-an-plus-tard.md"
    text = content(site)[path]
    assert code == 0
    assert f"+++ {path}" in out
    assert path in err
    assert 'title: "L’accord : « un an » plus tard"\ndate: 2024-06-01T12:00:00+02:00\n' in text
    assert "slug: l-accord-un-an-plus-tard\n" in text
    assert 'id: "tag:veilleur.example,2024:2024/06/2024-06-01-l-accord-un-an-plus-tard"\n' in text
    assert "draft: true\n" in text
    assert site.build().problems == ()
    assert not site.has("2024/06/01/l-accord-un-an-plus-tard/index.html")


def test_a_new_article_never_overwrites_one(site, news):
    news("new", "Un titre")
    before = content(site)
    code, _, err = news("new", "Un titre")

    assert code == 2
    assert "content/2024/06/2024-06-01-un-titre.md: error[E313]" in err
    assert content(site) == before
    assert news("new", "Un titre", "--dry-run")[0] == 2


def test_a_new_article_in_another_language_stands_in_its_folder(site, news):
    assert news("new", "A title", "--in", "en", "--date", "2023-01-02")[0] == 0
    assert "content/en/2023/01/2023-01-02-a-title.md" in content(site)


def test_an_editor_that_does_not_open_is_named(site, news, monkeypatch):
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    code, _, err = news("new", "Un titre", "--edit")

    assert (code, "no-such-editor --wait" in err) == (3, True)
    assert "content/2024/06/2024-06-01-un-titre.md" in content(site)


def test_a_new_article_is_opened_only_when_asked(site, news, monkeypatch):
    monkeypatch.setenv("VISUAL", "touch -d 2001-01-01")
    news("new", "Un titre", "--edit")

    path = site.root / "content/2024/06/2024-06-01-un-titre.md"
    assert path.stat().st_mtime < NOW


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["new", "…"], 2, "E131"),
        (["new", "A", "--in", "de"], 2, "E113"),
        (["new", "A", "--date", "demain"], 2, "E626"),
        (["new", "A", "--tag", "…"], 2, "error[E123]"),
        (["new", "A", "--tag", "Modèle", "--tag", "Modele+"], 2, "error[E122]"),
        (["new", "Con"], 2, "error[E304]"),
        (["publish", "content/absent.md"], 2, "E640"),
        (["publish", "content/un-titer.md"], 2, "content/un-titre.md"),
        (["publish", "site.yaml"], 2, "E640"),
        (["move", "un-titre.md"], 2, "E646"),
        (["move", "un-titre.md", "--slug", "a b"], 2, "E301"),
        (["move", "un-titre.md", "--date", "32 mai"], 2, "E626"),
        (["correct", "un-titre.md"], 2, "E623"),
        (["cms"], 2, "decap, pages-cms"),
        (["completion"], 2, "bash, zsh, fish"),
        (["retag", "Truc", "Autre"], 2, "E644"),
        (["retag", "Acords", "Autre"], 2, "Accords"),
        (["retag", "Accords", "…"], 2, "E123"),
        (["retag", "Accords", "B", "--taxonomy", "tag"], 2, "tags, sections"),
        (["search", "…"], 2, "E647"),
        (["list", "--tag", "Acords"], 2, "Accords"),
        (["list", "--tag", "Truc"], 2, "E644"),
        (["publish", "un-titre.md", "--at", "2025-01-01"], 2, "E648"),
        (["retag", "Accords", "Autre"], 1, "content/sans.md:1:1: error[E109]"),
        (["publish", "conflit.md"], 1, "content/conflit.md:6:1: error[E209]"),
        (["publish", "_tags/accords.md"], 2, "describes a term"),
        (["move", "_tags/accords.md", "--slug", "b"], 2, "describes a term"),
        (["move", "_pages/page.md", "--date", "2024-01-01"], 2, "page without a date"),
        (["correct", "_pages/page.md", "Non."], 2, "page without a date"),
        (["move", "_pages/page.md", "--slug", "autre-page"], 1, "content/_pages/autre-page.md"),
        (["publish", "meme-adresse.md"], 1, "content/un-titre.md"),
        (["publish", "ancienne.md"], 1, "error[E303]"),
        (["publish", "meme-id.md"], 1, "error[E312]"),
        (["move", "autre.md", "--slug", "un-titre"], 1, "error[E302]"),
        (["move", "un-titre.md", "--slug", "vieux"], 1, "error[E303]"),
        (["publish", "sans.md"], 1, "E109"),
        (["publish", "expire.md"], 1, "E643"),
        (["correct", "accolades.md", "Non."], 1, "E641"),
    ],
)
def test_wrong_input_is_told_and_nothing_is_written(site, news, arguments, code, says):
    site.article("un-titre.md", tags="[Accords]")
    site.write("content/sans.md", "Sans en-tête.\n")
    site.article("expire.md", draft="true", expire_at="2024-01-01")
    site.article("conflit.md", draft="true", body="<<<<<<< HEAD\nUn\n=======\nDeux\n>>>>>>> b")
    site.write("content/_tags/accords.md", "---\ntitle: Accords\n---\n")
    for name in ("page", "autre-page"):
        site.write(f"content/_pages/{name}.md", "---\ntitle: Page\n---\n")
    site.article("meme-adresse.md", draft="true", slug="un-titre")
    site.article("autre.md", aliases="[/2023/11/18/vieux/]", id="un-id", date="2023-11-18")
    site.article("ancienne.md", draft="true", slug="vieux").article("meme-id.md", draft="true", id="un-id")
    site.write("content/accolades.md", "---\n{title: a, date: 2023-11-18}\n---\n")
    before = files_of(site.root)

    done, _, err = news(*arguments)

    assert done == code, err
    assert says in err
    assert {path: data for path, data in files_of(site.root).items() if ".cache" not in path} == before


# --- publish


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("draft: true  # relire", "draft: false  # relire"),
        ("published: false", "published: true"),
        ("status: draft", "status: published"),
    ],
)
def test_a_draft_is_published_by_one_word_of_its_header(site, news, hidden, shown):
    site.write("content/a.md", f"---\ntitle: A\ndate: 2024-05-13\n{hidden}\ntags: [ b ]\n---\nMot.\n")
    before = content(site)
    code, out, _ = news("publish", "a.md")

    assert code == 0
    assert lines_changed(before, content(site), "content/a.md") == ([hidden], [shown])
    assert f"-{hidden}\n+{shown}" in out
    assert site.build(now="2024-06-01T12:00:00+02:00").problems == ()
    assert site.has("2024/05/13/a/index.html")


def test_an_article_is_published_at_an_instant(site, news):
    site.article("a.md", draft="true")
    code, _, err = news("publish", "a.md", "--at", "2 juin 2024 à 18 h")

    assert code == 0
    assert "publish_at: 2024-06-02T18:00:00+02:00\n" in content(site)["content/a.md"]
    assert "2024-06-02T18:00:00+02:00" in err
    site.build(now="2024-06-01T12:00:00+02:00")
    assert not site.has("2023/11/18/a/index.html")
    site.build(now="2024-06-02T18:00:00+02:00")
    assert site.has("2023/11/18/a/index.html")


def test_a_page_is_published_and_moved_too(site, news):
    site.write("content/_pages/p.md", "---\ntitle: Page\ndraft: true\n---\nMot.\n")

    assert [news("publish", "_pages/p.md")[0], news("move", "_pages/p.md", "--slug", "q")[0]] == [0, 0]
    assert site.build().problems == ()
    assert site.has("q/index.html")
    assert "q/" in site.page("p/index.html")


def test_an_embargo_is_lifted_now(site, news):
    site.article("a.md", publish_at="2024-07-01")
    news("publish", "a.md")
    site.build(now="2024-06-01T12:00:00+02:00")

    assert site.has("2023/11/18/a/index.html")


def test_what_is_published_stays_as_it_is(site, news):
    site.article("a.md")
    before = content(site)
    code, out, err = news("publish", "a.md")

    assert (code, out) == (0, "")
    assert "already" in err
    assert content(site) == before


# --- correct


def test_a_correction_is_dated_and_seen(site, news):
    site.write("content/a.md", "---\r\ntitle: A  # le titre\r\ndate: 2023-11-18\r\n---\r\nMot.\r\n")
    code, _, _ = news("correct", "a.md", "Un milliard : non un « million ».", "--by", "Anne")

    assert code == 0
    assert (site.root / "content/a.md").read_bytes().count(b"\n") == content(site)["content/a.md"].count(
        "\r\n"
    )
    assert "title: A  # le titre" in content(site)["content/a.md"]
    site.build(now="2024-06-01T12:00:00+02:00")
    page = site.page("2023/11/18/a/index.html")
    assert "Un milliard\u00a0: non un «\u202fmillion\u202f»." in page.replace("&nbsp;", "\u00a0")
    assert 'datetime="2024-06-01T12:00:00+02:00"' in page


def test_a_second_correction_stands_below_the_first(site, news):
    site.article("a.md")
    news("correct", "a.md", "Première.")
    news("correct", "a.md", "Seconde.", "--kind", "precision")
    text = content(site)["content/a.md"]

    assert text.index("Première.") < text.index("Seconde.") < text.index("kind: precision")
    assert site.build(now="2024-06-01T12:00:00+02:00").problems == ()


# --- move


def test_a_moved_article_answers_at_its_old_address_and_keeps_its_id(site, news):
    site.article("a.md").article("b.md", body="Voir [a](a.md).")
    site.build()
    old_feed = site.page("feed.atom")
    identity = old_feed.partition("<id>tag:veilleur.example,2023:a")[1]
    assert identity
    code, _, err = news("move", "a.md", "--slug", "un-autre", "--date", "2024-01-02")

    assert code == 0
    assert "/2024/01/02/un-autre/" in err
    assert site.build().problems == ()
    assert site.has("2024/01/02/un-autre/index.html")
    assert "2024/01/02/un-autre/" in site.page("2023/11/18/a/index.html")
    assert "2024/01/02/un-autre/" in site.page("2023/11/18/b/index.html")
    assert identity in site.page("feed.atom")


def test_an_article_that_moves_back_has_its_former_address_again(site, news):
    site.article("a.md")
    news("move", "a.md", "--slug", "b")
    news("move", "a.md", "--slug", "a")
    text = content(site)["content/a.md"]

    assert "/2023/11/18/b/" in text
    assert "/2023/11/18/a/" not in text
    assert site.build().problems == ()


def test_a_draft_moves_without_leaving_an_alias(site, news):
    site.article("a.md", draft="true")
    news("move", "a.md", "--slug", "b")

    assert "aliases" not in content(site)["content/a.md"]


def test_a_day_alone_keeps_the_hour(site, news):
    site.article("a.md", date="2023-11-18T09:30:00+01:00")
    news("move", "a.md", "--date", "2023-11-19")

    assert "date: 2023-11-19T09:30:00+01:00\n" in content(site)["content/a.md"]


# --- retag


def test_a_tag_is_renamed_everywhere_and_its_address_leads_to_the_new_one(site, news):
    site.article("a.md", tags='["Chat GPT", Un]').article("b.md", tags="\n  - Un\n  - chat-gpt")
    site.article("c.md", tags="Chat GPT", title="C").article("d.md", tags="[Un]", title="D")
    before = content(site)
    code, _, err = news("retag", "Chat GPT", "Modèles")

    after = content(site)
    assert code == 0
    assert "4 files" in err
    assert lines_changed(before, after, "content/a.md")[1] == ['tags: ["Modèles", Un]']
    assert lines_changed(before, after, "content/b.md")[1] == ["  - Modèles"]
    assert lines_changed(before, after, "content/c.md")[1] == ["tags: Modèles"]
    assert after["content/d.md"] == before["content/d.md"]
    assert site.build().problems == ()
    assert "tags/modeles/" in site.page("tags/chat-gpt/index.html")
    assert site.has("tags/modeles/index.html")


def test_a_tag_is_renamed_under_any_name_of_the_key(site, news):
    site.article("a.md", keywords="[Ancien, Autre]").article("b.md", topics="\n- Ancien")
    assert news("retag", "ancien", "Nouveau")[0] == 0

    assert "keywords: [Nouveau, Autre]\n" in content(site)["content/a.md"]
    assert "topics: \n- Nouveau\n" in content(site)["content/b.md"]
    assert site.build().problems == ()


def test_a_tag_is_merged_with_one_that_an_article_has_already(site, news):
    site.article("a.md", tags="[Ancien, Nouveau]").write(
        "content/_tags/nouveau.md", '---\ntitle: "Nouveau"\n---\nUn mot.\n'
    )
    assert news("retag", "Ancien", "Nouveau")[0] == 0

    assert "tags: [Nouveau]\n" in content(site)["content/a.md"]
    assert "- /tags/ancien/\n" in content(site)["content/_tags/nouveau.md"]
    assert site.build().problems == ()


def test_a_tag_of_a_language_named_in_short_leaves_its_address_where_it_was(site, news):
    site.edit("site.yaml", "language: fr", "language: fr-CA").article(
        "a.md", lang="fr", tags="[Ancien]"
    ).build()
    assert news("retag", "Ancien", "Nouveau")[0] == 0

    assert "- /tags/ancien/\n" in content(site)["content/_tags/nouveau.md"]
    assert site.build().problems == ()
    assert site.has("tags/ancien/index.html")


def test_a_tag_whose_new_address_is_an_alias_is_refused_before_anything_is_written(site, news):
    site.article("a.md", tags="[Gamma]").article("b.md", aliases="[/tags/delta/]")
    before = content(site)
    code, _, err = news("retag", "Gamma", "Delta")

    assert code == 1
    assert "content/b.md" in err
    assert "E303" in err
    assert content(site) == before


def test_what_describes_a_tag_goes_along(site, news):
    site.article("a.md", tags="[Ancien]")
    site.write("content/_tags/ancien.md", '---\ntitle: "Ancien"\naliases: [/x/]\n---\nUn mot.\n')
    assert news("retag", "Ancien", "Nouveau")[0] == 0

    assert "content/_tags/ancien.md" not in content(site)
    assert content(site)["content/_tags/nouveau.md"] == (
        '---\ntitle: "Nouveau"\naliases: [/x/, /tags/ancien/]\n---\nUn mot.\n'
    )
    assert site.build().problems == ()


def test_two_descriptions_are_not_thrown_together(site, news):
    site.article("a.md", tags="[Ancien]")
    site.write("content/_tags/ancien.md", "---\ntitle: Ancien\n---\nUn mot.\n")
    site.write("content/_tags/nouveau.md", "---\ntitle: Nouveau\n---\nUn autre.\n")
    before = content(site)
    code, _, err = news("retag", "Ancien", "Nouveau")

    assert code == 1
    assert "E645" in err
    assert content(site) == before


def test_another_spelling_of_a_tag_moves_no_address(site, news):
    site.article("a.md", tags="[chatgpt]").write("content/_tags/chatgpt.md", "---\ntitle: chatgpt\n---\n")
    assert news("retag", "chatgpt", "ChatGPT")[0] == 0

    assert "tags: [ChatGPT]" in content(site)["content/a.md"]
    assert content(site)["content/_tags/chatgpt.md"] == "---\ntitle: ChatGPT\n---\n"


# --- all that edit


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "Autre"],
        ["publish", "a.md"],
        ["correct", "a.md", "Non."],
        ["move", "a.md", "--slug", "b"],
        ["retag", "Un", "Deux"],
    ],
)
def test_a_rehearsal_shows_the_change_and_writes_nothing(site, news, arguments):
    site.article("a.md", draft="true", tags="[Un]")
    before = files_of(site.root)
    code, out, err = news(*arguments, "--dry-run")

    assert code == 0
    assert "+++ content/" in out
    assert "nothing is written" in err
    assert files_of(site.root) == before


def test_a_file_that_changes_meanwhile_is_not_overwritten(site, news, monkeypatch):
    site.article("a.md", draft="true")
    shown = []

    def interfere(self):
        if not shown:
            site.edit("content/a.md", "Un corps.", "Un autre corps.")
        shown.append(self)
        return ""

    monkeypatch.setattr("openai_news.editing.Change.diff", interfere)
    code, _, err = news("publish", "a.md")

    assert code == 1
    assert "E642" in err
    assert "Un autre corps." in content(site)["content/a.md"]
    assert "draft: true" in content(site)["content/a.md"]


def test_a_file_is_named_from_where_the_editor_stands(site, news, monkeypatch):
    site.article("2024/a.md", draft="true")
    monkeypatch.chdir(site.root / "content/2024")

    assert news("publish", "a.md")[0] == 0


# --- list


def test_the_list_shows_where_each_article_stands_and_what_the_clock_changes_next(site, news):
    site.article("publie.md", title="Publié").article("brouillon.md", title="Brouillon", draft="true")
    site.article("demain.md", title="Demain", publish_at="2024-06-02 08:00")
    site.article("retire.md", title="Retiré", expire_at="2024-01-01")
    site.article("bientot.md", title="Bientôt", date="2024-05-01", expire_at="2024-07-01")
    code, out, err = news("list")

    assert code == 0
    assert [line.split("  ")[0] for line in out.splitlines()] == ["2024-05-01", *["2023-11-18"] * 4]
    assert "published, until 2024-07-01 00:00" in out
    assert "scheduled, 2024-06-02 08:00" in out
    assert "5 articles" in err
    assert "goes out next: 2024-06-02 08:00, content/demain.md" in err
    columns = {line.index("content/") for line in out.splitlines()}
    assert len(columns) == 1


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        (["--drafts"], ["content/b.md"]),
        (["--scheduled"], ["content/c.md"]),
        (["--expired"], ["content/d.md"]),
        (["--drafts", "--expired"], ["content/d.md", "content/b.md"]),
        (["--tag", "modeles"], ["content/a.md"]),
    ],
)
def test_the_list_is_narrowed(site, news, arguments, paths):
    site.article("a.md", tags="[Modèles]").article("b.md", draft="true")
    site.article("c.md", date="2025-01-01").article("d.md", expire_at="2024-01-01")
    _, out, _ = news("list", "--json", *arguments)

    assert [row["path"] for row in json.loads(out)] == paths


def test_the_list_for_programs_has_every_field(site, news):
    site.article("a.md", date="2025-01-01")
    _, out, _ = news("list", "--json")

    assert json.loads(out) == [
        {
            "path": "content/a.md",
            "title": "Un titre",
            "lang": "fr",
            "date": "2025-01-01",
            "standing": "scheduled",
            "next_change": "2025-01-01T00:00:00+01:00",
        }
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_slug_stands_after_the_aliases_that_end_a_header(site, news, end):
    text = '---\ntitle: "X"\ndate: 2024-05-01\naliases:\n  - /x/\n---\nMot.\n'
    site.write("content/a.md", text.replace("\n", end).encode())
    assert news("move", "a.md", "--slug", "a-2")[0] == 0

    assert content(site)["content/a.md"].replace(end, "\n") == (
        '---\ntitle: "X"\ndate: 2024-05-01\naliases:\n  - /x/\n  - /2024/05/01/a/\nslug: a-2\n---\nMot.\n'
    )


def test_an_address_that_another_has_is_told_with_one_that_is_free(site, news):
    site.article("a.md", date="2024-05-01").article("b.md", date="2024-05-01")
    code, _, err = news("move", "a.md", "--slug", "b", lang="fr")

    assert code == 1
    assert "écrivez `slug: b-2`" in err


# --- search


def hits(news, *words):
    code, out, _ = news("search", "--json", *words)
    assert code == 0
    return [row["path"] for row in json.loads(out)]


@pytest.mark.parametrize("words", ["cœur", "COEUR", "l'intérim", "interim", "l’INTÉRIM cœ", "où", "ou"])
def test_accents_case_ligatures_and_elisions_do_not_count(site, news, words):
    site.article("a.md", body="Au cœur de l’intérim, où ?").article("b.md", body="Rien.")

    assert hits(news, words) == ["content/a.md"]


def test_a_title_counts_more_than_a_body(site, news):
    site.article("a.md", body="Le climat. " * 5).article("b.md", title="Le climat")

    assert hits(news, "climat") == ["content/b.md", "content/a.md"]


def test_every_word_is_asked_for(site, news):
    site.article("a.md", body="Un accord.").article("b.md", body="Un accord signé.")

    assert hits(news, "accord", "signe") == ["content/b.md"]


def test_the_index_follows_the_files(site, news):
    site.article("a.md", body="Premier.").article("b.md", body="Premier.", draft="true")
    assert hits(news, "premier") == ["content/a.md", "content/b.md"]
    site.article("a.md", body="Second.").remove("content/b.md").article("c.md", body="Premier.")
    os.utime(site.root / "content/a.md", (1, 1))

    assert hits(news, "premier") == ["content/c.md"]
    assert hits(news, "second") == ["content/a.md"]


@pytest.mark.parametrize("damage", [b"", b"Not a database at all, whatever its name says.\n" * 200])
def test_a_damaged_index_is_made_anew(site, news, damage):
    site.article("a.md", body="Un mot.")
    hits(news, "mot")
    site.write(".cache/search.db", damage)

    assert hits(news, "mot") == ["content/a.md"]


def test_an_index_damaged_in_its_middle_or_replaced_by_a_folder_is_made_anew(site, news):
    site.article("a.md", body="Un mot. " * 900)
    hits(news, "mot")
    path = site.root / ".cache/search.db"
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096))

    assert hits(news, "mot") == ["content/a.md"]

    path.unlink()
    path.mkdir()

    assert hits(news, "mot") == ["content/a.md"]


def test_an_index_that_another_program_holds_is_told_and_kept(site, news, monkeypatch):
    site.article("a.md", body="Un mot.")
    hits(news, "mot")
    site.article("b.md", body="Un mot.")
    connect = sqlite3.connect
    monkeypatch.setattr("openai_news.searching.sqlite3.connect", lambda path: connect(path, timeout=0))
    with closing(connect(site.root / ".cache/search.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        code, _, err = news("search", "mot")

    assert code == 3
    assert "E702" in err
    assert hits(news, "mot") == ["content/a.md", "content/b.md"]


@pytest.mark.parametrize("command", [["list"], ["new", "Titre", "--dry-run"], ["build"], ["check"]])
def test_an_instant_of_the_environment_that_is_none_is_told(news, monkeypatch, command):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "abc")
    code, _, err = news(*command)

    assert code == 2
    assert "E626" in err


@pytest.mark.parametrize("words", ['"', "*", "a AND", "NEAR(", "-b", "title:x", "'"])
def test_the_language_of_the_index_does_not_show(site, news, words):
    site.article("a.md", body="Un mot.")
    code, _, err = news("search", "--", words)

    assert code in {0, 2}
    assert "traceback" not in err.lower()


def test_what_is_found_is_shown_with_its_place_and_its_words(site, news):
    site.article(
        "a.md", title="Titre", body="Avant. " * 40 + "Le [mot](https://x.example/) **cherché**.", draft="true"
    )
    code, out, err = news("search", "cherche", lang="fr")

    assert code == 0
    assert out.splitlines()[0] == "2023-11-18  Titre (brouillon)"
    assert "content/a.md" in out
    assert "Le mot cherché." in out
    assert "1 article trouvé" in err
