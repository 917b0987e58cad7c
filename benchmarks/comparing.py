"""How many like principles a comparison finds, by words alone and with the sentence encoders.

    python -m benchmarks.comparing [FOLDER WITH public_constitution_75.json] [--half even|odd]

Against the 75 principles of the public constitution of 2023 stand, in turn: the statements that people
matched with them by hand; paraphrases written for this project; opposites; and strangers, which have no like
among them. Weights and thresholds were fitted on principles with an odd number.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple

from constitution.comparing import Comparison, Vectors, compare, encode

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "shared" / "data" / "ccai"
PARAPHRASES = HERE / "data" / "comparing_paraphrases.json"


class Text(NamedTuple):
    """A text, its label, and the number of the principle that it is about."""

    label: str
    number: int | None
    text: str


class Score(NamedTuple):
    """Of one set of texts: how many are like, were matched, rightly, and at least as an overlap."""

    like: int
    matched: int
    right: int
    found: int

    @property
    def precision(self) -> float:
        """Share of the matches that are right."""
        return self.right / self.matched if self.matched else 1.0

    @property
    def recall(self) -> float:
        """Share of the like ones that were matched."""
        return self.right / self.like if self.like else 1.0


def texts_of(folder: Path, half: str) -> tuple[list[str], dict[str, list[Text]]]:
    """Return the principles, and the texts by kind."""
    published = json.loads((folder / "public_constitution_75.json").read_text(encoding="utf-8"))["principles"]
    written = json.loads(PARAPHRASES.read_text(encoding="utf-8"))["paraphrases"]
    wanted = {"odd": 1, "even": 0}[half]
    texts = [Text("hand-matched", one["n"], one["statement"]) for one in published if one["statement"]]
    texts += [Text(one["label"], one["principle"], one["text"]) for one in written]
    kept = [one for one in texts if one.number is None or one.number % 2 == wanted]
    strangers = [one for one in kept if one.label == "stranger"][1 - wanted :: 2]
    by_label: dict[str, list[Text]] = {}
    for label in ("hand-matched", "same", "partial", "opposite"):
        by_label[label] = [one for one in kept if one.label == label] + strangers
    return [one["text"] for one in published], by_label


def score(principles: list[str], texts: list[Text], *, with_encoders: bool) -> tuple[Score, Comparison]:
    """Compare and count."""
    theirs = [one.text for one in texts]
    vectors = encode(principles, theirs) if with_encoders else Vectors()
    found = compare(principles, theirs, vectors)
    right = sum(texts[pair.theirs].number == pair.ours + 1 for pair in found.matched)
    pairs = {(pair.ours + 1, pair.theirs) for pair in found.matched + found.partial}
    at_least = sum((one.number, place) in pairs for place, one in enumerate(texts))
    like = sum(one.number is not None for one in texts)
    return Score(like, len(found.matched), right, at_least), found


def measured(folder: Path, half: str) -> dict[str, Any]:
    """Return the figures of both ways, and words alone as a ratio of the encoders."""
    principles, by_label = texts_of(folder, half)
    figures: dict[str, Any] = {}
    for way, with_encoders in (("encoders", True), ("words", False)):
        for label, texts in by_label.items():
            counted, found = score(principles, texts, with_encoders=with_encoders)
            figures[f"{way}: {label}"] = counted._asdict() | {
                "precision": round(counted.precision, 3),
                "recall": round(counted.recall, 3),
                "contradictions": len(found.contradicting),
            }
    recalls = [figures[f"{way}: same"]["recall"] for way in ("words", "encoders")]
    figures["recall of words alone, of that with encoders"] = round(recalls[0] / max(recalls[1], 1e-9), 3)
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=DATA)
    parser.add_argument("--half", choices=("odd", "even"), default="even")
    options = parser.parse_args()
    for name, figure in measured(options.folder, options.half).items():
        print(f"{name:50} {figure}")  # noqa: T201


if __name__ == "__main__":
    main()
