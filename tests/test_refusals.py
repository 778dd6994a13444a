"""A wrong site is refused whole: every fault is told at once, dist/ stands, mending is enough."""

import re

import pytest

from openai_news import cli, console
from support.site import NOW, article

LATIN = "---\ntitle: Été\ndate: 2023-11-18\n---\nUn corps.\n".encode("latin-1")
LABEL = "---\ntitle: {}\n---\nUne description.\n"

# What is written over a good site; the exit code; then `place code` of each problem, in order.
FAULTS = {
    "a date": (
        {"content/a.md": article(date="hier")},
        console.CONTENT,
        ["content/a.md:3:7 E103"],
    ),
    "faults of several files": (
        {
            "content/c.md": article(date="hier"),
            "content/b.md": article(title="B", body="<script>alert(1)</script>"),
            "content/a.md": "Sans en-tête.\n",
        },
        console.CONTENT,
        ["content/a.md:1:1 E109", "content/b.md:5:1 E203", "content/c.md:3:7 E103"],
    ),
    "several faults of one file": (
        {"content/a.md": "---\ntitle: A\ndate: hier\nupdated: demain\ndraft: peut-être\n---\nX\n"},
        console.CONTENT,
        ["content/a.md:3:7 E103", "content/a.md:4:10 E103", "content/a.md:5:8 E104"],
    ),
    "a colon in a title": (
        {"content/a.md": "---\ntitle: A quitte B : C\ndate: 2023-11-18\n---\nX\n"},
        console.CONTENT,
        ["content/a.md:2:19 E101"],
    ),
    "a key twice": (
        {"content/a.md": "---\ntitle: A\ntitle: B\ndate: 2023-11-18\n---\nX\n"},
        console.CONTENT,
        ["content/a.md:3:1 E102"],
    ),
    "a key that nearly hides": (
        {"content/a.md": article(drat="true")},
        console.CONTENT,
        ["content/a.md:4:1 E105"],
    ),
    "a text that is not UTF-8": ({"content/a.md": LATIN}, console.CONTENT, ["content/a.md:2:8 E111"]),
    "a javascript address": (
        {"content/a.md": article(body="[x](javascript:alert(1))")},
        console.CONTENT,
        ["content/a.md:5:5 E203"],
    ),
    "two articles with one address": (
        {"content/x/a.md": article(), "content/y/a.md": article()},
        console.CONTENT,
        ["content/y/a.md:2:8 E302"],
    ),
    "two articles with one id": (
        {"content/a.md": article(id="un"), "content/b.md": article(id="un")},
        console.CONTENT,
        ["content/b.md:4:5 E312"],
    ),
    "an alias over an article": (
        {"content/a.md": article(aliases="[/2023/11/18/bon/]")},
        console.CONTENT,
        ["content/a.md:4:11 E303"],
    ),
    "a page over a list": (
        {"content/_pages/tags.md": LABEL.format("Les mots")},
        console.CONTENT,
        ["content/_pages/tags.md:2:8 E303"],
    ),
    "a file for a folder": (
        {"static/root/2023": "un fichier"},
        console.CONTENT,
        ["static/root/2023 E303"],
    ),
    "words with one slug": (
        {"content/a.md": article(tags="[C]"), "content/b.md": article(title="B", tags="[C++]")},
        console.CONTENT,
        ["content/a.md:4:8 E122"],
    ),
    "a field that no view has": (
        {
            "templates/article.html": "{% extends 'default/article.html' %}\n"
            "{% block main %}\n{{ page.titel }}{% endblock %}"
        },
        console.CONTENT,
        ["templates/article.html:3:9 E501"],
    ),
    "a template that is no template": (
        {"templates/article.html": "{% if %}"},
        console.USAGE,
        ["templates/article.html:1:1 E507"],
    ),
    "a template that is not there": (
        {"templates/article.html": '{% extends "bas.html" %}'},
        console.USAGE,
        ["templates/article.html:1:13 E508"],
    ),
    "a file of the theme that is not there": (
        {"templates/article.html": '{{ asset("stile.css") }}'},
        console.USAGE,
        ["templates/article.html:1:11 E505"],
    ),
    "faults of several settings": (
        {"site.yaml": "title: T\nbase_url: veilleur\nlanguage: fr\ntimezone: Paris\nfedes: {}\n"},
        console.USAGE,
        ["site.yaml:2:11 E614", "site.yaml:4:11 E616", "site.yaml:5:1 E611"],
    ),
}


@pytest.fixture
def news(capsys, site):
    """Build in this process: exit code, and `place code` of each problem shown."""

    def command(*arguments):
        code = cli.run(["build", "--site", str(site.root), "--now", NOW, "--lang", "en", *arguments])
        return code, capsys.readouterr().err

    return command


def places(err):
    """Return `place code` of each problem of severity error, in the order shown."""
    return [
        f"{place} {code}" for place, code in re.findall(r"^(\S.*?): error\[(E\d{3})\]", err, re.MULTILINE)
    ]


