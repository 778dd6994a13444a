"""Work shared out among processes: the same results in the same order, whoever does it."""

import subprocess
import sys

import pytest

from openai_news import pool


def twice(spec, numbers):
    return [int(spec) * number for number in numbers]


def fail_at(bad, numbers):
    if bad in numbers:
        raise ValueError(bad)
    return numbers


@pytest.mark.parametrize("bad", [1, 4])
def test_what_fails_in_either_process_fails_here(bad):
    with (
        pytest.raises(ValueError, match=str(bad)),
        pool.shared(lambda items: fail_at(bad, list(items)), [1, 2, 3, 4], list) as results,
    ):
        results()


def test_shared_items_are_each_taken_once():
    """In a process of its own: where there are threads, as in one that ran a browser, nothing forks."""
    code = """if True:
        import os
        from openai_news import pool

        pool.processors = lambda: 2
        def take(items):
            return [(item, os.getpid()) for item in items]
        with pool.shared(take, list(range(1000)), list) as results:
            mine, others = results()
        assert sorted(item for item, _ in (*mine, *others)) == list(range(1000))
        assert {pid for _, pid in mine} <= {os.getpid()}
        assert os.getpid() not in {pid for _, pid in others}
    """
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_a_process_took_that_died_is_done_here():
    code = """if True:
        import os
        from openai_news import pool

        pool.processors = lambda: 2
        here = os.getpid()
        def take(items):
            return [item if os.getpid() == here else os._exit(1) for item in items]
        with pool.shared(take, list(range(100)), list) as results:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
            mine, others = results()
        assert sorted((*mine, *others)) == list(range(100))
    """
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("items", [[], [1], [1, 2, 3]])
def test_without_a_second_process_one_takes_all(items, monkeypatch):
    monkeypatch.setattr(pool, "processors", lambda: 1)
    with pool.shared(list, items, list) as results:
        mine, others = results()

    assert sorted((*mine, *others)) == items


@pytest.mark.parametrize("jobs", [1, 2])
def test_workers_keep_the_order(jobs):
    assert list(pool.run(twice, b"3", [[1, 2], [3], [4, 5]], jobs)) == [[3, 6], [9], [12, 15]]
