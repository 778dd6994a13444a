"""openai-news: a static site generator for news archives."""

__version__ = "0.1.0"  # read by pyproject.toml: to ask for the installed one costs a tenth of `--version`
