"""When an item is on the site: one typed value from front matter and the clock (DESIGN 5, invariant 3)."""

from enum import StrEnum

from openai_news.model import State, Value, Visibility


class Standing(StrEnum):
    """What an item is at an instant; only the published reach any output."""

    PUBLISHED = "published"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"
    BROKEN = "broken"


def standing(visibility: Visibility, now: float) -> Standing:
    """Return what an item is at `now`, in seconds of Unix time."""
    if visibility.state is State.BROKEN:
        return Standing.BROKEN
    if visibility.state is State.DRAFT:
        return Standing.DRAFT
    if now < visibility.since:
        return Standing.SCHEDULED
    return Standing.PUBLISHED if now < visibility.until else Standing.EXPIRED


NEWS = 48 * 3600.0  # seconds for which an article is news (RULES N9)


class Clock(Value, frozen=True):
    """The build's instant, in seconds of Unix time, and whether it previews what is not published.

    `news` asks to tell apart the articles of the last two days.
    """

    now: float
    preview: bool = False
    news: bool = False

    def shows(self, visibility: Visibility) -> bool:
        """Tell whether an item is present in this build."""
        if self.preview:
            return visibility.state is not State.BROKEN
        return standing(visibility, self.now) is Standing.PUBLISHED

    def is_news(self, dated: float) -> bool:
        """Tell whether what is dated so, in seconds of Unix time, is news now."""
        return self.news and dated <= self.now < dated + NEWS
