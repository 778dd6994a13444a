"""What a body becomes: its links, headings, pictures, tables and notes."""

import json
import re
from pathlib import Path

import pytest

from openai_news.markup import _printable, render
from openai_news.markup_shape import plain
from openai_news.model import Heading, Markup, Place, Severity

LOCALE = Path(__file__).parent.parent / "src/openai_news/locale"


def rendered(text: str, *, title: str = "Titre", path: str = "2023/11/a.md", prefix: str = ""):
    """Render a body that begins at line 7 of its file, in a language without typography."""
    return render(text, title=title, place_of=Place(path, 7), lang="zxx", prefix=prefix)


def codes(markup: Markup) -> list[str]:
    return [problem.code for problem in markup.problems]


def html(text: str, **settings: str) -> str:
    """Render a body and show its marks with brackets."""
    return rendered(text, **settings).html.replace("\x02", "⟦").replace("\x03", "⟧").strip()


# --- links


@pytest.mark.parametrize(
    ("written", "kind", "target", "fragment"),
    [
        ("autre.md", "article", "2023/11/autre.md", ""),
        ("../12/b.md#effets", "article", "2023/12/b.md", "s-effets"),
        ("/2024/c.md", "article", "2024/c.md", ""),
        ("./d.MD", "article", "2023/11/d.MD", ""),
        ("rapport%20final.pdf", "file", "2023/11/rapport final.pdf", ""),
        ("../../data/x.csv", "file", "data/x.csv", ""),
        ("/tags/openai/", "site", "/tags/openai/", ""),
        ("/2023/#nov", "site", "/2023/", "nov"),
        ("%C3%A9t%C3%A9.pdf", "file", "2023/11/été.pdf", ""),
    ],
)
def test_a_link_inside_the_site_stays_symbolic(written, kind, target, fragment):
    markup = rendered(f"Voir [ceci]({written}).")

    reference = markup.references[0]
    assert (kind, target, fragment) == (reference.kind, reference.target, reference.fragment)
    assert Place("content/2023/11/a.md", 7, 13) == reference.place
    assert "<p>Voir \x02a 0\x03ceci\x02/a\x03.</p>" == markup.html.strip()


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2"),
        ("https://example.org/?a=1&copy=2", "https://example.org/?a=1&amp;copy=2"),
        ("//example.org/x", "https://example.org/x"),
        ("https://example.org/a|b%zz", "https://example.org/a%7Cb%25zz"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("mailto:a@example.org?subject=Deux mots", "mailto:a@example.org?subject=Deux%20mots"),
        ("tel:+33123456789", "tel:+33123456789"),
    ],
)
def test_an_external_link_stays_literal(written, href):
    assert f'<p><a href="{href}">x</a></p>' == html(f"[x]({written})")


@pytest.mark.parametrize(
    "written",
    ['{{< ref "y" >}}', "deux mots", "../../../haut.md", "http://", "https://a@b.org", "{{ x }}"],
)
def test_a_target_that_is_no_address_stays_as_text(written):
    markup = rendered(f"[x]({written})")

    assert "href" not in markup.html
    assert f"[x]({written})" == plain(markup.html)
    assert [("E213", Severity.WARNING)] == [(p.code, p.severity) for p in markup.problems]


@pytest.mark.parametrize("url", ["ftp://example.org/a", "file:///etc/passwd", "obsidian://open"])
def test_another_scheme_leaves_the_words_and_a_warning(url):
    markup = rendered(f"[les mots]({url})")

    assert "<p>les mots</p>" == markup.html.strip()
    assert ["E214"] == codes(markup)


def test_foreign_shortcodes_stay_literal():
    text = '{{< img src="x" >}} et {{ 7*7 }} et {% include "x" %}'

    assert text == plain(rendered(text).html)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('[a]({{< ref "a_b.md" >}} "Un *titre*")', '[a]({{< ref "a_b.md" >}})'),
        ('[{{< ref "a.md" >}}]({{< ref "b.md" >}})', '[{{< ref "a.md" >}}]({{< ref "b.md" >}})'),
        ('{{< img src="a.png"\nalt="*x*" >}}', '{{< img src="a.png" alt="*x*" >}}'),
        ("{{<b>}} {{% i %}} {% raw %}", "{{<b>}} {{% i %}} {% raw %}"),
        ("`{{` et `}}` ou `{{< x >}}`", "{{ et }} ou {{< x >}}"),
    ],
)
def test_a_foreign_shortcode_is_text_whatever_it_holds(written, shown):
    assert shown == plain(rendered(written).html)


def test_a_link_of_html_to_a_shortcode_stays_as_text():
    markup = rendered('<a title="Mobile" href="{{< ref "/communities" >}}">Voir</a>')

    assert '[Voir]({{< ref "/communities" >}})' == plain(markup.html)
    assert ["E213"] == codes(markup)
    assert "template" == markup.problems[0].values["reason"]


