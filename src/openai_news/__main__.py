"""`python -m openai_news` is `openai-news`."""

from openai_news.cli import main

main()
