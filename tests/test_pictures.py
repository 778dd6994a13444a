"""Pictures: what is refused, what is taken out, which versions there are, how a page shows them."""

import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from PIL import Image

from openai_news import pictures
from openai_news.model import FileCard
from openai_news.pictures_metadata import clean
from openai_news.pictures_versions import versions
from support.pictures import SECRET, exif, kept, picture

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'


def inspect(path, data):
    return pictures.inspect(path, data, "d")


def opened(data):
    return Image.open(BytesIO(data))


# --- judged


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "TIFF"])
def test_a_good_picture_has_a_form_and_a_size(form):
    assert inspect(f"a.{form}", picture(30, 20, form)) == FileCard("d", 30, 20, form.lower(), still=True)


def test_a_picture_turned_by_its_camera_has_the_size_as_shown():
    found = inspect("a.jpg", picture(30, 20, "JPEG", exif=exif(turn=6)))

    assert (found.width, found.height, found.turn) == (20, 30, 6)


REFUSED = {
    "a page called picture": ("a.jpg", b"<html><script>alert(1)</script>", "E405", "unknown"),
    "one form called another": ("a.jpg", picture(), "E405", "other"),
    "a drawing called photo": ("a.png", SVG.format("", "").encode(), "E405", "other"),
    "nothing": ("a.png", b"", "E405", "unknown"),
    "a head alone": ("a.png", picture(30, 20)[:20], "E405", "damaged"),
    "a JPEG cut off": ("a.jpeg", picture(300, 200, "JPEG")[:-400], "E405", "damaged"),
    "a PNG cut off": ("a.png", picture(300, 200)[:-30], "E405", "damaged"),
    "a WebP cut off": ("a.webp", picture(300, 200, "WEBP")[:-30], "E405", "damaged"),
    "a bomb": ("a.png", picture(30_000, 30_000, mode="1", colour=0), "E406", ""),
    "just too many pixels": ("a.png", picture(8_000, 6_300, mode="1", colour=0), "E406", ""),
    "a position that stays": ("a.avif", picture(30, 20, "AVIF", exif=exif()), "E407", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_or_damaged_picture_is_refused(name):
    path, data, code, reason = REFUSED[name]
    problem = inspect(path, data)

    assert (problem.code, problem.values.get("reason", "")) == (code, reason)
    assert problem.place.path == f"content/{path}"


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p>x</p></foreignObject>",
        '<rect onload="alert(1)"/>',
        '<a xlink:href="javascript:alert(1)"><rect/></a>',
        '<image href="https://spy.example/x.png"/>',
        '<use xlink:href="other.svg#x"/>',
        '<rect fill="url(https://spy.example/#x)"/>',
        "<rect style=\"background: url( '//spy.example/x' )\"/>",
        "<style>@import 'https://spy.example/x.css';</style>",
        "<style>a { fill: u\\72l(//spy.example) }</style>",
        '<a><animate attributeName="href" to="javascript:alert(1)"/></a>',
        '<set attributeName="onload" to="alert(1)"/>',
        '<m:meta xmlns:m="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=https://spy.example/"/>',
        '<m:img xmlns:m="http://www.w3.org/1999/xhtml" srcset="https://spy.example/x 1x"/>',
        '<style>svg { background-image: image-set("https://spy.example/x" 1x) }</style>',
        '<style>@font-face { src: src("https://spy.example/x") }</style>',
        "<rect>",
    ],
)
def test_an_active_drawing_is_refused(inside):
    assert inspect("a.svg", SVG.format("", inside).encode()).code == "E404"


def test_a_page_is_no_drawing():
    page = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>'

    assert inspect("a.svg", page).code == "E404"


