"""Videos and posts of other sites: a link and a local picture, nothing that is loaded."""

import pytest

from support.pictures import picture
from test_markup import html

VIDEO = "https://www.youtube.com/watch?v=abcDEF123"


def test_a_picture_that_links_to_a_video_is_an_embed():
    found = html(f'[![La scène](scene.jpg)]({VIDEO} "La conférence")')

    assert found.startswith(f'<figure class="embed"><a href="{VIDEO}"><img ')
    assert '<figcaption>La conférence <span class="site">youtube.com</span></figcaption></figure>' in found


def test_a_caption_may_stand_below():
    assert "<figcaption>La conférence <span" in html(f"[![La scène](scene.jpg)]({VIDEO})\n*La conférence*")


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://youtu.be/abc", "youtu.be"),
        ("https://x.com/sama/status/1725631621511184771", "x.com"),
        ("https://bsky.app/profile/a.bsky.social/post/3k", "bsky.app"),
        ("https://mastodon.social/@Gargron/111412345678", "mastodon.social"),
        ("https://vimeo.com/123", "vimeo.com"),
    ],
)
def test_a_link_alone_to_a_post_is_an_embed(url, site):
    assert html(f"[Le message]({url})").strip() == (
        f'<figure class="embed"><a href="{url}">Le message</a> <span class="site">{site}</span></figure>'
    )


@pytest.mark.parametrize(
    "text",
    [
        f"Voir [la vidéo]({VIDEO}).",
        f"[Une]({VIDEO}) [deux]({VIDEO})",
        "[Une chaîne](https://www.youtube.com/@openai)",
        "[Un profil](https://x.com/sama)",
        "[Une page](https://openai.com/index/hello)",
        "[Un faux](https://youtube.com.spy.example/watch?v=abc)",
    ],
)
def test_other_links_stay_links(text):
    assert "embed" not in html(text)


def test_a_page_with_embeds_loads_nothing_from_elsewhere(site):
    site.write("content/2023/11/scene.jpg", picture(900, 500, "JPEG"))
    site.article("2023/11/alpha.md", "Alpha", body=f"[![La scène](scene.jpg)]({VIDEO})")
    published = site.build()
    page = site.page("2023/11/18/alpha/index.html")

    assert published.problems == ()
    assert "<iframe" not in page
    assert 'src="http' not in page
    assert 'srcset="http' not in page
