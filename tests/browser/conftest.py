"""One built site and one browser for all tests of this folder."""

import pytest

from browser.support import AXE, CHROMIUM, FLAGS, served, whole_site
from support.tools import without


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """A site with a page of every template."""
    return whole_site(tmp_path_factory.mktemp("whole") / "site")


@pytest.fixture(scope="session")
def host(whole):
    """Serve the site on loopback: its page for wrong addresses supposes a host."""
    with served(whole.dist) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium."""
    without(missing=not CHROMIUM, how="the browser tests need Chromium: `apt-get install chromium`")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core."""
    without(missing=not AXE.is_file(), how="axe-core comes with `npm ci`")
    return AXE.read_text("utf-8")
