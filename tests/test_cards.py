"""Social cards: what they show, when they are made again, that they look the same everywhere."""

import subprocess
import sys
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image, ImageFont

from openai_news import cards
from openai_news.cards import CardView
from support.site import SETTINGS

ON = f"{SETTINGS}social_cards: true\n"
LONG = (
    "Sam Altman quitte la direction d’OpenAI\u202f; Mira Murati devient directrice générale par intérim " * 4
)


def drawn(title, date="18 novembre 2023", site="Le Veilleur"):
    return Image.open(BytesIO(cards.draw(CardView(title, date, site)))).convert("L")


def ink(card, box):
    return card.crop(box).getextrema()[0] < 128


@pytest.mark.parametrize(
    "title", ["GPT-4", "OpenAI\u202f: «\u00a0c’est l’heure\u202f!\u00a0»", LONG, "A" * 300, ""]
)
def test_a_card_keeps_its_margins_whatever_the_title(title):
    card = drawn(title)

    assert card.size == (1200, 630)
    assert not ink(card, (0, 20, 76, 630))
    assert not ink(card, (1124, 20, 1200, 630))
    assert ink(card, (80, 50, 400, 110))
    assert ink(card, (80, 530, 500, 600))
    assert ink(card, (80, 120, 1124, 500)) == bool(title)


def test_a_title_that_is_too_long_is_cut_with_an_ellipsis():
    _, lines = cards._set(LONG)

    assert len(lines) == 5
    assert lines[-1].endswith("…")


def test_a_title_breaks_at_ordinary_spaces_alone():
    _, lines = cards._set("Un titre long pour une ligne qui demande\u00a0: pourquoi\u202f?")

    assert all(line[0] not in ":?" for line in lines)


def test_the_face_has_what_french_needs():
    for name in (cards._TITLE, cards._TEXT):
        face = ImageFont.truetype(cards._FONTS / name, 40, layout_engine=ImageFont.Layout.BASIC)
        missing = bytes(face.getmask("\U0010ffff"))
        signs = "œŒæÆÉÈÀÇÊîïûüÿŸ«»’–—…€№\u00a0\u202f\u2011".translate(cards._SPACES)
        assert [sign for sign in signs if bytes(face.getmask(sign)) == missing] == []


def test_another_face_asks_for_another_number_of_the_recipe():
    digests = [
        sha256((cards._FONTS / name).read_bytes()).hexdigest()[:12] for name in (cards._TITLE, cards._TEXT)
    ]

    assert (cards.RECIPE, digests) == ("social card 1", FACES)


FACES = ["fa0fa85d1153", "199c8adc8347"]


def test_the_licence_of_the_face_ships_with_it():
    assert "SIL Open Font License" in (cards._FONTS / "OFL.txt").read_text("utf-8")


# --- on a site


def test_cards_come_and_go_with_the_setting(site):
    site.article("2023/11/alpha.md", "Alpha").write("site.yaml", ON).build()
    page = site.page("2023/11/18/alpha/index.html")

    assert site.has("2023/11/18/alpha/media/card.png")
    assert '"https://veilleur.example/2023/11/18/alpha/media/card.png"' in page
    assert 'property="og:image:width" content="1200"' in page
    assert 'property="og:image:height" content="630"' in page
    assert 'property="og:image:alt" content="Alpha"' in page
    site.write("site.yaml", SETTINGS).build()
    assert not site.has("2023/11/18/alpha/media/card.png")
    assert "og:image" not in site.page("2023/11/18/alpha/index.html")


def test_a_new_title_draws_the_card_anew_and_another_body_does_not(site):
    site.write("site.yaml", ON).article("2023/11/alpha.md", "Alpha").article(
        "2023/11/beta.md", "Bêta"
    ).build()
    body = site.edit("content/2023/11/alpha.md", "Un corps.", "Un autre corps.").build()
    title = site.edit("content/2023/11/alpha.md", "Alpha", "Oméga").build()

    assert [path for path in body.written if path.endswith(".png")] == []
    assert [path for path in title.written if path.endswith(".png")] == ["2023/11/18/alpha/media/card.png"]


def test_workers_draw_the_same_cards(site):
    site.write("site.yaml", ON)
    for number in range(12):
        site.article(f"2023/11/a{number}.md", f"Titre {number}")
    site.build(jobs=2)

    assert site.tree() == site.clean_tree(jobs=1)


def test_a_build_with_nothing_to_do_loads_no_pillow(site):
    site.write("site.yaml", ON).article("2023/11/alpha.md", "Alpha").build()
    program = (
        "import sys; from openai_news import cli\n"
        f"try: cli.main(['--site', {str(site.root)!r}, 'build', '--now', {site.now!r}, '--quiet'])\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "assert 'openai_news.pipeline' in sys.modules\n"
        "assert 'PIL.Image' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
