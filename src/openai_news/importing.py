"""Sources of any known format -> the files of an archive: read, settle, link, mend; it writes nothing."""

import posixpath
from collections import ChainMap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openai_news.config import Config
from openai_news.disk import DiskProblem
from openai_news.errors import ContentError, NewsError
from openai_news.foreign_body import mend
from openai_news.foreign_draft import Draft, Files, Format, Loss
from openai_news.foreign_files import Attached, open_source
from openai_news.foreign_header import settle, text
from openai_news.foreign_links import Moves, is_local, is_picture, redirect
from openai_news.importers import FORMATS
from openai_news.model import Place, Problem, Value
from openai_news.slugs import slugify

_NOT_ARTICLES = frozenset({"readme", "license", "licence", "changelog", "contributing", "robots", "humans"})
_THEMES = frozenset(
    "layouts _layouts _includes _sass themes archetypes templates _data _site public output".split()  # noqa: SIM905
)


class Article(Value, frozen=True):
    """One file to be written below content/."""

    path: str
    text: str


class Plan(Value, frozen=True):
    """What an import is going to write, what it lost on the way, and what could not be imported.

    `copies` maps a path below content/ to the files of a source and the path there.
    """

    articles: tuple[Article, ...]
    copies: dict[str, tuple[Files, str]]
    losses: tuple[Loss, ...]
    failures: tuple[NewsError | DiskProblem, ...]


def plan(sources: list[tuple[Path, str]], config: Config, form: str = "") -> Plan:
    """Read sources, each a path and how the user wrote it; an article that fails does not stop the others."""
    plans = _Planning(config, form)
    for path, shown in sources:
        try:
            files, problems = open_source(path, shown)
        except (NewsError, DiskProblem) as error:
            plans.failures.append(error)
            continue
        if problems:
            plans.failures.append(ContentError(problems))
        plans.read(files, shown)
    copies = {path: (files, name) for files, moves in plans.moves for path, name in moves.copies.items()}
    return Plan(tuple(plans.articles), copies, tuple(plans.losses), tuple(plans.failures))


class _Settled(Value, frozen=True):
    """A draft with its header judged and its place found."""

    draft: Draft
    header: dict[str, Any]
    lang: str
    to: str


