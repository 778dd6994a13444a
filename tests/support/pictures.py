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


def kept(site):
    """Return when each picture in the store was made; compiled templates are there too."""
    files = (path for path in (site.root / ".cache/made").rglob("*") if path.is_file())
    return {path: path.stat().st_mtime_ns for path in files if is_picture(path.read_bytes()[32:])}


def is_picture(data):
    return data.startswith((b"\x89PNG", b"RIFF")) or data[4:8] == b"ftyp"
