"""Small drawings as SVG: scales, axes, dots and lines, readable on light and on dark paper.

Everything is laid out in units of a `viewBox` of `WIDTH`; colours are classes, so that the reader's system
chooses between the two sets of them. Numbers are rounded, so that the same data give the same file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "figures"
WIDTH = 760

STYLE = """
text{font:14px "Avenir Next","Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;fill:#1e1a15}
.paper{fill:#fffdf8}.soft{fill:#564e43}.head{font-weight:600;font-size:15px}.small{font-size:12.5px}
.rule{stroke:#d6ccb9;stroke-width:1;fill:none}.axis{stroke:#857a68;stroke-width:1;fill:none}
.a{fill:#0b5d52}.b{fill:#97380f}.c{fill:#432c7a}.n{fill:#857a68}
.line{fill:none;stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}
.line.a{stroke:#0b5d52;fill:none}.line.b{stroke:#97380f;fill:none}.line.c{stroke:#432c7a;fill:none}
.line.n{stroke:#857a68;fill:none}.dashed{stroke-dasharray:5 5}.faint{opacity:.45}
.ring{fill:none;stroke:#1e1a15;stroke-width:1.75}.end{text-anchor:end}.middle{text-anchor:middle}
.dot{stroke:#fffdf8;stroke-width:.75}
@media (prefers-color-scheme:dark){text{fill:#f3ebdc}.paper{fill:#292521}.soft{fill:#c1b6a4}
.rule{stroke:#453e36}.axis{stroke:#90856f}.a{fill:#7fd3bd}.b{fill:#f5a67d}.c{fill:#c8b5f5}.n{fill:#90856f}
.line.a{stroke:#7fd3bd}.line.b{stroke:#f5a67d}.line.c{stroke:#c8b5f5}.line.n{stroke:#90856f}
.ring{stroke:#f3ebdc}.dot{stroke:#292521}}
"""


@dataclass(frozen=True)
class Scale:
    """From values between `low` and `high` to places between `start` and `end`, straight or by logarithm."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        of: Callable[[float], float] = math.log if self.logarithmic else float
        share = (of(value) - of(self.low)) / (of(self.high) - of(self.low))
        return self.start + share * (self.end - self.start)


@dataclass
class Drawing:
    """Elements of one figure in the order of drawing."""

    title: str
    description: str
    height: int
    elements: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, style: str = "") -> None:
        """Write words with their baseline at (x, y)."""
        self.elements.append(f'<text x="{_n(x)}" y="{_n(y)}"{_class(style)}>{escape(words)}</text>')

    def dot(self, x: float, y: float, radius: float, style: str) -> None:
        """Draw a filled circle."""
        self.elements.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"{_class(f"dot {style}".strip())}/>'
        )

    def ring(self, x: float, y: float, radius: float) -> None:
        """Draw a circle around something."""
        self.elements.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" class="ring"/>')

    def line(self, points: Iterable[tuple[float, float]], style: str = "rule") -> None:
        """Draw a line through points."""
        path = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self.elements.append(f'<path d="M{path}"{_class(style)}/>')

    def horizontal_axis(self, scale: Scale, y: float, ticks: Sequence[tuple[float, str]], name: str) -> None:
        """Draw the axis below a panel, with its ticks and its name."""
        self.line([(scale.start, y), (scale.end, y)], "axis")
        for value, label in ticks:
            self.line([(scale(value), y), (scale(value), y + 5)], "axis")
            self.text(scale(value), y + 20, label, "small soft middle")
        self.text((scale.start + scale.end) / 2, y + 40, name, "small middle")

    def vertical_axis(
        self, scale: Scale, left: float, right: float, ticks: Sequence[tuple[float, str]], name: str
    ) -> None:
        """Draw lines across a panel at the ticks, with labels to the left and the name above them."""
        for value, label in ticks:
            self.line([(left, scale(value)), (right, scale(value))])
            self.text(left - 8, scale(value) + 4.5, label, "small soft end")
        self.text(left - 32, min(scale.start, scale.end) - 14, name, "small")

    def save(self, name: str) -> Path:
        """Write the figure into docs/figures and return where it is."""
        FOLDER.mkdir(exist_ok=True)
        path = FOLDER / f"{name}.svg"
        path.write_text(self.svg(), encoding="utf-8")
        return path

    def svg(self) -> str:
        """Return the whole file."""
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" role="img" '
            f"aria-label={quoteattr(self.title)}>",
            f"<title>{escape(self.title)}</title>",
            f"<desc>{escape(self.description)}</desc>",
            f"<style>{STYLE}</style>",
            f'<rect width="{WIDTH}" height="{self.height}" rx="10" class="paper"/>',
            *self.elements,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"


def _class(style: str) -> str:
    return f' class="{style}"' if style else ""


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
