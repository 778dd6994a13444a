"""Nothing leaks: a site with unpublished articles is, byte for byte, the site without those files."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import PngImagePlugin

from support.pictures import SECRET, exif, kept, picture
from support.site import SETTINGS, Site, tree

CARDS = f"{SETTINGS}social_cards: true\n"
HIDING = {
    "draft": {"draft": "true"},
    "scheduled": {"publish_at": "2024-06-01T12:00:01+02:00"},
    "future": {"date": "2031-01-01"},
    "expired": {"expire_at": "2024-06-01T12:00:00+02:00"},
    "said otherwise": {"published": "false"},
}


def told(name):
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", f"secret-{name}")
    return info


def publish_some(site, words):
    for number in range(6):
        site.article(
            f"2023/11/public-{number}.md",
            f"Public {number}",
            date=f"2023-11-{10 + number}",
            tags="[Commun]",
            series="Une série",
            body=f"Du texte {words.random()}.",
        )
    return site


def hide_some(site, reason):
    """Add articles that are not published, each with a tag, a person and an image of its own."""
    for number in range(3):
        name = f"{reason.replace(' ', '-')}-{number}"
        keys = {
            "date": f"2023-11-{11 + number}",
            "tags": f"[Commun, secret-{name}]",
            "people": f"[Quidam {name}]",
            "series": "Une série",
            "image": f"{name}.png",
            "translation_key": f"cle-{number}",
            "followed_by": "[2023/11/public-1.md]",
            "aliases": f"[/ancien/{name}/]",
            "featured": "true",
        } | HIDING[reason]
        site.article(f"2023/11/{name}.md", f"Caché {name}", body=f"![x]({name}.png)", **keys)
        site.write(f"content/2023/11/{name}.png", picture(700, 20, pnginfo=told(name)))
    return site


def test_a_site_with_unpublished_articles_is_the_site_without_them(tmp_path):
    for reason in HIDING:
        folder = tmp_path / reason.replace(" ", "-")
        plain = publish_some(Site(folder / "plain").write("site.yaml", CARDS), random.Random(1))
        secret = Site(folder / "secret").write("site.yaml", CARDS)
        hide_some(publish_some(secret, random.Random(1)), reason)

        assert plain.build().done
        assert secret.build().done
        assert secret.tree() == plain.tree(), reason


def test_an_article_that_is_withdrawn_leaves_nothing_behind(tmp_path):
    plain = publish_some(Site(tmp_path / "plain"), random.Random(1))
    secret = publish_some(Site(tmp_path / "secret"), random.Random(1))
    plain.build()
    for reason in HIDING:
        hide_some(secret, reason)
    for path in (secret.root / "content/2023/11").glob("*-?.md"):
        if "public" not in path.name:
            text = path.read_text("utf-8")
            path.write_text(text.replace("draft: true", "draft: false"), "utf-8")
    secret.build(now="2024-05-01T00:00:00+02:00")
    for path in (secret.root / "content/2023/11").glob("draft-*.md"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("draft: false", "draft: true"), "utf-8")
    secret.build()

    assert secret.tree() == plain.tree()


def test_a_link_to_an_unpublished_article_is_plain_text_and_a_warning(site):
    site.article("2023/11/alpha.md", "Alpha", body="Voir [la suite](beta.md).")
    site.article("2023/11/beta.md", "Bêta", draft="true")

    published = site.build()

    assert published.done
    assert [(p.code, p.severity) for p in published.problems] == [("E403", "warning")]
    assert "Voir la suite." in site.page("2023/11/18/alpha/index.html")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(reasons=st.sets(st.sampled_from(sorted(HIDING)), min_size=1), seed=st.integers(0, 99))
def test_no_canary_is_found_whatever_hides_it(tmp_path_factory, reasons, seed):
    folder = tmp_path_factory.mktemp("canary")
    site = publish_some(Site(folder / "site"), random.Random(seed))
    for reason in reasons:
        hide_some(site, reason)
    site.build()

    everything = b"\n".join(path.encode() + data for path, data in tree(site.dist).items())
    assert b"secret-" not in everything
    assert b"Quidam" not in everything
    assert "Caché".encode() not in everything
    assert b"/ancien/" not in everything


def test_a_published_picture_says_nothing_of_its_maker(site):
    """The position, the camera and every comment stay at home, in the original and in each version."""
    site.article(
        "2023/11/alpha.md", "Alpha", body="![Une vue](photo.jpg)\n\n![Deux](vue.webp)\n\n![T](t.png)"
    )
    site.write("content/2023/11/photo.jpg", picture(700, 400, "JPEG", exif=exif(), comment=SECRET))
    site.write("content/2023/11/vue.webp", picture(700, 400, "WEBP", exif=exif(), xmp=SECRET.encode()))
    site.write("content/2023/11/t.png", picture(700, 400, exif=exif()) + SECRET.encode())
    site.build()
    files = {path: data for path, data in site.tree().items() if "/alpha/" in path}

    assert len(files) == 1 + 3 + 5 + 3 + 5
    assert [path for path, data in files.items() if SECRET.encode() in data] == []


def test_nothing_is_made_of_the_picture_of_a_draft(site):
    site.article("2023/11/alpha.md", "Alpha", draft="true", body="![Une vue](photo.jpg)")
    site.write("content/2023/11/photo.jpg", picture(700, 400, "JPEG")).write("site.yaml", CARDS)
    site.build()

    assert kept(site) == {}
    assert [path for path in site.tree() if "media" in path] == []
