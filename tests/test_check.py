"""`openai-news check`: what it finds, where, in which form, and that it leaves the site alone."""

import json

import pytest

from openai_news import checking, cli, terminal
from openai_news.model import Place, Problem, Severity
from openai_news.site import Options
from support.pictures import picture
from support.site import NOW
from support.site import tree as files_of

SOUND = {"summary": "Un résumé.", "sources": "[https://openai.com/]"}


def found(site, *codes):
    """Return (code, path, line, column) of what a check finds, of some codes only if any is named."""
    problems = checking.check(Options(site=str(site.root), now=NOW))
    return [
        (p.code, p.place.path, p.place.line, p.place.column) for p in problems if not codes or p.code in codes
    ]


def sound(site, path="a.md", **more):
    return site.article(path, **(SOUND | more))


def test_a_sound_article_has_no_finding(site):
    sound(site)

    assert found(site) == []


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ('Il dit "oui et "non".', ("W201", 7, 20)),
        ("Au 2ème jour.", ("W202", 7, 4)),
        ("Au XXIième siècle.", ("W202", 7, 4)),
        ("L’Etat paie.", ("W203", 7, 3)),
        ("Fini. A la fin.", ("W203", 7, 7)),
        ("Voir [ceci](absent.md).", ("E401", 7, 13)),
        ("Du texte.\n\n![](photo.jpg)", ("E212", 9, 5)),
        ("## Un\n\nMot.\n\n#### Trois\n\nMot.", ("E211", 11, 6)),
        ("<<<<<<< HEAD\nUn.\n=======\nDeux.\n>>>>>>> autre", ("E209", 7, 1)),
        ("Un \u202emot.", ("E205", 7, 4)),
    ],
)
def test_what_is_doubtful_in_a_body_is_found_at_its_place(site, body, finding):
    sound(site, body=body)
    code, line, column = finding

    assert (code, "content/a.md", line, column) in found(site)


@pytest.mark.parametrize(
    "body",
    [
        'Il dit "oui" et "non".',
        'Un écran de 27" large.',
        "Le 2e jour, la 1re fois.",
        'Voir `2ème`, `Etat` et `"`.',
        "Lire [ceci](https://a.example/2ème/Etat).",
        '<img src="photo.jpg"\nalt="Une photo.">',
        "A priori, Elle et Eve y vont.",
    ],
)
def test_what_is_right_is_left_alone(site, body):
    sound(site, body=body)

    assert found(site, "W201", "W202", "W203") == []


def test_french_rules_are_for_french(site):
    sound(site, lang="en", body="The Etat and the 2eme.")

    assert found(site, "W202", "W203") == []


def test_what_lacks_in_a_header_is_found(site):
    site.article("a.md", title="x" * 111)

    assert [code for code, *_ in found(site)] == ["W107", "W108", "W106"]


def test_a_title_of_110_characters_is_not_too_long(site):
    sound(site, title="x" * 110)

    assert found(site) == []


@pytest.mark.parametrize("hidden", [{"draft": "true"}, {"publish_at": "2099-01-01"}])
def test_links_of_what_is_not_published_are_looked_at_too(site, hidden):
    sound(site, "voisin.md", draft="true").write("content/photo.png", picture())
    sound(
        site, body="[un](voisin.md), [deux](voisim.md), [trois](disparu.md), ![quatre](photo.pgn)", **hidden
    )
    problems = checking.check(Options(site=str(site.root), now=NOW))

    assert [(p.code, p.place.column, p.values.get("near")) for p in problems] == [
        ("E401", 25, "voisin.md"),
        ("E401", 45, None),
        ("E402", 68, "photo.png"),
    ]


def test_links_from_the_root_must_lead_to_what_a_build_makes(site):
    sound(site, "b.md", aliases="[/vieux/]")
    site.write("static/root/plan.pdf", "x")
    good = (
        "[1](/2023/11/18/b/) [2](/2023/11/) [3](/2023) [4](/vieux/) [5](/plan.pdf?v=1) [6](/feed.atom) [7](/)"
    )
    sound(site, "a.md", body=f"{good}\n\n[un](/2023/11/18/inconnu/) [deux](/pl%61n.pdf) [trois](/rien.pdf)")
    problems = checking.check(Options(site=str(site.root), now=NOW))

    assert [(p.code, p.values["target"], p.place.column) for p in problems] == [
        ("W412", "/2023/11/18/inconnu/", 6),
        ("W412", "/rien.pdf", 56),
    ]


def test_drafts_are_looked_at_too(site):
    sound(site, draft="true", body="Le 2ème.")

    assert [code for code, *_ in found(site)] == ["W202"]


def test_a_tag_almost_like_another_and_a_tag_used_once_are_found(site):
    for name in ("a", "b"):
        sound(site, f"{name}.md", tags="[Open Source]")
    sound(site, "c.md", tags="[OpenSource]")
    sound(site, "d.md", tags="[Rare]")

    assert [(code, path) for code, path, *_ in found(site)] == [
        ("W121", "content/c.md"),
        ("W122", "content/d.md"),
    ]


