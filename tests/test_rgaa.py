"""The table of the 106 criteria of RGAA 4.1.2 is whole, and the tests that it names exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TABLE = (ROOT / "docs" / "rgaa.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d+\.\d+) \| ([^|]+) \| (automatique|manuel|sans objet) \| ([^|]+) \|$", re.MULTILINE)
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)  # of each theme, in the order of the reference


def test_every_criterion_stands_in_the_table_once_and_none_is_blank():
    expected = [f"{theme}.{n}" for theme, count in enumerate(CRITERIA, 1) for n in range(1, count + 1)]

    assert [row[0] for row in ROW.findall(TABLE)] == expected
    assert len(expected) == 106


def test_every_test_that_the_table_names_exists():
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = {name for *_, said in ROW.findall(TABLE) for name in re.findall(r"`(test_\w+)`", said)}

    assert {name for name in named if f"def {name}(" not in tests} == set()


def test_what_is_automatic_names_its_test():
    assert [row[0] for row in ROW.findall(TABLE) if row[2] == "automatique" and "`test_" not in row[3]] == []
