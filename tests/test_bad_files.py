"""Every bad file gets the answer written for it: code, line, column, and a hint that mends it."""

import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from openai_news import article, cli, config, console, disk, errors, publish
from openai_news.disk_file import DiskProblem
from openai_news.model import Place, Problem, Source
from openai_news.urls import addresses
from support import bad
from support.site import NOW, SETTINGS, tree

CASES = bad.cases(Path(__file__).parent / "data/bad")
NAMED = [pytest.param(case, id=f"{case.row}-{case.name}") for case in CASES]
MENDED = [pytest.param(case, id=f"{case.row}-{case.name}") for case in CASES if case.fix]
LOCALE = Path(errors.__file__).parent / "locale"
CONFIG = config.load(SETTINGS)

ROWS = range(1, 41)
IN_CODE = {25, 37}  # what no file shows by itself: tested below
# What a command, an import or the machine causes, and not a file of a site: whole families, and some codes.
NOT_OF_FILES = {"desk.json", "import.json", "output.json"}
OF_COMMANDS = re.compile(r"E6(?!1\d|27)\d\d")  # but what site.yaml says is E610 to E619, and E627
OF_THE_MACHINE = {"E309", "E310", "E313"}
OF_THE_NETWORK = {"W410", "W411"}


@pytest.fixture
def tell(site, capsys, monkeypatch):
    """Run a command on the site: exit code, and the problems as programs get them."""
    monkeypatch.delenv("CI", raising=False)

    def command(name, lang="en"):
        options = ["--site", str(site.root), "--now", NOW, "--lang", lang, "--format", "json"]
        code = cli.run([name, *options])
        found = json.loads(capsys.readouterr().out)
        found = found if isinstance(found, list) else found["problems"]
        for problem in found:
            problem["path"] = problem["path"].removeprefix(f"{site.root}/")
        return code, found

    return command


def places(found):
    return sorted((p["code"], p["path"], p["line"], p["column"]) for p in found)


# --- the answers


@pytest.mark.parametrize("case", NAMED)
def test_a_bad_file_gets_its_answer_and_dist_stays(site, tell, case):
    bad.make(site.root, case.files)
    before = tree(site.dist) if site.dist.is_dir() else {}

    code, found = tell(case.command)

    assert places(found) == sorted(case.expected)
    wrong = any(problem["severity"] == "error" for problem in found)
    assert code in ({console.CONTENT, console.USAGE, console.MACHINE} if wrong else {console.DONE})
    if wrong or case.command == "check":
        assert (tree(site.dist) if site.dist.is_dir() else {}) == before


@pytest.mark.parametrize("case", MENDED)
def test_a_hint_carried_out_to_the_letter_mends_the_file(site, tell, case):
    bad.make(site.root, case.files)
    _, found = tell(case.command)
    first = next(problem for problem in found if problem["code"] == case.expected[0][0])

    text = bad.mended(case.files[first["path"]], first, case.fix)
    bad.make(site.root, {first["path"]: text})
    code, after = tell(case.command)

    assert code == console.DONE
    assert first["code"] not in {p["code"] for p in after if abs(p["line"] - first["line"]) <= 1}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_answer_has_a_remedy(lang):
    texts = {}
    for family in (LOCALE / lang / "errors").glob("*.json"):
        texts |= json.loads(family.read_text("utf-8"))
    codes = {code for case in CASES for code in case.codes}

    def has_hint(code):
        return any("hint" in texts[key] for key in texts if key.partition(".")[0] == code)

    assert sorted(code for code in codes if not has_hint(code)) == []


# --- the same file in other bytes, or lower in the file


def parsed(path, data):
    """Return (code, line, column) of what is wrong with one article's bytes, without a build."""
    location = article.locate(path, CONFIG)
    try:
        source = Source(path, disk.decode(f"content/{path}", data).text)
    except DiskProblem as error:
        return [(p.code, p.place.line, p.place.column) for p in error.problems]
    found = article.parse(source, location, CONFIG, addresses(CONFIG)).problems
    return [(p.code, p.place.line, p.place.column) for p in found]


ARTICLES = [
    pytest.param(text.encode("utf-8", "surrogateescape"), id=case.name)
    for case in CASES
    for path, text in case.files.items()
    if path == bad.FIRST
]


