"""Each format becomes articles with the values of its source; what cannot be kept is named."""

import io
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as markup

from openai_news import cli, console, front_matter, importing, terminal
from openai_news.commands import import_
from openai_news.config import load
from openai_news.dates import iso
from openai_news.importers import FORMATS
from openai_news.markup import render
from openai_news.model import Place, Severity, Source
from support.site import NOW, SETTINGS

CONFIG = load(SETTINGS)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


class Import:
    """What is made of some files; `source` is a folder, or the one file."""

    def __init__(self, folder, files, *, only="", form=""):
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data if isinstance(data, bytes) else data.encode())
        self.plan = importing.plan([(folder / only if only else folder, only or "old")], CONFIG, form)

    @property
    def article(self):
        [article] = self.plan.articles
        return article

    @property
    def front(self):
        return front_matter.read(Source(self.article.path, self.article.text), CONFIG).front_matter

    @property
    def body(self):
        return self.article.text.split("---\n", 2)[2].strip()

    @property
    def losses(self):
        return {(loss.kind, loss.name) for loss in self.plan.losses}

    @property
    def codes(self):
        return [
            (p.code, p.values.get("reason", "")) for failure in self.plan.failures for p in failure.problems
        ]


@pytest.fixture
def read(tmp_path):
    """Import files: `read({"a.md": "…"})`, or one of them: `read({"a.html": "…"}, only="a.html")`."""
    return lambda files, **more: Import(tmp_path / "old", files, **more)


