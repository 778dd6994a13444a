"""French typography: what an author typed, and what a reader sees."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_news import typography
from openai_news.typography import typeset, typeset_text, unpaired

DATA = Path(__file__).parent / "data" / "typography.txt"
CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "canada-numerique" / "fr"
COUNTRIES = ("fr", "fr-CA", "fr-CH")
VISIBLE = str.maketrans({"⎵": "\xa0", "⏑": "\u202f", "↵": "\n"})


def read_pairs():
    """Yield (language, input, expected) of the data file."""
    lang = ""
    for line in DATA.read_text("utf-8").splitlines()[3:]:
        if line.startswith("== "):
            lang = line.split()[1]
        elif line:
            before, after = line.translate(VISIBLE).split(" ⇒ ")
            yield lang, before, before if after == "=" else after


PAIRS = list(read_pairs())


@pytest.mark.parametrize(("lang", "before", "after"), PAIRS)
def test_html_is_set_as_the_rules_say(lang, before, after):
    assert after == typeset(before, lang)


@pytest.mark.parametrize(("lang", "before", "after"), PAIRS)
def test_what_is_set_stays_as_it_is(lang, before, after):  # noqa: ARG001 (the same table)
    assert after == typeset(after, lang)


def test_there_are_at_least_150_pairs():
    assert len(PAIRS) >= 150


def test_a_title_follows_the_rules_of_text():
    before = "L'affaire OpenAI : « un coup » ? 50 % <b> & co ; suite..."
    after = "L’affaire OpenAI\xa0: «\u202fun coup\u202f»\u202f? 50\xa0% <b> & co\u202f; suite…"

    assert after == typeset_text(before, "fr")
    assert before == typeset_text(before, "en")


def test_entities_of_html_stay_as_typed_in_plain_text():
    assert "a&nbsp;b &quot;" == typeset_text("a&nbsp;b &quot;", "fr")


def test_the_marks_of_links_are_seen_through_and_kept():
    before = '\x02a 3\x03lien\x02/a\x03 : <img src="\x02f 0\x03" \x02s 0\x03> l\'\x02a 4\x03été\x02/a\x03'
    after = before.replace(" :", "\xa0:").replace("'", "’")

    assert after == typeset(before, "fr")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p class="a">rien</p>', False),
        ('<p>"paire"</p>', False),
        ('<p>"seul</p>', True),
        ('<p>"un "deux" trois"</p>', True),
        ("<p>&quot;seul</p>", True),
        ('<p>un écran de 27"</p>', False),
        ('<p><code>"seul</code></p>', False),
        ('<p lang="en">"seul</p>', False),
    ],
)
def test_quotes_without_a_partner_are_told(html, expected):
    assert expected == unpaired(html, "fr")
    assert expected == unpaired(typeset(html, "fr"), "fr")
    assert not unpaired(html, "en")


# --- properties

PIECES = st.sampled_from(
    [
        *" \n\xa0\u202f\u2009'’\"«»“”()[]–—-,.…;:!?%€$°\x02\x03\x05\x06\x07\x08\x0e",
        *("mot", "été", "M.", "Dr", "p.", "n°", "h", "km", "M", "janvier", "2023", "1", "234", "er"),
        *("...", "&nbsp;", "&amp;", "&quot;", "&#39;", "https://x.org/a'b", "www.x.org"),
        *("<b>", "</b>", "<p>", "</p>", "<br>", "<code>", "</code>", "<pre>", "</pre>", "<!-- : -->"),
        *('<i lang="en">', "</i>", '<i lang="fr-CA">', '<u class="notypo">', "</u>"),
        *('<img alt="a : b">', "\x02a 1\x03", "\x02/a\x03", "<", ">", "<script>", "</script>"),
    ]
)
SOUP = st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(SOUP, st.sampled_from(COUNTRIES))
def test_setting_twice_is_setting_once(html, lang):
    once = typeset(html, lang)

    assert once == typeset(once, lang)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(SOUP, st.sampled_from(COUNTRIES))
def test_setting_plain_text_twice_is_setting_it_once(text, lang):
    once = typeset_text(text, lang)

    assert once == typeset_text(once, lang)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(SOUP, st.sampled_from(COUNTRIES))
def test_tags_and_marks_come_back_byte_for_byte(html, lang):
    tag_or_mark = re.compile("<[a-z!/][^>]*>|\x02[^\x03]*\x03")

    assert tag_or_mark.findall(html) == tag_or_mark.findall(typeset(html, lang))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(SOUP)
def test_other_languages_are_left_alone(html):
    html = html.replace("fr-CA", "en")

    assert html == typeset(html, "en")


@pytest.mark.parametrize("bomb", ['"', "<a ", "<!--", "« ", "– a ", "1 ", "<code>", "' ", "( ", "..."])
def test_no_repetition_takes_more_than_a_moment(bomb):
    """A quadratic rule would need minutes here, and the test run would show it."""
    assert typeset(bomb * 20_000, "fr")


# --- real articles (RULES T15)


def fold(html):
    """Return the letters of `html`: without spaces, and with one kind of quote, apostrophe and ellipsis."""
    html = re.sub(r"&(?:nbsp|#160|#8239);", " ", html)
    html = re.sub(r"[«»“”]|&quot;", '"', html)
    return re.sub(r"\s", "", html.replace("’", "'").replace("…", "...").replace("&#39;", "'"))


def code_and_tags(html):
    """Return every code block, tag and attribute of real HTML."""
    return re.findall(r"(?s)<pre\b.*?</pre>|<code\b.*?</code>|<[a-z/][^>]*>", html)


@pytest.fixture(scope="module")
def articles():
    """Return the French articles of the corpus as plain Python-Markdown renders them."""
    if not CORPUS.is_dir():
        if os.environ.get("CI") == "true" and CORPUS.parents[1].is_dir():
            pytest.fail(f"{CORPUS} is missing")
        pytest.skip("the corpora are not here")
    from markdown import Markdown

    library = Markdown(extensions=["extra", "sane_lists"])
    sources = [path.read_text("utf-8") for path in sorted(CORPUS.rglob("*.md"))]
    return [library.reset().convert(text.split("\n---", 1)[-1]) for text in sources]


@pytest.mark.parametrize("lang", COUNTRIES)
def test_in_real_articles_only_spaces_quotes_and_dots_change(articles, lang):
    for before in articles:
        after = typeset(before, lang)

        assert fold(before) == fold(after)
        assert code_and_tags(before) == code_and_tags(after)
        assert after == typeset(after, lang)


def test_real_articles_lose_their_plain_spaces_before_signs(articles):
    signs = re.compile(r"\w [;:!?»](?=\s)")
    texts = [re.sub(r"<[^>]*>", "", html) for html in articles]
    after = [re.sub(r"<[^>]*>", "", typeset(html, "fr")) for html in articles]

    assert sum(len(signs.findall(text)) for text in texts) > 300
    assert 0 == sum(len(signs.findall(text)) for text in after)


PIECES = [
    "<p>",
    "</p>",
    "<em>",
    "</em>",
    '<a href="x">',
    '<a title="a > b">',
    "<img alt='<'>",
    "<!-- x -->",
    "<",
    ">",
    '"',
]
PIECES += [
    "< b",
    "<br>",
    "\x02a 0\x03",
    "\x02",
    "\x03",
    "\x05",
    "<script>",
    "</script>",
    "<code>",
    "</code>",
    " mot ",
    "<b",
    "'",
]


@settings(max_examples=2000)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_html_that_is_taken_apart_the_quick_way_is_taken_apart_the_same(html):
    simply = typography._cut_simply(html)

    assert simply is None or simply == typography._cut_with_care(html)


@given(st.text(st.sampled_from(" \t\n\r\v\fa2é«!\xa0\u202f"), max_size=30))
def test_words_are_what_stands_between_plain_spaces(text):
    typed = text.encode().split()  # bytes are split at plain spaces alone

    assert typography.set_type(text, "en").words == len(typed)


def test_a_line_and_a_block_part_words_and_a_tag_within_a_word_does_not():
    assert typography.set_type("<p>un<br>deux</p><p>tr<em>oi</em>s</p>", "en").words == 3
