"""Whatever a file holds, reading it ends soon, in little memory, with problems that can be told.

Each text is read in a child process under limits of the system: what hangs is killed there, what eats memory
fails there, a traceback is sent back. Texts are real articles mutated, hostile marks repeated, plain noise.
"""

import json
import multiprocessing
import os
import re
import resource
import time
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from openai_news import article, config, disk, errors
from openai_news.disk import DiskProblem
from openai_news.model import Source
from openai_news.urls import addresses
from support import bad
from support.site import SETTINGS, Site

CONFIG = config.load(SETTINGS)

SECONDS = 5  # of one article, and
MEMORY = 256 << 20  # bytes beyond those of the program

HERE = Path(__file__).parent
CONTENT = sorted((HERE.parent / "content").rglob("*.md"))
CORPORA = sorted((HERE.parents[1] / "shared/corpora").rglob("*.md"))[::97]
REAL = [path.read_text("utf-8", "replace") for path in (*CONTENT, *CORPORA)]
WRONG = [
    text
    for case in bad.cases(HERE / "data/bad")
    for path, text in case.files.items()
    if path.endswith(".md") and len(text) < 2_000 and text[:1] != "!"
]
MARKS = [
    *(
        "---\n",
        "...\n",
        "+++\n",
        ": ",
        "- ",
        "? ",
        "&a ",
        "*a",
        "<<: ",
        "!x ",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
        "#",
        "|\n",
    ),
    *(
        "\t",
        "\n",
        "\n\n",
        "    ",
        "  \n",
        "\r\n",
        "\0",
        "\x02",
        "\x02a 0\x03",
        "\u2028",
        "\u202e",
        "\ufeff",
        "\ud800",
    ),
    *(
        "# ",
        "## ",
        "> ",
        "* ",
        "1. ",
        "`",
        "```\n",
        "~~~\n",
        "**",
        "_",
        "![",
        "](",
        "[^1]",
        "[^1]: ",
        "*[A]: ",
        ")",
    ),
    *(
        "<a ",
        "<b>",
        "</b>",
        "<div>\n",
        '<div markdown="1">\n',
        "</div>\n",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?",
        "<!x",
        "<",
    ),
    *(
        "<script>",
        "<textarea>",
        "<table>",
        "| a | b |\n|---|---|\n",
        ": x\n",
        "{.a}",
        "{: #x}",
        "&#x6a;",
        "&amp;",
        "\\",
    ),
    *(
        "{{< x >}}",
        "{% x %}",
        "{{",
        "javascript:",
        "https://a.example/",
        "//",
        "[x]: y\n",
        "[TOC]",
        "!!! note\n",
    ),
    *(
        "title: ",
        "date: 2023-11-18\n",
        "draft: ",
        "tags: ",
        "slug: ",
        "aliases: ",
        "\u0130",
        "😀",
        "e\u0301",
        "\u00a0",
    ),
]


# --- the child


def read(data):
    """Read one article and tell its problems; return what is not as it must be, '' if all is well."""
    try:
        text = disk.decode("content/a.md", data).text
        location = article.locate("a.md", CONFIG)
        found = article.parse(Source("a.md", text), location, CONFIG, addresses(CONFIG)).problems
    except DiskProblem as error:
        text, found = "", error.problems
    lines = text.split("\n")
    for problem in found:
        line, column = problem.place.line, problem.place.column
        if text and not 0 <= line <= len(lines):
            return f"{problem.code} on line {line} of {len(lines)}"
        if text and line and not 1 <= column <= len(lines[line - 1]) + 1:
            return f"{problem.code} at {line}:{column} of {len(lines[line - 1])} characters"
        for lang in ("fr", "en"):
            if not errors.draw(problem, lang) or errors.text(problem, lang) == problem.code:
                return f"{problem.code} has no text"
    return ""


def serve(pipe):
    """Read what comes through a pipe, in limited memory; send back what was wrong and the seconds it took."""
    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    while (data := pipe.recv_bytes()) != b"\0stop":
        started = time.process_time()
        try:
            wrong = read(data)
        except BaseException:  # noqa: BLE001 - whatever it is, it is a fault
            wrong = traceback.format_exc()
        pipe.send((wrong, time.process_time() - started))


class Reader:
    """A child that reads articles; one that hangs is killed and replaced."""

    def __init__(self):
        read(b"---\ntitle: x\ndate: 2023-11-18\n---\n<b>x</b> [^1]\n\n[^1]: y\n")  # loads all libraries
        self.start()

    def start(self):
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def stop(self):
        self.process.kill()
        self.process.join()

    def check(self, data):
        self.pipe.send_bytes(data)
        if not self.pipe.poll(10 * SECONDS):
            self.stop()
            self.start()
            pytest.fail(f"no answer after {10 * SECONDS} s")
        try:
            wrong, seconds = self.pipe.recv()
        except EOFError:
            self.start()
            pytest.fail("the child died")
        if wrong:  # what it read may have left something behind that would spoil the next
            self.stop()
            self.start()
        assert wrong == ""
        assert seconds < SECONDS


@pytest.fixture(scope="module")
def reader():
    reader = Reader()
    yield reader
    reader.stop()


# --- texts


class Change(NamedTuple):
    """Where a text is changed, and by what."""

    at: int
    end: int
    mark: str
    times: int


def cut(text, change):
    return text[: change.at] + text[change.end :]


def double(text, change):
    return text[: change.end] + text[change.at : change.end] * min(change.times, 60) + text[change.end :]


