"""What can be tested of accessibility in a browser: axe, the keyboard, zoom, motion (RULES R7-R14)."""

import pytest

from browser.support import PAGES, address

pytestmark = pytest.mark.xdist_group("chromium")
WIDTHS = (360, 1280)
SHOWN = [name for name in PAGES if name != "redirect"]  # it leads on at once


def opened(chromium, url, *, width=1280, scheme="light", **more):
    """Open a page in a fresh window; axe is run by the debugger, which no policy of the page stops."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(chromium, whole, host, axe, width, scheme):
    found = {}
    for name in SHOWN:
        page = opened(chromium, address(whole, host, name), width=width, scheme=scheme)
        page.evaluate(axe)
        result = page.evaluate("async () => (await axe.run()).violations")
        found[name] = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in result]
        page.context.close()

    assert {name: violations for name, violations in found.items() if violations} == {}


@pytest.mark.parametrize("name", SHOWN)
def test_no_page_scrolls_sideways_on_320_pixels(chromium, whole, host, name):
    page = opened(
        chromium, address(whole, host, name), width=320
    )  # as 1280 pixels at 400 %: more than 200 % asks

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


WALK = """() => {
  const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e);
  return [e.outerHTML.slice(0, 80), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
          b.width > 0 && b.height > 0, e === document.body];
}"""


@pytest.mark.parametrize("name", SHOWN)
def test_the_keyboard_walks_through_a_page_and_out_of_it(chromium, whole, host, name):
    page = opened(chromium, address(whole, host, name))
    count = page.evaluate(
        'document.querySelectorAll(\'a[href]:not([tabindex="-1"]), summary, [tabindex="0"]\').length'
    )
    seen = []
    for _ in range(count + 1):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(WALK))
        if seen[-1][3]:
            break
    page.context.close()

    assert 'class="skip"' in seen[0][0]
    stops = [stop for stop in seen if not stop[3]]
    assert [stop[0] for stop in stops if not (stop[1] and stop[2])] == []
    assert len({stop[0] for stop in stops}) > count // 2


def test_nothing_moves_for_a_reader_who_wants_no_motion(chromium, whole, host):
    page = opened(chromium, address(whole, host, "article"), reduced_motion="reduce")

    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0
    page.context.close()


def test_text_spacing_of_a_reader_hides_nothing(chromium, whole, host):
    page = opened(chromium, address(whole, host, "article"), width=360)
    page.evaluate(
        "() => { for (const e of document.querySelectorAll('*')) { e.style.lineHeight = '1.5';"
        " e.style.letterSpacing = '0.12em'; e.style.wordSpacing = '0.16em'; } }"
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


def test_paper_shows_the_addresses_of_links_and_no_tools(chromium, whole, host):
    page = opened(chromium, address(whole, host, "article"))
    page.emulate_media(media="print")
    hidden = page.evaluate(
        "['.anchor', '.cite', '.report', '.masthead nav', '.turn'].map("
        "name => getComputedStyle(document.querySelector(name)).display)"
    )
    after = page.evaluate(
        "getComputedStyle(document.querySelector('.prose a[href^=\"https\"]'), '::after').content"
    )
    page.context.close()

    assert set(hidden) == {"none"}
    assert "https://a.example/" in after
