"""`python build.py [OPTIONS]` is `openai-news build [OPTIONS]`."""

import sys

try:
    from openai_news.cli import main
except ModuleNotFoundError as error:
    print(
        f"Il manque {error.name} : lancez d’abord `make build`, ou `python -m pip install .`"
        f" (missing {error.name}: run `make build` first, or `python -m pip install .`).",
        file=sys.stderr,
    )
    sys.exit(3)

if __name__ == "__main__":
    main(["build", *sys.argv[1:]])
