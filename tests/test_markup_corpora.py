"""Two real archives render: nothing raises, and only what is really wrong is refused."""

from collections import Counter

import pytest

from markup_corpora import bodies
from openai_news.markup import render
from openai_news.model import Place, Severity


@pytest.mark.parametrize(
    ("archive", "language", "errors"),
    [
        ("canada-numerique", "fr", {}),
        # Ten slide shows in an iframe, two pages of pasted <meta> and onclick, one unclosed table.
        ("digitalgov-news", "en", {"E203": 12, "E204": 1}),
    ],
)
def test_the_articles_of_an_archive_are_accepted(archive, language, errors):
    refused: Counter[str] = Counter()
    for path, line, text in bodies(archive):
        markup = render(text, title=path, place_of=Place(path, line), lang=language)
        refused.update({p.code for p in markup.problems if p.severity is Severity.ERROR})

    assert errors == dict(refused)
