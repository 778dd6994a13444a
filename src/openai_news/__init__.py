"""openai-news: a static site generator for news archives."""
