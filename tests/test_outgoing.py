"""Outgoing links: what is asked and how, what is remembered, and how much it takes to be called dead."""

import ast
import json
import socket
import ssl
import sys
import threading
import time
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from openai_news import cli, outgoing, outgoing_ask, outgoing_check
from openai_news.errors import SiteError
from openai_news.outgoing import Seen
from openai_news.outgoing_ask import Manners
from openai_news.site import Options, open_site

PACKAGE = Path(__file__).parent.parent / "src" / "openai_news"
DAY = date(2024, 6, 1)
QUICK = Manners("test/1", pause=0, patience=0.5, stall=5)


class Handler(BaseHTTPRequestHandler):
    """Answers each path in its own way, and notes what it was asked."""

    def do_GET(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        status, headers = self.server.answers.get(urlsplit(self.path).path, (200, {}))
        if status == "head only refused":
            status = 405 if self.command == "HEAD" else 200
        if status == "slow":
            time.sleep(1)
        self.send_response(status if isinstance(status, int) else 200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 - the library calls it so

    def log_message(self, *_):
        pass


@pytest.fixture
def web(monkeypatch):
    """Another site, on loopback."""
    monkeypatch.setenv("no_proxy", "*")
    server = ThreadingHTTPServer(("127.0.0.1" if sys.platform == "darwin" else "", 0), Handler)
    server.daemon_threads = True
    server.asked, server.answers = [], {}
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def words(web, answers, manners=QUICK):
    web.answers = {
        path: answer if isinstance(answer, tuple) else (answer, {}) for path, answer in answers.items()
    }
    found = dict(outgoing_ask.ask([f"{web.url}{path}" for path in answers], manners))
    return [found[f"{web.url}{path}"] for path in answers]


# --- asking


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_followed(web, status):
    assert words(web, {"/a": (status, {"Location": "/b"})}) == ["ok"]


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (200, "ok"),
        (404, "404"),
        (410, "410"),
        (403, "403"),
        (500, "500"),
        ("head only refused", "ok"),
        ((302, {"Location": "/a"}), "302"),
        ((302, {"Location": "file:///etc/passwd"}), "302"),
        ((302, {"Location": "ftp://127.0.0.1/"}), "302"),
        ("slow", "timeout"),
    ],
)
def test_an_answer_is_one_word(web, answer, word):
    assert words(web, {"/a": answer}) == [word]


def test_the_head_alone_is_asked_for_and_the_rest_only_when_that_fails(web):
    words(web, {"/good": 200, "/bad": 404})

    assert [(method, path) for method, path, _ in web.asked] == [
        ("HEAD", "/good"),
        ("HEAD", "/bad"),
        ("GET", "/bad"),
    ]


def test_we_say_who_we_are(web):
    words(web, {"/a": 404})

    assert {agent for *_, agent in web.asked} == {"test/1"}


def test_a_site_that_has_enough_of_us_is_not_asked_again(web):
    assert words(web, {"/a": 429, "/b": 200, "/c": 404}) == ["429", "429", "429"]
    assert len(web.asked) == 1


def test_one_site_is_asked_one_question_at_a_time_with_a_pause_between(web):
    start = time.monotonic()

    words(web, {"/a": 200, "/b": 200, "/c": 200}, Manners("test/1", pause=0.2))

    assert time.monotonic() - start > 0.4


@pytest.mark.skipif(sys.platform == "darwin", reason="needs 127.0.0.2")
def test_several_sites_are_asked_at_once(web):
    """Each of five names of one machine takes a second; together they do not take five."""
    web.answers = {"/a": ("slow", {})}
    urls = [f"http://127.0.0.{n}:{web.server_port}/a" for n in range(1, 6)]
    start = time.monotonic()

    found = dict(outgoing_ask.ask(urls, Manners("test/1", patience=3)))

    assert found == dict.fromkeys(urls, "ok")
    assert time.monotonic() - start < 4


def test_an_address_is_sent_as_the_wire_wants_it(web):
    assert words(web, {"/é à?q=ü": 200, "/a%20b": 200, "/c#d": 200}) == ["ok", "ok", "ok"]
    assert [path for _, path, _ in web.asked] == ["/%C3%A9%20%C3%A0?q=%C3%BC", "/a%20b", "/c"]


@pytest.mark.usefixtures("web")
def test_a_machine_that_takes_no_question_is_a_word_too():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]

    assert dict(outgoing_ask.ask([f"http://127.0.0.1:{port}/"], QUICK)) == {
        f"http://127.0.0.1:{port}/": "refused"
    }


