"""What a build did, as `pipeline` returns it; who only tells it loads nothing that builds."""

from openai_news.model import Problem, Value


class Published(Value, frozen=True):
    """What a build did to dist/: paths with reasons, how many stood, and the counts behind them."""

    written: dict[str, str] = {}
    kept: int = 0
    removed: tuple[str, ...] = ()
    parsed: int = 0
    made: int = 0
    rendered: int = 0
    next_change: float | None = None
    problems: tuple[Problem, ...] = ()
    done: bool = False
    clean: bool = True
    kept_paths: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
