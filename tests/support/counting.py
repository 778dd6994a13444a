"""What a build does, counted in this process: no clock, no chance."""

import sqlite3
import time
from dataclasses import dataclass, field
from functools import partial
from unittest.mock import patch

from openai_news import disk_file, pool, produce
from openai_news.published import Published


@dataclass
class Tally:
    """One build: what it says of itself, the pages that it rendered, what it asked of SQLite.

    `statements` are all that ran, with their values; `questions` those that were asked for, each with the
    values of one run.
    """

    published: Published = field(default_factory=Published)
    rendered: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    questions: list[tuple[str, tuple]] = field(default_factory=list)


def settle():
    """Wait until no stamp is too young to be trusted: what has one is read again."""
    time.sleep(2 * disk_file._TICK / 1e9)


def counted(site):
    """Build with one job, nothing aside and nothing young; return the tally."""
    settle()
    tally = Tally()
    with (
        patch.object(pool, "processors", lambda: 1),
        patch.object(produce.Maker, "_render", _rendering(tally)),
        patch.object(sqlite3, "connect", partial(_connect, sqlite3.connect, tally)),
    ):
        tally.published = site.build()
    assert tally.published.done
    return tally


def _rendering(tally):
    render = produce.Maker._render

    def noted(maker, page):
        tally.rendered.append(page.path)
        return render(maker, page)

    return noted


def _connect(connect, tally, *arguments, **options):
    connection = connect(*arguments, factory=_Noting, **options)
    connection.questions = tally.questions
    connection.set_trace_callback(tally.statements.append)
    return connection


class _Noting(sqlite3.Connection):
    """A connection that notes what it is asked."""

    questions: list[tuple[str, tuple]]

    def execute(self, sql, values=()):
        self._note(sql, values)
        return super().execute(sql, values)

    def executemany(self, sql, rows):
        rows = list(rows)
        for values in rows[:1]:
            self._note(sql, values)
        return super().executemany(sql, rows)

    def _note(self, sql, values):
        if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            self.questions.append((sql, tuple(values)))