class _Planning:
    """One import on its way; names, addresses and ids are given once."""

    def __init__(self, config: Config, form: str) -> None:
        self.config, self.form = config, form
        self.articles: list[Article] = []
        self.moves: list[tuple[Files, Moves]] = []
        self.losses: list[Loss] = []
        self.failures: list[NewsError | DiskProblem] = []
        self.taken: set[str] = set()

    def read(self, files: Files, shown: str) -> None:
        drafts = list(self._drafts(files, shown))
        pictures = [draft.pictures for draft in drafts if draft.pictures]
        files = Attached(files, dict(ChainMap(*pictures))) if pictures else files
        settled = [one for draft in drafts if (one := self._settle(draft))]
        moves = Moves(files, {one.draft.path: one.to for one in settled})
        self.moves.append((files, moves))
        for one in settled:
            self._finish(one, moves)

    def _drafts(self, files: Files, shown: str) -> Iterator[Draft]:
        names = files.names()
        for name in names:
            try:
                form = self._format(name, files, alone=len(names) == 1)
                if form:
                    yield from form.read(name, files, self.config)
                elif len(names) == 1:
                    raise ContentError([Problem("E139", Place(shown), {"reason": "unknown"})])
            except (NewsError, DiskProblem) as error:
                self.failures.append(error)
            except RecursionError:
                self.failures.append(ContentError([Problem("E139", Place(name), {"reason": "depth"})]))

    def _format(self, name: str, files: Files, *, alone: bool) -> Format | None:
        """Return the format that reads a file; what is no article of a folder has none."""
        suffixed = [form for form in FORMATS if name.lower().endswith(form.suffixes)]
        if not alone and (not suffixed or self._is_furniture(name)):
            return None
        if self.form:
            forced = next(form for form in FORMATS if form.name == self.form)
            return forced if alone or forced in suffixed else None
        data = files.data(name)
        return next((form for form in (FORMATS if alone else suffixed) if form.recognises(name, data)), None)

    def _is_furniture(self, name: str) -> bool:
        *folders, file = name.split("/")
        if file.partition(".")[0].lower() in _NOT_ARTICLES:
            return True
        skipped = next((folder for folder in folders if folder in _THEMES), "")
        if skipped:
            self.losses.append(Loss("folder", skipped, name))
        return bool(skipped)

    def _settle(self, draft: Draft) -> _Settled | None:
        self.losses += draft.losses
        if not draft.header:
            return None
        try:
            header, front, losses = settle(draft, self.config)
        except NewsError as error:
            self.failures.append(error)
            return None
        self.losses += losses
        assert front.date
        lang = front.lang or self.config.language
        day = front.date.at.date().isoformat()
        to = self._place(lang, day, draft, header)
        if (identity := f"id {header.get('id')}") in self.taken and "id" in header:
            self.losses.append(Loss("refused", f"id: {header.pop('id')}", draft.path))
        self.taken.add(identity)
        header["aliases"] = [alias for alias in header["aliases"] if self._claims(alias, draft.path)]
        return _Settled(draft, header, lang, to)

    def _claims(self, alias: str, path: str) -> bool:
        """Tell whether an article is the first to have a former address: it can lead to one only."""
        claim = f"alias {alias.strip('/').casefold()}"
        if claim in self.taken:
            self.losses.append(Loss("claimed", alias, path))
            return False
        self.taken.add(claim)
        return True

    def _place(self, lang: str, day: str, draft: Draft, header: dict[str, Any]) -> str:
        """Return a file of its own whose name gives an address of its own."""
        folder = "" if lang == self.config.language else f"{lang}/"
        if folder and lang in self.config.languages:
            header.pop("lang", None)  # the folder says it
        name = slugify(draft.name) or slugify(header["title"]) or "article"
        ends = ["", *(f"-{number}" for number in range(2, 10_000))]
        for end in ends:
            slug = header.get("slug", "") if not end else ""
            address = f"address {lang} {day} {slug or name + end}"
            path = f"{folder}{day[:4]}/{day[5:7]}/{day}-{name}{end}.md"
            if address not in self.taken and path not in self.taken:
                self.taken |= {address, path}
                break
        if end and "slug" in header:
            self.losses.append(Loss("slug", header.pop("slug"), draft.path))
        return path

    def _finish(self, one: _Settled, moves: Moves) -> None:
        """Give an article its links and pictures, and a body that builds."""
        header = self._with_picture(one, moves)
        body, path = one.draft.body, one.draft.path
        if not one.draft.clean:
            body = redirect(body, lambda target: self._target(target, one, moves))
            body, losses, problems = mend(body, header["title"], path, one.lang)
            self.losses += losses
            if problems:
                self.failures.append(ContentError(problems))
                return
        self.articles.append(Article(one.to, f"{text(header)}\n{body}\n"))

    def _target(self, target: str, one: _Settled, moves: Moves) -> str:
        if not is_local(target):
            return target
        path = one.draft.path
        if is_picture(target) or not (found := moves.article(target, path)):
            name = moves.copy(target, path, one.to)
            if not name and is_picture(target):
                self.losses.append(Loss("picture", target, path))
            return name or target
        anchor = target.partition("#")
        return posixpath.relpath(found, posixpath.dirname(one.to)) + anchor[1] + anchor[2]

    def _with_picture(self, one: _Settled, moves: Moves) -> dict[str, Any]:
        """Return the header, its picture copied; one that is elsewhere or missing is named and stays."""
        picture = one.header.get("image")
        if not picture:
            return one.header
        source = picture.get("src", "") if isinstance(picture, dict) else str(picture)
        name = moves.copy(source, one.draft.path, one.to) if is_local(source) else ""
        if not name:
            kind = "picture" if is_local(source) else "E408"
            self.losses.append(Loss(kind, source, one.draft.path))
            return {key: value for key, value in one.header.items() if key not in {"image", "image_alt"}}
        return one.header | {"image": {**picture, "src": name} if isinstance(picture, dict) else name}
