"""Controls of direction that a line leaves open: what is shown after them is not what is written."""

import re

from openai_news.patterns import late

_CONTROL = late("[\u202a-\u202e\u2066-\u2069]")
_CLOSES = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}
OPENERS = "".join(_CLOSES.values())


def unclosed(line: str) -> int:
    """Return where the first control stands that is not ended in its line, or -1 (CVE-2021-42574)."""
    opened: list[re.Match[str]] = []
    for mark in _CONTROL.finditer(line):
        if mark[0] not in _CLOSES:
            opened.append(mark)
        elif opened and opened[-1][0] in _CLOSES[mark[0]]:
            opened.pop()
    return opened[0].start() if opened else -1
