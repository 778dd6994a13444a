"""One build at a time: a lock in the cache that dies with its process."""

import os
import sys
from pathlib import Path
from types import TracebackType

from openai_news.disk import refusals
from openai_news.errors import MachineError
from openai_news.model import Place, Problem


class Lock:
    """Holds the cache for one build, as a context.

    Raises:
        MachineError: another build holds it.
        DiskProblem: the cache cannot be written.
    """

    def __init__(self, cache: Path) -> None:
        self._path = cache / "lock"

    def __enter__(self) -> None:
        with refusals(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _hold(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise MachineError([Problem("E701", Place(str(self._path)))]) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)


def _hold(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
