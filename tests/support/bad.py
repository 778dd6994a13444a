r"""Bad files: how tests/data/bad/ writes them down, makes them, and carries out the hint of a problem.

    === what is wrong | row 1 | E101 2:11 | line
    ---
    title: Foo: bar
    ...
    >>> content/b.md
    ...

A head gives the name, the row of the table of hostile inputs, the problems expected as `CODE LINE:COLUMN`,
`CODE PATH:LINE:COLUMN` or `CODE PATH`, and how the hint is carried out, if it can be; then `check` where
that command finds it. The first file is content/a.md unless `>>>` names it. `\u{e9}` is a character, `\x{e9}`
a byte, `\*{9:ab}` a repetition, `\z` at the end of a file takes its last line end away. `>>> PATH !WORDS`
makes what is no text: `!link TARGET`, `!pipe`, `!socket`, `!sparse BYTES`, `!picture FORM WIDTHxHEIGHT`.
"""

import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path

from support.pictures import exif, picture

FIRST = "content/a.md"
_HEAD = re.compile(r"^=== (.*)\n", re.MULTILINE)
_FILE = re.compile(r"^>>> (\S.*?)(?: !(.*))?\n", re.MULTILINE)
_EXPECTED = re.compile(r"(\w\d{3})(?: (?!\d+:\d+$)(.*?))??(?:[ :](\d+):(\d+))?")
_REPEAT = re.compile(r"\\\*\{(\d+):(.*?)\}", re.DOTALL)
_CHARACTER = re.compile(r"\\([ux])\{([0-9a-f]+)\}")
_AFTER_A_FIX = re.compile("`(?:, | or `| in one | with an | for a | on |; |:|$)")


@dataclass(frozen=True)
class Case:
    """One site with something wrong, and what is to be said of it."""

    name: str
    row: int
    expected: tuple
    fix: str
    command: str
    files: dict

    @property
    def codes(self):
        return {code for code, *_ in self.expected}


def cases(folder):
    """Return every case of a folder of data."""
    return [case for path in sorted(folder.glob("*.txt")) for case in _cases(path.read_text("utf-8"))]


def _cases(text):
    heads_and_texts = _HEAD.split(text)[1:]
    for head, body in zip(heads_and_texts[::2], heads_and_texts[1::2], strict=True):
        name, row, expected, *rest = (part.strip() for part in head.split("|"))
        fix, command = (*rest, "", "")[:2]
        wanted = tuple(_expected(one) for one in expected.split(", ") if one != "builds")
        yield Case(name, int(row.removeprefix("row ")), wanted, fix, command or "build", _files(body))


def _expected(written):
    code, path, line, column = _EXPECTED.fullmatch(written).groups()
    return code, path or FIRST, int(line or 0), int(column or 0)


def _files(body):
    first, *others = _FILE.split(body)
    files = {FIRST: first} if first else {}
    for path, words, text in zip(others[::3], others[1::3], others[2::3], strict=True):
        files[path] = f"!{words}" if words else text
    return {path: expanded(text) for path, text in files.items()}


def expanded(written):
    """Return a text with its repetitions made, its characters and bytes in place."""
    text = _REPEAT.sub(lambda match: int(match[1]) * match[2].replace("\\n", "\n"), written)
    text = _CHARACTER.sub(_character, text)
    return text.removesuffix("\\z\n") if text.endswith("\\z\n") else text


def _character(match):
    number = int(match[2], 16)
    return chr(0xDC00 + number if match[1] == "x" and number > 0x7F else number)


# --- on the disk


def make(root, files):
    """Write the files of a case into the site at `root`."""
    for path, text in files.items():
        target = Path(os.fsdecode(os.fsencode(str(root / expanded(path)))))
        target.parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("!") and not text.startswith("!["):
            word, *arguments = text[1:].split()
            _SPECIAL[word](target, *arguments)
        else:
            target.write_bytes(text.encode("utf-8", "surrogateescape"))


def _link(target, to):
    target.symlink_to(to)


def _socket(target):
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(target.parent)  # the path of a socket is short
        try:
            one.bind(target.name)
        finally:
            os.chdir(here)


def _sparse(target, size):
    with target.open("wb") as file:
        file.truncate(int(size))


def _picture(target, form, size, *more):
    width, height = map(int, size.split("x"))
    claimed = "claimed" in more
    options = {"exif": exif()} if "exif" in more else {}
    data = picture(*((2, 2) if claimed else (width, height)), form, **options)
    if claimed:
        data = _claiming(data, form, width, height)
    target.write_bytes(data[: len(data) // 2] if "cut" in more else data)


def _claiming(data, form, width, height):
    """Return a picture whose head tells another size than it has."""
    if form == "GIF":
        return data[:6] + width.to_bytes(2, "little") + height.to_bytes(2, "little") + data[10:]
    from zlib import crc32

    head = b"IHDR" + width.to_bytes(4) + height.to_bytes(4) + data[24:29]
    return data[:12] + head + crc32(head).to_bytes(4) + data[33:]


_SPECIAL = {"link": _link, "pipe": os.mkfifo, "socket": _socket, "sparse": _sparse, "picture": _picture}


# --- the hint, carried out to the letter


def mended(text, problem, fix):
    """Return a text with the hint of a problem carried out; `fix` says where what it writes belongs."""
    lines = text.split("\n")
    row, start, width = problem["line"] - 1, problem["column"] - 1, problem["width"]
    line, hint = lines[row], problem["hint"]
    match fix:
        case "line":
            lines[row] = written(hint)
        case "span":
            lines[row] = line[:start] + written(hint) + line[start + width :]
        case "delete":
            lines[row] = line[:start] + line[start + width :]
        case "drop":
            del lines[row]
        case "insert":
            lines.insert(lines.index("---") + 1, written(hint))
        case "dashes":
            row = int(re.search(r"line (\d+)", hint)[1]) - 1
            lines[row : row + 1] = ["---"]
    return "\n".join(lines)


def written(hint):
    """Return what a hint says to write: what stands in its first backticks, or the first of a choice."""
    if "`" not in hint:
        return hint.partition(": ")[2].partition(",")[0]
    rest = hint.partition("`")[2]
    return rest[: _AFTER_A_FIX.search(rest).start()]