def zipped(members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return data.getvalue()


def test_a_format_is_one_row_and_can_be_forced():
    assert [form.name for form in FORMATS] == list(import_.FORMS)


# --- folders of Markdown


def test_yaml_of_hugo_keeps_its_values(read):
    found = read({
        "content/posts/hello.md": (
            "---\ntitle: 'Bonjour : le monde'\ndate: 2023-11-18T14:05:00-05:00\nlastmod: 2023-11-20\n"
            "aliases: [/old/hello/]\ntags: [no, 2023, IA]\ncategories: [Produits, Recherche]\n"
            "author: Ada Lovelace\ndraft: true\nweight: 3\n---\nUn corps.\n"
        )
    })  # fmt: skip

    front = found.front
    assert (front.title, iso(front.date)) == ("Bonjour : le monde", "2023-11-18T20:05:00+01:00")
    assert iso(front.updated) == "2023-11-20"
    assert front.aliases == ("/old/hello/",)
    assert front.terms["tags"] == ("no", "2023", "IA", "Recherche")
    assert (front.terms["sections"], front.terms["authors"]) == (("Produits",), ("Ada Lovelace",))
    assert front.draft
    assert found.losses == {("key", "weight")}


def test_toml_of_hugo_is_read(read):
    found = read({
        "a.md": '+++\ntitle = "Un"\ndate = 2023-11-18T14:05:00Z\ndraft = false\n'
        '[taxonomies]\ntags = ["IA"]\n+++\nTexte.\n'
    })  # fmt: skip

    assert (found.front.title, iso(found.front.date)) == ("Un", "2023-11-18T15:05:00+01:00")
    assert found.front.terms["tags"] == ("IA",)
    assert not found.front.draft


def test_jekyll_says_the_day_in_the_name_and_hides_drafts(read):
    found = read({
        "_posts/2023-11-18-bonjour.md": "---\ntitle: Un\nlayout: post\npublished: false\n"
        "redirect_from: /vieux/\n---\n"
        "{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\n{% include x.html %}Fin.\n"
    })  # fmt: skip

    assert found.article.path == "2023/11/2023-11-18-bonjour.md"
    assert (found.front.draft, found.front.aliases) == (True, ("/vieux/",))
    assert found.body == "```ruby\n\nputs 1\n\n```\n\n\nFin."
    assert found.losses == {("key", "layout"), ("shortcode", "include")}


def test_the_header_lines_of_pelican_are_read(read):
    found = read({
        "a.md": "Title: Un: deux\nDate: 2010-12-03 10:20\nCategory: Python\nTags: pelican, publishing\n"
        "Authors: Alexis; Conan\nSlug: mon-article\nStatus: draft\n\n![Photo]({static}/images/p.png)\n",
        "images/p.png": PNG,
    })  # fmt: skip

    front = found.front
    assert (front.title, iso(front.date), front.slug) == (
        "Un: deux",
        "2010-12-03T10:20:00+01:00",
        "mon-article",
    )
    assert front.terms == {
        "sections": ("Python",),
        "tags": ("pelican", "publishing"),
        "authors": ("Alexis", "Conan"),
    }
    assert front.draft
    assert found.body == "![Photo](p.png)"
    assert list(found.plan.copies) == ["2010/12/p.png"]


def test_eleventy_keeps_its_permalink_as_a_former_address(read):
    found = read(
        {"posts/a.md": "---\ntitle: Un\ndate: 2023-11-18\npermalink: /blog/un/\ntags: [posts]\n---\nA.\n"}
    )

    assert found.front.aliases == ("/blog/un/",)


def test_articles_link_to_the_imported_files(read):
    found = read({
        "content/a.md": '---\ntitle: A\ndate: 2023-11-18\n---\n[B]({{< ref "b.md" >}}) et [b](b.md#x).\n',
        "content/b.md": "---\ntitle: B\ndate: 2023-12-01\n---\nB.\n",
    })  # fmt: skip

    [first, _] = found.plan.articles
    assert "[B](../12/2023-12-01-b.md) et [b](../12/2023-12-01-b.md#x)." in first.text


def test_links_of_obsidian_are_links(read):
    found = read({
        "a.md": "---\ntitle: A\ndate: 2023-11-18\n---\n[[b|Bé]] et ![[p.png]], [[1]](https://a.example/).\n",
        "b.md": "---\ntitle: B\ndate: 2023-12-01\n---\nB.\n",
        "p.png": PNG,
    })  # fmt: skip

    text = found.plan.articles[0].text
    assert "[Bé](<../12/2023-12-01-b.md>) et ![p.png](<p.png>), [[1]](https://a.example/)." in text


def test_shortcodes_in_code_stay_and_others_are_named(read):
    found = read({
        "a.md": "---\ntitle: A\ndate: 2023-11-18\n---\n"
        "`{{< x >}}` {{< youtube dQw4w9WgXcQ >}}{{< note >}}Reste.{{< /note >}}\n"
    })  # fmt: skip

    address = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert found.body == f"`{{{{< x >}}}}` [{address}]({address})Reste."
    assert found.losses == {("replaced", "youtube"), ("shortcode", "note")}


def test_what_runs_is_replaced_or_shown_and_named(read):
    body = (
        '<iframe src="https://video.example/1"></iframe>\n\n<script>x()</script>\n\n'
        '<a href="https://a.example/" onclick="x()">A</a>\n\n<meta name="x">\n'
    )
    found = read({"a.md": f"---\ntitle: A\ndate: 2023-11-18\n---\n{body}"})

    assert "<https://video.example/1>" in found.body
    assert "script" not in found.body
    assert "onclick" not in found.body
    assert "&lt;meta" in found.body
    assert found.losses >= {
        ("frame", "iframe"),
        ("element", "script"),
        ("attribute", "onclick"),
        ("text", "<meta>"),
    }


def test_a_key_that_may_hide_makes_a_draft(read):
    found = read({"a.md": "---\ntitle: A\ndate: 2023-11-18\nprivate: true\nexpiryDate: bientôt\n---\nA.\n"})

    assert found.front.draft
    assert found.losses == {("hidden", "private"), ("hidden", "expire_at"), ("refused", "expire_at: bientôt")}


def test_two_articles_of_one_day_and_name_get_two_addresses(read):
    article = "---\ntitle: A\ndate: 2023-11-18\nid: un\naliases: [/x/]\n---\nA.\n"
    found = read({"a/index.md": article, "b/a.md": article})

    assert [a.path for a in found.plan.articles] == ["2023/11/2023-11-18-a.md", "2023/11/2023-11-18-a-2.md"]
    assert found.losses == {("refused", "id: un"), ("claimed", "/x/")}


def test_an_article_that_fails_does_not_stop_the_others(read):
    found = read(
        {
            "a.md": "---\ntitle: [\n---\n",
            "b.md": "---\ntitle: B\n---\nB.\n",
            "c.md": "---\ntitle: C\ndate: 2023-11-18\n---\nC.\n",
        }
    )

    assert found.front.title == "C"
    assert [code for code, _ in found.codes][-1] == "E136"
    assert len(found.plan.failures) == 2


noise = st.text(
    st.sampled_from("ab1:-+#[]{}()<>%!&*_`|\"'\n \t/\\.?=é\u202e\x00")
    | st.characters(exclude_categories=("Cs",)),
    max_size=60,
)


@settings(max_examples=100, deadline=None)  # no timed tests
@given(st.sampled_from(["md", "html", "xml"]), noise, noise)
@example("md", "aliases: http://[", "")
@example("md", "x: " + "[" * 100_000, "")
@example("html", "", "<div>" * 5_000)
@example("md", "slug: '%'\ntags: ['…', a, A]", "<b [[a]] {{< ref >}} ``` <!-- ")
def test_whatever_stands_in_a_file_it_is_an_article_that_is_accepted_or_an_error(suffix, header, body):
    starts = {
        "md": "---\ntitle: A\ndate: 2023-11-18\n",
        "html": "<html><time datetime=2023-11-18>",
        "xml": "<rss>",
    }
    with TemporaryDirectory() as folder:
        file = Path(folder, f"a.{suffix}")
        file.write_text(f"{starts[suffix]}{header}\n---\n{body}\n", "utf-8")
        plan = importing.plan([(file, "a")], CONFIG)

    assert plan.articles or plan.failures
    for article in plan.articles:
        read = front_matter.read(Source(article.path, article.text), CONFIG)
        rendered = render(read.body, title="A", place_of=Place(article.path, 1), lang="fr")
        assert [p for p in (*read.problems, *rendered.problems) if p.severity is Severity.ERROR] == []


# --- HTML and Word


def test_a_page_of_html_says_its_values_in_its_head(read):
    found = read(
        {
            "a.html": '<!doctype html><html lang="en"><head><title>Site</title>'
            '<meta property="article:published_time" content="2023-11-18T14:05:00+01:00">'
            '<meta name="author" content="Ada"><meta name="keywords" content="IA, GPT">'
            '<meta name="description" content="Un résumé."><link rel="canonical" href="https://old.example/2023/a/">'
            "</head><body><nav>Menu</nav><article><h1>Le titre</h1><p>Un <b>mot</b> *net*.</p>"
            '<iframe src="https://video.example/1" title="La vidéo"></iframe><script>x()</script>'
            "<ul><li>un</li></ul></article></body></html>"
        },
        only="a.html",
    )

    front = found.front
    assert (front.title, iso(front.date)) == ("Le titre", "2023-11-18T14:05:00+01:00")
    assert (front.summary, front.aliases) == ("Un résumé.", ("/2023/a/",))
    assert (front.terms["authors"], front.terms["tags"]) == (("Ada",), ("IA", "GPT"))
    assert found.article.path.startswith("en/2023/11/")
    assert found.body == ("Un **mot** \\*net\\*.\n\n[La vidéo](https://video.example/1)\n\n- un")
    assert found.losses == {("frame", "iframe"), ("element", "script")}


def docx(body, core="", picture=b""):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zipped({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/></Types>',
        "word/media/p.png": picture,
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="p" Type="{office.removesuffix("officeDocument")}'
        'image" Target="media/p.png"/></Relationships>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'{core}<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
        "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>Le titre</dc:title><dc:creator>Ada</dc:creator>"
        "<dcterms:created>2023-11-18T13:05:00Z</dcterms:created></c>",
    })  # fmt: skip


WORDS = "<w:p><w:r><w:t>Un </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>mot</w:t></w:r></w:p>"


def test_a_word_document_has_its_properties_and_styles(read):
    found = read({"note.docx": docx(WORDS)}, only="note.docx")

    assert (found.front.title, iso(found.front.date)) == ("Le titre", "2023-11-18T14:05:00+01:00")
    assert found.front.terms["authors"] == ("Ada",)
    assert found.body == "Un **mot**"


PICTURE = """<w:p><w:r><w:drawing><wp:inline
xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">
<wp:docPr id="1" descr="Une vue"/>
<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic
xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="p"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></pic:blipFill></pic:pic>
</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"""


def test_a_picture_inside_a_word_document_is_copied_beside_the_article(read):
    found = read({"note.docx": docx(PICTURE, picture=PNG)}, only="note.docx")

    [(path, (files, name))] = found.plan.copies.items()
    assert (path, files.data(name)) == ("2023/11/note-1.png", PNG)
    assert found.body == "![Une vue](note-1.png)"


def test_entities_in_a_word_document_are_refused(read):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'

    assert read({"note.docx": docx(WORDS, bomb)}, only="note.docx").codes == [("E139", "entities")]


# --- feeds and WordPress

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>F</title><item><title>Un &amp; deux</title>
<link>https://old.example/2023/un.html</link><guid isPermaLink="false">tag:old,1</guid>
<pubDate>Sat, 18 Nov 2023 09:05:00 -0500</pubDate><dc:creator>Ada</dc:creator><category>Produits</category>
<category>IA</category><description>Court.</description><enclosure url="x" type="audio/mpeg"/>
<content:encoded><![CDATA[<p>Long <em>texte</em>.</p>]]></content:encoded></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Un</title><id>urn:uuid:1</id>
<link rel="alternate" href="https://old.example/un/"/><published>2023-11-18T14:05:00Z</published>
<updated>2023-11-19T00:00:00Z</updated><author><name>Ada</name></author><category term="IA"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un <b>mot</b>.</p></div></content>
</entry></feed>"""


def test_an_item_of_rss_is_an_article(read):
    found = read({"f.xml": RSS}, only="f.xml")

    front = found.front
    assert (front.title, iso(front.date), front.id) == ("Un & deux", "2023-11-18T15:05:00+01:00", "tag:old,1")
    assert (front.summary, front.aliases) == ("Court.", ("/2023/un.html",))
    assert front.terms["authors"] == ("Ada",)
    assert (*front.terms["sections"], *front.terms["tags"]) == ("Produits", "IA")
    assert found.body == "Long *texte*."
    assert found.losses == {("feed", "enclosure")}


def test_an_entry_of_atom_is_an_article(read):
    found = read({"f.xml": ATOM}, only="f.xml")

    front = found.front
    assert (iso(front.date), iso(front.updated)) == ("2023-11-18T15:05:00+01:00", "2023-11-19T01:00:00+01:00")
    assert (front.id, front.aliases, front.terms["authors"]) == ("urn:uuid:1", ("/un/",), ("Ada",))
    assert found.body == "Un **mot**."


def test_entities_in_a_feed_are_refused(read):
    bomb = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + RSS.partition("?>")[2].replace(
        "Long", "&a;"
    )

    assert read({"f.xml": bomb}, only="f.xml").codes == [("E139", "entities")]


def post(title, number, body="<p>x</p>", **more):
    """An item of an export; the values are those of a published post of 18 November 2023."""
    values = {"post_type": "post", "status": "publish", "post_password": "", "is_sticky": "0", **more}
    rest = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items())
    return f"""<item><title>{title}</title><link>https://old.example/2023/11/{number}/</link>
<dc:creator>ada</dc:creator><guid isPermaLink="false">https://old.example/?p={number}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[Court.]]></excerpt:encoded>
<wp:post_name>p-{number}</wp:post_name><wp:post_date>2023-11-18 09:05:00</wp:post_date>
<wp:post_date_gmt>2023-11-18 14:05:00</wp:post_date_gmt>{rest}
<category domain="category" nicename="p">Produits</category>
<category domain="category" nicename="r">Recherche</category>
<category domain="post_tag" nicename="ia">IA</category>
<category domain="post_format" nicename="q">Quote</category>
<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment></item>"""


def export(*items):
    return f"""<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"
xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><wp:wxr_version>1.2</wp:wxr_version><wp:author>
<wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Lovelace</wp:author_display_name>
</wp:author>
{"".join(items)}</channel></rss>"""


def test_a_post_of_wordpress_keeps_what_it_says(read):
    body = (
        "<!-- wp:paragraph -->Un\nligne\n\nDeux.\n\n[caption id='1']"
        "<img src='https://old.example/a.jpg' alt='A'>"
        " La légende[/caption]\n\n[gallery ids='1,2']\n\n[embed]https://video.example/1[/embed]"
    )
    found = read({"x.xml": export(post("Un &amp; deux", 7, body, is_sticky="1"))}, only="x.xml")

    front = found.front
    assert (front.title, iso(front.date)) == ("Un & deux", "2023-11-18T15:05:00+01:00")
    assert (front.id, front.aliases) == ("https://old.example/?p=7", ("/2023/11/7/",))
    assert front.terms == {
        "sections": ("Produits",),
        "tags": ("Recherche", "IA"),
        "authors": ("Ada Lovelace",),
    }
    assert (front.summary, front.featured, front.draft) == ("Court.", True, False)
    assert found.body.startswith("Un\\\nligne\n\nDeux.\n\n![A](https://old.example/a.jpg)\n\n*La légende*")
    assert "https://video.example/1" in found.body
    assert found.losses >= {
        ("shortcode", "gallery"), ("wordpress", "comment"), ("wordpress", "post_format: Quote"),
        ("E215", "https://old.example/a.jpg"),
    }  # fmt: skip


def test_what_is_not_public_in_wordpress_is_no_more_public_here(read):
    items = [
        post("Brouillon", 1, status="draft"),
        post("Privé", 2, status="private"),
        post("Protégé", 3, post_password="secret"),
        post("Page", 4, post_type="page"),
        post("Corbeille", 5, status="trash"),
        post("", 6),
    ]
    found = read({"x.xml": export(*items)}, only="x.xml")

    texts = {article.path: article.text for article in found.plan.articles}
    assert ["draft: true" in text for text in texts.values()] == [True, True, True, False]
    assert "secret" not in "".join(texts.values())
    assert found.losses >= {
        ("item", "page"),
        ("item", "trash"),
        ("hidden", "private"),
        ("hidden", "post_password"),
    }
    assert ("title", "Court.") in found.losses


# --- archives


def test_an_archive_is_read_like_its_folder(read):
    article = "---\ntitle: A\ndate: 2023-11-18\n---\n![P](p.png)\n"
    found = read({"old.zip": zipped({"content/a.md": article, "content/p.png": PNG})}, only="old.zip")

    assert (found.front.title, list(found.plan.copies)) == ("A", ["2023/11/p.png"])
    assert found.body == "![P](p.png)"


def link(name):
    member = zipfile.ZipInfo(name)
    member.external_attr = 0o120777 << 16
    return member


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("../a.md", "x", "name"),
        ("/etc/a.md", "x", "name"),
        ("c:a.md", "x", "name"),
        (link("a.md"), "/etc/passwd", "link"),
        ("a.md", bytes(4 << 20), "bomb"),
        ("a.md", bytes(65 << 20), "size"),
    ],
    ids=["up", "absolute", "drive", "link", "bomb", "size"],
)
def test_a_member_that_is_not_to_be_trusted_is_left_out(read, name, data, reason):
    members = {name: data, "good.md": "---\ntitle: A\ndate: 2023-11-18\n---\nA.\n"}
    found = read({"old.zip": zipped(members)}, only="old.zip")

    assert found.codes == [("E138", reason)]
    assert found.front.title == "A"


def test_a_damaged_archive_is_told(read):
    assert read({"old.zip": b"PK\x03\x04rubbish"}, only="old.zip").codes == [("E137", "broken")]


def test_links_in_a_folder_are_not_followed(read, tmp_path):
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path / "old").mkdir()
    (tmp_path / "old/p.png").symlink_to(tmp_path / "secret.png")
    found = read({"a.md": "---\ntitle: A\ndate: 2023-11-18\n---\n![P](p.png) ![P](../secret.png)\n"})

    assert found.plan.copies == {}
    assert found.losses >= {("picture", "p.png"), ("picture", "../secret.png")}


# --- the command


def test_the_command_writes_articles_and_pictures_once_and_reports(site, tmp_path, capsys):
    old = tmp_path / "old"
    old.mkdir()
    (old / "a.md").write_text("---\ntitle: A\ndate: 2023-11-18\nweight: 1\n---\n![P](p.png)\n", "utf-8")
    (old / "p.png").write_bytes(PNG)
    command = ["import", str(old), "--site", str(site.root), "--lang", "en"]

    assert cli.run(command) == console.DONE
    out = capsys.readouterr().out
    assert "a key without a meaning here, dropped: weight (1)\n    a.md\n" in out
    assert (site.root / "content/2023/11/p.png").read_bytes() == PNG

    mended = site.root / "content/2023/11/2023-11-18-a.md"
    mended.write_text("mended", "utf-8")
    assert cli.run(command) == console.USAGE
    assert mended.read_text("utf-8") == "mended"
    assert capsys.readouterr().err.count("error[E313]") == 2


def test_without_its_library_an_import_names_the_line_that_installs_it(site, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "bs4", None)
    page = tmp_path / "a.html"
    page.write_text("<!doctype html><p>x", "utf-8")

    code = cli.run(["import", str(page), "--site", str(site.root), "--lang", "en"])

    err = capsys.readouterr().err
    assert code == console.USAGE
    assert "error[E135]" in err
    assert "pip install openai-news[import]" in err


def test_an_imported_page_shows_the_words_of_its_source(site, read):
    found = read({"f.xml": RSS}, only="f.xml")
    site.write(f"content/{found.article.path}", found.article.text).build(now=NOW)
    [page] = (site.dist / "2023/11/18").glob("*/index.html")

    assert "Long texte." in markup.parse(str(page)).getroot().find(".//main").text_content()


def test_a_dry_run_of_several_articles_lists_them_and_writes_nothing(site, tmp_path, capsys):
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(
            f"---\ntitle: {name}\ndate: 2023-11-18\nweight: 1\n---\nx\n", "utf-8"
        )
    sources = [str(tmp_path / "a.md"), str(tmp_path / "b.md")]

    assert (
        cli.run(["import", *sources, "--site", str(site.root), "--lang", "en", "--dry-run"]) == console.DONE
    )

    out = capsys.readouterr().out
    assert out.startswith("content/2023/11/2023-11-18-a.md\ncontent/2023/11/2023-11-18-b.md\n")
    assert "a key without a meaning here, dropped: weight (2)\n    a.md\n    b.md\n" in out
    assert list((site.root / "content").iterdir()) == []


def test_a_format_can_be_forced(read):
    found = read(
        {"note.txt": "---\ntitle: A\ndate: 2023-11-18\n---\n*A*\n"}, only="note.txt", form="markdown"
    )

    assert (found.front.title, found.body) == ("A", "*A*")


def test_every_kind_of_loss_has_its_words():
    """A construct that is dropped is named in the reader's language, whatever its kind."""
    source = Path(importing.__file__).parent
    texts = "".join(
        file.read_text("utf-8") for file in [*source.glob("foreign_*.py"), *source.glob("import*/*.py")]
    )
    kinds = set(re.findall(r'Loss\(\s*"(\w+)"', texts + Path(importing.__file__).read_text("utf-8")))

    assert len(kinds) > 15
    for lang in ("en", "fr"):
        assert [kind for kind in kinds if not terminal.say(lang, f"loss.{kind}", name="x")] == []