def test_a_check_writes_nothing_into_the_site(site):
    sound(site)
    before = files_of(site.root)

    found(site)

    assert files_of(site.root) == before


# --- the command


@pytest.fixture
def check(site, capsys, monkeypatch):
    monkeypatch.delenv("CI", raising=False)

    def command(*arguments):
        code = cli.run(["check", "--site", str(site.root), "--now", NOW, "--lang", "en", *arguments])
        return code, *capsys.readouterr()

    return command


def test_warnings_fail_a_check_only_when_it_is_strict(site, check):
    site.article("a.md")

    assert [check()[0], check("--strict")[0]] == [0, 1]


def test_a_check_is_strict_where_ci_says_so(site, check, monkeypatch):
    site.article("a.md")
    monkeypatch.setenv("CI", "true")

    assert [check()[0], check("--no-strict")[0]] == [1, 0]
    assert "--no-strict" in check()[2]


def test_an_error_fails_a_check(site, check):
    site.write("content/a.md", "---\ntitle: A: b\ndate: 2024-01-01\n---\n")

    code, _, err = check()

    assert code == 1
    assert "content/a.md:2:9: error[E101]" in err


def test_an_instant_that_is_none_is_a_fault_of_usage(site, check):
    sound(site)

    code, _, err = check("--now", "tomorrow")

    assert (code, "[E626]" in err) == (2, True)


def test_sarif_names_a_rule_and_a_region_for_each_result(site, check):
    sound(site, "é.md", body="Le 2ème.")

    (run,) = json.loads(check("--format", "sarif")[1])["runs"]

    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "W202"
    assert result["level"] == "warning"
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "content/%C3%A9.md"},
        "region": {"startLine": 7, "startColumn": 4},
    }


def test_sarif_of_a_sound_site_is_a_run_without_results(site, check):
    sound(site)

    assert json.loads(check("--format", "sarif")[1])["runs"][0]["results"] == []


def test_equal_warnings_are_counted_after_the_third_and_errors_never():
    places = [Place(f"content/{n}.md", 1, 1) for n in range(5)]
    warnings = [Problem("W107", place, severity=Severity.WARNING) for place in places]
    wrong = [Problem("E120", place) for place in places]

    shown = terminal.problems([*warnings, *wrong], "text", "en", colour=False)

    assert (shown.count("[W107]"), shown.count("[E120]")) == (3, 5)
    assert "W107  2 more warnings" in shown


# --- mending


def test_fix_shows_a_diff_and_mends_ordinals_only(site, check):
    sound(site, body="Le 2ème et le 3ème jour de l’Etat.")

    _, _, err = check("--fix")

    assert "-Le 2ème et le 3ème jour de l’Etat.\n+Le 2e et le 3e jour de l’Etat." in err
    assert [code for code, *_ in found(site)] == ["W203"]


def test_fix_is_idempotent_and_leaves_other_files_alone(site, check):
    sound(site, body="Le 2ème jour.")
    sound(site, "b.md", date="2023-11-19")
    before = (site.root / "content/b.md").stat().st_mtime_ns
    check("--fix")
    once = files_of(site.root)

    _, _, err = check("--fix")

    assert files_of(site.root) == once
    assert "+++" not in err
    assert (site.root / "content/b.md").stat().st_mtime_ns == before


def test_fix_keeps_the_byte_order_mark_and_the_line_ends(site, check):
    text = '---\ntitle: "T"\ndate: 2023-11-18\n---\nLe 2ème jour.\n'
    windows = "\ufeff" + text.replace("\n", "\r\n")
    site.write("content/a.md", windows.encode())

    check("--fix")

    assert (site.root / "content/a.md").read_bytes() == windows.replace("2ème", "2e").encode()


@pytest.mark.parametrize(
    "body", ["## Le 2ème jour\n\nVoir [là](#le-2eme-jour).", "Le [2ème][].\n\n[2ème]: https://a.example/"]
)
def test_fix_leaves_a_file_whose_links_would_change(site, check, body):
    sound(site, body=body)
    before = files_of(site.root)

    check("--fix")

    assert files_of(site.root) == before


# --- links to headings of other articles


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("b.md#entete", []),
        ("b.md#top", []),
        ("b.md", []),
        ("b.md#entte", [("E216", "content/a.md", 7, 10)]),
        ("b.md#autre", [("E216", "content/a.md", 7, 10)]),
    ],
)
def test_a_link_to_a_heading_of_another_article_is_followed(site, link, expected):
    sound(site, "b.md", date="2023-11-19", body="## Entête\n\nUn mot.")
    sound(site, body=f"Lire [b]({link}).")

    assert found(site) == expected


def test_a_link_that_misses_a_heading_names_the_nearest(site, check):
    sound(site, "b.md", date="2023-11-19", body="## Entête\n\nUn mot.")
    sound(site, body="Lire [b](b.md#entte).")

    assert "write `b.md#entete`" in check()[2]
