"""A site with one page of every template, and what validators and browsers need to look at it."""

import functools
import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.site import SETTINGS, Site
from support.tools import without

ROOT = Path(__file__).parents[2]
VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
CHROMIUM = shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PAGES = {
    "article": "2023/11/18/complet/index.html",
    "home": "index.html",
    "day": "2023/11/18/index.html",
    "month": "2023/11/index.html",
    "year": "2023/index.html",
    "years": "archives/index.html",
    "taxonomy": "tags/index.html",
    "tag": "tags/ia/index.html",
    "person": "people/ada-lune/index.html",
    "author": "authors/zoe-oeuvrard/index.html",
    "section": "sections/sciences/index.html",
    "series": "series/la-serie/index.html",
    "term period": "tags/ia/2023/index.html",
    "text": "mentions-legales/index.html",
    "updates": "updates/index.html",
    "feeds": "feeds/index.html",
    "not found": "404.html",
    "redirect": "ancienne/index.html",
    "english home": "en/index.html",
    "english article": "en/2023/11/18/whole/index.html",
}

BODY = """\
Un paragraphe avec *de l’emphase*, **du gras**, `du code`, [un lien](autre.md), [ailleurs](https://a.example/)
et une note[^1]. Une citation en anglais : [made to last]{lang=en}.

Une phrase mise en exergue.
{: .pull}

## Une partie dont le titre est assez long pour passer à la ligne sur un téléphone

> Une citation qui dit quelque chose.

- un
- deux
- trois

### Un tableau

| Année | Articles |
|-------|---------:|
| 2022  |       12 |
| 2023  |    1 234 |

## Anticonstitutionnellement

1. premier
2. deuxième

```
du code sur une ligne assez longue pour devoir défiler dans sa propre boîte sur un petit écran, loin à droite
```

!!! note "Remarque"
    Un encadré.

![Un carré](carre.png "Un carré, photo de l’auteur")

Terme
:   Sa définition.

[^1]: La note.
"""


def whole_site(folder: Path) -> Site:
    """Write a site that uses every template, in two languages, and build it."""
    from PIL import Image

    site = Site(folder)
    site.write(
        "site.yaml",
        SETTINGS
        + "description: Une archive d’essai.\ncontact: redaction@veilleur.example\n"
        + "license: https://license.example/by\nfooter: [mentions-legales]\n",
    )
    site.write("content/_pages/mentions-legales.md", "---\ntitle: Mentions légales\n---\nQui publie.\n")
    site.write(
        "content/_people/ada-lune.md",
        "---\ntitle: Ada Lune\nsummary: Astronome.\nsame_as: [https://w.example/Q1]\n---\nSa vie.\n",
    )
    for number in range(63):
        day = f"2023-{number % 12 + 1:02d}-{number % 27 + 1:02d}"
        site.article(
            f"n{number}.md", f"Le numéro {number} de l’archive", date=day, tags="[IA]", summary="Un mot."
        )
    (folder / "content").joinpath("carre.png").parent.mkdir(exist_ok=True)
    Image.new("RGB", (640, 480), "#456").save(folder / "content/carre.png")
    common = {"date": "2023-11-18", "translation_key": "complet", "section": "Sciences"}
    site.article(
        "complet.md",
        "« OpenAI » écarte l’un de ses fondateurs : ce que l’on sait, ce que l’on ignore",
        **common,
        body=BODY,
        summary='"Un chapeau : deux phrases. La seconde."',
        tags="[IA, Élection, Budget]",
        people="[Ada Lune]",
        organisations="[OpenAI]",
        authors="[Zoé Œuvrard, Bo Rey]",
        series="La série",
        updated="2023-12-01",
        image='{src: carre.png, alt: "Un carré", caption: "Une légende", credit: "Une agence"}',
        aliases="[/ancienne/]",
        followed_by="[autre.md]",
        sources='[{title: "Annonce", publisher: OpenAI, url: "https://a.example/", date: 2023-11-17}]',
        corrections='[{date: 2023-12-01, text: "Un nom était faux."}]',
    )
    site.article(
        "autre.md", "La suite", date="2023-11-20", series="La série", tags="[IA]", people="[Ada Lune]"
    )
    site.article("en/whole.md", "The whole story", **common, body="## One\n\nA text.\n", tags="[AI]")
    assert site.build().problems == ()
    return site


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback; yield its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def address(site: Site, host: str, name: str) -> str:
    """Return where to open a page: from its folder, or from a host where it supposes one."""
    return f"{host}404.html" if name == "not found" else (site.dist / PAGES[name]).as_uri()


# What Nu says of a file:// page with our policy: it takes a data block for a script, a file for a stranger.
_MISTAKEN = (
    "Inline script violates Content Security Policy (meta tag)",
    "Resource violates Content Security Policy (meta tag): external stylesheet",
    "Resource violates Content Security Policy (meta tag): image",
)


def nu(*paths: Path) -> list[str]:
    """Return what the Nu checker finds in files or folders, errors and warnings."""
    missing = not VNU.is_file() or not shutil.which("java")
    without(missing=missing, how="the Nu checker needs Java and `npm ci`")
    command = [
        "java",
        "-Xss8m",
        "-jar",
        str(VNU),
        "--stdout",
        "--format",
        "json",
        "--skip-non-html",
        *map(str, paths),
    ]
    run = subprocess.run(command, capture_output=True, check=False, text=True)
    return [
        f"{Path(found['url']).name} {found.get('lastLine')}: {found['message']}"
        for found in json.loads(run.stdout)["messages"]
        if not found["message"].startswith(_MISTAKEN)
    ]
