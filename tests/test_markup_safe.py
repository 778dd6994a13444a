"""Content cannot run code: what is active is refused, and nothing active is ever written."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openai_news import markup_library
from openai_news.markup import render
from openai_news.markup_place import Body
from openai_news.markup_safe import sanitise
from openai_news.markup_shape import plain
from openai_news.markup_tags import ACTIVE_TAGS, TAGS
from openai_news.model import Place

URLS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&#x6a;avascript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#0000106avascript:alert(1)",
    "javascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#1;javascript:alert(1)",
    "javascript&#58;alert(1)",
    "data:text/html,<b>x</b>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,x",
    "vbscript:msgbox(1)",
    "VBScript:x",
    "livescript:x",
    "blob:https://example.org/x",
    "filesystem:https://example.org/x",
)
URL_FORMS = (
    "[x]({})",
    "[x](<{}>)",
    "![x]({})",
    "[x][r]\n\n[r]: {}",
    '<a href="{}">x</a>',
    "<a href='{}'>x</a>",
    "<A HREF={}>x</A>",
    '<img src="{}" alt="x">',
    '[x](a.md){{: href="{}"}}',
    '<div><a title=">" href="{}">x</a></div>\n',
)
TAG_FORMS = (
    "<{0}>x</{0}>",
    "<{0} a=b>",
    "mot <{0}/> mot",
    "<DIV><{0}\n>x</{0}></DIV>\n",
    "- <{0}>",
)
HANDLERS = ("onclick", "onerror", "ONLOAD", "onmouseover", "onfocus", "onbegin", "ontoggle")
HANDLER_FORMS = (
    "<b {}=x>y</b>",
    "<img src=a.png alt=x {}='x'>",
    '<p/{}="x">y</p>\n',
    '<details open\n{}="x">y</details>\n',
    "# T {{: {}=x }}",
    "*y*{{: {}=x }}",
    "``` {{ .py {}=x }}\ny\n```",
    '<a title="\'>" {}=x>y</a>',
)
HARMLESS = (
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "    <iframe src=x></iframe>",
    "a < b > c",
    "le protocole javascript: est interdit",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[javascript](a.md)",
    '<b title="onclick=x">y</b>',
    "<p>y</p>\n",
    "mot < script >",
)


def rendered(text: str):
    return render(text, title="T", place_of=Place("a.md", 1), lang="zxx")


class Inspector(HTMLParser):
    """Collect what an HTML reader would see as dangerous."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc", "action", "formaction"}:
                self.found.append(name)
            if name in {"href", "src"} and not _is_safe(value or ""):
                self.found.append(f"{name}={value}")


def _is_safe(url: str) -> bool:
    return bool(re.match(r"(?:https?|mailto|tel):|#|\x02f \d+\x03$", url))


