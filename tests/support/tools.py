"""Tools that not every machine has: a test that needs one is skipped with a sentence, never in CI."""

import os

import pytest


def without(*, missing: bool, how: str) -> None:
    """Skip a test whose tool is not here, with a sentence; never in CI."""
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"CI must run this test: {how}")
    if missing:
        pytest.skip(how)