@pytest.mark.parametrize("data", ARTICLES)
def test_a_byte_order_mark_and_the_line_ends_of_windows_move_nothing(data):
    plain = parsed("a.md", data)
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe")) or b"\r" in data:
        return

    assert parsed("a.md", b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")) == plain


@pytest.mark.parametrize("data", ARTICLES)
def test_a_place_is_counted_in_the_file_however_high_its_header_is(data):
    if not data.startswith(b"---\n") or b"\n---" not in data or len(data) > 60_000:
        return
    higher = data.replace(b"---\n", b"---\n# un\n\n# deux\n", 1)
    expected = [(code, line + 3 * (line > 1), column) for code, line, column in parsed("a.md", data)]

    assert sorted(parsed("a.md", higher)) == sorted(expected)


@pytest.mark.parametrize("case", [case for case in CASES if case.row == 11], ids=lambda case: case.name)
def test_other_line_ends_and_a_mark_give_the_same_bytes(site, case):
    bad.make(site.root, case.files)
    site.build()
    seen = site.tree()
    text = case.files[bad.FIRST].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    site.write(bad.FIRST, text.lstrip("\n").replace("---   ", "---").replace("---\t", "---") + "\n")

    assert site.clean_tree() == seen


# --- what no file shows by itself


@pytest.mark.parametrize("path", ["content/a.md", "content/p.png"])
def test_a_file_that_cannot_be_read_is_the_machines_affair(site, tell, monkeypatch, path):
    site.article("a.md").write("content/p.png", b"x")
    name, real = path.rpartition("/")[2], os.open

    def refusing(target, *arguments, **options):
        if str(target).endswith(f"/{name}"):
            raise PermissionError(13, "Permission denied", str(target))
        return real(target, *arguments, **options)

    monkeypatch.setattr("openai_news.disk_file.os.open", refusing)
    code, found = tell("build")

    assert code == console.MACHINE
    assert ("E309", path, 0, 0) in places(found)
    assert not site.dist.exists()


@pytest.mark.parametrize("path", ["content/a.md", "content/x/b.md"])
def test_a_file_that_changes_whenever_it_is_read_is_the_machines_affair(site, tell, monkeypatch, path):
    site.article("a.md").article("x/b.md")
    real = disk.read

    def moving(root, name, **options):
        if path == f"content/{name}":
            raise DiskProblem(Problem("E310", Place(path)))
        return real(root, name, **options)

    monkeypatch.setattr("openai_news.ingest.disk.read", moving)
    code, found = tell("build")

    assert (code, places(found)) == (console.MACHINE, [("E310", path, 0, 0)])


def gone(site):
    return site.remove("content/b.md")


def renamed(site):
    return site.move("content/b.md", "content/c.md")


def dated_anew(site):
    return site.edit("content/b.md", "2023-11-19", "2023-12-01")


def withdrawn(site):
    return site.edit("content/b.md", "---\n", "---\ndraft: true\n")


def without_its_tag(site):
    return site.edit("content/b.md", "tags: [seul]", "tags: []")


@pytest.mark.parametrize("edit", [gone, renamed, dated_anew, withdrawn, without_its_tag])
def test_what_an_edit_takes_away_is_gone_and_told(site, edit):
    site.article("a.md", tags="[tous]").article("b.md", "B", date="2023-11-19", tags="[seul]")
    site.build()
    before = set(site.tree())
    edit(site)

    published = site.build()

    assert set(published.removed) == before - set(site.tree()) != set()
    assert site.tree() == site.clean_tree()


def test_a_folder_with_more_files_than_hosts_take_is_told(site, tell, monkeypatch):
    monkeypatch.setattr(publish, "MOST_FILES", 60)
    site.article("a.md")
    for number in range(61):
        site.write(f"static/root/x/{number}.txt", "x")

    code, found = tell("build")

    assert (code, places(found)) == (console.DONE, [("W601", "dist/x", 0, 0)])


def test_a_folder_is_told_as_soon_as_it_is_too_full_and_no_longer_than_that(site, monkeypatch):
    monkeypatch.setattr(publish, "MOST_FILES", 20)
    site.article("a.md")

    def told(files):
        for number in range(22):
            path = site.root / f"static/root/x/{number}.txt"
            site.write(f"static/root/x/{number}.txt", "x") if number < files else path.unlink(missing_ok=True)
        return [problem.values["count"] for problem in site.build().problems if problem.code == "W601"]

    assert list(map(told, (18, 20, 21, 22, 22, 21, 20, 21, 18))) == [
        [], [], ["21"], ["22"], ["22"], ["21"], [], ["21"], []
    ]  # fmt: skip


# --- the data itself

_WORD = re.compile(
    r"(?<![<\w/.&\\{%!|-])(?<!\{% )[^\W\d_]+(?:[-’'][^\W\d_]+)*(?![\w-]*\s*[:=(])"
)  # but not a key, a tag, an attribute, a filter or an escape


def shape(case):
    """Return a case without its values: words alike, numbers alike, repetitions short."""
    texts = (f"{path} {text}" if text[:1] == "!" else f"{path}\n{text}" for path, text in case.files.items())
    text = re.sub(r"\d+", "0", _WORD.sub("a", "\n".join(texts)))
    return tuple(sorted(case.codes)), re.sub(r"(.)\1{9,}", r"\1\1", re.sub(r"a(?: a)+", "a", text))


def test_there_are_enough_bad_files():
    assert sum(bool(case.codes) for case in CASES) >= 400
    assert sum(bool(case.fix) for case in CASES) >= 120


def test_no_two_cases_have_one_name_or_differ_only_in_a_value():
    alike = defaultdict(list)
    for case in CASES:
        alike[shape(case)].append(case.name)

    assert [names for names in alike.values() if len(names) > 1] == []
    assert len({case.name for case in CASES}) == len(CASES)


def test_every_row_has_at_least_two_cases():
    rows = Counter(case.row for case in CASES)

    assert [row for row in ROWS if rows[row] < 2 and row not in IN_CODE] == []


def test_every_code_has_at_least_three_cases():
    known = {
        code.partition(".")[0]
        for family in (LOCALE / "en/errors").glob("*.json")
        for code in json.loads(family.read_text("utf-8"))
        if family.name not in NOT_OF_FILES
    }
    of_files = {code for code in known - OF_THE_MACHINE - OF_THE_NETWORK if not OF_COMMANDS.match(code)}
    counted = Counter(code for case in CASES for code in case.codes)

    assert [code for code in sorted(of_files) if counted[code] < 3] == []
