"""Aliases: what an editor writes becomes a safe old address, or is refused with a reason."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openai_news.alias import AliasError, old_address
from openai_news.urls import path_of

BASE = "https://veilleur.example/news/"


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("/old/x/", "old/x/"),
        ("old/x", "old/x/"),
        ("/old/x", "old/x/"),
        ("old/x.html", "old/x.html"),
        ("old/x.HTM", "old/x.HTM"),
        ("/old/x.html/", "old/x.html/"),
        ("/old/index.html", "old/"),
        ("/a.html/index.html", "a.html/"),
        ("/old.php", "old.php/"),
        ("/feed.xml", "feed.xml/"),
        ("/v1.2/", "v1.2/"),
        ("/", ""),
        ("/index.html", ""),
        ("/%C3%A9t%C3%A9/", "été/"),
        ("/été/", "été/"),
        ("/e\u0301te\u0301/", "été/"),
        ("/Old%20Page.html", "Old Page.html"),
        ("/2012/05/l'%C3%A9t%C3%A9,-(encore)/", "2012/05/l'été,-(encore)/"),
        ("/~marie/", "~marie/"),
        ("/नमस्ते/", "नमस्ते/"),
        ("/concert/", "concert/"),
        ("/auxerre.html", "auxerre.html"),
        ("https://veilleur.example/news/old/", "old/"),
        ("http://VEILLEUR.example/news/old/", "old/"),
        ("https://veilleur.example/news/", ""),
    ],
)
def test_an_alias_names_an_old_address(alias, address):
    assert old_address(alias, BASE) == address


UPWARD = r"""
../x ../../x /../x /a/../x a/.. a/../.. .. . ./x a/./b a/. /. /.. ... /a/.../b
%2e%2e/ %2E%2E/x %2e%2e%2fx ..%2fx ..%2Fx .%2e/x a/%2e%2e/b %2e/x %252e%252e/x %25 a%2500
a%2fb a%2F..%2Fb %2f%2fevil %2Fevil //evil ///evil //evil.example/x /a//b a/b// //
..\ ..\x \x \\host\share a\b %5cx ..%5cx ..%5C..%5Cx a%5c..%5cb C:x C:/x c:\x C:%5cx Z:
"""
HIDDEN = """
.git/x /.git/ .git a/.git/config .env /.htaccess .well-known/x
x. x./ a./b /a.../ x%20 a%20/b %20x /a/%20b
"""
LOOKALIKE = """
a\u2215b ..\u2215x a\u2044b a\u29f8b a\uff0fb a\u2216b a\uff3cb a\u2025 a\u2026
\uff0e\uff0e/x \u2024\u2024/x %c0%ae%c0%ae/x %c0%af %ff %80x
"""
INVISIBLE = """
a%00b %00 a%0ab a%0d a%09b a%7f a%1b a\u200bb .g\u200cit a\u202eb a\u2066b \ufeffa a\u00adb a\ue000b
"""
SPECIAL = """
a*b a<b a>b a|b a"b $(x) a;b {x} a`b a^b [x] $HOME a%3fb a%23b
"""
SPACED = [" a", "a ", "a/ b", "a\u2028b", "a\nb", "a\tb", "a\x00b"]
UNSAFE = [*f"{UPWARD}{HIDDEN}{LOOKALIKE}{INVISIBLE}{SPECIAL}".split(), *SPACED]


def refused(alias):
    """Return the code with which an alias is refused, '' for one that is not."""
    try:
        old_address(alias, BASE)
    except AliasError as error:
        return error.code
    return ""


@pytest.mark.parametrize("around", ["{}", "/old/{}", "{}/old", f"{BASE}{{}}"])
@pytest.mark.parametrize("alias", UNSAFE)
def test_an_alias_that_could_leave_the_site_is_refused(alias, around):
    assert refused(around.format(alias)) == "E301"


@pytest.mark.parametrize("alias", UNSAFE)
def test_an_alias_is_no_safer_when_it_is_percent_encoded(alias):
    assert refused(quote(alias, safe="")) == "E301"


@pytest.mark.parametrize(
    "alias",
    [
        *(
            "con",
            "CON/",
            "con.md",
            "/a/aux/b",
            "nul.html",
            "com1",
            "LPT9.txt",
            "prn",
            "com¹",
            "ｃｏｎ",
        ),
        *("ab:c", "xy::$DATA", "GIT~1", "/progra~2/x", "javascript:alert(1)", "ftp://x/y"),
    ],
)
def test_an_alias_that_is_no_file_on_some_system_is_refused(alias):
    assert refused(alias) == "E304"


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("a" * 255, ""),
        ("a" * 256, "E305"),
        ("é" * 128, "E305"),
        ("a/" * 600, "E305"),
        ("https://autre.example/x/", "E320"),
        ("https://veilleur.example/x/", "E320"),
        ("https://veilleur.example.evil/news/x", "E320"),
        ("/?p=123", "E321"),
        ("/old/#part", "E321"),
    ],
)
def test_an_alias_may_be_too_long_or_elsewhere(alias, code):
    assert refused(alias) == code


@given(st.text(st.sampled_from("ab./\\%2e~:é ?#") | st.characters(), max_size=20))
def test_whatever_is_written_stays_inside_the_site(alias):
    try:
        address = old_address(alias, BASE)
    except AliasError:
        return
    names = path_of(address).split("/")
    assert not address.startswith("/")
    assert not [name for name in names if not name or name.startswith(".") or "\\" in name]


@given(st.text(st.characters(categories=["L", "N"]) | st.sampled_from("-_/"), max_size=20))
def test_an_address_that_was_accepted_is_its_own_alias(alias):
    try:
        address = old_address(alias, BASE)
    except AliasError:
        return
    assert old_address(f"/{address}", BASE) == address
