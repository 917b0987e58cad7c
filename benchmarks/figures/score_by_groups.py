"""What one threshold means for two groups and for five: the product of group agreements, and its root.

.venv/bin/python -m benchmarks.figures.score_by_groups
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.figures.conversations import cleaned_assembly
from benchmarks.figures.drawing import Drawing, Scale
from deliberation.analysis.consensus import consensus_geometric_mean, group_aware_consensus
from deliberation.analysis.k_means import best_k_means
from deliberation.analysis.opinion_space import fit_opinion_space
from deliberation.analysis.representativeness import count_group_votes

GROUPS = range(2, 6)
SHARES = (0.9, 0.8, 0.7)
THRESHOLD = 0.723
"""The threshold used for Collective Constitutional AI, on the product over two groups."""


def statements_above_the_threshold() -> tuple[list[int], list[int]]:
    """How many CCAI statements exceed it for 2 to 5 groups: by the product, and by the geometric mean.

    For the geometric mean the threshold is its root for two groups, so that both agree there.
    """
    votes = cleaned_assembly()
    points = fit_opinion_space(votes).participants
    by_product, by_mean = [], []
    for k in GROUPS:
        labels = best_k_means(points, k, np.random.default_rng(0)).labels
        counts = count_group_votes(votes, labels, k)
        by_product.append(int((group_aware_consensus(counts) > THRESHOLD).sum()))
        by_mean.append(int((consensus_geometric_mean(counts) > THRESHOLD**0.5).sum()))
    return by_product, by_mean


def draw(by_product: Sequence[int], by_mean: Sequence[int]) -> Drawing:
    """Draw the formula to the left and the assembly to the right."""
    drawing = Drawing(
        title="Product and geometric mean of group agreement, by the number of groups",
        description="If every group agrees by 80 %, the product falls from 0.64 for two groups to 0.33 for "
        "five, while the geometric mean stays at 0.80. On the Collective Constitutional AI votes "
        f"{by_product[0]} statements exceed the threshold with two groups and {by_product[-1]} with five by "
        f"the product; by the geometric mean {by_mean[0]} and {by_mean[-1]}.",
        height=400,
    )
    ticks = [(float(k), str(k)) for k in GROUPS]
    _draw_formula(drawing, Scale(2, 5, 62, 322), Scale(0, 1, 330, 80), ticks)
    _draw_assembly(drawing, Scale(2, 5, 434, 694), Scale(0, 100, 330, 80), ticks, by_product, by_mean)
    return drawing


def _draw_formula(drawing: Drawing, x: Scale, y: Scale, ticks: Sequence[tuple[float, str]]) -> None:
    drawing.text((x.start + x.end) / 2, 34, "every group agrees alike", "head middle")
    drawing.vertical_axis(y, x.start, x.end, [(v / 4, f"{v / 4:g}") for v in range(5)], "score")
    drawing.horizontal_axis(x, 330, ticks, "number of opinion groups")
    for share in SHARES:
        drawing.line([(x(k), y(share)) for k in GROUPS], "line a")
        drawing.line([(x(k), y(share**k)) for k in GROUPS], "line b")
        drawing.text(x.end + 6, y(share) + 5, f"{share:.2f}", "small a")
        drawing.text(x.end + 6, y(share**5) + 5, f"{share**5:.2f}", "small b")
    drawing.text(x(3), y(0.96), "geometric mean", "middle a")
    drawing.text(x(2.6), y(0.18), "product", "middle b")


def _draw_assembly(
    drawing: Drawing,
    x: Scale,
    y: Scale,
    ticks: Sequence[tuple[float, str]],
    by_product: Sequence[int],
    by_mean: Sequence[int],
) -> None:
    drawing.text((x.start + x.end) / 2, 34, "CCAI: statements above one threshold", "head middle")
    drawing.vertical_axis(
        y, x.start, x.end, [(float(v), str(v)) for v in range(0, 101, 25)], "statements, of 275"
    )
    drawing.horizontal_axis(x, 330, ticks, "number of opinion groups")
    for style, counts, name in (("a", by_mean, "geometric mean"), ("b", by_product, "product")):
        points = [(x(k), y(count)) for k, count in zip(GROUPS, counts, strict=True)]
        drawing.line(points, f"line {style}")
        for place, count in zip(points, counts, strict=True):
            drawing.dot(*place, 4, style)
            drawing.text(place[0] + 6, place[1] - 9, str(count), f"small {style}")
        drawing.text(
            (points[1][0] + points[2][0]) / 2 + 14, (points[1][1] + points[2][1]) / 2 - 20, name, style
        )


def main() -> None:
    """Measure and draw."""
    by_product, by_mean = statements_above_the_threshold()
    print("product", by_product, "geometric mean", by_mean)
    print(draw(by_product, by_mean).save("score-by-groups"))


if __name__ == "__main__":
    main()