@pytest.mark.usefixtures("web")
def test_a_site_that_never_ends_its_answer_ends_the_wait_not_the_command():
    """Bytes that drip in keep a socket's own clock from ringing."""
    drip = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve():
        connection, _ = drip.accept()
        with connection:
            while not stop.wait(0.1):
                connection.sendall(b"H")

    thread = threading.Thread(target=serve)
    thread.start()
    url = f"http://127.0.0.1:{drip.getsockname()[1]}/"

    found = dict(outgoing_ask.ask([url], Manners("test/1", patience=1, stall=0.6)))

    stop.set()
    thread.join()
    drip.close()
    assert found == {url: "timeout"}


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "host"),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "closed"),
        (ssl.SSLError("certificate"), "tls"),
        (ConnectionResetError(), "closed"),
        (TimeoutError(), "timeout"),
    ],
)
def test_why_there_is_no_answer(error, word):
    assert outgoing_ask._word(error) == word


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a..b/", f"http://{'x' * 70}.example/", "http://a:99999/"]
)
def test_an_address_that_cannot_be_asked_is_no_failure_of_ours(url):
    ((asked, word),) = outgoing_ask.ask([url] if url != "http://[::1" else ["http://a:b/"], QUICK)

    assert (bool(asked), word) in {(True, "host"), (True, "closed")}


# --- remembering


def after(*answers, start=DAY):
    """Observe one answer a day."""
    seen = None
    for number, word in enumerate(answers):
        seen = outgoing.observed(seen, start + timedelta(days=number), word)
    return seen


@pytest.mark.parametrize(
    ("answers", "dead"),
    [
        (["404"], False),
        (["404", "404"], False),
        (["404", "404", "404"], True),
        (["404", "404", "ok", "404"], False),
        (["host", "host", "host"], True),
        (["refused", "410", "404"], True),
        (["403"] * 10, False),
        (["429"] * 10, False),
        (["401", "451", "400", "405", "999"], False),
        (["timeout"] * 10, False),
        (["500", "503", "tls", "closed", "302"], False),
        (["404", "403", "429", "404"], False),
        (["timeout", "timeout", "404"], True),
        (["ok", "404", "500", "timeout"], True),
    ],
)
def test_what_it_takes_to_be_dead(answers, dead):
    assert outgoing.is_dead(after(*answers)) is dead


def test_many_failures_on_one_day_are_one():
    seen = None
    for _ in range(5):
        seen = outgoing.observed(seen, DAY, "404")

    assert seen == Seen(failed={"2024-06-01": "404"})


def test_what_says_nothing_is_not_remembered():
    assert outgoing.observed(None, DAY, "403") is None
    assert outgoing.observed(Seen("2024-05-01"), DAY, "429") == Seen("2024-05-01")


def test_the_memory_of_one_address_does_not_grow_for_ever():
    assert len(after(*["404"] * 50).failed) == 10


@pytest.mark.parametrize(
    ("seen", "due"),
    [
        (None, True),
        (Seen("2024-06-01"), False),
        (Seen("2024-05-26"), False),
        (Seen("2024-05-25"), True),
        (Seen(failed={"2024-06-01": "404"}), False),
        (Seen("2024-05-31", {"2024-05-31": "404"}), True),
    ],
)
def test_an_address_is_asked_once_a_day_and_rarely_when_it_answers(seen, due):
    assert outgoing.is_due(seen, DAY) is due


def test_memory_is_read_back_and_an_address_is_a_line():
    memory = {"https://b.example/": Seen("2024-06-01"), "https://a.example/é": after("404", "timeout")}

    text = outgoing.encoded(memory)

    assert outgoing.decoded(text.encode()) == memory
    assert text == (
        "{\n"
        '  "https://a.example/é": {"failed":{"2024-06-01":"404","2024-06-02":"timeout"}},\n'
        '  "https://b.example/": {"good":"2024-06-01"}\n'
        "}\n"
    ).replace('": {', '": {')


# --- a site


@pytest.fixture
def check(site, web):  # noqa: ARG001 - what is asked is on loopback
    """Check the links of the site on some day."""

    def command(day=DAY):
        return outgoing_check.check(open_site(Options(site=str(site.root))), day, QUICK)

    return command


def places(outcome):
    return [(p.code, p.place.path, p.place.line, p.place.column) for p in outcome.problems]


def days(check, n):
    return [check(DAY + timedelta(days=number)) for number in range(n)][-1]


def test_a_dead_link_is_found_at_its_place_after_three_days(site, web, check):
    web.answers = {"/gone": (404, {})}
    site.article(
        "a.md", body=f"Voir [ici]({web.url}/gone/plus), [là]({web.url}/gone) et [là encore]({web.url}/gone)."
    )

    assert [places(check(DAY + timedelta(days=n))) for n in range(2)] == [[], []]
    outcome = check(DAY + timedelta(days=2))

    column = 1 + len(f"Voir [ici]({web.url}/gone/plus), [là](")
    assert places(outcome) == [("W410", "content/a.md", 5, column)]
    (problem,) = outcome.problems
    assert problem.values == {
        "url": f"{web.url}/gone",
        "days": "3",
        "first": "2024-06-01",
        "seen": "404",
        "archive": f"https://web.archive.org/web/20231118/{web.url}/gone",
    }
    assert (problem.severity, problem.width) == ("warning", len(f"{web.url}/gone"))


def test_sources_are_asked_too(site, web, check):
    web.answers = {"/gone": (410, {}), "/copy": (410, {})}
    site.article("a.md", sources=f"[{{title: T, url: {web.url}/gone, archived: {web.url}/copy}}]")

    assert [place[2] for place in places(days(check, 3))] == [4, 4]


