"""The live preview in a browser: a saved file reloads its page, an error stands over the last good one."""

import time

import pytest

from support.preview import SECONDS, preview

pytestmark = pytest.mark.xdist_group("chromium")
PANEL = "document.querySelector('#openai-news-problems')?.shadowRoot.textContent ?? ''"


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


def eventually(page, expression):
    """Wait until an expression holds; the page may be loaded again meanwhile."""
    from playwright.sync_api import Error

    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            if page.evaluate(expression):
                return
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
        time.sleep(0.05)
    raise AssertionError(expression)


def test_a_saved_file_reloads_its_page_and_no_other(site, page):
    site.article("a.md", body="Un.").article("b.md", title="B", date="2022-01-02")
    with preview(site) as running:
        running.until_told()
        page.goto(f"{running.url}2023/11/18/a/")
        eventually(page, "window.LiveReload?.connector?.protocol === 7")
        page.evaluate("window.kept = true")
        site.edit("content/b.md", "Un corps.", "Un autre.")
        running.until("/2022/01/02/b/", "Un autre.")
        assert page.evaluate("window.kept") is True
        site.edit("content/a.md", "Un.", "Deux.")
        eventually(page, "document.body.textContent.includes('Deux.')")

    assert page.said == []


def test_an_error_stands_over_the_last_good_page_and_goes_away(site, page):
    site.article("a.md", body="Un.")
    with preview(site) as running:
        page.goto(f"{running.url}2023/11/18/a/")
        site.edit("content/a.md", 'title: "Un titre"', "title: Un : titre")
        eventually(page, f"({PANEL}).includes('E101')")
        panel = page.evaluate(PANEL)
        assert "content/a.md:2:" in panel
        assert "hint" in panel
        assert page.get_by_text("Un.", exact=True).is_visible()
        site.edit("content/a.md", "title: Un : titre", 'title: "Un autre : titre"')
        eventually(page, f"!({PANEL}) && document.title.startsWith('Un autre')")

    assert page.said == []


def test_a_page_comes_back_when_the_preview_does(site, page):
    site.article("a.md", body="Un.")
    with preview(site) as running:
        page.goto(f"{running.url}2023/11/18/a/")
        port = str(running.port)
    site.edit("content/a.md", "Un.", "Deux.")
    with preview(site, "--port", port):
        eventually(page, "document.body.textContent.includes('Deux.')")
