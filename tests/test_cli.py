"""The command line: what it says, what it leaves, and the exit code of every outcome."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from openai_news import __version__, cli, console, generator, pipeline, terminal, tree
from openai_news.disk import refusal
from support.site import NOW
from support.site import tree as files_of


class Said(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def codes(self):
        """The codes of the problems shown, in order."""
        return re.findall(r"\[(E\d{3})\]", self.err)


@pytest.fixture
def news(capsys, monkeypatch):
    """Run a command in this process."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def command(*arguments):
        code = cli.run([str(argument) for argument in arguments])
        return Said(code, *capsys.readouterr())

    return command


@pytest.fixture
def build(news, site):
    """Build the site in this process, in English."""

    def command(*arguments):
        now = () if "--now" in arguments else ("--now", NOW)
        return news("build", "--site", site.root, "--lang", "en", *now, *arguments)

    return command


def process(site, *arguments, **more):
    """Run a build in a process of its own."""
    program = [sys.executable, "-m", "openai_news", "build", "--site", str(site.root), "--lang", "en"]
    return subprocess.run(
        [*program, *arguments], check=False, capture_output=True, text=True, timeout=60, **more
    )


def stamps(folder):
    """Return every file's bytes and time: what 'untouched' means."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


# --- the site


def test_site_is_accepted_before_and_after_the_command(news, site):
    before = news("--site", site.root, "build", "--now", NOW)
    after = news("build", "--site", site.root, "--now", NOW)

    assert (before.code, after.code) == (console.DONE, console.DONE)


def test_site_after_the_command_wins(news, site, tmp_path):
    assert (
        news("--site", tmp_path / "nowhere", "build", "--site", site.root, "--now", NOW).code == console.DONE
    )


def test_the_site_is_the_current_folder_unless_named(news, site, monkeypatch):
    monkeypatch.chdir(site.root)

    assert news("build", "--now", NOW).code == console.DONE
    assert site.has("index.html")


def test_build_py_is_the_build_command(site):
    door = Path(__file__).parent.parent / "build.py"
    command = [sys.executable, door, "--now", NOW, "--lang", "en"]

    done = subprocess.run(command, cwd=site.root, check=False, capture_output=True, text=True)

    assert (done.returncode, site.has("index.html")) == (console.DONE, True)


# --- exit codes


def test_1_for_an_error_in_the_content(build, site):
    site.article("a.md", date="sometime")

    said = build()

    assert (said.code, said.codes, site.dist.exists()) == (console.CONTENT, ["E103"], False)
    assert said.err.splitlines()[0].startswith("content/a.md:3:7: error[E103]: ")
    assert said.err.splitlines()[-1] == "nothing is published: 1 error, 0 warnings"


def test_1_with_keep_going_though_the_rest_is_published(build, site):
    site.article("bad.md", date="sometime").article("good.md")

    said = build("--keep-going")

    assert (said.code, said.codes) == (console.CONTENT, ["E103"])
    assert site.has("2023/11/18/good/index.html")
    assert said.err.splitlines()[-1] == "published without what is in error: 1 error, 0 warnings"


def test_1_for_a_warning_when_strict(build, site):
    site.article("a.md", colour="red")

    assert build("--strict").code == console.CONTENT
    assert not site.dist.exists()
    assert build().code == console.DONE


USAGE = {
    "no site": (["--site", "{tmp}"], "E600"),
    "an unknown option": (["--nope"], "E620"),
    "an option without its value": (["--now"], "E624"),
    "a flag with a value": (["--quiet=yes"], "E624"),
    "no way to be clean": (["--clean=some"], "E622"),
    "an unknown form": (["--format", "xml"], "E622"),
    "no process": (["--jobs", "0"], "E622"),
    "a word too many": (["here"], "E625"),
    "a bad instant": (["--now", "yesterday"], "E626"),
    "a bad address": (["--base-url", "example"], "E614"),
    "drafts into dist": (["--drafts"], "E605"),
    "drafts into dist by name": (["--drafts", "--output", "{site}/dist"], "E605"),
    "output among the sources": (["--output", "{site}/content/x"], "E601"),
    "output over the site": (["--output", "{site}"], "E601"),
    "output above the site": (["--output", "{tmp}"], "E601"),
    "output to a file": (["--output", "{site}/site.yaml"], "E601"),
}


@pytest.mark.parametrize("case", USAGE)
def test_2_for_a_command_that_cannot_be_meant(news, site, tmp_path, case):
    arguments, code = USAGE[case]
    places = {"tmp": tmp_path, "site": site.root}

    said = news("build", "--site", site.root, "--lang", "en", *(each.format(**places) for each in arguments))

    assert (said.code, said.codes) == (console.USAGE, [code])
    assert not site.dist.exists()


def test_2_for_an_unknown_command_with_the_meant_one(news):
    said = news("biuld")

    assert (said.code, said.codes) == (console.USAGE, ["E621"])
    assert "hint: did you mean `build`?" in said.err


def test_2_for_an_unknown_setting_with_the_meant_one(build, site):
    site.edit("site.yaml", "title:", "titel:")

    said = build()

    assert (said.code, said.codes) == (console.USAGE, ["E612", "E611"])
    assert "hint: did you mean `title`?" in said.err


def test_2_for_an_instant_from_the_environment_that_is_none(news, site, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")

    said = news("build", "--site", site.root)

    assert (said.code, said.codes) == (console.USAGE, ["E626"])
    assert said.err.startswith("SOURCE_DATE_EPOCH: ")


@pytest.mark.parametrize(
    "output",
    [
        pytest.param("dist/preview", id="inside dist"),
        pytest.param("content/../dist", id="dist by a detour"),
    ],
)
def test_2_for_drafts_that_would_reach_dist_another_way(build, site, output):
    site.article("secret.md", draft="true")

    assert build("--drafts", "--output", site.root / output).code == console.USAGE
    assert not site.dist.exists()


def test_2_for_settings_that_are_no_text(build, site):
    site.write("site.yaml", "title: Été\n".encode("latin-1"))

    assert build().code == console.USAGE


def test_3_while_another_process_builds(build, site):
    with tree.Lock(site.root / ".cache"):
        said = build()

    assert (said.code, said.codes) == (console.MACHINE, ["E701"])
    assert build().code == console.DONE


def test_3_where_writing_is_refused(build, site, monkeypatch):
    build()
    site.article("a.md")
    untouched = stamps(site.dist)

    def refuse(dist, *_):
        raise refusal(dist, OSError(30, "Read-only file system"))

    monkeypatch.setattr(tree, "place", refuse)
    said = build()

    assert (said.code, said.codes) == (console.MACHINE, ["E702"])
    assert stamps(site.dist) == untouched


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
@pytest.mark.parametrize(
    "kilobytes",
    [
        pytest.param(2_000, id="for a page"),
        pytest.param(8, id="for the catalogue"),
    ],
)
def test_3_when_the_disk_is_full(site, kilobytes):
    import resource

    site.article("a.md").write("static/root/film.bin", bytes(4_000_000))
    most = kilobytes * 1000

    done = process(site, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))

    assert (done.returncode, site.dist.exists()) == (console.MACHINE, False)


def test_4_for_our_own_fault_with_a_report_instead_of_a_traceback(build, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(pipeline, "build", fail)
    said = build()
    report = Path(re.search(r"the report is in (\S+),", said.err)[1])

    assert said.code == console.BUG
    assert "Traceback" not in said.out + said.err
    assert "ZeroDivisionError: ours" in report.read_text("utf-8")
    report.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="sees the workers in /proc")
def test_130_when_interrupted_and_nothing_stays_behind(site):
    for number in range(600):
        site.article(f"a{number}.md", date=f"20{10 + number % 14}-01-02", body="*Un* mot.\n\n" * 20)
    assert process(site, "--jobs", "2").returncode == console.DONE
    untouched = stamps(site.dist)
    program = [sys.executable, "-m", "openai_news", "build", "--site", site.root, "--clean", "--jobs", "2"]
    started = subprocess.Popen([*program, "--lang", "en"], start_new_session=True, stderr=subprocess.PIPE)
    wait_for_workers(started)

    os.killpg(started.pid, 2)
    _, err = started.communicate(timeout=60)

    assert (started.returncode, err.decode().strip()) == (console.INTERRUPTED, "interrupted; dist/ is whole")
    assert stamps(site.dist) == untouched
    with pytest.raises(ProcessLookupError):
        os.killpg(started.pid, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="sees the workers in /proc")
def test_workers_end_with_a_build_that_is_killed(site):
    for number in range(600):
        site.article(f"a{number}.md", body="*Un* mot.\n\n" * 20)
    program = [sys.executable, "-m", "openai_news", "build", "--site", site.root, "--jobs", "2"]
    started = subprocess.Popen(
        program, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    wait_for_workers(started)

    started.kill()
    started.communicate(timeout=10)  # it ends when the last process that could write has ended

    assert process(site, "--jobs", "2").returncode == console.DONE


def wait_for_workers(started):
    """Wait until a build has more than one process."""
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    while started.poll() is None and children.exists() and len(children.read_text().split()) < 2:
        pass


@pytest.mark.parametrize("arguments", [["--help"], ["--explain", "--clean"], ["--format", "json"]])
def test_a_reader_who_closes_the_pipe_does_not_fail_the_build(site, arguments):
    site.article("a.md", colour="red")
    reading, writing = os.pipe()
    os.close(reading)
    program = [sys.executable, "-m", "openai_news", "build", "--site", site.root, "--quiet", *arguments]

    done = subprocess.run(program, check=False, stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)

    assert done.returncode == console.DONE
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


# --- what it says


def test_quiet_says_nothing_when_all_is_well(build, site):
    site.article("a.md")

    assert build("--quiet") == Said(console.DONE, "", "")


def test_quiet_still_says_what_is_wrong(build, site):
    site.article("a.md", date="sometime")

    assert build("--quiet").codes == ["E103"]


def test_the_summary_counts_what_was_done(build, site):
    site.article("a.md")
    first = build().err.splitlines()[-1]
    second = build().err.splitlines()[-1]
    n = len(site.tree())

    assert re.fullmatch(rf"{n} files written, 0 unchanged, 0 removed \(1 article read; \d+\.\d\d s\)", first)
    assert second.startswith(f"0 files written, {n} unchanged, 0 removed (0 articles read; ")


def test_messages_are_in_the_language_of_the_site_unless_asked_otherwise(news, site):
    site.article("a.md", date="sometime")

    assert "erreur[E103]" in news("build", "--site", site.root).err
    assert "error[E103]" in news("build", "--site", site.root, "--lang", "en").err


def test_a_fault_of_the_theme_is_told_in_the_language_of_the_site(news, site):
    site.article("a.md").write("templates/article.html", "{% if %}")

    said = news("build", "--site", site.root)

    assert (said.code, "erreur[E5" in said.err) == (console.USAGE, True)


def test_the_next_change_is_said_where_the_clock_will_make_one(build, site):
    site.article("a.md", publish_at='"2024-07-01 08:00"')

    assert "next change due to the clock: 2024-07-01T08:00:00+02:00" in build().err.splitlines()


@pytest.mark.parametrize("lang", terminal.LANGUAGES)
def test_no_line_of_the_help_is_wider_than_a_terminal(news, monkeypatch, lang):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LC_ALL", lang)
    told = [news(*words, "--help") for words in ([], ["build"], ["import"])]

    assert [said.code for said in told] == [console.DONE] * 3
    assert max(len(line) for said in told for line in said.out.splitlines()) <= 80


def test_help_is_french_for_the_french(news, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    told = "".join(news(*words, "--help").out for words in ([], ["build"], ["import"]))

    assert "montre cette aide" in told
    assert re.findall(r"Show|Usage:|Commands|Message|exit\b", told) == []


def test_both_languages_have_the_same_sentences():
    french, english = (terminal._words(lang) for lang in terminal.LANGUAGES)

    assert french.keys() == english.keys()


def test_version_is_the_installed_one(news):
    assert news("--version") == Said(console.DONE, f"openai-news {__version__}\n", "")


# --- --explain, --report, --format


def test_explain_gives_each_file_its_reason(build, site):
    site.article("a.md", "Alpha").write("templates/base.html", '{% extends "default/base.html" %}')
    build()

    site.article("b.md", "Bêta", date="2023-11-19")
    assert "2023/11/19/b/index.html  (new)" in build("--explain").out.splitlines()
    site.edit("content/a.md", "Un corps", "Le corps")
    assert "2023/11/18/a/index.html  (view changed: body_html)" in build("--explain").out.splitlines()
    site.write(
        "templates/base.html", '{% extends "default/base.html" %}{% block head %}<!-- -->{% endblock %}'
    )
    assert "index.html  (template changed: base.html)" in build("--explain").out.splitlines()
    site.remove("content/b.md")
    assert "2023/11/19/b/index.html  (removed)" in build("--explain").out.splitlines()
    (site.dist / "index.html").write_text("by hand", "utf-8")
    assert build("--explain").out.splitlines() == ["index.html  (restored)"]


def test_explain_says_that_the_generator_changed(build, site, monkeypatch):
    site.article("a.md")
    build()
    monkeypatch.setattr(generator, "epoch", lambda _: "another")

    said = build("--explain")

    assert "index.html  (generator changed)" in said.out.splitlines()


def test_explain_is_told_in_the_language_of_the_site(news, site):
    site.article("a.md")

    said = news("build", "--site", site.root, "--explain", "--now", NOW)

    assert "2023/11/18/a/index.html  (construction complète)" in said.out.splitlines()


def test_the_report_accounts_for_every_file_of_dist(build, site, tmp_path):
    site.article("a.md", "Alpha").article("b.md", "Bêta", publish_at='"2024-07-01"')
    build()
    site.edit("content/a.md", "Alpha", "Oméga")
    path = tmp_path / "report.json"

    build("--report", path)
    report = json.loads(path.read_text("utf-8"))
    written = {entry["path"]: entry["reason"] for entry in report["written"]}

    assert written["2023/11/18/a/index.html"].startswith("view changed: ")
    assert sorted([*written, *report["kept"]]) == sorted(site.tree())
    assert report["removed"] == []
    assert report["next_change"] == "2024-07-01T00:00:00+02:00"
    assert report["counts"] == {
        "written": len(written),
        "kept": len(report["kept"]),
        "removed": 0,
        "parsed": 1,
        "subjects": report["counts"]["subjects"],
        "rendered": len(written),
    }


def test_a_refused_build_is_reported_too(build, site, tmp_path):
    site.article("a.md", date="sometime")

    build("--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))

    assert (report["done"], report["written"], report["problems"][0]["code"]) == (False, [], "E103")


@pytest.mark.parametrize("arguments", [[], ["--explain"], ["--quiet"], ["--nope"], ["--base-url", "x"]])
def test_json_is_all_that_stands_on_standard_output(build, site, arguments):
    site.article("a.md", colour="red")

    found = json.loads(build("--format", "json", *arguments).out)

    assert [problem["code"] for problem in found] in (["W101"], ["E620"], ["E614"])


def test_json_is_an_empty_list_when_all_is_well(build):
    assert json.loads(build("--format", "json").out) == []


def test_github_marks_the_line(build, site):
    site.article("a.md", date="sometime")

    said = build("--format", "github", "--quiet")

    assert said.out.startswith("::error file=content/a.md,line=3,col=7,title=E103::")


# --- where and when


def test_base_url_changes_absolute_addresses_only(build, site, tmp_path):
    site.article("a.md", tags="[IA]", aliases="[/old/]").article("en/b.md", "B")
    build()
    build("--base-url", "https://mirror.example/", "--output", tmp_path / "mirror")
    moved = {
        path: data.replace(b"https://veilleur.example/", b"https://mirror.example/")
        for path, data in site.tree().items()
    }

    assert files_of(tmp_path / "mirror") == moved


def test_output_and_cache_leave_the_site_alone(build, site, tmp_path):
    build("--output", tmp_path / "out", "--cache", tmp_path / "cache")

    assert sorted(path.name for path in site.root.iterdir()) == ["content", "site.yaml"]
    assert (tmp_path / "out" / "index.html").is_file()


def test_output_is_found_from_the_current_folder(build, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    build("--output", "out")

    assert (tmp_path / "out" / "index.html").is_file()


def test_now_decides_what_is_there(build, site):
    site.article("a.md", publish_at='"2024-03-01"', expire_at='"2024-09-01"')
    there = []
    for now in ("2024-02-29", "2024-03-01", "2024-08-31T23:59:59", "2024-09-01", "2024-06-01"):
        build("--now", now)
        there.append(site.has("2023/11/18/a/index.html"))

    assert there == [False, True, True, False, True]


def test_the_epoch_of_the_source_is_the_clock_where_none_is_given(news, site, monkeypatch):
    site.article("a.md", publish_at='"2024-03-01"')
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    news("build", "--site", site.root)

    assert not site.has("2023/11/18/a/index.html")


def test_clean_ignores_the_catalogue_and_gives_the_same_tree(build, site):
    site.article("a.md")
    build()
    before = site.tree()

    said = build("--clean")

    assert said.err.startswith(f"{len(before)} files written")
    assert site.tree() == before


# --- drafts


@pytest.fixture
def preview(build, site, tmp_path):
    """A site with something of every kind, published and then previewed."""
    site.article("public.md", "Public", aliases="[/old/]")
    site.article("draft.md", "Brouillon", draft="true", tags="[Caché]")
    site.article("later.md", "Demain", publish_at='"2031-01-01"')
    site.article("gone.md", "Hier", expire_at='"2024-01-01"')
    build()
    untouched = stamps(site.dist), catalogues(site)
    assert build("--drafts", "--output", tmp_path / "preview").code == console.DONE
    assert (stamps(site.dist), catalogues(site)) == untouched
    return tmp_path / "preview"


def catalogues(site):
    """Return what is remembered of dist/; another output folder's names bear a digest."""
    cache = site.root / ".cache"
    return {path.name: path.read_bytes() for path in [cache / "catalogue", *cache.glob("catalogue.*")]}


