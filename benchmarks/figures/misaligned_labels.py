"""Agreement of both CCAI groups with each statement: labels as published, and with their own people.

The published labels were computed on rows sorted by participant and written beside rows in another order.
Sorting the participants and giving them the labels in turn puts each label back to its person.

.venv/bin/python -m benchmarks.figures.misaligned_labels
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures.conversations import cleaned_assembly, folder_or_stop, rows
from benchmarks.figures.drawing import Drawing, Scale
from deliberation.analysis.representativeness import count_group_votes
from deliberation.analysis.vote_matrix import VoteMatrix

Floats = NDArray[np.float64]
LEAST_VOTES = 20
DIVIDED = (14, 15, 17)


def labels_of(votes: VoteMatrix, *, back_to_their_people: bool) -> NDArray[np.int64]:
    """(n,) published group of each participant, 0 or 1, in the order of the matrix (by participant)."""
    published = rows(folder_or_stop("ccai") / "clean_votes.csv")
    labels = np.array([int(float(row["group-id"])) for row in published])
    if back_to_their_people:
        return labels
    people = [int(row["participant"]) for row in published]
    return labels[np.argsort(people)]


def shares(votes: VoteMatrix, labels: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """(m,) share that agrees in either group; NaN where one of them has too few votes."""
    counts = count_group_votes(votes, labels, 2)
    share = counts.agree / np.maximum(counts.seen, 1)
    share[:, counts.seen.min(axis=0) < LEAST_VOTES] = np.nan
    return share[0], share[1]


def draw(votes: VoteMatrix) -> tuple[Drawing, dict[str, float]]:
    """Draw both panels; returns the mean distance between the groups too."""
    panels = {
        "labels as published": (Scale(0, 1, 62, 362), labels_of(votes, back_to_their_people=False)),
        "labels with their own people": (Scale(0, 1, 434, 734), labels_of(votes, back_to_their_people=True)),
    }
    drawing = Drawing(
        title="Agreement of the two groups of Collective Constitutional AI, statement by statement",
        description="With the labels as published all statements lie along the diagonal: both groups seem to "
        "agree. With each label beside its own person, many lie far from it, 14, 15 and 17 farthest.",
        height=450,
    )
    y_scale, apart = Scale(0, 1, 370, 70), {}
    ticks = [(value / 4, f"{25 * value} %") for value in range(5)]
    for name, (x_scale, labels) in panels.items():
        drawing.text((x_scale.start + x_scale.end) / 2, 34, name, "head middle")
        drawing.vertical_axis(y_scale, x_scale.start, x_scale.end, ticks, "agree in one group")
        drawing.horizontal_axis(x_scale, 370, ticks, "agree in the other group")
        drawing.line([(x_scale(0), y_scale(0)), (x_scale(1), y_scale(1))], "line n dashed")
        one, other = shares(votes, labels)
        apart[name] = float(np.nanmean(np.abs(one - other)))
        for x, y in zip(one, other, strict=True):
            if np.isfinite(x):
                drawing.dot(x_scale(x), y_scale(y), 3.4, "c")
        columns = np.searchsorted(votes.statement_ids, DIVIDED)
        _mark(drawing, [(x_scale(one[column]), y_scale(other[column])) for column in columns])
    distances = " and ".join(f"{100 * value:.1f}" for value in apart.values())
    note = (
        f"Statements with {LEAST_VOTES} votes in each group; mean distance of the groups: {distances} points."
    )
    drawing.text(24, 436, note, "small soft")
    return drawing, apart


def _mark(drawing: Drawing, places: list[tuple[float, float]]) -> None:
    """Put a ring around the divided statements and name them, all at once where they lie close together."""
    for place in places:
        drawing.ring(*place, 6)
    middle_x, middle_y = (sum(axis) / len(places) for axis in zip(*places, strict=True))
    if max(abs(x - middle_x) + abs(y - middle_y) for x, y in places) < 20:
        drawing.line([(middle_x + 11, middle_y + 9), (middle_x + 56, middle_y + 47)], "axis")
        drawing.text(middle_x + 60, middle_y + 56, ", ".join(map(str, DIVIDED)))
        return
    for statement, (x, y) in zip(DIVIDED, places, strict=True):
        crowded = any(0 < other_y - y < 14 for _, other_y in places)
        drawing.text(x + 11, y + (1 if crowded else 9), str(statement))


def main() -> None:
    """Measure and draw."""
    drawing, apart = draw(cleaned_assembly())
    print(apart)
    print(drawing.save("misaligned-labels"))


if __name__ == "__main__":
    main()
