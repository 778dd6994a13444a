"""Draw figures as SVG: bars for a race, lines on two logarithmic scales for growth."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_WIDTH, _LEFT, _LONGEST, _BAR, _GAP = 760, 250, 420, 16, 14
_LEGEND, _LEGEND_STEP, _PER_ROW = 250, 170, 3
_SIDE = 400  # of the square in which lines are drawn
_TOP, _MARGIN = 60, 70


@dataclass(frozen=True)
class Series:
    """What one line or one set of bars shows; a value of 0 was not measured."""

    title: str
    colour: str
    values: Sequence[float]


def bars(caption: str, labels: Sequence[str], series: Sequence[Series]) -> str:
    """Return horizontal bars, those of one label together."""
    top = 40 + 20 * math.ceil(len(series) / _PER_ROW)
    step = _BAR * len(series) + _GAP
    longest = max((value for one in series for value in one.values), default=1) or 1
    parts = [
        *_legend(series),
        *(_label(label, top + n * step + _BAR * len(series) / 2) for n, label in enumerate(labels)),
        *(
            _bar(top + n * step + k * _BAR, one.colour, value, longest)
            for k, one in enumerate(series)
            for n, value in enumerate(one.values)
        ),
    ]
    return _svg(caption, top + step * len(labels), parts)


def _svg(caption: str, height: int, parts: Sequence[str]) -> str:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<style>text { font: 13px system-ui, sans-serif }</style>",
        f"<title>{escape(caption)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="16" y="22">{escape(caption)}</text>',
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _legend(series: Sequence[Series]) -> Iterator[str]:
    for number, one in enumerate(series):
        row, column = divmod(number, _PER_ROW)
        x, y = _LEGEND + _LEGEND_STEP * column, 34 + 20 * row
        yield f'<rect x="{x}" y="{y}" width="12" height="12" fill="{one.colour}"/>'
        yield f'<text x="{x + 18}" y="{y + 11}">{escape(one.title)}</text>'


def _label(label: str, middle: float) -> str:
    return f'<text x="{_LEFT - 10}" y="{middle + 4:g}" text-anchor="end">{escape(label)}</text>'


def _bar(y: int, colour: str, value: float, longest: float) -> str:
    width = max(1, _LONGEST * value / longest)
    return (
        f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 2}" fill="{colour}"/>'
        f'<text x="{_LEFT + width + 6:.1f}" y="{y + 12}">{value:.2f}</text>'
    )


# --- growth


def lines(caption: str, at: Sequence[float], series: Sequence[Series]) -> str:
    """Return a line for each series over `at`, both scales logarithmic: a straight line is a power."""
    seconds = [value for one in series for value in one.values if value]
    across, up = Scale.over(at), Scale.over(seconds)
    parts = [
        *_legend(series),
        *_grid(across, up),
        *(_line(one, [across.of(x) for x in at], up) for one in series),
    ]
    return _svg(caption, _TOP + _SIDE + _MARGIN, parts)


@dataclass(frozen=True)
class Scale:
    """A logarithmic scale from one power of ten to another, 0 to 1."""

    low: int
    high: int

    @classmethod
    def over(cls, values: Sequence[float]) -> "Scale":
        """Return the scale that holds all values."""
        low = math.floor(math.log10(min(values)))
        return cls(low, max(low + 1, math.ceil(math.log10(max(values)))))

    def of(self, value: float) -> float:
        """Return where a value stands."""
        return (math.log10(value) - self.low) / (self.high - self.low)

    @property
    def marks(self) -> dict[str, float]:
        """Return the powers of ten and where they stand."""
        return {f"{10.0**n:,g}": self.of(10.0**n) for n in range(self.low, self.high + 1)}


def _x(share: float) -> float:
    return _MARGIN + share * (_WIDTH - 2 * _MARGIN)


def _y(share: float) -> float:
    return _TOP + 20 + (1 - share) * _SIDE


def _grid(across: Scale, up: Scale) -> Iterator[str]:
    for mark, share in across.marks.items():
        yield f'<path d="M{_x(share):.1f} {_y(0):.1f}V{_y(1):.1f}" stroke="#ddd"/>'
        yield f'<text x="{_x(share):.1f}" y="{_y(0) + 20:.1f}" text-anchor="middle">{mark}</text>'
    for mark, share in up.marks.items():
        yield f'<path d="M{_x(0):.1f} {_y(share):.1f}H{_x(1):.1f}" stroke="#ddd"/>'
        yield f'<text x="{_x(0) - 8:.1f}" y="{_y(share) + 4:.1f}" text-anchor="end">{mark} s</text>'


def _line(one: Series, across: Sequence[float], up: Scale) -> str:
    points = [(_x(x), _y(up.of(value))) for x, value in zip(across, one.values, strict=True) if value]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{one.colour}"/>' for x, y in points)
    return f'<path d="M{path}" fill="none" stroke="{one.colour}" stroke-width="2"/>{dots}'
