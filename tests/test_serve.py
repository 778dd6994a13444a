"""The live preview: what it shows, to whom, and that no save is lost, however it is made."""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from openai_news import cli
from openai_news.serving_guard import is_open_path, is_own_host, is_own_origin
from openai_news.serving_http import shows
from support.preview import preview, received
from support.site import SETTINGS, Site
from support.site import tree as files_of

pytestmark = pytest.mark.xdist_group("serve")
ARTICLE = "/2023/11/18/a/"


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """A preview that no test changes."""
    site = Site(tmp_path_factory.mktemp("shown") / "site")
    site.article("a.md", title="Le titre", body="Le corps.").article("b.md", title="Brouillon", draft="true")
    site.article("c.md", title="Demain", publish_at="2030-01-01")
    site.write("static/root/.well-known/security.txt", "Contact: x\n").write("static/root/.env", "SECRET\n")
    site.write("static/root/donnees.json", "{}\n")
    with preview(site) as running:
        yield running


# --- what is shown


def test_drafts_and_scheduled_articles_are_shown_with_a_banner(shown):
    for path in ("/2023/11/18/b/", "/2023/11/18/c/"):
        status, _, page = shown.get(path)
        assert (status, 'class="preview"' in page) == (200, True)


def test_dist_is_never_made(shown):
    assert not shown.site.dist.exists()


def test_a_page_gets_the_two_scripts_and_other_files_stay_as_they_are(shown):
    _, headers, page = shown.get(ARTICLE)

    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert page.count("<script src=") == 2
    assert shown.get("/donnees.json")[2] == "{}\n"
    assert "LiveReload" in shown.get("/livereload.js")[2]
    assert "problems" in shown.get("/livereload/preview.js")[2]


def test_a_wrong_address_is_answered_by_the_site_s_own_page(shown):
    status, _, page = shown.get("/rien/")

    assert status == 404
    assert "Le Veilleur" in page
    assert "livereload" in page


def test_a_folder_without_its_slash_leads_to_the_one_with_it(shown):
    status, headers, _ = shown.get("/2023/11/18")

    assert (status, headers["Location"]) == (301, "/2023/11/18/")


# --- to whom

OURS = ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"]
FOREIGN = [
    "evil.example", "evil.example:{port}", "127.0.0.1", "localhost", "127.0.0.1:1",
    "127.0.0.1.evil.example:{port}", "localhost.:{port}", "localhost.evil.example:{port}",
    "127.1:{port}", "2130706433:{port}", "0x7f.1:{port}", "0.0.0.0:{port}", "[::1]:{port}x",
    "[::ffff:127.0.0.1]:{port}", "user@127.0.0.1:{port}", "192.168.1.1:{port}",
    "127.0.0.1:{port}@evil.example", "127.0.0.1:{port}/x", "localhost:{port}, evil.example",
    "127.0.0.2:{port}",
]  # fmt: skip
ORIGINS = [
    None, "null", "", "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1",
    "http://127.0.0.1:1", "http://127.0.0.1:{port}.evil.example", "http://evil.example:{port}",
    "file://", "http://localhost:{port}", "http://127.0.0.1:{port}/",
]  # fmt: skip
SOCKETS = ["/livereload", "/livereload/problems"]


@pytest.mark.parametrize("host", FOREIGN)
def test_a_name_that_is_not_ours_is_refused_whatever_it_asks(shown, host):
    host = host.format(port=shown.port)

    for path in ("/", ARTICLE, "/livereload.js", "/livereload/preview.js", "/rien"):
        assert shown.get(path, host=host)[0] in {400, 403}, path
    for path, origin in itertools.product(
        SOCKETS, [f"http://{host}", f"http://127.0.0.1:{shown.port}", None]
    ):
        status, connection = shown.open(path, host=host, origin=origin)
        connection.close()
        assert status in {400, 403}, (path, origin)


@pytest.mark.parametrize(("host", "origin"), [*itertools.product(OURS, ORIGINS)])
def test_only_pages_of_the_same_origin_hear_of_the_site(shown, host, origin):
    host = host.format(port=shown.port)
    origin = origin and origin.format(port=shown.port)

    for path in SOCKETS:
        status, connection = shown.open(path, host=host, origin=origin)
        connection.close()
        assert status == (101 if origin == f"http://{host}" else 403), (path, host, origin)
    status = shown.get(ARTICLE, host=host, headers={"Origin": origin or "null"})[0]
    assert status == (200 if origin == f"http://{host}" else 403)


