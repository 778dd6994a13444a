"""An article as a reference: what people paste is right in each of its forms."""

import json

from msgspec.structs import replace

from openai_news.citing import Reference, cite
from openai_news.views import When

REFERENCE = Reference(
    title="R&D : 50 % de {plus}",
    authors=["Ada Lune", "R&D"],
    date=When("2023-11-18", "18 novembre 2023"),
    site="Le Veilleur",
    url="https://veilleur.example/2023/11/18/a/",
    lang="fr",
    online="en ligne",
)


def test_the_french_form_names_authors_title_site_date_and_address():
    assert cite(REFERENCE).text == (
        "Ada Lune, R&D, «\u202fR&D : 50 % de {plus}\u202f», Le Veilleur, 18 novembre 2023 [en ligne],"
        " https://veilleur.example/2023/11/18/a/"
    )


def test_quotes_in_a_title_become_those_of_the_second_level():
    french = replace(REFERENCE, title="«\u202fTout\u202f» sur l’IA")
    english = replace(REFERENCE, title="“All” about AI", lang="en")

    assert "«\u202f“Tout” sur l’IA\u202f»" in cite(french).text
    assert "“‘All’ about AI”" in cite(english).text


def test_bibtex_keeps_names_whole_and_escapes_its_signs():
    assert cite(REFERENCE).bibtex == (
        "@online{a-2023,\n"
        "  author = {{Ada Lune} and {R\\&D}},\n"
        "  title = {{R\\&D : 50 \\% de \\{plus\\}}},\n"
        "  date = {2023-11-18},\n"
        "  organization = {Le Veilleur},\n"
        "  langid = {french},\n"
        "  url = {https://veilleur.example/2023/11/18/a/}\n"
        "}"
    )


def test_csl_is_json_that_citation_programs_read():
    (entry,) = json.loads(cite(REFERENCE).csl)

    assert entry["issued"] == {"date-parts": [[2023, 11, 18]]}
    assert entry["author"] == [{"literal": "Ada Lune"}, {"literal": "R&D"}]
    assert (entry["type"], entry["title"]) == ("article-newspaper", REFERENCE.title)
