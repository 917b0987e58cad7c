"""One step of the process: the figure that is known, the figure found here, and whether they agree. PURE."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Figure = float | str | tuple[float, ...]
Origin = Literal["published", "counted before", ""]


@dataclass(frozen=True)
class Step:
    """A figure of the process.

    Attributes:
        part: the part of the process it belongs to; `name`: what is counted.
        here: what was found; `known`: what it should be, None where nobody has said.
        origin: where the known figure comes from: the publication, or an earlier count of the same files.
        digits: decimal places to which both have to agree.
        remark: what to know about it.
    """

    part: str
    name: str
    here: Figure
    known: Figure | None = None
    origin: Origin = ""
    digits: int = 3
    remark: str = ""

    @property
    def same(self) -> bool | None:
        """Whether both figures agree; None without a known one."""
        if self.known is None:
            return None
        if isinstance(self.known, str) or isinstance(self.here, str):
            return self.known == self.here
        here, known = _several(self.here), _several(self.known)
        # Half a unit of the last place, and a hair more for figures that lie exactly between two.
        within = 0.500001 * 10.0**-self.digits
        return len(here) == len(known) and all(
            math.isclose(one, other, rel_tol=0, abs_tol=within)
            for one, other in zip(here, known, strict=True)
        )

    def __str__(self) -> str:
        found = f"here {_words(self.here, self.digits)}"
        if self.known is not None:
            verdict = "same" if self.same else "DIFFERENT"
            found = f"{self.origin} {_words(self.known, self.digits)}, {found}: {verdict}"
        return f"{self.name}: {found}" + (f" ({self.remark})" if self.remark else "")


def _words(figure: Figure, digits: int) -> str:
    if isinstance(figure, str):
        return figure
    return " and ".join(_number(number, digits) for number in _several(figure))


def _number(number: float, digits: int) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:.{digits}f}"


def _several(figure: float | tuple[float, ...]) -> tuple[float, ...]:
    return figure if isinstance(figure, tuple) else (figure,)
