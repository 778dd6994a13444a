"""Show what a race measured: a table in Markdown and a plot in SVG."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from xml.sax.saxutils import escape

NAMES = {"ours": "openai-news", "hugo": "Hugo", "eleventy": "Eleventy", "pelican": "Pelican"}
COLOURS = {"ours": "#1b6e53", "hugo": "#b0b0b0", "eleventy": "#7a7a9c", "pelican": "#c9a26b"}
MEBIBYTE = 2**20
_WHAT = ("wall s", "CPU s", "MiB")
_SMALL = 0.1  # ratios below are easier to read as 1/n


@dataclass(frozen=True)
class Run:
    """One build: seconds of wall time and of CPU, or the greatest memory in bytes."""

    racer: str
    scenario: str
    wall: float = 0
    cpu: float = 0
    memory: int = 0


@dataclass(frozen=True)
class Tree:
    """What a generator wrote: number of files, their size in bytes."""

    files: int
    size: int


@dataclass(frozen=True)
class Race:
    """All runs of one race."""

    articles: int
    rounds: int
    machine: str
    trees: dict[str, Tree]
    runs: list[Run]

    def middle(self, racer: str, scenario: str, of: str) -> float:
        """Return the median of `wall`, `cpu` or `memory`; 0 when it was not measured."""
        runs = (run for run in self.runs if (run.racer, run.scenario) == (racer, scenario))
        values: list[float] = [value for run in runs if (value := getattr(run, of))]
        return median(values or [0.0])

    @property
    def scenarios(self) -> list[str]:
        """Return the scenarios in the order in which they were run."""
        return list(dict.fromkeys(run.scenario for run in self.runs))


def table(race: Race) -> str:
    """Return the medians as a Markdown page."""
    sizes = [
        f"{NAMES[racer]} writes {tree.files:,} files, {tree.size / MEBIBYTE:,.0f} MiB"
        for racer, tree in race.trees.items()
    ]
    head = ["", *(f"{NAMES[racer]} {what}" for racer in race.trees for what in _WHAT), "wall / Hugo's clean"]
    lines = [
        f"# {race.articles:,} articles",
        "",
        f"{race.machine}; medians of {race.rounds} interleaved runs of whole processes; peak memory",
        f"(proportional set size of all processes) from one more run. {'; '.join(sizes)}.",
        "",
        f"| {' | '.join(head)} |",
        f"|---{'|---:' * (len(head) - 1)}|",
        *(_row(race, scenario) for scenario in race.scenarios),
    ]
    return "\n".join(lines) + "\n"


def _row(race: Race, scenario: str) -> str:
    cells = [scenario]
    for racer in race.trees:
        cells += [f"{race.middle(racer, scenario, of):.2f}" for of in ("wall", "cpu")]
        cells.append(f"{race.middle(racer, scenario, 'memory') / MEBIBYTE:,.0f}")
    ours, hugo = race.middle("ours", scenario, "wall"), race.middle("hugo", "clean", "wall")
    cells.append(_ratio(ours / hugo) if ours and hugo else "-")
    return f"| {' | '.join(cells)} |"


def _ratio(value: float) -> str:
    return f"{value:.2f}" if value > _SMALL else f"1/{1 / value:.0f}"


# --- the plot


_LEFT, _WIDTH, _BAR, _GAP, _TOP = 250, 420, 16, 14, 56


def plot(race: Race) -> str:
    """Return the medians of wall time as bars, one pair for each scenario."""
    shown = list(_bars(race))
    height = shown[-1][0] + _BAR + 20 if shown else _TOP
    longest = max((seconds for *_, seconds in shown), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 {height}" role="img">',
        "<style>text { font: 13px system-ui, sans-serif }</style>",
        f"<title>Build times with {race.articles:,} articles</title>",
        f'<rect width="760" height="{height}" fill="#fff"/>',
        f'<text x="16" y="28">Seconds to build, {race.articles:,} articles</text>',
        *_legend(race),
        *_labels(race),
        *(_bar(y, racer, seconds, longest) for y, racer, seconds in shown),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _rows(race: Race) -> Iterator[tuple[int, str]]:
    step = _BAR * len(race.trees) + _GAP
    for number, scenario in enumerate(race.scenarios):
        yield _TOP + number * step, scenario


def _bars(race: Race) -> Iterator[tuple[int, str, float]]:
    for y, scenario in _rows(race):
        for number, racer in enumerate(race.trees):
            yield y + number * _BAR, racer, race.middle(racer, scenario, "wall")


def _legend(race: Race) -> Iterator[str]:
    for number, racer in enumerate(race.trees):
        x = 480 + 130 * number
        yield f'<rect x="{x}" y="18" width="12" height="12" fill="{COLOURS[racer]}"/>'
        yield f'<text x="{x + 18}" y="28">{NAMES[racer]}</text>'


def _labels(race: Race) -> Iterator[str]:
    middle = _BAR * len(race.trees) / 2 + 4
    for y, scenario in _rows(race):
        yield f'<text x="{_LEFT - 10}" y="{y + middle:g}" text-anchor="end">{escape(scenario)}</text>'


def _bar(y: int, racer: str, seconds: float, longest: float) -> str:
    width = max(1, _WIDTH * seconds / longest)
    return (
        f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 2}" fill="{COLOURS[racer]}"/>'
        f'<text x="{_LEFT + width + 6:.1f}" y="{y + 12}">{seconds:.2f}</text>'
    )
