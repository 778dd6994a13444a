"""Saying things: the only module that prints, and the exit code that every way out has."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from openai_news import terminal
from openai_news.disk import DiskProblem
from openai_news.errors import NewsError
from openai_news.model import Problem
from openai_news.terminal import say

DONE, CONTENT, USAGE, MACHINE, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 130
_UNREADABLE = {"E309", "E310"}


def tell(*lines: str, err: bool = False) -> None:
    """Print lines; that nobody reads them is no fault of the command."""
    stream = sys.stderr if err else sys.stdout
    try:
        for line in lines:
            print(line, file=stream, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def show(found: Sequence[Problem], form: str, lang: str) -> None:
    """Print problems: on standard error for people, on standard output for machines."""
    if found or form in {"json", "sarif"}:
        colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        tell(terminal.problems(found, form, lang, colour=colour), err=form == "text")


def refused(found: Iterable[Problem]) -> int:
    """Return the exit code of a site with errors: a file that cannot be read is the machine's affair."""
    return MACHINE if any(problem.code in _UNREADABLE for problem in found) else CONTENT


def fail(error: BaseException, lang: str, form: str) -> int:
    """Tell a person what stopped the command; return the exit code."""
    match error:
        case NewsError() | DiskProblem():
            show(error.problems, form, lang)
            return error.exit_code
        case KeyboardInterrupt():
            tell(say(lang, "interrupted"), err=True)
            return INTERRUPTED
        case _:
            import traceback

            report = "".join(traceback.format_exception(error))
            tell(say(lang, "bug", path=_bug_report(report)), err=True)
            return BUG


def _bug_report(text: str) -> str:
    """Write the traceback where a person can attach it."""
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", prefix="openai-news-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    return file.name


class Progress:
    """A progress bar on a terminal for anything longer than a second; rich is loaded only then."""

    def __init__(self, lang: str, *, quiet: bool) -> None:
        """Be silent where nobody looks."""
        self._lang = lang
        self._start = time.monotonic()
        self._on = sys.stderr.isatty() and not quiet
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Callable[[str, int, int], None]:
        """Return what a build calls with (phase, done, total)."""
        return self._update

    def __exit__(self, *_: object) -> None:
        """Take the bar off the screen."""
        if self._bar:
            self._bar.stop()

    def _update(self, phase: str, done: int, total: int) -> None:
        if not self._on or time.monotonic() - self._start < 1:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            # Refreshed by us: a thread of its own would be alive while workers are forked.
            self._bar = Bar(console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bar.start()
        if phase not in self._tasks:
            self._tasks[phase] = self._bar.add_task(say(self._lang, f"progress.{phase}"), total=total)
        self._bar.update(self._tasks[phase], completed=done, total=total, refresh=True)
