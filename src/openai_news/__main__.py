"""The way in: `openai-news`, which is also `python -m openai_news`."""

import gc

_YOUNG = 50_000  # objects between two looks for cycles: what a start loads stays until the end


def main() -> None:
    """Run the command line, everything else loaded after this."""
    gc.set_threshold(_YOUNG, 50, 100)
    from openai_news import cli

    cli.main()


if __name__ == "__main__":
    main()