@pytest.mark.parametrize(
    "before",
    ['<!DOCTYPE svg [<!ENTITY a "aaaa">]>', '<?xml-stylesheet href="https://spy.example/x.css"?>'],
)
def test_entities_and_outside_styles_are_refused(before):
    data = b"<?xml version='1.0'?>" + before.encode() + SVG.format("", "").encode()

    assert inspect("a.svg", data).code == "E404"


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30" height="20px"', (30, 20)),
        ('viewBox="0 0 300 200"', (300, 200)),
        ('width="100%" viewBox="0,0,300.4,200"', (300, 200)),
        ("", (0, 0)),
        ('width="1e9" height="1"', (0, 0)),
    ],
)
def test_a_plain_drawing_has_a_size(attributes, size):
    inside = r'<metadata xmlns:i="urn:i" i:file="C:\x"/><feColorMatrix values="0 1"/>'
    inside += '<style>.a { fill: url(#g) }</style><use href="#a"/><a href="https://x.example/"><rect/></a>'
    found = inspect("a.svg", SVG.format(attributes, inside).encode())

    assert (found.form, found.width, found.height) == ("svg", *size)


# --- cleaned


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", [1, 6])
def test_metadata_goes_and_the_picture_stays_as_it_lies(form, turn):
    data = picture(30, 20, form, colour="teal", exif=exif(turn))
    cleaned = clean(data, form.lower(), turn)

    assert SECRET.encode() in data
    assert SECRET.encode() not in cleaned
    assert dict(opened(cleaned).getexif()) == ({0x0112: turn} if turn != 1 else {})
    assert opened(cleaned).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_colour_profile_stays(form):
    from PIL.ImageCms import ImageCmsProfile, createProfile

    profile = ImageCmsProfile(createProfile("sRGB")).tobytes()
    cleaned = clean(picture(30, 20, form, icc_profile=profile, exif=exif()), form.lower())

    assert opened(cleaned).info["icc_profile"] == profile


def test_a_progressive_jpeg_keeps_every_scan_and_loses_what_follows():
    data = picture(300, 200, "JPEG", progressive=True)

    assert clean(data + SECRET.encode(), "jpeg") == data


# --- versions


def test_a_wide_picture_has_versions_of_each_form():
    found = versions(FileCard("d", 2000, 1000, "jpeg", still=True))

    assert [(v.form, v.width) for v in found] == [
        *(("avif", width) for width in (480, 800, 1280)),
        *(("webp", width) for width in (480, 800, 1280)),
        *(("jpeg", width) for width in (480, 800, 1280)),
    ]
    assert [v.height for v in found[:3]] == [240, 400, 640]


def test_no_version_is_wider_than_the_picture():
    assert {v.width for v in versions(FileCard("d", 700, 400, "webp", still=True))} == {480, 700}


@pytest.mark.parametrize(
    "file",
    [
        FileCard("d", 639, 639, "jpeg", still=True),
        FileCard("d", 2000, 1000, "gif", still=True),
        FileCard("d", 2000, 1000, "webp"),
        FileCard("d", 2000, 1000, "svg"),
        FileCard("d"),
    ],
)
def test_what_is_small_or_moves_has_no_versions(file):
    assert versions(file) == ()


# --- shown


def built(site, body, **keys):
    site.article("2023/11/alpha.md", "Alpha", body=body, **keys)
    published = site.build()
    return published, site.page("2023/11/18/alpha/index.html") if published.done else ""


def test_a_page_offers_every_version_and_each_is_there(site):
    site.write("content/2023/11/photo,-été.jpg", picture(900, 500, "JPEG"))
    _, html = built(site, "![Une vue](photo,-été.jpg)")
    hrefs = re.findall(r"([^\s\"]+) \d+w", html)

    assert len(hrefs) == 3 + 3 + 3
    assert [href for href in hrefs if not site.has(unquote(href.removeprefix("../" * 4)))] == []
    assert html.count("<source ") == 2
    assert ' alt="Une vue" width="900" height="500">' in html


def test_the_first_picture_comes_at_once_and_the_others_when_they_are_near(site):
    site.write("content/2023/11/a.png", picture(30, 20)).write("content/2023/11/b.png", picture(20, 30))
    _, html = built(site, "![A](a.png)\n\n![B](b.png)")
    _, under = built(site, "![A](a.png)\n\n![B](b.png)", image="{src: b.png, alt: B}")

    assert re.findall(r'alt="(\w)" width="\d+" height="\d+"( loading="lazy" decoding="async")?', html) == [
        ("A", ""),
        ("B", ' loading="lazy" decoding="async"'),
    ]
    assert under.count('loading="lazy"') == 2


