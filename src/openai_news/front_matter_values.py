"""Node -> value: how a text, a word, a date or a list is read; a wrong one is a problem with its remedy."""

import re
from functools import cached_property
from html import unescape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from openai_news import dates
from openai_news.model import Moment, Place, Problem, Severity
from openai_news.vocabulary import BOOLEANS, STATUSES
from openai_news.yaml_nodes import Mapping, Node, Scalar, Sequence, problem_at
from openai_news.yaml_traps import quote, requoted

_LONGEST_DATE = 60
_SHOWN = 60
_ADDRESSES = ("http://", "https://", "//")
_MARKUP = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);|</?[a-zA-Z][^>]*>|\*\*")


class Values:
    """Reads the nodes of one header; None stands for a value that is absent or wrong."""

    def __init__(self, path: str, text: str, zone: ZoneInfo) -> None:
        self.path = path
        self.source = text
        self.zone = zone
        self.problems: list[Problem] = []

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the header, looked at only where something is wrong."""
        return self.source.split("\n")

    @cached_property
    def has_comments(self) -> bool:
        """Whether a `#` may hide a part of a text."""
        return " #" in self.source

    def place(self, node: Node) -> Place:
        """Return where a node stands in its file."""
        return Place(self.path, node.line, node.column)

    def problem(self, code: str, node: Node, **values: str) -> None:
        """Note an error at a node."""
        self.problems.append(problem_at(code, self.path, node, **values))

    def warning(self, code: str, node: Node, **values: str) -> None:
        """Note at a node what does not stop publication."""
        place = self.place(node)
        self.problems.append(Problem(code, place, values, Severity.WARNING, width=node.width))

    def unknown(self, key: Scalar, meant: str) -> None:
        """Warn of a name that means nothing here (RULES E5)."""
        values = {"key": _short(key.text), "meant": meant, "reason": "near" if meant else ""}
        self.warning("W101", key, **values)

    # --- one value

    def text(self, key: str, node: Node) -> str | None:
        """Return a text as written, on one line."""
        if not isinstance(node, Scalar):
            self.not_text(key, node)
            return None
        if self.has_comments and node.plain:
            self._check_comment(key, node)
        if markup := _MARKUP.search(node.text):
            self._check_markup(node, markup[0])
        return None if node.is_null else _one_line(node.text)

    def boolean(self, key: str, node: Node) -> bool | None:
        """Return yes or no; what is neither never publishes anything (RELIABILITY 6, row 6)."""
        return self._word(key, node, BOOLEANS, "boolean")

    def published(self, key: str, node: Node) -> bool | None:
        """Return whether Jekyll's `published` means a draft."""
        value = self.boolean(key, node)
        return None if value is None else not value

    def status(self, key: str, node: Node) -> bool | None:
        """Return whether Pelican's `status` means a draft."""
        return self._word(key, node, STATUSES, "status")

    def moment(self, key: str, node: Node) -> Moment | None:
        """Return an instant in the site's zone; each way of being no date has its own hint (E103)."""
        written = self._single(key, node)
        if written is None:
            return None
        try:
            return dates.parse(written[:_LONGEST_DATE], self.zone)
        except dates.BadDate as error:
            values = {**error.values, "key": key, "value": _short(written), "reason": error.reason}
            self.problem("E103", node, **values)
            return None

    def web(self, key: str, node: Node) -> str | None:
        """Return an address on the web: no other may become a link (RELIABILITY 6, row 29)."""
        written = self.text(key, node)
        if written and not is_web(written):
            self.problem("E127", node, key=key, value=_short(written))
            return None
        return written

    def _word(self, key: str, node: Node, words: dict[str, bool], reason: str) -> bool | None:
        written = self._single(key, node)
        if written is None:
            return None
        value = words.get(written.lower())
        if value is None:
            self.problem("E104", node, key=key, value=_short(written), reason=reason)
        return value

    def _single(self, key: str, node: Node) -> str | None:
        if isinstance(node, Scalar):
            return None if node.is_null else node.text.strip()
        self.problem("E104", node, key=key, reason="single")
        return None

    def not_text(self, key: str, node: Node) -> None:
        """Note that a list or a mapping stands where one text is expected."""
        self.problem("E104", node, key=key, **self._fix(node, "text"))

    def _check_comment(self, key: str, node: Scalar) -> None:
        """Tell what a `#` takes away: all of a text (an error), or its end (a warning)."""
        line = self.lines[node.line - 1]
        start = node.column - 1
        if not node.width and node.text:
            return
        rest = line[start + node.width :].strip()
        if not rest.startswith("#"):
            return
        head, written = line[:start].rstrip(), line[start:].strip()
        values = {"key": key, "fixed": f"{head} {quote(written)}", "sign": "#"}
        if node.text:
            self.warning("W104", node, **values)
        else:
            self.problem("E114", node, **values)

    def _check_markup(self, node: Scalar, written: str) -> None:
        """Warn that a text of the header is plain: what it holds is shown as typed (row 14)."""
        sign = unescape(written)
        if sign == written:
            self.warning("W105", node, written=_short(written))
        else:
            reason = "space" if sign.isspace() else "entity"
            self.warning("W105", node, written=written, sign=sign, reason=reason)

    def _fix(self, node: Node, reason: str) -> dict[str, str]:
        """Return the line with the node in quotes where that is its whole value, else only the reason."""
        fixed = requoted(self.lines[node.line - 1], node.column - 1)
        return {"reason": "requote", "fixed": fixed} if fixed else {"reason": reason}

    def renamed(self, key: Scalar, name: str) -> str:
        """Return the line of a key with the key renamed."""
        line, start = self.lines[key.line - 1], key.column - 1
        return line[:start] + name + line[start + key.width :]

    # --- several values

    def texts(self, key: str, node: Node) -> tuple[str, ...]:
        """Return a list of texts, or one text as a list of one."""
        items = node.items if isinstance(node, Sequence) else (node,)
        if isinstance(node, Mapping):
            names = ", ".join(flow(entry.text) for entry, _ in node.entries)
            self._not_list(key, node, f"[{names}]", "")
            return ()
        if isinstance(node, Scalar) and node.is_null:
            return ()
        found = [text for item in items if (text := self.item(key, item))]
        return tuple(dict.fromkeys(found))

    def terms(self, key: str, node: Node) -> tuple[str, ...]:
        """Return a list of texts; commas in one text are a list without its brackets (row 16)."""
        if isinstance(node, Scalar) and "," in node.text:
            items = filter(None, (part.strip() for part in node.text.split(",")))
            self._not_list(key, node, f"[{', '.join(map(flow, items))}]", "comma")
            return ()
        return self.texts(key, node)

    def addresses(self, key: str, node: Node) -> tuple[str, ...]:
        """Return former addresses on this site; one on another site redirects nobody here (W102)."""
        found = self.texts(key, node)
        for address in found:
            if address.startswith(_ADDRESSES):
                self.warning("W102", _item(node, address), key=key, value=_short(address))
        return tuple(address for address in found if not address.startswith(_ADDRESSES))

    def webs(self, key: str, node: Node) -> tuple[str, ...]:
        """Return a list of addresses on the web."""
        found = self.texts(key, node)
        for address in found:
            if not is_web(address):
                self.problem("E127", _item(node, address), key=key, value=_short(address))
        return tuple(filter(is_web, found))

    def item(self, key: str, node: Node) -> str | None:
        """Return one text of a list."""
        if isinstance(node, Scalar) and not node.is_null:
            return self.text(key, node)
        if isinstance(node, Scalar):
            self.problem("E124", node, key=key, reason="null")
        else:
            self.problem("E124", node, key=key, **self._fix(node, "item"))
        return None

    def _not_list(self, key: str, node: Node, flow: str, reason: str) -> None:
        self.problem("E124", node, key=key, reason=reason, fixed=f"{key}: {flow}")


def _item(node: Node, text: str) -> Node:
    """Return the item of a list that says `text`, or what is no list."""
    items = node.items if isinstance(node, Sequence) else ()
    return next((item for item in items if isinstance(item, Scalar) and item.text.strip() == text), node)


def _one_line(text: str) -> str | None:
    return text.replace("\n", " ").strip() or None


def flow(text: str) -> str:
    """Return a text as an item of `[a, b]`, in quotes where it needs them."""
    plain = text.replace(" ", "").replace("-", "").replace("’", "").isalnum()
    return text if plain else quote(text)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def is_web(written: str) -> bool:
    """Say whether a text is an absolute http(s) address."""
    try:
        parts = urlsplit(written)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(parts.netloc)
        and written.isprintable()
        and " " not in written
    )
