"""What each kind of edit costs, in counts: the same in an archive twice as large (no clock)."""

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

import pytest

from openai_news.catalogue_file import open_readonly
from openai_news.outputs import OUTPUTS
from openai_news.site import Options, open_site
from support import archive as edits
from support.archive import SIZES, after, archive
from support.counting import Tally, counted
from support.site import Site

PER_SUBJECT = 28  # SQLite's statements where every page is made, at most
PER_PART = 5  # to renew one part of dist/, in which some of the files are that were put or removed


class Cost(NamedTuple):
    """Articles parsed, subjects looked at, pages rendered, files written and removed, statements.

    Statements are told without those that renew parts of dist/. `per_month` is what the others grow by:
    sitemap.xml says when each month last changed.
    """

    parsed: int
    made: int
    rendered: int
    written: int
    removed: int
    statements: int
    per_month: int = 0


EDITS = {
    edits.nothing: Cost(0, 0, 0, 0, 0, 54),
    edits.body: Cost(1, 5, 5, 5, 0, 174),
    edits.title: Cost(1, 12, 10, 10, 0, 318),
    edits.date_within_the_month: Cost(1, 23, 14, 14, 2, 668),
    edits.tag: Cost(1, 21, 13, 13, 0, 621),
    edits.new: Cost(1, 21, 16, 16, 0, 687, 2),
    edits.delete: Cost(0, 27, 15, 15, 2, 727, 2),
    edits.rename: Cost(1, 21, 5, 5, 0, 601),
    edits.label: Cost(1, 7, 8, 8, 0, 337),
    edits.embargo_passed: Cost(0, 27, 17, 17, 0, 752, 2),
    edits.template: Cost(0, 5, 2, 2, 0, 102),
}

# The tables that are read from end to end, and how often: those that the scan is compared with, and
# those of what is wrong, touched or in progress, which are small.
LOOKED_THROUGH = {"folder": 2}
SMALL = {"clash", "conflict", "journal", "problem", "sqlite_master", "touched"}
SMALL_INDEX = "parsed_problems"

pytestmark = pytest.mark.xdist_group("counts")


class Built(NamedTuple):
    """A site after an edit and a build, and what that build did."""

    edit: Callable[[Site], None]
    site: Site
    tally: Tally

    @property
    def published(self):
        return self.tally.published


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """Published archives by their size, to be copied."""
    return {size: archive(tmp_path_factory.mktemp("archive") / "site", size) for size in SIZES}


@pytest.fixture(scope="module")
def built(archives, tmp_path_factory, request):
    """A copy of one, edited and built once for all tests of that edit."""
    edit, size = request.param
    site = archives[size].copy(tmp_path_factory.mktemp("edited") / "site")
    assert counted(site).published.written == {}
    edit(site)
    yield Built(edit, site, counted(site))
    shutil.rmtree(site.root)


def catalogue(site):
    path = open_site(Options(site=str(site.root))).catalogue
    return closing(open_readonly(path, lambda: OUTPUTS))


def subjects(site):
    with catalogue(site) as opened:
        return len(opened.subjects())


def articles(site):
    return len(list(site.root.glob("content/**/*.md")))


def months(site):
    return len(list(site.root.glob("content/????/??")))


def pages(site):
    return {path for path in site.tree() if path.endswith(".html")}


@after(*EDITS)
def test_an_edit_costs_what_it_changes(built):
    cost, done = EDITS[built.edit], built.published

    assert cost == Cost(
        parsed=done.parsed,
        made=done.made,
        rendered=len(built.tally.rendered),
        written=len(done.written),
        removed=len(done.removed),
        statements=len(built.tally.statements)
        - PER_PART * renewed(built)
        - cost.per_month * months(built.site),
        per_month=cost.per_month,
    )


@after(*EDITS)
def test_parts_of_dist_are_renewed_only_where_files_were_put_or_removed(built):
    changed = len(built.published.written) + len(built.published.removed)

    assert bool(changed) <= renewed(built) <= changed


@after(*EDITS)
def test_an_edit_looks_through_no_table_that_grows_but_what_is_compared_with_files(built):
    found = looked_through(built)

    assert {table: n for table, n in found.items() if table not in SMALL} == LOOKED_THROUGH


@after(*EDITS, edits.stylesheet, edits.setting_of_parsing)
def test_a_build_commits_once_and_four_times_more_when_it_publishes(built):
    commits = 5 if built.published.written else 3 if built.published.made else 1

    assert built.tally.statements.count("COMMIT") == commits


def renewed(built):
    """Return how many parts of dist/ were renewed."""
    return sum(statement.startswith("DELETE FROM part ") for statement in built.tally.statements)


def looked_through(built):
    """Return the tables that are read with no index that leads to what is asked for, and how often."""
    found = Counter()
    with catalogue(built.site) as opened:
        for sql, values in built.tally.questions:
            plan = opened.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            steps = [step for *_, step in plan if step.startswith("SCAN") and SMALL_INDEX not in step]
            found.update(step.split()[1] for step in steps)
    return found


# --- edits that everything shows


@after(edits.base_template)
def test_the_base_template_renders_each_page_once_and_parses_nothing(built):
    assert Counter(built.tally.rendered) == Counter(pages(built.site))
    assert built.published.written.keys() == pages(built.site)
    assert built.published.parsed == 0


@after(edits.stylesheet)
def test_a_stylesheet_renders_each_page_once_and_parses_nothing(built):
    (style,) = (path for path in built.site.tree() if path.startswith("static/style."))

    assert Counter(built.tally.rendered) == Counter({*pages(built.site), style, "_headers"})
    assert built.published.written.keys() == {*pages(built.site), style, "_headers"}
    assert built.published.parsed == 0


@after(edits.setting)
def test_a_setting_makes_each_view_once_and_parses_nothing(built):
    feeds = {f"{folder}feed.{form}" for folder in ("", "en/") for form in ("atom", "rss", "json")}

    assert built.published.made == subjects(built.site)
    assert Counter(built.tally.rendered) == Counter(pages(built.site) | feeds)
    assert built.published.parsed == 0


@after(edits.setting_of_parsing)
def test_a_setting_of_parsing_parses_each_article_once_and_renders_nothing(built):
    done = built.published

    assert (done.parsed, done.made) == (articles(built.site), subjects(built.site))
    assert (built.tally.rendered, done.written) == ([], {})


@after(edits.base_template, edits.stylesheet, edits.setting, edits.setting_of_parsing)
def test_where_every_page_is_made_each_takes_some_statements(built):
    assert len(built.tally.statements) <= PER_SUBJECT * built.published.made


@after(edits.fresh_stamps)
def test_fresh_time_stamps_parse_nothing_and_take_statements_for_each_file(built):
    done = built.published
    files = articles(built.site) + 2 * len(built.site.tree())  # its digest is asked for, its stamp kept
    parts = (PER_PART + 1) * renewed(built)  # each is compared file by file
    kept = 2  # a transaction

    assert (done.parsed, done.made, built.tally.rendered, done.written) == (0, 0, [], {})
    assert len(built.tally.statements) == (
        EDITS[edits.nothing].statements + files + parts + kept + 2 * months(built.site)
    )
