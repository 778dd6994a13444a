"""Source -> Parsed: one file of content/ becomes an item; pure, and nothing in it depends on another file."""

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote, unquote, urlsplit

from openai_news import alias, front_matter, markup
from openai_news.collation import fold
from openai_news.config import Config, Taxonomy
from openai_news.errors import nearest
from openai_news.model import (
    AnyCard,
    ArticleCard,
    Body,
    Citation,
    Correction,
    FrontMatter,
    LabelCard,
    Markup,
    Moment,
    PageCard,
    Parsed,
    Picture,
    Place,
    Problem,
    Reference,
    Severity,
    Source,
    State,
    Term,
    Value,
    Visibility,
)
from openai_news.slugs import MAX_WRITTEN, is_device, is_slug, slugify
from openai_news.typography import typeset_text
from openai_news.urls import Addresses, is_portable, is_reserved

_NOT_CONTENT = frozenset({"readme", "license", "changelog", "contributing"})
_DATE_PREFIX = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_PAGES = "_pages"
_LOOKALIKES = {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"}  # letters that pass for Latin ones


class Location(Value, frozen=True):
    """What a path in content/ says: the kind of item, its language, its name, its taxonomy."""

    kind: str
    lang: str
    name: str
    taxonomy: str = ""


def locate(path: str, config: Config) -> Location | None:
    """Return what the path of a Markdown file says, or None when it is no item of the site."""
    *folders, file = path.split("/")
    if not file.endswith(".md") or file.startswith(("_", ".")):
        return None
    stem = file.removesuffix(".md")
    if stem.casefold() in _NOT_CONTENT:
        return None
    lang = config.language
    if folders and folders[0] in config.languages:
        lang = folders.pop(0)
    bare, _, suffix = stem.rpartition(".")
    if bare and suffix in config.languages:
        stem, lang = bare, suffix
    if stem == "index" and folders:
        stem = folders[-1]
    return _kind(folders, lang, stem, config)


def _kind(folders: list[str], lang: str, stem: str, config: Config) -> Location | None:
    if folders[:1] == [_PAGES]:
        return Location("page", lang, stem)
    for taxonomy in config.taxonomies:
        if folders[:1] in ([f"_{taxonomy.name}"], [f"_{taxonomy.path}"]):
            return Location("label", lang, stem, taxonomy.name)
    if any(folder.startswith(("_", ".")) for folder in folders):
        return None
    return Location("article", lang, _DATE_PREFIX.sub("", stem, count=1))


def misplaced(path: str, config: Config) -> Problem | None:
    """Return what keeps a file of content/ from being read that may be meant as an article or a term."""
    place = Place(f"content/{path}")
    if not path.endswith(".md"):
        name = f"{posixpath.basename(path).partition('.')[0]}.md"
        return Problem("W109", place, {"name": name}, Severity.WARNING)
    written = next((folder for folder in path.split("/")[:-1] if folder.startswith("_")), "")
    known = [_PAGES, *(f"_{taxonomy.name}" for taxonomy in config.taxonomies)]
    meant = None if not written or written in known else nearest(written, known)
    values = {"folder": written, "meant": meant or ""}
    return Problem("W110", place, values, Severity.WARNING) if meant else None


def parse(source: Source, location: Location, config: Config, urls: Addresses) -> Parsed:
    """Read one file: its card, its body, when it is visible, and all that is wrong with it."""
    header = front_matter.read(source, config)
    front = header.front_matter
    if front is None:
        return _broken(source, location, header.problems)
    draft = _Draft(source, location, config, urls, front)
    rendered = markup.render(
        header.body,
        title=front.title,
        place_of=Place(source.path, header.body_line),
        lang=draft.lang,
        most=config.limits.body * 1_000,
    )
    card = draft.card()
    key = draft.key(card)
    problems = (*header.problems, *draft.problems, *rendered.problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return _broken(source, location, problems)
    return Parsed(
        path=source.path,
        key=key,
        card=card,
        body=_body(rendered, front, draft.lang, (*draft.cover(), *draft.sequels())),
        visibility=visibility(front),
        problems=problems,
    )


def language(front: FrontMatter, location: Location, config: Config) -> str:
    """Return which of the site's languages a file is in; '' if it names one that the site has not."""
    written = front.lang.casefold()
    if not written:
        return location.lang
    return next((lang for lang in config.languages if written in _names(lang.casefold())), "")


def _names(lang: str) -> set[str]:
    return {lang, lang.partition("-")[0]}


def _broken(source: Source, location: Location, problems: tuple[Problem, ...]) -> Parsed:
    key = f"{location.kind}|{source.path}"
    return Parsed(source.path, key, None, Body(), Visibility(State.BROKEN), problems)


def visibility(front: FrontMatter) -> Visibility:
    """`publish_at` defaults to `date` (RULES E2); both decide presence only."""
    since, until = front.publish_at or front.date, front.expire_at
    return Visibility(
        state=State.DRAFT if front.draft else State.LIVE,
        since=since.at.timestamp() if since else float("-inf"),
        until=until.at.timestamp() if until else float("inf"),
    )


def _body(rendered: Markup, front: FrontMatter, lang: str, header: tuple[Reference, ...]) -> Body:
    return Body(
        html=rendered.html,
        references=(*rendered.references, *header),
        headings=rendered.headings,
        words=rendered.words,
        sources=tuple(_typeset_source(source, lang) for source in front.sources),
        corrections=tuple(
            Correction(c.date, typeset_text(c.text, lang), c.by, c.kind) for c in front.corrections
        ),
    )


def _typeset_source(source: Citation, lang: str) -> Citation:
    return Citation(
        title=typeset_text(source.title, lang),
        url=source.url,
        publisher=typeset_text(source.publisher, lang),
        author=source.author,
        date=source.date,
        accessed=source.accessed,
        archived=source.archived,
    )


def _fault(slug: str) -> str:
    """Return the code of what keeps a written slug from being one (RELIABILITY 17, 20, 21, 32)."""
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in slug if c.isalpha()}
    if "LATIN" in scripts and scripts & _LOOKALIKES:
        return "E206"
    try:
        alias.check(slug)
    except alias.AliasError as error:
        return error.code
    return "E305" if len(slug) > MAX_WRITTEN else "E301"


def _safe_slug(written: str) -> str:
    slug = slugify(unquote(written)) or "article"
    return slug if is_slug(slug) else f"{slug}-1"


class _Draft:
    """One item being made from its front matter; collects problems on the way."""

    def __init__(
        self,
        source: Source,
        location: Location,
        config: Config,
        urls: Addresses,
        front: FrontMatter,
    ) -> None:
        self.path = source.path
        self.location = location
        self.config = config
        self.urls = urls
        self.front = front
        self.problems: list[Problem] = []
        self.lang = self._language()
        folder, slash, name = source.path.rpartition("/")
        if not is_portable(f"{folder}{slash}-{name}"):  # a device as a name is told with the slug
            where, values = Place(f"content/{source.path}", 1, 1), {"value": source.path, "reason": "file"}
            grave = Severity.ERROR if is_reserved(f"{folder}{slash}-{name}") else Severity.WARNING
            self.problems.append(Problem("E304", where, values, grave))

    def card(self) -> AnyCard:
        match self.location.kind:
            case "label":
                return self._label()
            case "page":
                return self._page()
            case _:
                return self._article()

    def key(self, card: AnyCard) -> str:
        if isinstance(card, LabelCard):
            slug = self._slug()
            return f"label|{self.lang}|{self.location.taxonomy}|{slug}"
        return f"{self.location.kind}|{self.path}"

    def cover(self) -> tuple[Reference, ...]:
        """Return the header's picture as a reference: it is copied, named and missed like any file."""
        image = self._own_picture()
        if image is None:
            return ()
        return (Reference("file", self._beside(image.src), place=self._place("image")),)

    def sequels(self) -> Iterator[Reference]:
        """Yield the articles that follow this one as references: one that is missing is told."""
        for written in self.front.followed_by:
            yield Reference("article", self._content_path(written), place=self._place("followed_by"))

    def _article(self) -> ArticleCard:
        front = self.front
        assert front.date is not None
        day = front.date.at.date()
        return ArticleCard(
            url=self.urls.article(self.lang, day, self._slug()),
            id=front.id or self._id(day),
            lang=self.lang,
            title=self._text(front.title),
            date=front.date,
            updated=self._updated(front.date),
            summary=self._text(front.summary),
            terms=tuple(self._terms()),
            image=self._picture(),
            featured=front.featured,
            noindex=front.noindex,
            translation_key=front.translation_key,
            followed_by=tuple(dict.fromkeys(map(self._content_path, front.followed_by))),
            aliases=front.aliases,
        )

    def _label(self) -> LabelCard:
        return LabelCard(
            title=self._text(self.front.title),
            lang=self.lang,
            summary=self._text(self.front.summary),
            image=self._picture(),
            same_as=self.front.same_as,
            aliases=self.front.aliases,
        )

    def _page(self) -> PageCard:
        return PageCard(
            url=self.urls.text(self.lang, self._slug()),
            lang=self.lang,
            title=self._text(self.front.title),
            summary=self._text(self.front.summary),
            noindex=self.front.noindex,
            translation_key=self.front.translation_key,
            aliases=self.front.aliases,
        )

    def _language(self) -> str:
        found = language(self.front, self.location, self.config)
        if not found:
            known = ", ".join(self.config.languages)
            self._problem("E113", "lang", lang=self.front.lang, known=known)
        return found or self.location.lang

    def _slug(self) -> str:
        written = self.front.slug
        if written and not self._may_be(written):
            self._problem(_fault(written), "slug", value=written, slug=_safe_slug(written))
        slug = written or slugify(self.location.name)
        if not slug:
            self._problem("E123", "title", reason="file", value=self.location.name, slug=_safe_slug(""))
        elif not written and is_device(slug):
            self._problem("E304", "title", reason="slug", value=slug, slug=_safe_slug(slug))
        return slug

    def _may_be(self, slug: str) -> bool:
        """Tell whether a slug may be written; that of a term must be one that its name gives."""
        return is_slug(slug) and (self.location.kind != "label" or slugify(slug) == slug)

    def _id(self, day: date) -> str:
        """Return an id that survives a new title and a new `base_url` (RULES A4, RFC 4151)."""
        name = quote(self.path.removesuffix(".md"), safe="/-._~")
        return f"tag:{self.config.id_authority},{day.year:04d}:{name}"

    def _updated(self, published: Moment) -> Moment:
        """A correction counts as an update (RULES N20)."""
        moments = [self.front.updated or published, *(c.date for c in self.front.corrections)]
        return max(moments, key=lambda moment: moment.at)

    def _terms(self) -> list[Term]:
        found: dict[tuple[str, str], Term] = {}
        for taxonomy in self.config.taxonomies:
            for written in self.front.terms.get(taxonomy.name, ()):
                name = " ".join(unicodedata.normalize("NFC", written).split())
                term = Term(taxonomy.name, slugify(name), self._text(name))
                if not term.slug:
                    self._problem("E123", taxonomy.key, value=name)
                    continue
                if is_device(term.slug):
                    self._problem("E304", taxonomy.key, value=name, slug=f"{name} 1")
                    continue
                first = found.setdefault((term.taxonomy, term.slug), term)
                if first.name != term.name:
                    self._clash(taxonomy, first, term)
        return list(found.values())

    def _clash(self, taxonomy: Taxonomy, first: Term, term: Term) -> None:
        same = fold(first.name) == fold(term.name)
        self._problem(
            "E121" if same else "E122",
            taxonomy.key,
            Severity.WARNING if same else Severity.ERROR,
            name=term.name,
            usual=first.name,
            other=f"content/{self.path}",
            slug=term.slug,
        )

    def _picture(self) -> Picture | None:
        """Keep a picture of our own; one from elsewhere would make readers' browsers ask another host."""
        image = self._own_picture()
        if image is None:
            if self.front.image:
                self._problem("E408", "image", Severity.WARNING, src=self.front.image.src)
            return None
        if not image.alt:
            self._problem("E212", "image", Severity.WARNING, address=image.src, reason="header")
        return Picture(
            src=self._beside(image.src),
            alt=self._text(image.alt),
            caption=self._text(image.caption),
            credit=self._text(image.credit),
        )

    def _own_picture(self) -> Picture | None:
        image = self.front.image
        if image is None or urlsplit(image.src).scheme or image.src.startswith("//"):
            return None
        return image

    def _beside(self, path: str) -> str:
        """Return a path as seen from content/, written relative to the file."""
        return self._content_path(path if path.startswith("/") else f"./{path}")

    def _content_path(self, path: str) -> str:
        """Return a path as seen from content/: relative to the file, or from content/ with a slash."""
        if path.startswith("/"):
            return posixpath.normpath(path).lstrip("/")
        if path.startswith("."):
            return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), path))
        return posixpath.normpath(path)

    def _text(self, text: str) -> str:
        return typeset_text(text, self.lang)

    def _problem(self, code: str, key: str, severity: Severity = Severity.ERROR, **values: str) -> None:
        self.problems.append(Problem(code, self._place(key), values, severity, width=0))

    def _place(self, key: str) -> Place:
        return self.front.places.get(key, Place(f"content/{self.path}"))
