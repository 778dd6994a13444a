"""Links of a body on the page that shows it: where they lead, and that no address says more than that."""

from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from openai_news.links import resolve
from openai_news.model import Body, PageCard, Reference
from support.site import Site

BREAKING_OUT = '"><script src="evil.js"></script><b x="'


class Attributes(HTMLParser):
    """Every element that is opened, with what it says."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


class Archive:
    """An archive in which every article is published and there is no file."""

    def card(self, key):
        return PageCard("a/", "fr", "A") if key.startswith("article|") else None


@pytest.mark.parametrize("kind", ["site", "article"])
@given(fragment=st.text(min_size=1))
@example(fragment=BREAKING_OUT)
def test_a_fragment_stays_in_its_address(kind, fragment):
    reference = Reference(kind, "/b/" if kind == "site" else "b.md", fragment)
    body = Body("<p>\x02a 0\x03x\x02/a\x03</p>", references=(reference,))
    opened = Attributes(resolve(body, Archive(), "a/", str).html).found

    assert [tag for tag, _ in opened] == ["p", "a"]
    assert list(opened[1][1]) == ["href"]


@pytest.mark.parametrize("link", ["/b/#{}", "b.md#{}", "evil.js#{}", "/b/?{}", "{}", "https://x.example/#{}"])
def test_no_address_of_a_built_page_opens_an_element(tmp_path, link):
    site = Site(tmp_path / "site").article("b.md", "Un autre")
    hostile = quote(BREAKING_OUT, safe="")
    site.write("static/root/evil.js", "document.title = 'evil'")
    site.article(
        "a.md", body=f"[un]({link.format(hostile)}) et ![deux]({link.format(hostile)}) [js](/evil.js)."
    )
    site.build()
    built = {path: data.decode() for path, data in site.tree().items() if path.endswith(".html")}

    assert [path for path, html in built.items() if ("b", {"x": ""}) in Attributes(html).found] == []
    assert [path for path, html in built.items() if "<script src" in html] == []


@pytest.mark.parametrize("name", ["ma photo.webp", "été.webp", "100%.webp"])
def test_a_picture_of_the_site_is_found_under_the_address_that_a_browser_asks_for(tmp_path, name):
    data = BytesIO()
    Image.new("RGB", (3, 2)).save(data, "WEBP")
    site = Site(tmp_path / "site").write(f"static/root/{name}", data.getvalue())
    published = site.article("a.md", body=f"![Une vue](/{quote(name)})").build()

    assert [problem.code for problem in published.problems if problem.code == "E402"] == []
    assert f'src="../../../../{quote(name)}"' in site.page("2023/11/18/a/index.html")
