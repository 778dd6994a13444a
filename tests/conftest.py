"""The `site` fixture: a whole site on disk, written, edited and built in one fluent line."""

import signal

import pytest

from support import tally
from support.site import Site

_STEPS = pytest.StashKey[int]()


@pytest.fixture
def site(tmp_path):
    """A small French site with no article yet."""
    return Site(tmp_path / "site")


def pytest_configure(config):
    config.stash[_STEPS] = 0
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a script's background job, and all it starts
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_sessionfinish(session):
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["steps"] = len(tally.STEPS)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    node.config.stash[_STEPS] += getattr(node, "workeroutput", {}).get("steps", 0)


def pytest_terminal_summary(terminalreporter, config):
    steps = config.stash[_STEPS] + len(tally.STEPS)
    if steps:
        terminalreporter.write_line(f"incremental == clean: {steps} steps, 0 differences unless failed")
