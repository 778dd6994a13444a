"""Start-up is a promise: a command imports what stands in its list, and nothing that is heavy."""

import pytest

from support.imports import BUILD, VERSION, committed, imported, listed, nothing_to_do

HEAVY = {"jinja2", "markdown", "PIL", "babel", "nh3", "rich", "slugify", "watchfiles", "tornado"}
HEAVY_IN_PYTHON = {"asyncio", "concurrent", "email", "http", "multiprocessing", "ssl", "tempfile", "unittest"}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return {
        BUILD: nothing_to_do(tmp_path_factory.mktemp("imports") / "site"),
        VERSION: imported("--version"),
    }


@pytest.mark.parametrize("name", [BUILD, VERSION])
def test_a_command_imports_what_is_listed(found, name):
    now, before = set(listed(found[name])), set(committed(name))

    assert now == before, (
        f"{name}: imported anew: {', '.join(sorted(now - before)) or 'nothing'};"
        f" no longer imported: {', '.join(sorted(before - now)) or 'nothing'}."
        " Import late what is not needed at once; if it is intended, `make imports` renews the lists"
    )


@pytest.mark.parametrize("name", [BUILD, VERSION])
def test_a_command_imports_nothing_heavy(found, name):
    packages = {module.partition(".")[0] for module in found[name]}

    assert packages & (HEAVY | HEAVY_IN_PYTHON) == set()


def test_the_version_loads_nothing_that_builds(found):
    assert not {"openai_news.pipeline", "openai_news.catalogue", "yaml", "sqlite3"} & set(found[VERSION])
