"""`openai-news eject`: what it copies, what it never overwrites, and that both ways it names build."""

import re

import pytest

from openai_news import cli, ejecting
from openai_news.generator import shipped_theme
from openai_news.site import Options, open_site
from support.site import tree as files_of

TEMPLATES = {
    path.relative_to(shipped_theme() / "templates").as_posix(): path.read_bytes()
    for path in (shipped_theme() / "templates").rglob("*.html")
}


@pytest.fixture
def eject(site, capsys):
    def command(*names, lang="en"):
        code = cli.run(["eject", "--site", str(site.root), "--lang", lang, *names])
        return code, *capsys.readouterr()

    return command


def shipped(site):
    return ejecting.shipped(open_site(Options(site=str(site.root))))


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_template_can_be_copied_as_it_is(site, eject, name):
    code, out, err = eject(name)

    assert (code, err) == (0, "")
    assert (site.root / "templates" / name).read_bytes() == TEMPLATES[name]
    assert out.startswith(f"templates/{name} written")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("style.css", "static/style.css"),
        ("static/style.css", "static/style.css"),
        ("root/favicon.svg", "static/root/favicon.svg"),
        ("templates/article.html", "templates/article.html"),
    ],
)
def test_a_file_is_named_from_its_folder_or_from_the_site(site, eject, name, path):
    assert eject(name)[0] == 0
    assert (site.root / path).read_bytes() == (shipped_theme() / path).read_bytes()


def test_a_site_that_has_taken_over_everything_is_the_same_site(site, eject):
    site.article("2023/11/a.md", tags="[OpenAI]", sources="[https://openai.com/]").build()
    before = site.tree()

    assert eject(*(file.path for file in shipped(site)))[0] == 0

    assert site.clean_tree() == before


@pytest.mark.parametrize("name", sorted(name for name, data in TEMPLATES.items() if b"{% block" in data))
def test_the_extension_that_it_shows_instead_builds_the_same_page(site, eject, name):
    site.article("2023/11/a.md").build()
    before = site.tree()
    _, out, _ = eject(name)
    shown = "\n".join(line.removeprefix("    ") for line in out.splitlines() if line.startswith("    "))

    site.write(f"templates/{name}", shown)

    assert shown.startswith(f'{{% extends "default/{name}" %}}')
    assert [re.sub(rb"\s+", b" ", data) for data in site.clean_tree().values()] == [
        re.sub(rb"\s+", b" ", data) for data in before.values()
    ]


def test_every_block_is_named(eject):
    assert "(blocks: head, main)" in eject("article.html")[1]


def test_nothing_is_ever_overwritten(site, eject):
    site.write("templates/article.html", "à moi")
    before = files_of(site.root)

    code, out, err = eject("page.html", "article.html")

    assert (code, out, files_of(site.root)) == (2, "", before)
    assert "templates/article.html: error[E629]" in err


def test_a_file_that_comes_meanwhile_is_not_overwritten(site):
    opened = open_site(Options(site=str(site.root)))
    (file,) = ejecting.chosen(opened, ["article.html"])
    site.write(file.path, "à moi")

    with pytest.raises(Exception, match="E313"):
        ejecting.take_over(opened, file)

    assert (site.root / file.path).read_text("utf-8") == "à moi"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("articel.html", "did you mean `article.html`?"),
        ("partials/foter.html", "did you mean `partials/footer.html`?"),
        ("../../etc/passwd", "`openai-news eject --list` shows what there is"),
        ("", "`openai-news eject --list` shows what there is"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest_one_and_nothing_is_written(site, eject, name, hint):
    before = files_of(site.root)

    code, out, err = eject("page.html", name)

    assert (code, out, files_of(site.root)) == (2, "", before)
    assert "error[E628]" in err
    assert hint in err


def test_all_that_is_wrong_is_told_at_once(site, eject):
    site.write("templates/page.html", "à moi")

    err = eject("page.html", "x", "y")[2]

    assert re.findall(r"\[(E\d+)\]", err) == ["E628", "E628", "E629"]


@pytest.mark.parametrize("arguments", [["--list"], []])
def test_the_list_shows_everything_and_what_is_the_site_s_own(site, eject, arguments):
    site.write("templates/article.html", "à moi")

    code, out, _ = eject(*arguments)

    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == [file.name for file in shipped(site)]
    assert [line for line in out.splitlines() if " " in line] == [
        "article.html  (templates/article.html is yours)"
    ]


def test_names_are_unique_so_that_a_short_one_is_enough(site):
    names = [file.name for file in shipped(site)]

    assert sorted(set(names)) == sorted(names)


def test_a_shell_is_proposed_the_same_names(site):
    from openai_news.commands.eject import _names

    assert [item.value for item in _names(None, None, "")] == sorted(file.name for file in shipped(site))
    assert [item.value for item in _names(None, None, "partials/fo")] == ["partials/footer.html"]
