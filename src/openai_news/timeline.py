"""How many articles came when, as bars over a scale of years."""

from collections import Counter
from collections.abc import Callable, Mapping

from openai_news.layout import Layout, period_text
from openai_news.views import Bar, Timeline

_BY_MONTH = 30  # years at most whose months can be told apart
_MARKS = 8  # under the bars of years at most: so many fit a phone
_STEPS = (5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)  # years from one mark to the next


def timeline(
    layout: Layout, months: Mapping[str, int], url_of: Callable[[str], str] | None = None
) -> Timeline | None:
    """Return activity month by month, or year by year if it is long; `url_of` a period leads to its page."""
    if not months:
        return None
    first, last = min(months), max(months)
    by_year = int(last[:4]) - int(first[:4]) >= _BY_MONTH
    years = _marks(int(first[:4]), int(last[:4])) if by_year else range(int(first[:4]), int(last[:4]) + 1)
    counts = _by_year(months) if by_year else months
    most = max(counts.values())
    return Timeline(
        bars=tuple(
            Bar(
                at=_place(period, years[0]),
                label=period_text(period, layout.lang),
                count=count,
                height=-(-count * 100 // most),
                href=layout.href(url_of(period)) if url_of else "",
            )
            for period, count in sorted(counts.items())
        ),
        by_year=by_year,
        width=len(years) * years.step * (1 if by_year else 12),
        years=tuple(years),
        first=period_text(first, layout.lang),
        last=period_text(last, layout.lang),
        most=most,
    )


def _marks(first: int, last: int) -> range:
    """Return round years in equal steps: the first is not after the first article, the last within a step."""
    scales = (range(first // step * step, last + 1, step) for step in _STEPS)
    return next(years for years in scales if len(years) <= _MARKS)


def _by_year(months: Mapping[str, int]) -> Mapping[str, int]:
    years = Counter[str]()
    for month, count in months.items():
        years[month[:4]] += count
    return years


def _place(period: str, start: int) -> int:
    """Return how many months, or years, a period is after a year's beginning."""
    year, _, month = period.partition("-")
    after = int(year) - start
    return after * 12 + int(month) - 1 if month else after
