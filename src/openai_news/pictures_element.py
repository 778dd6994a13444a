"""The element that shows a picture: its size always, its versions where it has some."""

from collections.abc import Iterator, Sequence

from openai_news.model import FileCard
from openai_news.pictures_versions import Version

# How wide a picture stands in the theme: the column of text, or the whole of a narrow screen.
SIZES = "(min-width: 48rem) 42rem, 100vw"

Placed = Sequence[tuple[Version, str]]


def element(src: str, file: FileCard, placed: Placed, attributes: str, *, lazy: bool) -> str:
    """Return `<picture>`, or `<img>` alone where there is one version; `attributes` are ready to print."""
    size = f' width="{file.width}" height="{file.height}"' if file.width else ""
    wait = ' loading="lazy" decoding="async"' if lazy else ""
    own = [(version, href) for version, href in placed if version.form == file.form]
    several = f' srcset="{_set(own)}, {src} {file.width}w" sizes="{SIZES}"' if own else ""
    img = f'<img src="{src}"{several}{attributes}{size}{wait}>'
    sources = "".join(_sources(file, placed))
    return f"<picture>{sources}{img}</picture>" if sources else img


def _sources(file: FileCard, placed: Placed) -> Iterator[str]:
    forms = dict.fromkeys(version.form for version, _ in placed if version.form != file.form)
    for form in forms:
        some = [(version, href) for version, href in placed if version.form == form]
        yield f'<source type="{some[0][0].type}" srcset="{_set(some)}" sizes="{SIZES}">'


def _set(placed: Placed) -> str:
    return ", ".join(f"{href} {version.width}w" for version, href in placed)
