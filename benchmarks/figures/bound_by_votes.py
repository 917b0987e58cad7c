"""The lower credible bound of the share that agrees, by the number of votes: few votes, little credit.

.venv/bin/python -m benchmarks.figures.bound_by_votes
"""

from __future__ import annotations

import numpy as np

from benchmarks.figures.drawing import Drawing, Scale
from deliberation.analysis.consensus import consensus_lower_bound
from deliberation.analysis.representativeness import GroupVotes

SHARES = (1.0, 0.9, 0.8, 0.7, 0.6)
MOST_VOTES = 1000


def bound(agree: int, seen: int) -> float:
    """The 95 % lower credible bound of one group."""
    agreeing, votes = np.array([[agree]]), np.array([[seen]])
    return float(consensus_lower_bound(GroupVotes(agreeing, votes - agreeing, votes))[0])


def draw() -> Drawing:
    """Draw one line per share, through the numbers of votes at which it is a whole number of people."""
    drawing = Drawing(
        title="The lower bound of agreement by the number of votes",
        description=f"Two agreements of two votes have a lower bound of {bound(2, 2):.2f}, 160 of 200 one of "
        f"{bound(160, 200):.2f}. Every line rises towards its share as votes come in.",
        height=430,
    )
    x, y = Scale(1, MOST_VOTES, 62, 664, logarithmic=True), Scale(0, 1, 352, 62)
    drawing.vertical_axis(
        y,
        62,
        664,
        [(v / 4, f"{25 * v} %") for v in range(5)],
        "at least so many agree, with 95 % credibility",
    )
    drawing.horizontal_axis(
        x, 352, [(v, f"{v:,}") for v in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)], "votes in the group"
    )
    drawing.line([(62, y(0.5)), (664, y(0.5))], "line n dashed")
    drawing.text(70, y(0.5) - 8, "half of the group", "small soft")
    for share in SHARES:
        step = next(step for step in range(1, 11) if abs(share * step - round(share * step)) < 1e-9)
        counts = sorted({step * round(10 ** (power / 60) / step) for power in range(181)} - {0})
        drawing.line([(x(n), y(bound(round(share * n), n))) for n in counts], "line c")
        drawing.text(
            672, y(bound(round(share * MOST_VOTES), MOST_VOTES)) + 5, f"{100 * share:.0f} % agree", "small"
        )
    for agree, seen, style in ((2, 2, "b"), (160, 200, "a")):
        place = x(seen), y(bound(agree, seen))
        drawing.dot(*place, 6, style)
        drawing.text(
            place[0] + 11, place[1] + 18, f"{agree} of {seen}: {100 * bound(agree, seen):.0f} %", style
        )
    return drawing


def main() -> None:
    """Draw."""
    print(draw().save("bound-by-votes"))


if __name__ == "__main__":
    main()
