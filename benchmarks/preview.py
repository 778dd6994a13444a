"""Measure a preview: from a saved file to the page that shows it, in a real browser.

    python -m benchmarks.preview [--articles 10000] [--saves 100]

Needs Debian's chromium. A save appends a sentence to an article that the browser shows; the clock stops
when the reloaded page has it. Writes the figures to `benchmarks/results/`.
"""

import argparse
import json
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from random import Random
from statistics import median, quantiles

from benchmarks import corpus, sites
from benchmarks.corpus import Archive
from benchmarks.racers import ROOT
from benchmarks.run import RESULTS, SITES

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PATIENCE = 120.0  # seconds; the first build is a clean one


def measure(archive: Archive, saves: int) -> list[float]:
    """Return the seconds from each save to the page that shows it."""
    from playwright.sync_api import sync_playwright

    folder = SITES / f"preview-{archive.count}"
    if not folder.exists():
        sites.write(folder, archive)
    site = folder / "ours"
    command = [str(ROOT / ".venv/bin/openai-news"), "--site", str(site), "serve", "--port", "0"]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process,
        sync_playwright() as playwright,
    ):
        assert process.stderr
        found = re.search(r"http://\S+", process.stderr.readline())
        assert found
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            page = browser.new_page()
            page.goto(found[0])
            _until(page, "window.LiveReload?.connector?.protocol === 7 && document.querySelector('footer')")
            times = [_save(page, site, found[0], archive, number) for number in range(saves)]
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate()
    return times


def _save(page: object, site: Path, url: str, archive: Archive, number: int) -> float:
    rng = Random(f"save/{number}")
    item = corpus.article(archive, rng.randrange(archive.count))
    path = sites.article_path(site.parent, "ours", item)
    mark = f"Enregistrement {number} de {time.time_ns()}."
    text = path.read_text("utf-8")
    page.goto(f"{url}{item.name.url.lstrip('/')}")  # type: ignore[attr-defined]
    _until(page, "window.LiveReload?.connector?.protocol === 7")
    time.sleep(rng.uniform(0.1, 0.4))
    start = time.perf_counter()
    # To ask the page again and again would slow what is measured: the browser says when it has a new one.
    with page.expect_event("domcontentloaded", timeout=1000 * PATIENCE):  # type: ignore[attr-defined]
        path.write_text(f"{text}\n\n{mark}\n", "utf-8")
    end = time.perf_counter()
    assert page.evaluate(f"document.body.textContent.includes('{mark}')")  # type: ignore[attr-defined]
    return end - start


def _until(page: object, expression: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if page.evaluate(expression):  # type: ignore[attr-defined]
                return
        except Exception as error:  # the page is loaded again meanwhile
            if "context was destroyed" not in str(error):
                raise
        time.sleep(0.002)
    raise TimeoutError(expression)


def main() -> None:
    """Measure, and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--saves", type=int, default=100)
    asked = parser.parse_args()
    times = sorted(measure(Archive(asked.articles), asked.saves))
    found = {
        "articles": asked.articles,
        "saves": asked.saves,
        "median_ms": round(1000 * median(times)),
        "p95_ms": round(1000 * quantiles(times, n=20)[-1]),
        "worst_ms": round(1000 * times[-1]),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"preview-{asked.articles}.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(found)


if __name__ == "__main__":
    main()
