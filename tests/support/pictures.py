"""Pictures made in the test: no binary file in the repository."""

from io import BytesIO

from PIL import Image

SECRET = "CANARY-7f3a"


def picture(width=3, height=2, form="PNG", colour="navy", **more):
    """Return the bytes of a picture of one colour."""
    file = BytesIO()
    Image.new(more.pop("mode", "RGB"), (width, height), colour).save(file, form, **more)
    return file.getvalue()


def exif(turn=1):
    """Return EXIF with a position and a camera, both secret."""
    found = Image.Exif()
    found[0x0112] = turn
    found[0x010F] = SECRET
    position = found.get_ifd(0x8825)
    position[1], position[2], position[29] = "N", (48.0, 51.0, 24.0), SECRET
    return found


PIXEL = picture(1, 1)