def test_no_author_can_forge_the_mark_of_a_shortcode():
    assert "\ufdd0" not in rendered("\ufdd00\ufdd1 &#64976;0&#64977; {{ x }}").html


def test_an_id_in_words_or_code_stays_as_it_is():
    markup = rendered('`<div id="x">` et {{< tweet id="1" >}}')

    assert '<div id="x"> et {{< tweet id="1" >}}' == plain(markup.html)


def test_a_link_without_words_is_left_out():
    markup = rendered("[](autre.md) mot")

    assert "<p>mot</p>" == markup.html.replace("\n", "").replace("> ", ">").strip()
    assert ["E217"] == codes(markup)


def test_no_author_can_forge_a_mark():
    markup = rendered("\x02a 0\x03 &#2;a 0&#3; <b title='\x02&#2;'>x</b> ![&#2;f 0&#3;](a.png)")

    assert 2 == markup.html.count("\x02")
    assert '<img src="\x02f 0\x03"' in markup.html


# --- headings


def test_the_own_title_of_a_body_is_dropped_whatever_its_accents_and_case():
    markup = rendered("# L’ete  à Paris\n\nBonjour.\n\n## Suite", title="L'Été à Paris")

    assert (Heading(2, "s-suite", "Suite"),) == markup.headings
    assert [] == codes(markup)


def test_a_renumbered_heading_is_named_by_its_words_and_found_in_the_file():
    markup = rendered("Un.\n\n# **Notre _barre_**")

    assert "Notre barre" == markup.problems[0].values["heading"]
    assert Place("content/2023/11/a.md", 9, 5) == markup.problems[0].place


def test_another_title_moves_down_with_all_headings_and_a_warning():
    markup = rendered("# Un\n\n## Deux\n\n# Trois")

    assert [2, 3, 2] == [heading.level for heading in markup.headings]
    assert ["E211"] == codes(markup)
    assert 3 == markup.problems[0].place.column


def test_no_level_is_skipped():
    markup = rendered("## A\n\n#### B\n\n###### C\n\n### D")

    assert [2, 3, 4, 3] == [heading.level for heading in markup.headings]


def test_headings_of_raw_html_are_counted_too():
    markup = rendered("## A\n\n<h5>B</h5>\n")

    assert [(2, "A"), (3, "B")] == [(h.level, h.text) for h in markup.headings]


def test_ids_come_from_the_plain_text_and_are_unique():
    markup = rendered("## L’**œuvre**\n\n## L’œuvre\n\n## Nommé {#le-nom}\n\n## 🎉")

    assert ["s-l-oeuvre", "s-l-oeuvre-2", "s-le-nom", "s-"] == [h.id for h in markup.headings]


def test_a_prefix_keeps_the_ids_of_several_bodies_apart():
    markup = rendered("## A\n\n[haut](#a) note[^1]\n\n[^1]: x", prefix="b2-")

    assert '<h2 id="b2-s-a">' in markup.html
    assert '<a href="#b2-s-a">' in markup.html
    assert 'id="b2-fn-1"' in markup.html
    assert 'href="#b2-fnref-1"' in markup.html


@pytest.mark.parametrize("written", ["#le-nom", "#nommé", "#ancien", "#top", "#"])
def test_a_fragment_finds_what_it_names(written):
    markup = rendered(f"[x]({written}) <a name='ancien'></a>y\n\n## Le nom\n\n## Nommé")

    assert [] == codes(markup)


def test_a_fragment_that_names_nothing_is_a_warning():
    assert ["E216"] == codes(rendered("[x](#rien)"))


# --- pictures, tables, notes


def test_a_picture_alone_with_a_title_is_a_figure():
    expected = (
        '<figure aria-label="La légende"><img src="⟦f 0⟧" alt="Le port" ⟦s 0⟧>'
        "<figcaption>La légende</figcaption></figure>"
    )

    assert expected == html('![Le port](port.jpg "La légende")')


def test_an_emphasised_line_under_a_picture_is_its_caption():
    assert "<figcaption>Vue du port</figcaption>" in html("![Le port](port.jpg)\n*Vue du port*")


def test_a_picture_without_description_is_a_warning_and_has_an_empty_alt():
    markup = rendered('![](a.png)\n\n<p><img src="b.png"></p>\n')

    assert 2 == markup.html.count('alt=""')
    assert ["E212", "E212"] == codes(markup)


def test_a_decorative_picture_says_so_in_html():
    assert [] == codes(rendered('<p><img src="b.png" alt=""></p>\n'))


def test_a_picture_elsewhere_becomes_a_link():
    markup = rendered("![Le port](https://example.org/port.jpg)")

    assert '<p><a href="https://example.org/port.jpg">Le port</a></p>' == markup.html.strip()
    assert ["E215"] == codes(markup)


