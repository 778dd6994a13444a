"""Redirects in one file: for hosts that read `_redirects`, and for nginx."""

from openai_news.model import LabelCard
from openai_news.outputs import redirect, redirect_map
from outputs.machine_support import Archive, card


def files(archive):
    found = archive.files([redirect_map.OUTPUT])
    return {path: data.decode().splitlines() for path, data in found.items()}


def test_nothing_moved_means_no_file(tmp_path):
    assert files(Archive(tmp_path, {"article|a": card("a")})) == {}


def test_both_files_hold_every_redirect_sorted(tmp_path):
    items = {
        "article|a": card("a", aliases=("/z/", "/b.html"), terms=[("tags", "ia", "IA")]),
        "label|fr|tags|ia": LabelCard("IA", "fr", aliases=("/mot/ia/",)),
    }
    found = files(Archive(tmp_path, items))
    assert found["_redirects"] == [
        "/b.html /2023/11/18/a/ 301",
        "/mot/ia/ /tags/ia/ 301",
        "/z/ /2023/11/18/a/ 301",
    ]
    assert found["nginx-redirects.map"][1:] == [
        "/b.html /2023/11/18/a/;",
        "/mot/ia/ /tags/ia/;",
        "/z/ /2023/11/18/a/;",
    ]


def test_the_nginx_map_begins_with_a_comment(tmp_path):
    archive = Archive(tmp_path, {"article|a": card("a", aliases=("/z/",))})
    assert files(archive)["nginx-redirects.map"][0].startswith("# map $uri ")


def test_both_sides_carry_the_folder_of_the_site(tmp_path):
    items = {"article|a": card("a", aliases=("/z/",))}
    archive = Archive(tmp_path, items, base_url="https://veilleur.example/news/")
    assert files(archive)["_redirects"] == ["/news/z/ /news/2023/11/18/a/ 301"]


def test_special_characters_are_encoded_for_one_and_quoted_for_the_other(tmp_path):
    archive = Archive(tmp_path, {"article|a": card("a", aliases=("/Été (2)/", "/été/"))})
    found = files(archive)
    assert found["_redirects"] == [
        "/%C3%89t%C3%A9%20(2)/ /2023/11/18/a/ 301",
        "/%C3%A9t%C3%A9/ /2023/11/18/a/ 301",
    ]
    assert found["nginx-redirects.map"][1:] == [
        '"/Été (2)/" /2023/11/18/a/;',
        "/été/ /2023/11/18/a/;",
    ]


def test_refused_aliases_and_own_addresses_are_left_out(tmp_path):
    items = {"article|a": card("a", aliases=("/../x/", "/2023/11/18/a/"))}
    assert files(Archive(tmp_path, items)) == {}


def test_the_map_holds_what_the_redirect_pages_answer_for(tmp_path):
    items = {f"article|{n}": card(f"n{n}", aliases=(f"/old/{n}/", f"/p{n}.html")) for n in range(3)}
    archive = Archive(tmp_path, items)
    named = {line.split()[0].lstrip("/") for line in files(archive)["_redirects"]}
    pages = {path.removesuffix("index.html") for path in archive.all(redirect.OUTPUTS)}
    assert named == pages


def test_of_two_claims_to_one_address_the_first_has_it(tmp_path):
    items = {f"article|{n}": card(f"n{n}", aliases=("/old/",)) for n in (2, 1)}
    assert files(Archive(tmp_path, items))["_redirects"] == ["/old/ /2023/11/18/n1/ 301"]