def test_pages_and_terms_are_asked_too(site, web, check):
    web.answers = {"/gone": (404, {}), "/who": (404, {})}
    site.write("content/_pages/a.md", f"---\ntitle: T\n---\n[A]({web.url}/gone)\n")
    site.write("content/_people/b.md", f"---\ntitle: B\nsame_as: {web.url}/who\n---\n")

    outcome = days(check, 3)

    assert places(outcome) == [("W410", "content/_pages/a.md", 4, 5), ("W410", "content/_people/b.md", 3, 10)]
    assert {problem.values["archive"] for problem in outcome.problems} == {
        f"https://web.archive.org/web/*/{web.url}/gone",
        f"https://web.archive.org/web/*/{web.url}/who",
    }


def test_a_link_that_answers_again_is_alive(site, web, check):
    web.answers = {"/a": (404, {})}
    site.article("a.md", body=f"[Là]({web.url}/a).")
    days(check, 3)
    web.answers = {}

    assert places(check(DAY + timedelta(days=3))) == []
    assert json.loads((site.root / "links.json").read_text("utf-8")) == {
        f"{web.url}/a": {"good": "2024-06-04"}
    }


def test_the_copy_proposed_is_of_the_last_day_on_which_it_answered(site, web, check):
    site.article("a.md", body=f"[Là]({web.url}/a).")
    check(DAY)
    web.answers = {"/a": (404, {})}
    (problem,) = [check(DAY + timedelta(days=n)) for n in (8, 9, 10)][-1].problems

    assert problem.values["archive"] == f"https://web.archive.org/web/20240601/{web.url}/a"


def test_nothing_is_asked_twice_a_day(site, web, check):
    web.answers = {"/b": (404, {})}
    site.article("a.md", body=f"[A]({web.url}/a) [B]({web.url}/b)")

    assert [check().asked, check().asked, check(DAY + timedelta(days=1)).asked] == [2, 0, 1]


def test_a_link_that_is_no_longer_there_is_forgotten(site, web, check):
    site.article("a.md", body=f"[A]({web.url}/a)")
    check()
    site.article("a.md", body=f"[B]({web.url}/b)")
    check()

    assert set(json.loads((site.root / "links.json").read_text("utf-8"))) == {f"{web.url}/b"}


def test_without_a_network_nothing_is_remembered(site, check):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    site.article("a.md", body=f"[A](http://127.0.0.1:{port}/)")

    assert places(days(check, 5)) == [("W411", "links.json", 0, 0)]
    assert not (site.root / "links.json").exists()


def test_links_within_the_site_and_other_schemes_are_not_asked(site, check):
    site.article("a.md", body="[A](b.md) [B](mailto:a@b.example) `http://127.0.0.1:1/`")
    site.article("b.md", date="2023-11-19")

    assert check().asked == 0


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"a": 1}', '{"https://a.example/": {"good": "hier"}}', "\x00", '{"a":' * 100_000],
    ids=["empty", "list", "open", "number", "day", "null", "deep"],
)
def test_a_memory_that_is_not_ours_is_told_and_left_alone(site, check, text):
    site.write("links.json", text)

    with pytest.raises(SiteError, match="E630"):
        check()

    assert (site.root / "links.json").read_text("utf-8") == text


# --- the command


def test_the_command_finds_a_dead_link_and_fails_where_it_is_strict(site, web, capsys, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    web.answers = {"/gone": (404, {})}
    site.article(
        "a.md", summary="R.", sources="[https://127.0.0.1:1/x]", body=f"[A]({web.url}/gone) [B]({web.url}/b)"
    )
    command = ["check", "--links", "--site", str(site.root), "--lang", "en"]

    codes = [cli.run([*command, "--strict", "--now", f"2024-06-0{n}"]) for n in (1, 2, 3)]
    err = capsys.readouterr().err

    assert codes == [0, 0, 1]
    assert "content/a.md:7:5: warning[W410]" in err
    assert "3 addresses asked" in err
    assert {agent.partition("/")[0] for *_, agent in web.asked} == {"openai-news"}
    assert all(agent.endswith("(+https://veilleur.example/)") for *_, agent in web.asked)


def test_a_check_without_the_option_and_a_build_ask_nothing(site, web):
    site.article("a.md", body=f"[A]({web.url}/a)")

    cli.run(["check", "--site", str(site.root)])
    site.build()

    assert web.asked == []
    assert not (site.root / "links.json").exists()


def test_only_one_module_speaks_to_the_network_and_no_build_can_reach_it():
    network = {"http.client", "socket", "ssl", "urllib.request"}  # the preview listens, and asks nobody
    speaking, reaching = set(), set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                {alias.name for alias in node.names}
                if isinstance(node, ast.Import | ast.ImportFrom)
                else set()
            )
            module = getattr(node, "module", "") or ""
            if (names & network or module in network) and not path.stem.startswith("serving"):
                speaking.add(path.stem)
            if any("outgoing" in name for name in (module, *names)):
                reaching.add(path.stem)

    assert speaking == {"outgoing_ask"}
    assert reaching == {"check", "outgoing_ask", "outgoing_check"}