def test_of_all_requests_only_those_of_our_own_names_and_pages_are_answered(shown):
    paths = itertools.cycle(["/", ARTICLE, "/donnees.json"])
    methods = ("GET", "HEAD", "POST", "OPTIONS")
    asked, wrong = 0, []
    for host, origin, method in itertools.product(OURS + FOREIGN, ORIGINS, methods):
        name = host.format(port=shown.port)
        said = {} if origin is None else {"Origin": origin.format(port=shown.port)}
        status, headers, _ = shown.get(next(paths), method=method, host=name, headers=said)
        asked += 1
        own = host in OURS and said in ({}, {"Origin": f"http://{name}"}) and method in methods[:2]
        if (200 <= status < 400) != own:
            wrong.append((name, said, method, status))
        assert "Access-Control-Allow-Origin" not in headers

    assert asked >= 200
    assert wrong == []


@pytest.mark.parametrize(
    ("site", "mode", "status"),
    [
        ("cross-site", "no-cors", 403),
        ("same-site", "cors", 403),
        ("cross-site", "navigate", 200),
        ("same-origin", "no-cors", 200),
        ("none", "navigate", 200),
    ],
)
def test_another_site_may_link_to_a_page_and_not_use_it(shown, site, mode, status):
    said = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}

    assert shown.get(ARTICLE, headers=said)[0] == status


@pytest.mark.parametrize("host", OURS)
def test_our_own_names_are_let_in(shown, host):
    host = host.format(port=shown.port)
    status, connection = shown.open("/livereload", host=host, origin=f"http://{host}")
    connection.close()

    assert (shown.get("/", host=host)[0], status) == (200, 101)


def test_no_other_site_may_embed_or_read_a_page(shown):
    _, headers, _ = shown.get(ARTICLE, headers={"Origin": "http://evil.example"})

    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "path",
    [
        "/.env", "/.well-known/security.txt", "/%2eenv", "/2023/.git/config", "/../site.yaml",
        "/%2e%2e/site.yaml", "/..%2fsite.yaml", "/..\\site.yaml", "/%00", "/2023/%00", "/a%0d%0aX:%20y",
        "//etc/passwd", "/%2fetc/passwd", "/forcereload", "/2023/11/18/a/index.html/..", "/livereload/",
        "/livereload/../.env",
    ],
)  # fmt: skip
def test_what_is_hidden_or_outside_is_not_found(shown, path):
    status, _, body = shown.get(path)

    assert status in {400, 403, 404}
    assert "SECRET" not in body
    assert "base_url" not in body
    assert "root:" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_sent(shown, method):
    assert shown.get("/", method=method)[0] in {403, 405}


@pytest.mark.parametrize(
    "said", [b"", b"{", b"[]", b'{"command": 1}', b'"x"', b"\xff", b'{"command":"info"}']
)
def test_a_client_that_talks_nonsense_harms_nobody(shown, said):
    status, connection = shown.open("/livereload", origin=f"http://127.0.0.1:{shown.port}")
    mask = b"\0\0\0\0"
    connection.sendall(bytes([0x81, 0x80 | len(said)]) + mask + said)
    connection.close()

    assert status == 101
    assert shown.get("/")[0] == 200


@pytest.mark.parametrize(
    ("host", "address", "named", "own"),
    [
        ("192.168.1.5:8000", "192.168.1.5", "0.0.0.0", True),
        ("192.168.1.6:8000", "192.168.1.5", "0.0.0.0", False),
        ("localhost:8000", "192.168.1.5", "0.0.0.0", False),
        ("[::1]:8000", "::1", "::1", True),
        ("desk.example:8000", "192.168.1.5", "desk.example", True),
        ("evil.example:8000", "192.168.1.5", "desk.example", False),
        ("", "127.0.0.1", "127.0.0.1", False),
        (":8000", "127.0.0.1", "127.0.0.1", False),
        ("[:8000", "127.0.0.1", "127.0.0.1", False),
    ],
)
def test_a_host_is_ours_where_the_request_arrived(host, address, named, own):
    assert is_own_host(host, address, 8000, named) is own


def test_an_origin_is_ours_to_the_letter():
    assert is_own_origin("http://localhost:8000", "localhost:8000")
    assert not is_own_origin("http://LOCALHOST:8000", "localhost:8000")


@pytest.mark.parametrize(
    ("path", "is_open"), [("/a/b.html", True), ("/é%20x/", True), ("/a/..b", False), ("/%09", False)]
)
def test_a_path_is_open_without_hidden_parts(path, is_open):
    assert is_open_path(path) is is_open


