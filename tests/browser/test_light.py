"""What a page asks of a reader's line and machine: little, all of it ours (RULES R16, R17)."""

import gzip
from urllib.parse import urljoin, urlsplit

import pytest

from browser.support import PAGES, address, served

pytestmark = pytest.mark.xdist_group("chromium")
SHIFTS = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 300); })"""


@pytest.mark.parametrize("name", [name for name in PAGES if name != "redirect"])
def test_a_page_loads_few_files_of_ours_says_nothing_and_does_not_shift(chromium, whole, host, name):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address(whole, host, name))
    page.wait_for_load_state("networkidle")
    shift = page.evaluate(SHIFTS)
    kept = context.cookies(), page.evaluate("localStorage.length + sessionStorage.length")
    context.close()

    assert [url for url in asked if not url.startswith(("file://", host))] == []
    assert len(asked) <= 10
    assert [url for url in asked if url.endswith((".js", ".woff", ".woff2"))] == []
    assert (said, shift, kept) == ([], 0, ([], 0))


def test_an_article_and_its_style_weigh_less_than_fourteen_kilobytes(whole):
    (style,) = whole.dist.glob("static/style.*.css")
    sizes = [len(gzip.compress(path.read_bytes())) for path in (whole.dist / PAGES["article"], style)]

    assert sum(sizes) <= 14_000


@pytest.fixture(scope="module")
def under_a_path(whole, tmp_path_factory):
    """Serve the site on loopback under /archives/, as a host with many sites does."""
    top = tmp_path_factory.mktemp("host")
    (top / "archives").symlink_to(whole.dist)
    with served(top) as address:
        yield f"{address}archives/"


def crawl(chromium, start):
    """Return how many clicks each page is from `start`, without JavaScript, and what failed."""
    context = chromium.new_context(java_script_enabled=False)
    page, depth, failed, waiting = context.new_page(), {start: 0}, [], [start]
    base = start.rpartition("/")[0] + "/"
    while waiting:
        url = waiting.pop(0)
        answer = page.goto(url)
        if answer is not None and answer.status >= 400:
            failed.append(url)
        for link in page.locator("a[href]").all():
            target = urljoin(page.url, link.get_attribute("href")).partition("#")[0]
            if target.startswith(base) and target.endswith((".html", "/")) and target not in depth:
                depth[target] = depth[url] + 1
                waiting.append(target)
    context.close()
    return depth, failed


@pytest.mark.parametrize("way", ["from a folder", "under a path"])
def test_every_article_is_reached_by_plain_links(chromium, whole, under_a_path, way):
    start = (whole.dist / "index.html").as_uri() if way == "from a folder" else f"{under_a_path}index.html"
    depth, failed = crawl(chromium, start)
    reached = {
        urlsplit(url).path.partition(f"{'archives' if way != 'from a folder' else 'dist'}/")[2]
        for url in depth
    }
    pages = {path for path in whole.tree() if path.endswith("index.html") and path.count("/") >= 4}
    articles = {path for path in pages if path.removeprefix("en/")[:4].isdigit()}

    assert failed == []
    assert articles - reached == set()
    assert max(depth.values()) <= 4
