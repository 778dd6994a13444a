"""Give articles header pictures: drawn, of the sizes and the detail of photographs in the news.

Same article and archive, same picture: layers of noise from coarse to fine, as much finer detail as
a photograph has, in JPEG.
"""

from pathlib import Path
from random import Random

from benchmarks import corpus, sites
from benchmarks.corpus import Archive
from PIL import Image

SIZES = ((1200, 800), (1600, 900), (2000, 1333))
QUALITY = 85  # of JPEG
GRAINS = (400, 100, 25, 6, 2)  # pixels
_FIRST, _FINER = 0.5, 0.6  # the share of the first layer, and of each in the one before


def illustrate(folder: Path, archive: Archive) -> None:
    """Put a picture beside every article of our site in `folder`, and name it in the header."""
    for number in range(archive.count):
        path = sites.article_path(folder, "ours", corpus.article(archive, number))
        picture = path.with_suffix(".jpg")
        draw(archive.rng("picture", number), SIZES[number % len(SIZES)]).save(picture, quality=QUALITY)
        text = path.read_text("utf-8")
        named = f'---\nimage: {picture.name}\nimage_alt: "Photographie {number}"\n'
        path.write_text(text.replace("---\n", named, 1), "utf-8")


def draw(rng: Random, size: tuple[int, int]) -> Image.Image:
    """Draw a picture of `size` pixels."""
    picture, share = Image.new("RGB", size, "gray"), _FIRST
    for grain in GRAINS:
        width, height = size[0] // grain, size[1] // grain
        layer = Image.frombytes("RGB", (width, height), rng.randbytes(3 * width * height))
        picture = Image.blend(picture, layer.resize(size, Image.Resampling.BICUBIC), share)
        share *= _FINER
    return picture
