"""Work shared out among processes: the same results in the same order, whoever does it."""

import os

import pytest

from openai_news import pool


def twice(spec, numbers):
    return [int(spec) * number for number in numbers]


def where(_, numbers):
    return [os.getpid() for _ in numbers]


def fail_at(spec, numbers):
    if int(spec) in numbers:
        raise ValueError(spec)
    return numbers


@pytest.mark.parametrize("numbers", [[], [1], [1, 2], [1, 2, 3, 4, 5]])
def test_two_halves_are_the_whole(numbers):
    made = [one for half in pool.pair(twice, b"2", numbers, int) for one in half]

    assert made == [2 * number for number in numbers]


def test_the_second_half_is_made_elsewhere():
    here, there = (set(half) for half in pool.pair(where, b"", list(range(4)), int))

    assert here == {os.getpid()}
    assert not here & there


@pytest.mark.parametrize("bad", [1, 4])
def test_what_fails_in_either_half_fails_here(bad):
    with pytest.raises(ValueError, match=str(bad)):
        list(pool.pair(fail_at, str(bad).encode(), [1, 2, 3, 4], int))


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_keep_the_order(jobs):
    assert list(pool.run(twice, b"3", [[1, 2], [3], [4, 5]], jobs)) == [[3, 6], [9], [12, 15]]
