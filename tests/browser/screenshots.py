"""Take a picture of every template, on a phone and a desk, by day and by night: `make screenshots`.

    python -m browser.screenshots FOLDER [README_FOLDER]

The second folder gets the few, small ones of this repository's own site that the README shows.
"""

import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from browser.support import CHROMIUM, FLAGS, PAGES, ROOT, address, served, whole_site
from support.site import Site

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
OURS = {
    "accueil": ("index.html", "light"),
    "article": ("2023/11/18/openai-ecarte-sam-altman/index.html", "light"),
    "annee": ("2023/index.html", "dark"),
}
SHOWN = (640, 480)


def shoot(browser: Browser, url: str, path: Path, width: int, scheme: str, *, whole: bool = True) -> None:
    """Write a picture of a page."""
    context = browser.new_context(viewport={"width": width, "height": width * 3 // 4}, color_scheme=scheme)
    page = context.new_page()
    page.goto(url)
    page.screenshot(path=path, full_page=whole)
    context.close()


def templates(browser: Browser, folder: Path) -> None:
    """Write a picture of every template, width and scheme."""
    with tempfile.TemporaryDirectory() as scratch:
        site = whole_site(Path(scratch) / "site")
        with served(site.dist) as host:
            for name in PAGES:
                for width in WIDTHS:
                    for scheme in SCHEMES:
                        path = folder / f"{name.replace(' ', '-')}-{width}-{scheme}.png"
                        shoot(browser, address(site, host, name), path, width, scheme)


def ours(browser: Browser, folder: Path) -> None:
    """Write the pictures of the README."""
    with tempfile.TemporaryDirectory() as scratch:
        dist = Site.of(ROOT, Path(scratch))
        for name, (path, scheme) in OURS.items():
            whole = Path(scratch) / f"{name}.png"
            shoot(browser, (dist / path).as_uri(), whole, 1280, scheme, whole=False)
            with Image.open(whole) as picture:
                picture.convert("RGB").resize(SHOWN).save(folder / f"{name}.webp", quality=80)


def main() -> None:
    """Take all pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for take, folder in zip((templates, ours), map(Path, sys.argv[1:]), strict=False):
            folder.mkdir(parents=True, exist_ok=True)
            take(browser, folder)
        browser.close()


if __name__ == "__main__":
    main()
