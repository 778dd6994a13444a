"""The wheel is the program: it builds the same bytes as the checkout; and the doors say what to use."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from support.site import NOW, Site, tree

ROOT = Path(__file__).parent.parent
PACKED = ("src", "templates", "static", "pyproject.toml", "README.md", "LICENSE", "build.py", "tests/support")
HATCHLING = "import sys, hatchling.build as b; print(getattr(b, 'build_' + sys.argv[1])(sys.argv[2]))"


def pack(kind, source, folder):
    """Make a wheel or an sdist of a source tree, as `pyproject-build` would; no network."""
    done = subprocess.run(
        [sys.executable, "-c", HATCHLING, kind, folder],
        cwd=source,
        check=True,
        capture_output=True,
        text=True,
    )
    return folder / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of what a wheel is made of."""
    copy = tmp_path_factory.mktemp("source")
    for name in PACKED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    return pack("wheel", source, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel's files in a folder: what pip makes of it, without an environment."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def shipped(*folders):
    """Return the files of the checkout under some folders."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


# --- the wheel


def test_the_wheel_holds_the_theme_the_words_and_the_code(wheel):
    package = {path.removeprefix("src/") for path in shipped("src")}
    theme = {f"openai_news/theme/{path}" for path in shipped("templates", "static")}

    assert {name for name in names(wheel) if ".dist-info/" not in name} == package | theme
    assert "openai_news/locale/fr/terminal/common.json" in package


def test_the_wheel_names_its_command_and_its_licence(installed):
    [metadata] = installed.glob("openai_news-*.dist-info")

    assert "openai-news = openai_news.__main__:main" in (metadata / "entry_points.txt").read_text("utf-8")
    assert (metadata / "licenses" / "LICENSE").is_file()


def test_a_wheel_made_from_an_sdist_is_the_same(source, wheel, tmp_path):
    sdist = pack("sdist", source, tmp_path)
    shutil.unpack_archive(sdist, tmp_path / "unpacked", filter="data")
    [folder] = (tmp_path / "unpacked").iterdir()

    assert names(pack("wheel", folder, tmp_path)) == names(wheel)


def test_the_installed_program_builds_the_bytes_that_the_checkout_builds(site, installed, tmp_path):
    for number in range(5):
        site.article(f"a{number}.md", f"Titre {number}", date=f"2023-11-1{number}", tags="[IA, « été »]")
    site.build()
    where = "import openai_news; print(openai_news.__file__)"
    environ = {**os.environ, "PYTHONPATH": str(installed)}
    copy = Site(
        shutil.copytree(site.root, tmp_path / "copy", ignore=shutil.ignore_patterns("dist", ".cache"))
    )

    found = subprocess.run(
        [sys.executable, "-c", where], env=environ, check=True, capture_output=True, text=True
    )
    build = [sys.executable, "-m", "openai_news", "build", "--site", copy.root, "--now", NOW]
    subprocess.run(build, env=environ, check=True, capture_output=True)

    assert Path(found.stdout.strip()).is_relative_to(installed)
    assert tree(copy.dist) == site.tree()


# --- the doors


def test_build_py_without_the_package_says_what_to_run_and_leaves_with_3(tmp_path):
    """An isolated Python without site-packages is a machine on which nothing is installed."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", ROOT / "build.py"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
    assert "make build" in done.stderr
    assert "python -m pip install ." in done.stderr


def test_python_m_build_would_run_build_py_and_the_readme_says_what_to_use_instead():
    where = "import importlib.util; print(importlib.util.find_spec('build').origin)"
    found = subprocess.run(
        [sys.executable, "-c", where], cwd=ROOT, check=True, capture_output=True, text=True
    )
    said = (ROOT / "README.md").read_text("utf-8")

    assert Path(found.stdout.strip()) == ROOT / "build.py"
    assert "`pyproject-build` or `uv build` (`python -m build` would run `build.py`)" in said


# --- what is installed


LOCKS = ("requirements.lock", "requirements-dev.lock")


def requirements(name):
    """Return each requirement of a lock file as one line."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_requirement_has_one_version_and_its_hashes_and_no_address(name):
    found = requirements(name)

    assert len(found) > 10
    assert [
        line for line in found if not re.match(r"[\w.-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}", line)
    ] == []
    assert re.findall(r"://|--index-url|--find-links", (ROOT / name).read_text("utf-8")) == []


def test_every_dependency_is_locked_and_so_is_what_an_editable_install_needs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.match(r"[\w-]+", line)[0] for line in project["dependencies"]} | {"hatchling", "editables"}
    locked = {line.partition("==")[0] for line in requirements("requirements.lock")}

    assert wanted - locked == set()


def test_the_two_locks_agree():
    runtime, dev = (dict(line.split()[0].split("==") for line in requirements(name)) for name in LOCKS)

    assert {name: dev[name] for name in dev if name in runtime} == {
        name: runtime[name] for name in runtime if name in dev
    }


def test_everything_imported_is_a_dependency_of_ours_or_of_python():
    """A library that another one brings along may leave with it; MarkupSafe is part of Jinja."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ours = {re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]} | {"markupsafe"}
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    imported = set(re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE))
    foreign = imported - sys.stdlib_module_names - {"openai_news"}
    brought = packages_distributions()

    assert {"jinja2", "yaml"} <= foreign
    assert [name for name in sorted(foreign) if not ours & {one.lower() for one in brought[name]}] == []