def dangers(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.found


@pytest.mark.parametrize("form", URL_FORMS)
@pytest.mark.parametrize("url", URLS)
def test_an_active_address_is_refused_or_written_as_words(form, url):
    markup = rendered(form.format(url))

    assert [] == dangers(markup.html)
    assert "E203" in {problem.code for problem in markup.problems} or "<a" not in markup.html


@pytest.mark.parametrize("url", URLS)
def test_an_active_address_in_raw_html_is_an_error(url):
    assert ["E203"] == [problem.code for problem in rendered(f'<a href="{url}">x</a>').problems]


@pytest.mark.parametrize("form", TAG_FORMS)
@pytest.mark.parametrize("tag", sorted(ACTIVE_TAGS))
def test_an_active_element_is_an_error(tag, form):
    markup = rendered(form.format(tag))

    assert [] == dangers(markup.html)
    assert {"E203"} & {problem.code for problem in markup.problems}


@pytest.mark.parametrize("form", HANDLER_FORMS)
@pytest.mark.parametrize("handler", HANDLERS)
def test_an_event_handler_is_an_error(handler, form):
    markup = rendered(form.format(handler))

    assert [] == dangers(markup.html)
    assert ["E203"] == [problem.code for problem in markup.problems]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_only_shown_is_not_refused(text):
    markup = rendered(text)

    assert [] == dangers(markup.html)
    assert [] == [problem.code for problem in markup.problems]


@pytest.mark.parametrize(
    "text",
    [
        '</script><script>alert("x")</script>',
        "<!--<script>",
        '"><img onerror=x>',
        "]]>",
        "{{7*7}}",
        "&amp;lt;",
        "<x y='z'>",
    ],
)
def test_hostile_text_shown_as_code_comes_back_as_typed(text):
    assert text == plain(rendered(f"`` {text} ``").html)


PIECES = st.sampled_from(
    [
        *"<>&#*_[]()!`~\\|:-=+{}\n ^\"'/",
        *("mot", "\n\n", "é", "1. ", "[^1]", "[^1]: ", "&#106;", "&lt;", "&#2;", "&#3;", "\x02"),
        *("<div>", "</div>", '<div markdown="1">', "<b>", "</b>", "<h1>", "</h1>", "<p>", "</p>"),
        *("<script>", "</script>", "<style>", "</style>", "<title>", "<textarea>", "<svg>", "<math>"),
        *("<!--", "-->", "<![CDATA[", "<?", "<a ", '<a href="x">', "</a>", "<img src=x>", "<li>"),
        *("javascript:", "http://x.y", "href=", " onclick=", "{: onload=x}", "{{<", ">}}"),
        *("<table><tr><td>", "](", "![", " id=", '<p id="a">', "# ", "```\n"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join)


@settings(max_examples=300, deadline=2000)
@given(TEXTS)
def test_no_text_raises_or_leaves_anything_active(text):
    markup = rendered(text)

    assert [] == dangers(markup.html)
    marks = re.sub(r"\x02(?:a \d+|/a|f \d+|s \d+)\x03", "", markup.html)
    assert not {"\x02", "\x03"} & set(marks)
    assert markup.html.count("\x02a ") == markup.html.count("\x02/a\x03")
    ids = re.findall(r' id="([^"]*)"', markup.html)
    assert len(set(ids)) == len(ids)


@settings(max_examples=300, deadline=2000)
@given(TEXTS)
def test_the_gate_removes_nothing_that_the_judge_let_pass(text):
    """If nh3 drops an attribute that was not named, that is our bug (DESIGN 6)."""
    import openai_news.markup_safe as safe

    written: list[str] = []
    gate = safe._gate()

    class Recorder:
        def clean(self, html: str) -> str:
            written.append(html)
            return gate.clean(html)

    body = Body(text.replace("\x02", "").replace("\x03", ""), Place("a.md", 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(safe, "_gate", Recorder)
        passed = sanitise(markup_library.convert(body.text), body, "a.md").html

    assert set(_attributes(written[0])) >= set(_attributes(passed))
    lost = set(_attributes(written[0])) - set(_attributes(passed))
    assert not {name for name in lost if name in {"href", "src", "alt", "id"}} or "<t" in written[0]


def _attributes(html: str) -> list[str]:
    return re.findall(r' ([a-z]+)="', html)


def test_a_body_cannot_reach_an_address_that_was_not_judged():
    markup = rendered('<a href="x-ref:0">un</a> [deux](x-ref:1)')

    assert [] == dangers(markup.html)
    assert "x-ref" not in markup.html


@pytest.mark.parametrize(
    ("lang", "said", "kept"),
    [
        ("ar", "", ' lang="ar" dir="rtl"'),
        ("he-IL", ' dir="auto"', ' lang="he-IL" dir="auto"'),
        ("en", "", ' lang="en"'),
    ],
)
def test_words_in_a_language_written_from_the_right_say_so(lang, said, kept):
    assert rendered(f'<span lang="{lang}"{said}>x</span>').html == f"<p><span{kept}>x</span></p>"
