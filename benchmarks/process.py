"""Run a command as a whole process: its wall time, and its CPU time or memory with all children."""

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

EVERY = 0.05  # seconds between two looks at the memory
_SILENT = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH"}


def environment() -> dict[str, str]:
    """Return the environment without what would slow Python's start or change what it imports."""
    return {name: value for name, value in os.environ.items() if name not in _SILENT}


def timed(command: Sequence[str], cwd: Path) -> tuple[float, float]:
    """Run to the end; return seconds of wall time and of CPU. RuntimeError if it fails."""
    start = time.perf_counter()
    process = _start(command, cwd)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise RuntimeError(f"exit {process.returncode}: {' '.join(command)}")
    return wall, usage.ru_utime + usage.ru_stime


def peak(command: Sequence[str], cwd: Path) -> int:
    """Run to the end; return the greatest memory seen, in bytes, pages shared by forks counted once.

    Looking costs time, so that a run that is looked at is not a run that is timed.
    """
    process, most = _start(command, cwd), 0
    while process.poll() is None:
        most = max(most, sum(map(_proportional, _tree(process.pid))))
        time.sleep(EVERY)
    if process.returncode:
        raise RuntimeError(f"exit {process.returncode}: {' '.join(command)}")
    return most


def _start(command: Sequence[str], cwd: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=cwd, env=environment(), stdout=subprocess.DEVNULL)


def _tree(pid: int) -> Iterator[int]:
    """Yield a process and all its descendants; those that end meanwhile are left out."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            continue
        for child in found:
            yield from _tree(int(child))


def _proportional(pid: int) -> int:
    """Return a process's proportional set size in bytes, 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