def test_a_version_lies_as_the_picture_is_shown(site):
    site.write("content/2023/11/photo.jpg", picture(900, 700, "JPEG", exif=exif(turn=6)))
    _, html = built(site, "![Une vue](photo.jpg)")

    assert 'width="700" height="900"' in html
    assert opened((site.dist / "2023/11/18/alpha/media/photo.jpg-480.webp").read_bytes()).size == (480, 617)


@pytest.mark.parametrize(
    ("mode", "colour", "form"),
    [("CMYK", 0, "JPEG"), ("L", 0, "JPEG"), ("P", 0, "PNG"), ("LA", 0, "PNG"), ("1", 0, "PNG")],
)
def test_a_picture_of_any_colours_has_versions(site, mode, colour, form):
    name = f"photo.{form.lower()}"
    site.write(f"content/2023/11/{name}", picture(700, 20, form, mode=mode, colour=colour))
    published, _ = built(site, f"![Une vue]({name})")

    assert published.done
    assert site.has(f"2023/11/18/alpha/media/{name}-480.webp")


def test_feeds_have_the_plain_picture(site):
    site.write("content/2023/11/photo.png", picture(900, 500))
    built(site, "![Une vue](photo.png)")

    assert "srcset" not in site.page("feed.json")
    assert "2023/11/18/alpha/photo.png" in site.page("feed.json")


def test_a_refused_picture_stops_the_build_and_names_the_file(site):
    site.write("content/2023/11/photo.jpg", picture(300, 200, "JPEG")[:-400])
    published, _ = built(site, "![Une vue](photo.jpg)")
    errors = [(p.code, p.place.path) for p in published.problems if p.severity == "error"]

    assert not published.done
    assert errors == [("E405", "content/2023/11/photo.jpg")]


def test_a_picture_without_words_is_a_warning_and_an_error_when_strict(site):
    site.write("content/2023/11/a.png", picture())
    published, _ = built(site, "![](a.png)", image="a.png")

    assert [problem.code for problem in published.problems] == ["E212", "E212"]
    assert not site.build(strict=True).done


# --- kept


def test_versions_are_made_once_and_a_clean_build_keeps_them(site):
    site.write("content/2023/11/photo.png", picture(700, 20))
    built(site, "![Une vue](photo.png)")
    site.article("2023/11/beta.md", "Bêta", body="![Une vue](photo.png)").build()
    before, tree = kept(site), site.tree()
    site.build(clean=True)

    assert len(before) == 5
    assert kept(site) == before
    assert site.tree() == tree
    site.build(clean=True, forget=True)
    assert kept(site).keys() == before.keys()
    assert kept(site) != before


def test_a_damaged_entry_is_made_again(site):
    site.write("content/2023/11/photo.png", picture(700, 20))
    built(site, "![Une vue](photo.png)")
    tree = site.tree()
    for path in kept(site):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    site.build(clean=True)

    assert site.tree() == tree


def test_a_picture_that_changes_at_the_same_size_changes_its_versions(site):
    site.write("content/2023/11/photo.png", picture(700, 20, colour="navy"))
    built(site, "![Une vue](photo.png)")
    published = site.write("content/2023/11/photo.png", picture(700, 20, colour="teal")).build()

    assert {path.rpartition("/")[2] for path in published.written} == {
        "photo.png",
        *(f"photo.png-{width}.{form}" for width in (480, 700) for form in ("avif", "webp")),
        "photo.png-480.png",
    }
    assert site.tree() == site.clean_tree()


def test_a_picture_named_by_an_address_of_the_site_has_its_size_or_is_missed(site):
    site.write("static/root/logo.png", picture(30, 20))
    site.article("a.md", date="2023-11-18", body="![Un logo](/logo.png)\n\n![Perdue](/img/perdue.png)")
    published = site.build()
    page = site.page("2023/11/18/a/index.html")

    assert 'src="../../../../logo.png"' in page
    assert 'width="30" height="20"' in page
    assert "perdue.png" not in page
    assert "Perdue" in page
    assert [problem.code for problem in published.problems] == ["E402"]
    assert site.tree() == site.clean_tree()
