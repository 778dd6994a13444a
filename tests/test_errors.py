"""Problems: their texts in two languages, and the ways of showing them."""

import json
import pickle
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_news import errors
from openai_news.errors import ContentError, MachineError, NewsError, SiteError
from openai_news.model import Place, Problem, Severity

SOURCE = Path(errors.__file__).parent
FAMILIES = sorted(path.name for path in (SOURCE / "locale/fr/errors").glob("*.json"))
JULLY = Problem(
    code="E103",
    place=Place("content/2024/07/hello.md", 4, 12),
    values={"key": "published", "value": "Jully 3", "reason": "unknown_form"},
    excerpt="published: Jully 3",
    width=7,
)


def family(lang, name):
    return json.loads((SOURCE / "locale" / lang / "errors" / name).read_text("utf-8"))


def placeholders(entry):
    return {part: sorted(set(re.findall(r"{(\w+)}", text))) for part, text in entry.items()}


# --- the catalogue of texts


def test_both_languages_have_the_same_families():
    assert FAMILIES == sorted(path.name for path in (SOURCE / "locale/en/errors").glob("*.json"))


@pytest.mark.parametrize("name", FAMILIES)
def test_both_languages_have_the_same_codes_with_the_same_placeholders(name):
    french = {code: placeholders(entry) for code, entry in family("fr", name).items()}
    english = {code: placeholders(entry) for code, entry in family("en", name).items()}

    assert french == english


@pytest.mark.parametrize("name", FAMILIES)
def test_every_code_is_used(name):
    code_base = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    codes = {code.partition(".")[0] for code in family("fr", name)}

    assert sorted(code for code in codes if f'"{code}' not in code_base) == []


def test_every_code_used_has_a_text():
    written = {code for name in FAMILIES for code in family("fr", name)}
    code_base = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    used = set(re.findall(r'"([EW]\d{3})"', code_base))

    assert sorted(used - written) == []


def test_no_code_stands_in_two_families():
    codes = [code for name in FAMILIES for code in family("fr", name)]

    assert sorted(code for code in set(codes) if codes.count(code) > 1) == []


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", FAMILIES)
def test_texts_are_sentences_without_a_capital_or_a_final_period(lang, name):
    texts = [text for entry in family(lang, name).values() for text in entry.values()]

    assert [text for text in texts if text.endswith(".") or text[:2].istitle()] == []


@pytest.mark.parametrize("name", FAMILIES)
def test_french_texts_keep_signs_with_their_words(name):
    texts = [text for entry in family("fr", name).values() for text in entry.values()]
    prose = [re.sub(r"`[^`]*`", "", text) for text in texts]

    assert [text for text in prose if re.search(r" [:;?!»]|« |'", text)] == []


# --- one problem as text


INFINITIVE = re.compile(r"(?:^|, ou )(?:(?:le|la|les|y|lui|en) |l’|n’|s’en )?\w+(?:er|ir|re|oir)\b")


@pytest.mark.parametrize("name", FAMILIES)
def test_french_hints_speak_to_whoever_reads_them(name):
    hints = {code: entry.get("hint", "") for code, entry in family("fr", name).items()}

    assert {code: hint for code, hint in hints.items() if INFINITIVE.search(hint)} == {}


def test_a_reason_chooses_its_own_text():
    day = Problem("E103", Place("x"), {"reason": "impossible_day", "value": "30/02", "days": "29"})

    assert errors.text(day, "en") == "there is no `30/02`: that month has 29 days"


def test_a_reason_without_a_text_of_its_own_uses_that_of_the_code():
    assert errors.text(JULLY, "en") == "`published` is not a date: `Jully 3`"


def test_a_value_is_never_read_as_a_placeholder():
    braces = Problem("E101", Place("x"), {"fixed": 'title: "{0.__class__} {key}"'})

    assert errors.hint(braces, "en") == 'write `title: "{0.__class__} {key}"`'


def test_a_missing_value_shows_its_name():
    assert errors.hint(Problem("E101", Place("x")), "en") == "write `{fixed}`"


def test_a_code_without_a_text_is_shown_itself():
    assert errors.text(Problem("E999", Place("x")), "fr") == "E999"


@pytest.mark.parametrize(("lang", "word"), [("fr-CA", "erreur"), ("de", "error"), ("", "error")])
def test_a_language_is_shown_in_the_nearest_one_that_we_have(lang, word):
    assert f" {word}[E103]" in errors.draw(JULLY, lang)


# --- drawn for people


def test_a_problem_shows_its_place_its_line_a_caret_and_a_hint():
    assert errors.draw(JULLY, "en").split("\n") == [
        "content/2024/07/hello.md:4:12: error[E103]: `published` is not a date: `Jully 3`",
        "  |",
        "4 | published: Jully 3",
        "  |            ^^^^^^^",
        "hint: write it as `2023-11-18`, `2023-11-18 14:05` or `18 November 2023`",
    ]


def test_a_problem_is_drawn_in_french():
    assert errors.draw(JULLY, "fr").split("\n") == [
        "content/2024/07/hello.md:4:12: erreur[E103]: `published` n’est pas une date\u00a0: `Jully 3`",
        "  |",
        "4 | published: Jully 3",
        "  |            ^^^^^^^",
        "conseil\u00a0: écrivez-la comme `2023-11-18`, `2023-11-18 14:05` ou `18 novembre 2023`",
    ]


