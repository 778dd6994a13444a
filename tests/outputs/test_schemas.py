"""Feeds and sitemaps of a whole site are valid against schemas that say no more than the standards allow."""

from pathlib import Path

import pytest
from lxml import etree

from browser.support import whole_site

SCHEMAS = Path(__file__).parents[1] / "data" / "schemas"


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A site with every kind of list, built when some of its articles are news."""
    site = whole_site(tmp_path_factory.mktemp("schemas") / "site")
    site.edit("site.yaml", "title:", "news_sitemap: true\ntitle:")
    site.now = "2023-11-21T12:00:00+01:00"
    assert site.build().done
    return site.tree()


def files(tree, kind):
    return {path: data for path, data in tree.items() if path.rpartition("/")[2].startswith(kind)}


@pytest.mark.parametrize(
    ("schema", "kind", "least"),
    [("atom", "feed.atom", 20), ("rss", "feed.rss", 10), ("sitemap", "sitemap", 10)],
)
def test_every_document_is_valid(tree, schema, kind, least):
    grammar = etree.RelaxNG(etree.parse(SCHEMAS / f"{schema}.rng"))
    found = files(tree, kind)
    wrong = {}
    for path, data in found.items():
        if not grammar.validate(etree.fromstring(data)):
            wrong[path] = str(grammar.error_log.last_error)

    assert len(found) >= least
    assert wrong == {}


def test_the_schemas_refuse_what_is_wrong(tree):
    for schema, kind, old, new in (
        ("atom", "feed.atom", b"<updated>", b"<updated>x"),
        ("rss", "feed.rss", b'isPermaLink="false"', b""),
        ("sitemap", "sitemap-news", b"<loc>https", b"<loc>ftp"),
    ):
        grammar = etree.RelaxNG(etree.parse(SCHEMAS / f"{schema}.rng"))
        data = next(data for data in files(tree, kind).values() if old in data)

        assert not grammar.validate(etree.fromstring(data.replace(old, new, 1)))
