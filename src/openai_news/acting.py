"""How the commands that edit do it: the site and the clock, each change shown, then written or not."""

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from openai_news import dates
from openai_news.console import DONE, tell
from openai_news.editing import Change, carry_out, verify
from openai_news.errors import SiteError
from openai_news.model import Moment, Place, Problem
from openai_news.site import Options, Site, check_instant, open_site
from openai_news.terminal import language, say


class Act(NamedTuple):
    """One command at work: the site, the instant, and the language it speaks."""

    site: Site
    now: datetime
    lang: str

    def say(self, key: str, **values: str) -> str:
        """Return a sentence."""
        return say(self.lang, key, **values)

    def moment(self, option: str, written: str) -> Moment:
        """Return a date given on the command line; raise SiteError."""
        try:
            return dates.parse(written, dates.zone(self.site.config.timezone))
        except dates.BadDate as error:
            values = {"value": written, "reason": "date"}
            raise SiteError([Problem("E626", Place(option), values)]) from error

    def do(self, changes: Sequence[Change], *, dry_run: bool) -> int:
        """Show what changes, then write it unless this is a rehearsal; what is taken away goes last."""
        content = Path(self.site.roots.content)
        for change in changes:
            verify(content, change)
        tell(*(change.diff() for change in changes))
        if dry_run:
            tell(self.say("rehearsed"), err=True)
            return DONE
        for change in sorted(changes, key=lambda change: change.new is None):
            carry_out(content, change)
        return DONE


def begin(site: str, lang: str | None) -> Act:
    """Open a site for a command that edits; raise SiteError."""
    opened = open_site(Options(site=site))
    check_instant("", opened.config.timezone)
    now = dates.clock(None, os.environ, dates.zone(opened.config.timezone))
    return Act(opened, now.replace(microsecond=0), lang or language(opened.config.language))