def test_a_problem_of_a_whole_file_has_no_excerpt():
    whole = Problem("E125", Place("content/x.md"), {"reason": "title"})

    assert errors.draw(whole, "en").split("\n") == [
        "content/x.md: error[E125]: the title is missing",
        'hint: add a line `title: "…"`',
    ]


def test_a_warning_says_so():
    warning = Problem("W101", Place("content/x.md", 2), {"key": "a"}, Severity.WARNING)

    assert errors.draw(warning, "fr").startswith("content/x.md:2: avertissement[W101]: ")


def test_colours_only_add_styles():
    painted = errors.draw(JULLY, "en", colour=True)

    assert "\x1b[1;31m^^^^^^^\x1b[0m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == errors.draw(JULLY, "en")


@pytest.mark.parametrize(
    ("before", "columns"),
    [("abc", 3), ("\tabc", 7), ("漢字", 4), ("e\u0301", 1), ("\u200d", 0), ("\x07", 1), ("\u202e", 1)],
)
def test_the_caret_stands_under_its_sign_whatever_comes_before(before, columns):
    problem = Problem("E110", Place("x", 1, len(before) + 1), excerpt=f"{before}!x", width=1)

    assert errors.draw(problem, "en").split("\n")[3] == f"  | {' ' * columns}^"


def test_the_gutter_is_as_wide_as_the_line_number():
    problem = Problem("E110", Place("x", 1234, 1), excerpt="abc")

    assert errors.draw(problem, "en").split("\n")[1:4] == ["     |", "1234 | abc", "     | ^"]


def test_a_long_line_is_cut_around_the_caret():
    line = "a" * 500 + "!" + "b" * 500
    shown, caret = errors.draw(Problem("E110", Place("x", 1, 501), excerpt=line), "en").split("\n")[2:4]

    assert len(shown) < 120
    assert shown[caret.index("^")] == "!"
    assert shown.startswith("1 | …aaa")
    assert shown.endswith("bbb…")


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_no_excerpt_can_move_the_cursor_or_turn_the_line(excerpt, column, width):
    problem = Problem("E110", Place(excerpt, 1, column), {"value": excerpt}, excerpt=excerpt, width=width)
    drawn = errors.draw(problem, "fr")

    bad = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert [c for c in drawn if c != "\n" and unicodedata.category(c) in bad] == []
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", drawn)


def test_a_problem_takes_its_line_from_the_text():
    bare = Problem("E110", Place("x", 2, 3), width=0)

    assert errors.with_excerpt(bare, "a\nb cde  \nf") == Problem(
        "E110", Place("x", 2, 3), excerpt="b cde  ", width=3
    )


def test_a_line_that_the_text_does_not_have_is_left_out():
    assert errors.with_excerpt(JULLY, "one line") == JULLY


# --- drawn for machines


def test_github_gets_a_command_that_marks_the_line():
    assert errors.draw_github(JULLY, "en") == (
        "::error file=content/2024/07/hello.md,line=4,col=12,title=E103::`published` is not a date: `Jully 3`"
        "%0Awrite it as `2023-11-18`, `2023-11-18 14:05` or `18 November 2023`"
    )


def test_github_gets_no_property_or_command_out_of_a_value():
    sly = Problem("W101", Place("a,b:c%.md"), {"key": "x\n::error::%0A"}, Severity.WARNING)

    assert errors.draw_github(sly, "en") == (
        "::warning file=a%2Cb%3Ac%25.md,title=W101::unknown key `x␊::error::%250A`, without effect"
        "%0Aremove the line"
    )


def test_programs_get_plain_data():
    assert errors.as_json(JULLY, "en") == {
        "code": "E103",
        "severity": "error",
        "path": "content/2024/07/hello.md",
        "line": 4,
        "column": 12,
        "width": 7,
        "text": "`published` is not a date: `Jully 3`",
        "hint": "write it as `2023-11-18`, `2023-11-18 14:05` or `18 November 2023`",
        "excerpt": "published: Jully 3",
    }


# --- exceptions


@pytest.mark.parametrize(("kind", "code"), [(ContentError, 1), (SiteError, 2), (MachineError, 3)])
def test_each_kind_of_error_has_its_exit_code(kind, code):
    assert issubclass(kind, NewsError)
    assert kind([JULLY]).exit_code == code


def test_an_error_survives_the_way_between_processes():
    there_and_back = pickle.loads(pickle.dumps(SiteError([JULLY])))

    assert (type(there_and_back), there_and_back.problems) == (SiteError, (JULLY,))


def test_an_error_reads_as_its_places_and_codes():
    assert str(SiteError([JULLY])) == "content/2024/07/hello.md:4:12: E103"


# --- did you mean


@pytest.mark.parametrize(
    ("word", "meant"), [("sumary", "summary"), ("tagz", "tags"), ("couleur", None), ("", None)]
)
def test_a_slip_finds_the_word_that_was_meant(word, meant):
    assert errors.nearest(word, ["summary", "tags", "title"]) == meant


def test_the_nearest_word_does_not_depend_on_the_order_of_the_others():
    assert errors.nearest("ab", {"abc", "abd"}) == errors.nearest("ab", ["abd", "abc"])
