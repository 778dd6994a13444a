"""Two real archives are imported whole: no article is lost, values are the sources', and the site builds."""

import re
from pathlib import Path

import pytest
import yaml

from openai_news import front_matter, importing
from openai_news.config import load
from openai_news.dates import parse, zone
from openai_news.model import Severity, Source
from support.site import Site

CORPORA = Path(__file__).parents[2] / "shared/corpora"
SETTINGS = {
    "canada-numerique": "language: fr\ntimezone: America/Toronto\n",
    "digitalgov-news": "language: en\ntimezone: America/New_York\n",
}
ARTICLES = {"canada-numerique": 326, "digitalgov-news": 2083}

pytestmark = pytest.mark.xdist_group("corpora")


class Imported:
    """An archive, what was made of it, and which source each article comes from."""

    def __init__(self, name, folder):
        self.name, self.corpus = name, CORPORA / name
        settings = f"title: A\nbase_url: https://archive.example/\nlanguages: [fr, en]\n{SETTINGS[name]}"
        self.config = load(settings)
        self.plan = importing.plan([(self.corpus, name)], self.config)
        self.site = Site(folder, now="2026-01-01T00:00:00Z", jobs=2).write("site.yaml", settings)
        for article in self.plan.articles:
            self.site.write(f"content/{article.path}", article.text)

    def pairs(self):
        """Yield the source's header, as YAML says it, and ours; both are in the order of the paths."""
        paths = sorted(p for p in self.corpus.rglob("*.md") if not p.name.startswith("_"))
        for path, article in zip(paths, self.plan.articles, strict=True):
            header = re.split(r"^---\s*$", path.read_text("utf-8-sig"), maxsplit=2, flags=re.MULTILINE)[1]
            ours = front_matter.read(Source(article.path, article.text), self.config).front_matter
            yield path, yaml.load(header, yaml.CBaseLoader), ours

    def named(self, kind):
        return {loss.name for loss in self.plan.losses if loss.kind == kind}


@pytest.fixture(scope="module", params=SETTINGS)
def imported(request, tmp_path_factory):
    if not (CORPORA / request.param).is_dir():
        pytest.skip(f"{request.param} is not here")
    return Imported(request.param, tmp_path_factory.mktemp(request.param))


def plain(text):
    return " ".join(str(text).split())


def listed(header, *keys):
    found = [header.get(key) or [] for key in keys]
    return {plain(name) for one in found for name in ([one] if isinstance(one, str) else one)}


def test_no_article_is_lost(imported):
    assert (len(imported.plan.articles), imported.plan.failures) == (ARTICLES[imported.name], ())


def test_the_imported_site_builds_without_an_error(imported):
    built = imported.site.build()

    assert built.done
    assert [p for p in built.problems if p.severity is Severity.ERROR] == []


def test_every_title_and_date_is_the_sources(imported):
    tz = zone(imported.config.timezone)
    for path, theirs, ours in imported.pairs():
        if "title" in theirs:
            assert ours.title == plain(theirs["title"]), path
        assert ours.date.at == parse(theirs["date"], tz).at.replace(microsecond=0), path


def test_every_tag_and_author_is_the_sources(imported):
    for path, theirs, ours in imported.pairs():
        topics, others = listed(theirs, "topics", "tag"), listed(theirs, "categories", "keywords")
        authors = theirs.get("authors") or theirs.get("author") or []
        authors = authors.split(";") if isinstance(authors, str) else authors
        assert topics <= set(ours.terms.get("tags", ())) <= topics | others, path
        assert set(ours.terms.get("authors", ())) == set(filter(None, map(plain, authors))), path


def test_every_shortcode_is_named_unless_it_is_a_link_or_a_picture(imported):
    texts = (path.read_text("utf-8") for path in imported.corpus.rglob("[!_]*.md"))
    written = set(re.findall(r"\{\{<\s*/?\s*([\w-]+)", "\n".join(texts)))
    told = imported.named("shortcode") | imported.named("replaced")

    assert written - told <= {
        "ref",
        "link",
        "highlight",
        "legacy-img",
        "legacy-img-right",
        "featured-resource",
    }


def test_no_tag_of_a_shortcode_is_left_in_an_article(imported):
    outside_code = (re.sub(r"`[^`]*`", "", article.text) for article in imported.plan.articles)

    assert [text for text in outside_code if "{{<" in text] == []


def test_frames_and_second_values_are_named(imported):
    if imported.name == "digitalgov-news":
        assert imported.named("frame") == {"iframe"}
        assert "onclick" in imported.named("attribute")
        assert {name.partition(":")[0] for name in imported.named("twice")} >= {"expirydate"}
