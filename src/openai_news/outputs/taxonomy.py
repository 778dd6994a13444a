"""The index of a taxonomy: every term under its initial."""

from collections.abc import Iterator
from itertools import groupby

from openai_news import layout as lay
from openai_news.catalogue import View
from openai_news.collation import initial
from openai_news.layout import Layout
from openai_news.metadata import frame
from openai_news.model import Problem, SettingCard, Stage
from openai_news.page import Context, Output, Page, Template
from openai_news.views import Letter, TaxonomyView


def pages(key: str, card: SettingCard, read: View, site: Context) -> Iterator[Page | Problem]:
    """Make the index of one taxonomy in one language; it stands even while it is empty."""
    _, lang, taxonomy = key.split("|")
    layout = Layout(site, lang, site.urls.taxonomy(lang, taxonomy))
    names = lay.labels(read, lang, taxonomy)
    terms = lay.alphabetical(
        (
            layout.term(taxonomy, slug, names[slug], n)
            for slug, n in lay.counts(read.first(f"terms|{lang}|{taxonomy}")).items()
        ),
        lang,
    )
    view = TaxonomyView(
        **frame(layout, "taxonomy", layout.words(f"taxonomy.{taxonomy}"), breadcrumb=(layout.home(),)),
        taxonomy=taxonomy,
        letters=tuple(
            Letter(letter, tuple(group))
            for letter, group in groupby(terms, key=lambda link: initial(link.text))
        ),
        count=len(terms),
    )
    yield Page(layout.path, Template("taxonomy.html"), view, Stage.LIST)


OUTPUT = Output(name="taxonomy", of="taxonomy", pages=pages, templates=("taxonomy.html",))
