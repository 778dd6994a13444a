"""The versions of a picture for screens of several widths: which there are, and their bytes."""

from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openai_news.model import FileCard, Value

if TYPE_CHECKING:
    from PIL import Image

WIDTHS = (480, 800, 1280)
SMALLEST = 640  # pixels: a picture less wide has no versions
RECIPE = "picture 1"  # another number where the same picture would become other bytes

_SUFFIXES = {"avif": "avif", "jpeg": "jpg", "png": "png", "webp": "webp"}
_SCALED = {"jpeg", "png", "webp"}
_FOLDER = "media/"  # of an article: no file beside an article has a name with a slash
_SAVED: dict[str, dict[str, Any]] = {
    "avif": {"quality": 58, "speed": 8, "max_threads": 1},  # one thread: the same bytes on any machine
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
    "png": {"optimize": True},
    "webp": {"quality": 78, "method": 4},
}


class Version(Value, frozen=True):
    """A picture made narrower, or of another form: everything its bytes depend on."""

    digest: str
    form: str
    width: int
    height: int

    @property
    def type(self) -> str:
        """The media type."""
        return f"image/{self.form}"

    def path(self, name: str) -> str:
        """Return where it stands, within its page's folder, as a version of the file `name`."""
        return f"{_FOLDER}{name}-{self.width}.{_SUFFIXES[self.form]}"


def versions(file: FileCard) -> tuple[Version, ...]:
    """Return the versions of a picture, the smallest form first; none of one that is small or moves."""
    if file.form not in _SCALED or not file.still or file.width < SMALLEST:
        return ()
    narrower = [width for width in WIDTHS if width < file.width]
    widths = sorted({*narrower, min(file.width, WIDTHS[-1])})
    others = [form for form in ("avif", "webp") if form != file.form and (form != "avif" or _has_avif())]
    made = [(form, width) for form in others for width in widths]
    made += [(file.form, width) for width in narrower]
    return tuple(
        Version(file.digest, form, width, max(1, round(file.height * width / file.width)))
        for form, width in made
    )


@cache
def _has_avif() -> bool:
    """Tell whether this Pillow writes AVIF; to ask this loads none of it."""
    return find_spec("PIL._avif") is not None


def encode(version: Version, data: bytes) -> bytes:
    """Make a version from the bytes of the picture; nothing but its colours comes along."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data)) as picture:
        profile = None if picture.mode == "CMYK" else picture.info.get("icc_profile")
        few = picture.mode == "P"
        upright = _plain(ImageOps.exif_transpose(picture))
    small = upright.resize((version.width, version.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if few and version.form == "png":
        small = small.quantize()
    small.info.clear()
    file = BytesIO()
    small.save(file, version.form.upper(), icc_profile=profile, **_SAVED[version.form])
    return file.getvalue()


def _plain(picture: "Image.Image") -> "Image.Image":
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