@pytest.mark.parametrize(
    ("page", "changed", "is_shown"),
    [
        ("/", {"index.html"}, True),
        ("/", {"feed.atom"}, True),
        ("/2023/", {"index.html"}, False),
        ("/2023/11/18/a/", {"2023/11/18/a/photo.jpg"}, True),
        ("/%C3%A9t%C3%A9/index.html", {"été/index.html"}, True),
        ("/2023/", {"static/style.1.css"}, True),
    ],
)
def test_a_page_is_loaded_again_when_what_it_shows_has_changed(page, changed, is_shown):
    assert shows(page, frozenset(changed)) is is_shown


# --- following the editor


def test_an_edit_is_shown_and_told_to_pages_that_show_it(site):
    site.article("a.md", body="Un.").article("b.md", title="B", date="2022-01-02", body="Deux.")
    with preview(site) as running:
        listening = running.listen(ARTICLE)
        assert after_a_build(listening) == {"heading": received_heading(), "problems": [], "stale": False}
        site.edit("content/a.md", "Un.", "Trois.")
        running.until(ARTICLE, "Trois.")
        assert received(listening)["problems"] == []
        listening.close()


def after_a_build(conversation):
    """Return the first message that knows of a build: its pages are there a moment before the news of it."""
    while not (message := received(conversation))["heading"]:
        pass
    return message


def told(conversation):
    """Return the problems of the first message that tells any: news of an earlier build may come before."""
    while not (problems := received(conversation)["problems"]):
        pass
    return problems


def received_heading():
    return "0 errors: the page shows the last state without errors"


def test_an_error_is_told_over_the_last_good_page_and_goes_away(site):
    site.article("a.md", body="Un.")
    with preview(site) as running:
        listening = running.listen(ARTICLE)
        received(listening)
        site.edit("content/a.md", 'title: "Un titre"', "title: Un : titre")
        (problem,) = told(listening)
        assert problem.startswith("content/a.md:2:")
        assert "E101" in problem
        assert "Un." in running.get(ARTICLE)[2]
        site.edit("content/a.md", "title: Un : titre", 'title: "Un : titre"')
        while received(listening)["problems"]:
            pass
        running.until(ARTICLE, "Un\u00a0: titre")
        listening.close()


@pytest.mark.parametrize(
    ("path", "text"),
    [("templates/day.html", "{{ nope }}"), ("site.yaml", "title: [")],
)
def test_a_wrong_template_or_setting_is_told_too(site, path, text):
    site.article("a.md", body="Un.")
    with preview(site) as running:
        listening = running.listen(ARTICLE)
        received(listening)
        before = (site.root / path).read_text() if (site.root / path).exists() else None
        site.write(path, text)
        assert path in told(listening)[0]
        site.write(path, before) if before else site.remove(path)
        while received(listening)["problems"]:
            pass
        listening.close()


def test_what_is_wrong_from_the_start_does_not_hold_the_rest_back(site):
    site.article("a.md", body="Un.").write("content/b.md", "---\ntitle: B : b\n---\n")
    with preview(site) as running:
        listening = running.listen(ARTICLE)
        assert "E101" in told(listening)[0]
        site.edit("content/a.md", "Un.", "Deux.")
        running.until(ARTICLE, "Deux.")
        listening.close()


def test_a_page_that_was_away_learns_that_it_is_stale(site):
    site.article("a.md", body="Un.")
    with preview(site) as running:
        edition = running.get(ARTICLE)[2].partition("edition=")[2].partition('"')[0]
        site.edit("content/a.md", "Un.", "Deux.")
        running.until(ARTICLE, "Deux.")
        while f'edition={edition}"' in running.get(ARTICLE)[2]:  # the file comes before the news of it
            time.sleep(0.02)
        origin = f"http://127.0.0.1:{running.port}"
        query = f"/livereload/problems?edition={edition}&page="
        for page, stale in ((ARTICLE, True), ("/2021/", False)):
            _, connection = running.open(query + page, origin=origin)
            assert received(connection)["stale"] is stale
            connection.close()


def test_a_build_of_the_site_can_run_beside_the_preview(site):
    site.article("a.md", body="Un.")
    with preview(site):
        assert site.build().problems == ()
        assert not any("preview" in path for path in site.tree())


# --- saving, in every way that editors and people do


def in_place(path, text):
    path.write_text(text, "utf-8")


def by_rename(path, text):
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text, "utf-8")
    beside.rename(path)


def by_backup(path, text):
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text, "utf-8")


def truncating_twice(path, text):
    for _ in range(2):
        with path.open("w", encoding="utf-8") as file:
            file.flush()
            file.write(text)


