"""The names of HTML as this site takes them: what may stand, what runs, what is only left out."""

from openai_news.patterns import late


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


VOID = _names("area base br col embed hr img input link meta param source track wbr frame basefont")

# Tags that may stand, each with the attributes it may carry besides those of every tag.
COMMON = _names("id lang dir title class")
_PLAIN = _names(
    "p br hr h1 h2 h3 h4 h5 h6 em strong b i u s sub sup small mark code pre kbd samp var abbr dfn"
    " span div ul dl dt dd table caption thead tbody tfoot tr figure figcaption summary ruby rt rp"
    " bdi bdo wbr blockquote q cite"
)
_OWN = {
    "a": "href",
    "img": "src alt",
    "ol": "start reversed",
    "li": "value",
    "td": "colspan rowspan",
    "th": "colspan rowspan scope",
    "col": "span",
    "colgroup": "span",
    "del": "datetime",
    "ins": "datetime",
    "time": "datetime",
    "details": "open",
}
TAGS = {
    **dict.fromkeys(_PLAIN, COMMON),
    **{tag: COMMON | _names(own) for tag, own in _OWN.items()},
}

# What runs, embeds, submits, restyles or redirects (DESIGN 5, invariant 4).
ACTIVE_TAGS = _names(
    "script style iframe frame frameset object embed applet param form input button select textarea"
    " option optgroup meta base link template svg math noscript noembed noframes xmp plaintext"
    " portal fencedframe marquee bgsound isindex keygen"
)
ACTIVE_ATTRIBUTES = _names("srcdoc formaction action http-equiv")
ADDRESSES = _names(
    "href src action formaction data poster background cite longdesc srcset ping manifest profile"
    " xlink:href icon usemap codebase classid archive dynsrc lowsrc content values from to by"
)

# Tags of HTML that are left out, their content kept; any other name is no tag but words.
DROPPED_TAGS = _names(
    "html head body title section article aside header footer nav main address hgroup search menu"
    " center font big strike tt acronym basefont dir nobr blink spacer audio video source track map"
    " area picture canvas dialog data fieldset legend label output meter progress slot"
)
PAGE = _names("html head body")  # to close one of these would end the page
KNOWN_TAGS = frozenset(TAGS) | ACTIVE_TAGS | DROPPED_TAGS

# What a picture or a link commonly says that the theme decides: left out without a word.
SILENT = _names("width height loading decoding rel target markdown")

# What, left open, draws into itself what follows: containers, and formatting that is resumed.
GREEDY = _names(
    "div section article aside header footer nav main center blockquote figure figcaption details"
    " summary table ul ol dl pre h1 h2 h3 h4 h5 h6 a b big code em font i s small strike strong tt"
    " u textarea title script style iframe object audio video form select button template svg math"
    " fieldset noscript dialog map canvas xmp plaintext"
)

# What may hold words only, and what may not stand there.
WORDS_ONLY = _names(
    "h1 h2 h3 h4 h5 h6 span em strong b i u s small sub sup mark code kbd samp var abbr dfn cite q"
    " time bdi bdo summary dt"
)
BLOCKS = _names("div p ul ol dl blockquote figure figcaption pre details summary h1 h2 h3 h4 h5 h6")

RIGHT_TO_LEFT = _names("ar arc ckb dv fa he ks ps sd ug ur yi")  # languages, by their subtag

CLASSES = late(
    r"footnote(?:-ref|-backref)?|admonition(?:-title)?|note|info|tip|warning|danger|important"
    r"|attention|caution|error|hint|pull|left|center|right|language-[\w+#.\-]+"
)
VALUES = {
    "lang": late(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*"),
    "dir": late(r"ltr|rtl|auto"),
    "scope": late(r"row|col|rowgroup|colgroup"),
    "datetime": late(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+\-]\d\d:\d\d)?)?"),
    "start": late(r"-?\d{1,9}"),
    "value": late(r"-?\d{1,9}"),
    "colspan": late(r"[1-9]\d{0,2}"),
    "rowspan": late(r"[1-9]\d{0,2}"),
    "span": late(r"[1-9]\d{0,2}"),
}