def stamps(folder):
    """Return every file's bytes and time, and the folders: what 'untouched' means."""
    return {
        str(path.relative_to(folder)): (path.is_dir() or path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
    }


CASES = [pytest.param(*fault, id=name) for name, fault in FAULTS.items()]


@pytest.mark.parametrize(("files", "code", "problems"), CASES)
@pytest.mark.parametrize("first", [True, False], ids=["first build", "edit"])
def test_a_fault_leaves_dist_as_it_was_until_it_is_mended(site, news, files, code, problems, first):
    site.article("bon.md", "Un bon article")
    settings = (site.root / "site.yaml").read_text("utf-8")
    if not first:
        assert news()[0] == console.DONE
    untouched = stamps(site.dist)

    for path, text in files.items():
        site.write(path, text)
    said = news()

    assert (said[0], places(said[1])) == (code, problems)
    assert stamps(site.dist) == untouched
    for path in files:
        site.remove(path)
    site.write("site.yaml", settings)
    assert news()[0] == console.DONE
    assert site.tree() == site.clean_tree()


def test_a_clash_names_both_files(site, news):
    site.article("x/a.md").article("y/a.md")

    assert "`/2023/11/18/a/`" in news()[1]
    assert {"content/x/a.md", "content/y/a.md"} <= set(re.findall(r"content/\S+\.md", news()[1]))


def test_words_with_one_slug_name_both_files(site, news):
    site.article("a.md", tags="[C]").article("b.md", "B", tags="[C++]")

    assert {"content/a.md", "content/b.md"} <= set(re.findall(r"content/\S+?\.md", news()[1]))


def test_a_fault_of_a_template_names_its_line_and_the_article(site, news):
    site.article("bon.md", "Un bon article")
    site.write(
        "templates/article.html",
        '{% extends "default/article.html" %}\n{% block main %}{{ page.titel }}{% endblock %}',
    )

    _, err = news()

    assert err.startswith("templates/article.html:2:25: error[E501]: ")
    assert "bon.md" in err.splitlines()[0]
    assert "hint: write `title`" in err


def test_a_page_that_leaves_makes_room_for_another_at_its_address(site, news):
    """Moving A to B's address while B leaves is no clash (DESIGN 3, lesson 5)."""
    site.article("a.md", "A").article("b.md", "B")
    news()
    site.remove("content/b.md").write("content/a.md", article("A", slug="b"))

    assert news()[0] == console.DONE
    assert site.tree() == site.clean_tree()


@pytest.mark.parametrize("options", [[], ["--clean"], ["--atomic"]], ids=["edit", "clean", "atomic"])
def test_a_file_of_somebody_else_is_never_overwritten(site, news, options):
    news()
    site.write("dist/2023/11/18/a/index.html", "à moi").write("dist/CNAME", "veilleur.example")
    site.article("a.md")
    untouched = stamps(site.dist)

    said = news(*options)

    assert (said[0], places(said[1])) == (console.USAGE, [f"{site.dist} E604"])
    assert "`2023/11/18/a/index.html`" in said[1]
    assert stamps(site.dist) == untouched
    site.remove("dist/2023/11/18/a/index.html")
    assert news(*options)[0] == console.DONE
    assert site.page("CNAME") == "veilleur.example"
    assert site.tree().keys() - {"CNAME"} == site.clean_tree().keys()


def test_a_folder_with_another_site_is_refused(news, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("un autre site", "utf-8")

    assert places(news("--output", str(other))[1]) == [f"{other} E602"]
    assert [path.name for path in other.iterdir()] == ["index.html"]


# --- much of a site that vanishes (RELIABILITY 37)


@pytest.fixture
def full(site):
    """A site of thirty articles, built."""
    for number in range(30):
        site.article(f"{number}/n{number}.md", f"Le titre {number}", date=f"2023-{number % 12 + 1:02d}-05")
    site.build()
    return site


@pytest.mark.parametrize("clean", [False, True])
def test_much_of_a_site_vanishes_only_when_that_is_said(full, clean):
    before = full.tree()
    for number in range(25):
        full.move(f"content/{number}/n{number}.md", f"elsewhere/{number}.md")
    for _ in range(2):
        refused = full.build(allow_removals=False, clean=clean)
        assert [problem.code for problem in refused.problems] == ["E314"]
        assert (refused.done, full.tree()) == (False, before)

    allowed = full.build(clean=clean)
    assert allowed.problems == ()
    assert len(allowed.removed) > 25
    assert full.tree() == full.clean_tree()


def test_what_comes_back_in_time_never_vanished(full):
    before = full.tree()
    full.move("content", "elsewhere").write("content/b.md", "---\ntitle: B\ndate: 2023-01-01\n---\n")
    assert not full.build(allow_removals=False).done
    full.remove("content").move("elsewhere", "content")

    assert full.build(allow_removals=False).done
    assert full.tree() == before


def test_a_few_pages_may_vanish_without_a_word(full):
    full.remove("content/3/n3.md")

    assert full.build(allow_removals=False).done


def test_the_command_asks_before_much_vanishes(full, capsys):
    full.move("content", "elsewhere").write("content/b.md", "---\ntitle: B\ndate: 2023-01-01\n---\n")
    command = ["--site", str(full.root), "build", "--lang", "en", "--now", full.now]

    assert cli.run(command) == 1
    assert "--allow-removals" in capsys.readouterr().err
    assert cli.run([*command, "--allow-removals"]) == 0


@pytest.mark.parametrize(
    "path", ["aux/a.md", "nul.html/a.md", "x::$DATA.md", "GIT~1/a.md", "2023/com1.x/a.md"]
)
def test_a_file_that_some_system_takes_for_something_else_is_refused(site, path):
    site.article(path, slug="a").article("b.md")
    published = site.build(keep_going=True)

    assert [(p.code, p.severity, p.place.path) for p in published.problems] == [
        ("E304", "error", f"content/{path}")
    ]
    assert not site.has("2023/11/18/a/index.html")
    assert site.has("2023/11/18/b/index.html")


@pytest.mark.parametrize("path", ["a:b.md", "pourquoi ?.md", "a|b/a.md"])
def test_a_sign_that_not_every_system_can_hold_is_doubtful(site, path):
    published = site.article(path, slug="a").build()

    assert [(p.code, p.severity, p.place.path) for p in published.problems] == [
        ("E304", "warning", f"content/{path}")
    ]
    assert site.has("2023/11/18/a/index.html")
