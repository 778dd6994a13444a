"""Work shared out among processes: the same results in the same order, whoever does it."""

import subprocess
import sys

import pytest

from openai_news import pool


def twice(spec, numbers):
    return [int(spec) * number for number in numbers]


def fail_at(spec, numbers):
    if int(spec) in numbers:
        raise ValueError(spec)
    return numbers


@pytest.mark.parametrize("numbers", [[], [1], [1, 2], [1, 2, 3, 4, 5]])
def test_two_halves_are_the_whole(numbers):
    made = [one for half in pool.pair(twice, b"2", numbers, int) for one in half]

    assert sorted(made) == [2 * number for number in numbers]


def test_the_second_half_is_made_elsewhere():
    """In a process of its own: where there are threads, as in one that ran a browser, nothing forks."""
    code = """if True:
        import os
        from openai_news import pool

        pool.processors = lambda: 2
        halves = list(pool.pair(lambda _, numbers: [os.getpid() for _ in numbers], b"", [1, 2, 3, 4], int))
        assert set(halves[0]) == {os.getpid()}, halves
        assert not set(halves[0]) & set(halves[1]), halves
    """
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("bad", [1, 4])
def test_what_fails_in_either_half_fails_here(bad):
    with pytest.raises(ValueError, match=str(bad)):
        list(pool.pair(fail_at, str(bad).encode(), [1, 2, 3, 4], int))


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_keep_the_order(jobs):
    assert list(pool.run(twice, b"3", [[1, 2], [3], [4, 5]], jobs)) == [[3, 6], [9], [12, 15]]