def test_a_table_scrolls_takes_focus_and_scopes_its_headers():
    table = html("| Pays | Prix |\n|---|--:|\n| FR | 3 |")

    assert table.startswith('<div class="table" role="region" aria-label="Pays, Prix" tabindex="0">')
    assert '<th scope="col">Pays</th>' in table
    assert '<td class="right">3</td>' in table


def test_a_header_cell_beside_data_scopes_its_row():
    assert '<th scope="row">A</th>' in html("<table><tr><th>A</th><td>1</td></tr></table>\n")


def test_notes_carry_roles_and_no_english():
    notes = html("Un[^a] deux[^a].\n\n[^a]: La note.")

    assert '<a href="#fn-a" class="note-ref" role="doc-noteref">1</a>' in notes
    assert 2 == notes.count('role="doc-backlink"')
    assert "Jump" not in notes


def test_the_text_for_search_has_no_markup_and_no_note_numbers():
    text = "Le **mot** : [lien](a.md)[^1].\n\n- un\n- deux\n\n[^1]: Note."
    markup = rendered(text)

    assert "Le mot : lien. un deux Note." == plain(markup.html).replace(" ↩", "")
    assert 6 == render(text, title="Titre", place_of=Place("a.md", 7), lang="fr").words


def test_a_passage_in_another_language_says_so():
    shown = html("Un mot : [made *to last*]{lang=en}, puis [rien]{.x} et [lien](b.md){lang=en}.")

    assert '<span lang="en">made <em>to last</em></span>, puis' in shown
    assert "[rien]" in shown


# --- raw HTML in the wrong place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<li>un</li>\n", "<div>un</div>"),
        ("<ul><p>un</p></ul>\n", "<ul><li><p>un</p></li></ul>"),
        ("<h3><div>un</div></h3>\n", '<h2 id="s-un"><span>un</span></h2>'),
        ("<figcaption>un</figcaption>\n", "<div>un</div>"),
        ("<p>un <p>deux</p></p>\n", "<p>un </p><p>deux</p>"),
        ("<a href='a.md'>un <a href='b.md'>deux</a></a>", "<p>⟦a 0⟧un ⟦/a⟧⟦a 1⟧deux⟦/a⟧</p>"),
    ],
)
def test_what_stands_in_the_wrong_place_is_mended(text, expected):
    assert expected == html(text)


def test_a_heading_in_a_header_cell_is_no_heading():
    markup = rendered("<table><tr><th><h2>un</h2></th></tr></table>\n")

    assert () == markup.headings
    assert "<div>un</div>" in markup.html


def test_marks_survive_french_typography():
    markup = render("Voir [l'avis](a.md) ; fin", title="T", place_of=Place("b.md", 1), lang="fr")

    assert "<p>Voir \x02a 0\x03l’avis\x02/a\x03\u202f; fin</p>" == markup.html.strip()


# --- places and messages


def test_a_problem_points_at_its_line_in_the_file():
    problem = rendered("Un.\n\nVoici <script>x</script>").problems[0]

    assert Place("content/2023/11/a.md", 9, 7) == problem.place
    assert "Voici <script>x</script>" == problem.excerpt


def test_what_is_shown_as_code_is_not_what_is_pointed_at():
    problem = rendered("Montrer `<iframe>` ici.\n\n<iframe src='x'></iframe>\n").problems[0]

    assert 9 == problem.place.line


def test_what_the_theme_decides_is_left_out_with_one_warning():
    markup = rendered('<p style="x" class="y">a <font color="red">b</font></p>\n')

    assert ["E210"] == codes(markup)
    assert "`<font>` `class=` `color=` `style=`" == markup.problems[0].values["names"]
    assert "<p>a b</p>" == markup.html.strip()


def test_what_is_no_tag_is_shown_as_words():
    markup = rendered("En tant que <type de personne>, je veux.")

    assert "En tant que <type de personne>, je veux." == plain(markup.html)
    assert ["E218"] == codes(markup)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_has_its_text(language):
    texts = json.loads((LOCALE / language / "errors/body.json").read_text(encoding="utf-8"))
    modules = [*LOCALE.parent.glob("markup*.py"), *LOCALE.parent.glob("lints/*.py")]
    used = {code for file in modules for code in _codes_in(file.read_text(encoding="utf-8"))}

    assert used == {code.partition(".")[0] for code in texts}


def _codes_in(source: str) -> set[str]:
    return {part[:4] for part in source.split('"') if part[:2] in {"E2", "W2"} and len(part) == 4}


def test_what_no_page_may_hold_is_replaced_and_nothing_else():
    refused = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

    for code in range(0x10FFFF):
        sign = chr(code)
        assert _printable(f"a{sign}b") == ("a\ufffdb" if refused.match(sign) else f"a{sign}b")