def insert(text, change):
    return text[: change.at] + change.mark * change.times + text[change.at :]


def replace(text, change):
    return text[: change.at] + change.mark + text[change.end :]


def turn(text, change):
    return text[: change.at] + text[change.at : change.end][::-1] + text[change.end :]


def break_line(text, change):
    end = text.find("\n", change.at)
    return text if end < 0 else text[:end] + change.mark + text[end + 1 :]


MUTATIONS = (cut, double, insert, replace, turn, break_line)


@st.composite
def mutated(draw, most=1):
    """A real article, or a bad one, after a few mutations."""
    text = draw(st.sampled_from(REAL) | st.sampled_from(WRONG))[:20_000]
    for _ in range(draw(st.integers(1, 6))):
        mutate = draw(st.sampled_from(MUTATIONS))
        at = draw(st.integers(0, max(len(text), 1)) | st.integers(0, 120))
        length = draw(st.integers(0, 40) | st.integers(0, 2_000))
        times = draw(st.integers(1, 3) | st.integers(1, most))
        text = mutate(text, Change(at, at + length, draw(st.sampled_from(MARKS)), times))
    return text[:200_000]


HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["title", "date", "draft", "tags", "image", "sources", "corrections", "slug", "aliases", "x"]
        ),
        st.lists(st.sampled_from(MARKS) | st.text(max_size=8), max_size=6).map("".join),
    ).map(": ".join),
    max_size=6,
).map(lambda lines: "\n".join(["---", "title: x", "date: 2023-11-18", *lines, "---", "Un mot."]))
BODIES = st.lists(st.sampled_from(MARKS) | st.text(max_size=6), max_size=40).map(
    lambda parts: "---\ntitle: x\ndate: 2023-11-18\n---\n" + "".join(parts)
)
REPEATED = st.builds(
    lambda parts, times: "---\ntitle: x\ndate: 2023-11-18\n---\n" + ("".join(parts) * times)[:500_000],
    st.lists(st.sampled_from(MARKS), min_size=1, max_size=4),
    st.integers(1, 30_000),
)
TEXTS = st.one_of(mutated(), HEADERS, BODIES, st.text(max_size=200))
FREELY = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}


def encoded(text):
    return text.encode("utf-8", "surrogatepass")


@settings(max_examples=400, derandomize=True, **FREELY)
@given(TEXTS)
@example("")
@example("---")
def test_a_text_of_any_kind_is_read(reader, text):
    reader.check(encoded(text))


@settings(max_examples=100, derandomize=True, **FREELY)
@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf")
def test_bytes_of_any_kind_are_read(reader, data):
    reader.check(data)


@settings(max_examples=25, derandomize=True, **FREELY)
@given(REPEATED)
def test_marks_repeated_without_end_are_read_or_refused_soon(reader, text):
    reader.check(encoded(text))


ROUNDS = int(os.environ.get("FUZZING_ROUNDS", "20"))


@pytest.fixture(params=range(ROUNDS))
def number(request):
    """Repeat a test, each time with other texts."""
    return request.param


@pytest.mark.deep
@pytest.mark.usefixtures("number")
def test_many_texts_of_any_kind_are_read(reader):
    @settings(max_examples=2_000, **FREELY)
    @given(st.one_of(mutated(3_000), mutated(), HEADERS, BODIES, st.text(), st.binary(), REPEATED))
    def read_all(text):
        reader.check(text if isinstance(text, bytes) else encoded(text))

    read_all()


# --- whole sites


def built(folder, texts):
    """Build a site of these articles, bad ones left out; return its tree."""
    site = Site(folder)
    for number, text in enumerate(texts):
        site.write(f"content/2023/{number}.md", encoded(text))
    assert site.build(keep_going=True).done
    return site.tree()


def is_well_formed(path, data):
    if path.endswith((".xml", ".atom", ".rss")):
        etree.fromstring(data)
    elif path.endswith(".json"):
        json.loads(data)
    return not re.search(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", data.decode() if path.endswith(".html") else ""
    )


def check_site(texts):
    with TemporaryDirectory() as folder:
        tree = built(Path(folder) / "site", texts)
    assert [path for path, data in tree.items() if not is_well_formed(path, data)] == []


@settings(max_examples=3, derandomize=True, **FREELY)
@given(st.lists(st.one_of(mutated(), HEADERS, BODIES), min_size=20, max_size=40))
def test_a_site_of_any_texts_is_built_without_the_bad_ones(texts):
    check_site(texts)


@pytest.mark.deep
@settings(max_examples=300, **FREELY)
@given(st.lists(st.one_of(mutated(), HEADERS, BODIES), min_size=20, max_size=40))
def test_many_sites_of_any_texts_are_built_without_the_bad_ones(texts):
    check_site(texts)


# --- the net itself


def hang(*_):
    time.sleep(60)


def eat(*_):
    return bytearray(2 * MEMORY)


def fail(*_):
    raise KeyError


@pytest.mark.parametrize("fault", [hang, eat, fail])
def test_the_net_catches_what_hangs_eats_memory_or_fails(monkeypatch, fault):
    monkeypatch.setattr("test_fuzzing.SECONDS", 0.02)
    reader = Reader()
    reader.stop()
    monkeypatch.setattr(article, "locate", fault)
    reader.start()

    with pytest.raises((pytest.fail.Exception, AssertionError)):
        reader.check(encoded(REAL[0]))
    reader.stop()
