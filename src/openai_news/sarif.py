"""Problems as SARIF 2.1.0, which code scanning services read."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from openai_news import errors
from openai_news.model import Problem

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def draw(problems: Sequence[Problem], lang: str) -> str:
    """Return one run with a rule per code and a result per problem."""
    codes = sorted({problem.code for problem in problems})
    rules = {code: number for number, code in enumerate(codes)}
    driver = {"name": "openai-news", "rules": [{"id": code} for code in codes]}
    results = [_result(problem, rules[problem.code], lang) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(problem: Problem, rule: int, lang: str) -> dict[str, Any]:
    message = "\n".join(filter(None, (errors.text(problem, lang), errors.hint(problem, lang))))
    place = problem.place
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.path)}}
    if place.line:
        physical["region"] = {"startLine": place.line, "startColumn": max(place.column, 1)}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": str(problem.severity),
        "message": {"text": message},
        "locations": [{"physicalLocation": physical}],
    }