def test_a_preview_shows_what_is_not_published(preview, site):
    names = ["draft", "later", "gone"]

    assert [(preview / f"2023/11/18/{name}/index.html").is_file() for name in names] == [True] * 3
    assert [site.has(f"2023/11/18/{name}/index.html") for name in names] == [False] * 3


def test_every_page_of_a_preview_keeps_robots_away_and_says_what_it_is(preview):
    pages = {
        path.relative_to(preview).as_posix(): path.read_text("utf-8") for path in preview.rglob("*.html")
    }
    seen = {path: text for path, text in pages.items() if 'http-equiv="refresh"' not in text}

    assert [path for path, text in pages.items() if 'name="robots" content="noindex"' not in text] == []
    assert [path for path, text in seen.items() if 'class="preview"' not in text] == []


def test_a_preview_has_a_catalogue_of_its_own_and_is_incremental(build, preview):
    assert build("--drafts", "--output", preview).err.splitlines()[-1].startswith("0 files written")


@pytest.mark.usefixtures("preview")
def test_a_preview_never_marks_what_is_published(site):
    assert [path for path, data in site.tree().items() if b'class="preview"' in data] == []


def test_a_folder_that_held_a_preview_keeps_nothing_of_it(build, site, tmp_path):
    """Invariant 3: unpublished means absent, in whatever order a folder was used."""
    site.article("public.md", "Public").article("secret.md", "Secret", draft="true")
    build()
    for options in (["--drafts"], [], ["--drafts"], []):
        build("--output", tmp_path / "out", *options)

        assert (tmp_path / "out/2023/11/18/secret/index.html").is_file() == bool(options)
    assert files_of(tmp_path / "out") == site.tree()


def test_a_report_is_written_to_what_is_no_file_and_never_takes_its_place(site, tmp_path):
    site.article("a.md")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert cli.run(["build", "--quiet", "--site", str(site.root), "--report", str(pipe)]) == 0
        told = os.read(reading, 1 << 16)
    finally:
        os.close(reading)

    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert json.loads(told)
