"""What a person reads in a terminal, or a machine in its place: pure text from what a build did."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from openai_news import errors
from openai_news.model import Problem, Severity
from openai_news.published import Published

_LOCALE = Path(__file__).with_name("locale")

LANGUAGES = ("fr", "en")
FORMS = ("text", "json", "github")
CHECK_FORMS = (*FORMS, "sarif")
_SHOWN = 3  # warnings of one code that are drawn; a person has understood by then


@lru_cache(maxsize=2)
def _words(lang: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for source in sorted((_LOCALE / lang / "terminal").iterdir()):
        found |= json.loads(source.read_text("utf-8"))
    return found


def language(lang: str) -> str:
    """Return the language of messages for a site's language: French or English."""
    return lang[:2] if lang[:2] in LANGUAGES else "en"


def say(lang: str, key: str, **values: str) -> str:
    """Return a sentence."""
    return str(_words(lang)[key]).format_map(values)


def count(lang: str, key: str, n: int) -> str:
    """Return `3 fichiers écrits`; French says one for nought too."""
    forms = _words(lang)[key]
    one = n < 2 if lang == "fr" else n == 1  # noqa: PLR2004 - the plural starts at two
    number = f"{n:,}".replace(",", "\u202f" if lang == "fr" else ",")
    return str(forms["one" if one else "other"]).format(n=number)


def summary(published: Published, seconds: float, lang: str) -> str:
    """Return the closing line of a build."""
    wrong = sum(p.severity is Severity.ERROR for p in published.problems)
    tally = {
        "errors": count(lang, "errors", wrong),
        "warnings": count(lang, "warnings", len(published.problems) - wrong),
    }
    if not published.done:
        return say(lang, "refused" if wrong else "refused_strict", **tally)
    line = say(
        lang,
        "summary",
        written=count(lang, "written", len(published.written)),
        kept=count(lang, "kept", published.kept),
        removed=count(lang, "removed", len(published.removed)),
        parsed=count(lang, "parsed", published.parsed),
        seconds=f"{seconds:.2f}".replace(".", "," if lang == "fr" else "."),
    )
    return f"{line}\n{say(lang, 'partly', **tally)}" if wrong else line


def notes(published: Published, timezone: str, lang: str) -> list[str]:
    """Return what deserves a word: why everything was rebuilt, when the clock will change the site."""
    said = [say(lang, f"note.{note}") for note in published.notes]
    if published.done and published.next_change is not None:
        said.append(say(lang, "next_change", when=_instant(published.next_change, timezone)))
    return said


def explanation(published: Published, lang: str) -> list[str]:
    """Return a line per file written or removed, with the reason."""
    written = [f"{path}  ({_reason(why, lang)})" for path, why in published.written.items()]
    return written + [f"{path}  ({_reason('removed', lang)})" for path in published.removed]


def _reason(why: str, lang: str) -> str:
    """Return `view changed: title` in the reader's language; the report for programs keeps it as it is."""
    kind, _, what = why.partition(": ")
    return say(lang, f"explain.{kind.replace(' ', '_')}", what=what)


def problems(found: Sequence[Problem], form: str, lang: str, *, colour: bool) -> str:
    """Return all problems for a program, or as text: every error, and the first warnings of each code."""
    if form == "sarif":
        from openai_news import sarif

        return sarif.draw(found, lang)
    if form == "json":
        return json.dumps([errors.as_json(problem, lang) for problem in found], ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(errors.draw_github(problem, lang) for problem in found)
    return "\n\n".join(_drawn(found, lang, colour=colour))


def _drawn(found: Sequence[Problem], lang: str, *, colour: bool) -> Iterator[str]:
    """Draw problems in their order; then say how many warnings of each code are like those drawn."""
    seen: Counter[str] = Counter()
    for problem in found:
        if problem.severity is Severity.WARNING:
            seen[problem.code] += 1
            if seen[problem.code] > _SHOWN:
                continue
        yield errors.draw(problem, lang, colour=colour)
    more = [(code, n - _SHOWN) for code, n in sorted(seen.items()) if n > _SHOWN]
    if more:
        lines = [f"  {code}  {count(lang, 'more_warnings', n)}" for code, n in more]
        yield "\n".join([say(lang, "not_drawn"), *lines])


def verdict(found: Sequence[Problem], lang: str) -> str:
    """Return the closing line of a check."""
    wrong = sum(problem.severity is Severity.ERROR for problem in found)
    if not found:
        return say(lang, "nothing_found")
    doubts = count(lang, "warnings", len(found) - wrong)
    return say(lang, "found", errors=count(lang, "errors", wrong), warnings=doubts)


def report(published: Published, timezone: str, lang: str) -> str:
    """Return the JSON report of a build."""
    due = published.next_change
    content: Mapping[str, Any] = {
        "done": published.done,
        "written": [{"path": path, "reason": reason} for path, reason in published.written.items()],
        "kept": list(published.kept_paths),
        "removed": list(published.removed),
        "counts": {
            "written": len(published.written),
            "kept": published.kept,
            "removed": len(published.removed),
            "parsed": published.parsed,
            "subjects": published.made,
            "rendered": published.rendered,
        },
        "next_change": _instant(due, timezone) if due is not None else None,
        "problems": [errors.as_json(problem, lang) for problem in published.problems],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _instant(at: float, timezone: str) -> str:
    from openai_news import dates

    return datetime.fromtimestamp(at, UTC).astimezone(dates.zone(timezone)).isoformat()
