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


class Clock(Value, frozen=True):
    """The build's instant, in seconds of Unix time, and whether it previews what is not published."""

    now: float
    preview: bool = False

    def shows(self, visibility: Visibility) -> bool:
        """Tell whether an item is present in this build."""
        if self.preview:
            return visibility.state is not State.BROKEN
        return standing(visibility, self.now) is Standing.PUBLISHED
