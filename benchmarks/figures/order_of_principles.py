"""By which labels the public constitution of 2023 was made: its principles in order, and their scores.

Each published principle that can be traced to one statement stands at its place in the constitution and at
the product of both groups' agreement with that statement: by the labels as published, and by the same labels
given back to their people.

.venv/bin/python -m benchmarks.figures.order_of_principles
"""

from __future__ import annotations

from benchmarks.figures.conversations import folder_or_stop
from benchmarks.figures.drawing import Drawing, Scale
from constitution.reproduction import read_ccai, redraft, reproduce
from constitution.reproduction.known_figures import THRESHOLD

PANELS = {"published": "labels as published", "returned": "labels with their own people"}
LOWEST = 0.6


def places() -> dict[str, list[tuple[int, float]]]:
    """Labelling -> (place in the constitution, score of its statement) of each principle."""
    files = read_ccai(folder_or_stop("ccai"))
    reproduction = reproduce(files)
    sources = redraft(files, reproduction).against.sources
    return {
        name: [
            (number, reproduction.labellings[name].unsmoothed_by_statement()[sources[number]])
            for number in sorted(sources)
        ]
        for name in PANELS
    }


def draw(found: dict[str, list[tuple[int, float]]]) -> Drawing:
    """Draw both panels."""
    drawing = Drawing(
        title="The principles of 2023 in their order, by the agreement computed for their statements",
        description="With the labels as published the scores fall from the first principle to the last, and "
        "all stay above the threshold. With the labels back beside their people they scatter, and "
        "several fall below it.",
        height=420,
    )
    y, ticks = Scale(LOWEST, 1.0, 350, 70), [(v / 10, f"0.{v}" if v < 10 else "1") for v in range(6, 11)]
    for (name, words), start in zip(PANELS.items(), (62, 434), strict=True):
        x = Scale(1, 75, start, start + 300)
        drawing.text(start + 150, 34, words, "head middle")
        drawing.vertical_axis(y, x.start, x.end, ticks, "score of its statement")
        drawing.horizontal_axis(
            x, 350, [(float(v), str(v)) for v in (1, 25, 50, 75)], "place in the constitution"
        )
        drawing.line([(x.start, y(THRESHOLD)), (x.end, y(THRESHOLD))], "line n dashed")
        for number, score in found[name]:
            drawing.dot(x(number), y(max(score, LOWEST)), 3.6, "b" if score <= THRESHOLD else "a")
    drawing.text(
        24,
        406,
        f"Dashed: the threshold, {THRESHOLD}.",
        "small soft",
    )
    return drawing


def main() -> None:
    """Measure and draw."""
    found = places()
    for name, points in found.items():
        print(name, len(points), "above the threshold:", sum(score > THRESHOLD for _place, score in points))
    print(draw(found).save("order-of-principles"))


if __name__ == "__main__":
    main()
