"""A foreign body in Markdown -> one that builds: what runs or is not closed goes or becomes text, by name."""

import re

from openai_news import markup
from openai_news.foreign_draft import FORBIDDEN, Loss
from openai_news.model import Place, Problem, Severity

_PATIENCE = 60  # rounds; each mends all that a round finds
_CODE = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[ \t]*$|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
_FRAME = re.compile(
    r"<(iframe|embed|frame)\b([^>]*)>(?:(?:(?!<iframe\b).)*?</\1\s*>)?", re.DOTALL | re.IGNORECASE
)
_GONE = re.compile(
    r"<(script|style|object|applet|form|noscript)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)
_EVENT = re.compile(r"""(<[a-z][^<>]*?)\s+(on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""", re.IGNORECASE)
_NAMED = {"E210": "names", "E213": "address", "E214": "address", "E215": "address", "E217": "address"}


def mend(body: str, title: str, path: str, lang: str) -> tuple[str, tuple[Loss, ...], tuple[Problem, ...]]:
    """Return a body that our own reader accepts, what it lost, and errors that nothing mends (limits)."""
    losses: list[Loss] = []
    body = _without_active(FORBIDDEN.sub(" ", body), path, losses)
    for _ in range(_PATIENCE):
        found = markup.render(body, title=title, place_of=Place(path, 1), lang=lang).problems
        errors = [problem for problem in found if problem.severity is Severity.ERROR]
        if not errors:
            return body, (*losses, *_told(found, path)), ()
        mended = body
        for problem in sorted(errors, key=lambda one: one.place, reverse=True):
            mended = _neutral(mended, problem)
            losses.append(Loss("text", problem.values.get("name", problem.code), path))
        if mended == body:
            return body, tuple(losses), tuple(errors)
        body = mended
    return body, tuple(losses), tuple(errors)


def _without_active(body: str, path: str, losses: list[Loss]) -> str:
    """Put links in the place of frames; take out scripts, styles, forms and handlers of events."""
    if "<" not in body:
        return body

    def frame(match: re.Match[str]) -> str:
        losses.append(Loss("frame", match[1].lower(), path))
        source = _SOURCE.search(match[2])
        address = source[1] if source else ""
        address = f"https:{address}" if address.startswith("//") else address
        return f"<{address}>" if address else ""

    def gone(match: re.Match[str]) -> str:
        losses.append(Loss("element", match[1].lower(), path))
        return ""

    def event(match: re.Match[str]) -> str:
        losses.append(Loss("attribute", match[2].lower(), path))
        return match[1]

    parts = _CODE.split(body)
    for place in range(0, len(parts), 2):
        prose = _GONE.sub(gone, _FRAME.sub(frame, parts[place]))
        while _EVENT.search(prose):
            prose = _EVENT.sub(event, prose)
        parts[place] = prose
    return "".join(parts)


def _neutral(body: str, problem: Problem) -> str:
    """Return the body with the sign at a problem's place taken for text."""
    lines = body.split("\n")
    at = problem.place.column - 1
    if problem.code == "E204" and set(problem.values.get("name", "")) <= set("`~"):
        return f"{body}\n{problem.values['name']}"
    if not 0 < problem.place.line <= len(lines) or at < 0:
        return body
    line = lines[problem.place.line - 1]
    sign = line[at : at + 1]
    instead = {"<": "&lt;", "": ""}.get(sign, f"\\{sign}" if sign.isascii() and not sign.isalnum() else "")
    lines[problem.place.line - 1] = line[:at] + instead + line[at + 1 :]
    return "\n".join(lines)


def _told(found: tuple[Problem, ...], path: str) -> list[Loss]:
    """Name what the build itself will leave out or replace."""
    return [
        Loss(problem.code, problem.values.get(_NAMED[problem.code], ""), path)
        for problem in found
        if problem.code in _NAMED
    ]
