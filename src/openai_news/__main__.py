"""The way in: `openai-news`, which is also `python -m openai_news`."""

import gc
import sys

_YOUNG = 50_000  # objects between two looks for cycles: what a start loads stays until the end


def main() -> None:
    """Run the command line, everything else loaded after this."""
    gc.set_threshold(_YOUNG, 50, 100)
    _load_msgspec()
    from openai_news import cli

    cli.main()


def _load_msgspec() -> None:
    """Load it without `typing_extensions`, which it asks first, for older Pythons; `inspect` comes along."""
    name = "typing_extensions"
    if name not in sys.modules:
        sys.modules[name] = None  # type: ignore[assignment] # as import's own way to say "not there"
        import msgspec  # noqa: F401 - loaded for all that follow

        del sys.modules[name]


if __name__ == "__main__":
    main()