def by_old_copy(path, text):
    elsewhere = path.parents[2] / "elsewhere.md"
    elsewhere.write_text(text, "utf-8")
    os.utime(elsewhere, (1_000_000_000, 1_000_000_000))
    subprocess.run(["cp", "-p", elsewhere, path], check=True)


def moved_in(path, text):
    elsewhere = path.parents[2] / "elsewhere.md"
    elsewhere.write_text(text, "utf-8")
    os.utime(elsewhere, (1_000_000_000, 1_000_000_000))
    elsewhere.rename(path)


def by_checkout(path, text):
    root = path.parents[2]
    git = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@b.example"]
    old = path.read_text("utf-8")
    path.write_text(text, "utf-8")
    subprocess.run([*git, "add", "-f", str(path)], check=True)
    path.write_text(old, "utf-8")
    path.unlink()
    subprocess.run([*git, "checkout", "-q", "--", str(path)], check=True)


def by_folder(path, text):
    elsewhere = path.parents[2] / "elsewhere"
    shutil.copytree(path.parent, elsewhere)
    (elsewhere / path.name).write_text(text, "utf-8")
    path.parent.rename(path.parents[2] / "gone")
    elsewhere.rename(path.parent)
    shutil.rmtree(path.parents[2] / "gone")


WAYS = [
    in_place, by_rename, by_backup, truncating_twice, by_old_copy, moved_in, by_checkout, by_folder,
]  # fmt: skip


def save(running, path, way, numbers, pause=0.0):
    """Save an article again and again, and wait until the last text is shown."""
    for number in numbers:
        way(path, f'---\ntitle: "A"\ndate: 2023-11-18\nslug: a\n---\nLa version {number}.\n')
        time.sleep(pause)
    running.until(ARTICLE, f"La version {number}.")


@pytest.fixture
def written(site):
    """A site with one article in a folder, in a repository."""
    site.article("dossier/a.md").article("b.md", date="2022-01-02", title="B")
    subprocess.run(["git", "init", "-q", str(site.root)], check=True)
    return site


@pytest.mark.parametrize("way", WAYS)
def test_a_save_is_never_lost(written, way):
    with preview(written) as running:
        for number in range(3):
            save(running, written.root / "content/dossier/a.md", way, [number])


def test_ten_saves_a_second_end_with_the_last(written):
    with preview(written) as running:
        save(running, written.root / "content/dossier/a.md", by_rename, range(30), pause=0.1)


@pytest.mark.deep
def test_a_thousand_saves_are_never_lost(written):
    with preview(written) as running:
        for number in range(1000):
            save(running, written.root / "content/dossier/a.md", WAYS[number % len(WAYS)], [number])


def test_the_preview_is_what_a_clean_build_makes(written):
    with preview(written) as running:
        for number, way in enumerate(WAYS):
            save(running, written.root / "content/dossier/a.md", way, [number])
        written.article("neuf.md", title="Neuf").remove("content/b.md")
        running.until("/2023/11/18/neuf/", "Neuf")
        time.sleep(0.5)
        found = files_of(written.root / ".cache/preview/site")

    output = written.root.parent / "clean"
    written.write("site.yaml", f"{SETTINGS}feeds: {{archive: false}}\n")
    done = written.build(output=str(output), cache=str(written.root.parent / "cache"), drafts=True)
    assert done.done
    assert found == files_of(output)


# --- ends


def test_a_port_that_is_taken_is_told(site, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code = cli.run(["--site", str(site.root), "serve", "--port", str(port), "--lang", "en"])

    assert code == 3
    assert "E704" in capsys.readouterr().err


def test_a_host_that_is_not_this_machine_is_told(site, capsys):
    code = cli.run(["--site", str(site.root), "serve", "--host", "192.0.2.1", "--port", "0", "--lang", "en"])

    assert code == 3
    assert "E704" in capsys.readouterr().err


def test_a_second_preview_of_a_site_is_told(site, capsys):
    site.article("a.md")
    with preview(site):
        code = cli.run(["--site", str(site.root), "serve", "--port", "0", "--lang", "en"])

    assert code == 3
    assert "E705" in capsys.readouterr().err


def test_no_site_is_told_before_anything_listens(tmp_path, capsys):
    assert cli.run(["--site", str(tmp_path), "serve"]) == 2
    assert "E600" in capsys.readouterr().err


def test_the_server_ends_with_a_preview_that_is_killed(site):
    site.article("a.md")
    command = [sys.executable, "-m", "openai_news", "--site", str(site.root), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        port = int(process.stderr.readline().partition("127.0.0.1:")[2].partition("/")[0])
        process.send_signal(signal.SIGKILL)
        process.communicate()
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.05)
    raise AssertionError("something still listens")
