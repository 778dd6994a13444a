"""The race: its sums are right, its sites can be edited, its pins name no address."""

import re
import sys
from pathlib import Path

import pytest
from benchmarks import corpus, growth, machine, million, pictures, racers, report, run, scenes, sites, space
from benchmarks.corpus import Archive
from benchmarks.racers import HERE, PYTHON, RACERS

GENERATORS = [racer for racer in RACERS.values() if not racer.reads]
PINS = sorted(HERE.glob("requirements/*.txt"))


@pytest.mark.parametrize("power", [0, 0.5, 1, 2])
def test_the_exponent_of_a_power_is_that_power(power):
    sizes = (1_000, 3_000, 200_000)

    assert growth.exponent(sizes, [0.01 * size**power for size in sizes]) == pytest.approx(power)


def test_a_ratio_is_one_to_hugos_clean_build():
    runs = [report.Run("hugo", "clean", wall=10, cpu=2), report.Run("ours", "clean", wall=25, cpu=3)]
    runs += [report.Run("ours", "nothing changed", wall=0.2, cpu=0.1)]
    trees = {"ours": report.Tree(1, 1), "hugo": report.Tree(1, 1)}
    table = report.table(report.Race(10, 1, "a machine", trees, runs))

    assert "| clean | 25.00 (2.50) | 10.00 (1.00) |" in table
    assert "| nothing changed | 0.20 (1/50) | – |" in table


def test_a_race_read_again_is_the_same(tmp_path):
    race = report.Race(
        10, 1, "a machine", {"ours": report.Tree(1, 2)}, [report.Run("ours", "clean", 1, 2, 3)]
    )
    report.write(tmp_path, race)

    assert report.load(tmp_path / "10.json") == race


MOUNTS = """\
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
31 27 7:0 / /bench rw,relatime shared:1 - ext4 /dev/loop0 rw
32 27 0:5 / /bench/x rw - tmpfs none rw
"""


@pytest.mark.parametrize(
    ("folder", "name"),
    [("/home", "ext4 with discard without a journal"), ("/bench/y", "ext4"), ("/bench/x/y", "tmpfs")],
)
def test_the_file_system_is_that_of_the_nearest_mount(folder, name, tmp_path, monkeypatch):
    for device, options in (("vda", "rw\ndiscard\n"), ("loop0", "rw\ndata=ordered\n")):
        (tmp_path / device).mkdir()
        (tmp_path / device / "options").write_text(options)
    (tmp_path / "mountinfo").write_text(MOUNTS)
    monkeypatch.setattr(machine, "_MOUNTS", tmp_path / "mountinfo")
    monkeypatch.setattr(machine, "_EXT4", tmp_path)

    assert machine.file_system(Path(folder)) == name


def test_too_little_space_is_said_in_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match=r"^1,000,000,000 articles and 2 clean builds .+ GiB are free\. "):
        space.demand(tmp_path / "not" / "there", 1_000_000_000, 2, [RACERS["ours"]])


def test_a_racer_that_reads_another_asks_for_it():
    with pytest.raises(SystemExit, match="also ask for ours"):
        racers.named("hugo,pagefind")


@pytest.mark.parametrize("racer", GENERATORS, ids=lambda racer: racer.name)
def test_every_edit_finds_what_it_changes(racer, tmp_path):
    archive = Archive(9)
    sites.write(tmp_path, archive, [racer.name])
    scene = scenes.Scene(racer, tmp_path, archive, 1)
    for edit in (scenes.body, scenes.another_body, scenes.title, scenes.new):
        edit(scene)
    written = [path.read_text("utf-8") for path in (scene.site / sites.CONTENT).rglob("*.md")]

    assert len(written) == archive.count + 1
    assert sum("Mise à jour numéro 1.\n\n" in text for text in written) == 1
    assert sum(f"Édition 1 : {corpus.name(archive, 7).title}" in text for text in written) == 1
    assert not any("](article:" in text for text in written)


@pytest.mark.parametrize("racer", [one for one in GENERATORS if one.name != "ours"], ids=lambda one: one.name)
def test_every_base_template_ends_a_body(racer):
    assert "</body>" in (HERE / racer.name / racer.base).read_text("utf-8")


def test_a_build_without_pages_keeps_all_articles_and_is_told_with_its_exponents(tmp_path, monkeypatch):
    monkeypatch.setattr(million, "SITES", tmp_path)
    few, many = million.measure(20), million.measure(400)

    assert many.catalogue > 5 * few.catalogue > 0
    assert list(tmp_path.iterdir()) == []
    assert re.search(r"\| 400 \|.*\n\| exponent \| \*\*", million.table([few, many]))


def test_cards_and_versions_are_made_where_they_are_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "SITES", tmp_path)
    race = pictures.measure(2, 1)
    files = {name: tree.files for name, tree in race.trees.items()}

    assert files[pictures.CARDS] == files[pictures.COPIES] == files[pictures.ALONE] + 2
    assert files[pictures.VERSIONS] > files[pictures.COPIES] + 8
    assert {run.scenario for run in race.runs} == {pictures.FIRST, pictures.AGAIN}
    assert "| a social card | " in pictures.table(race)


def test_every_racer_in_python_is_pinned():
    assert {pins.stem for pins in PINS} == {racer.name for racer in RACERS.values() if racer.kind == PYTHON}


@pytest.mark.parametrize("pins", [*PINS, HERE / "package-lock.json"], ids=lambda path: Path(path).name)
def test_pins_have_hashes_and_no_address(pins):
    text = pins.read_text("utf-8")
    names = re.findall(r"^[\w.-]+==", text, re.MULTILINE) or re.findall(
        r'^    "node_modules/', text, re.MULTILINE
    )

    assert "://" not in text
    assert len(re.findall(r"--hash=sha256:|\"integrity\": \"sha512-", text)) >= len(names) > 0


def test_ours_is_run_by_the_python_that_runs_the_race():
    assert racers.RACERS["ours"].command[0] == str(Path(sys.executable).with_name("openai-news"))


@pytest.mark.parametrize(
    ("scenario", "name", "seen", "times"),
    [
        ("clean", "hugo", False, 1),
        ("clean", "ours", False, 1),
        ("one body edited", "hugo", False, 0),
        ("one body edited", "ours", False, 3),
        ("one body edited", "ours", True, 1),
    ],
)
def test_who_makes_all_anew_is_asked_once_a_round(scenario, name, seen, times):
    plan = run.Plan(rounds=1, edits=3, clean_only=("hugo",))

    assert plan.times(racers.RACERS[name], scenario, seen=seen) == times
