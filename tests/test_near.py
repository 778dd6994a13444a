"""Near names: what was probably meant, without comparing every name with every other."""

import pytest

from openai_news.near import Paths

PATHS = (
    "2023/11/2023-11-17-conseil-renvoie-altman.md",
    "2023/11/2023-11-18-murati-assure-interim.md",
    "2023/12/voisin.md",
    "2024/01/Voisin.md",
    "photo.png",
)


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("2023/11/2023-11-17-conseil-renvoit-altman.md", "2023/11/2023-11-17-conseil-renvoie-altman.md"),
        ("2023/12/2023-11-18-murati-assure-interim.md", "2023/11/2023-11-18-murati-assure-interim.md"),
        ("2024/02/2023-11-18-murati-asure-interim.md", "2023/11/2023-11-18-murati-assure-interim.md"),
        ("2023/11/2023-11-18-murati-asure-interim.html", "2023/11/2023-11-18-murati-assure-interim.md"),
        ("2024/01/voisin.md", "2024/01/Voisin.md"),
        ("2025/voisin.md", "2023/12/voisin.md"),
        ("2024/01/voisim.md", "2024/01/Voisin.md"),
        ("photo.pgn", "photo.png"),
        ("fhoto.png", "photo.png"),
        ("disparu.md", ""),
        ("2023/11/2023-11-18-disparu.md", ""),
        ("", ""),
        (".md", ""),
    ],
)
def test_what_was_meant_is_found(target, meant):
    assert Paths(PATHS).meant(target) == meant


def test_it_does_not_depend_on_the_order_of_the_paths():
    assert [Paths(paths).meant("2025/voisim.md") for paths in (PATHS, PATHS[::-1])] == [
        "2023/12/voisin.md"
    ] * 2


def test_thousands_of_broken_links_get_no_thousand_hints():
    paths = Paths(PATHS)
    found = [paths.meant("2023/12/voisim.md") for _ in range(200)]

    assert found == ["2023/12/voisin.md"] * 100 + [""] * 100
    assert paths.meant("2025/photo.png") == "photo.png"


@pytest.mark.parametrize("count", [1_000, 50_000])
def test_few_names_are_compared_however_many_there_are(count, monkeypatch):
    compared = []
    monkeypatch.setattr("openai_news.near.nearest", lambda _, names: compared.extend(names))
    Paths(f"2023/article-{n}.md" for n in range(count)).meant("2023/artycle-7.md")

    assert len(compared) <= 600
