"""The rules of wording against the published principles: ``python -m benchmarks.wording [--json]``.

The public constitution of 2023 (Huang et al., Collective Constitutional AI, FAccT 2024) has 42 principles
whose statement is known. The rules were made on the odd-numbered pairs; the even-numbered were only measured.
Of each pair are compared

- the kind: promote or avoid;
- the form of degree after "Choose the response that" (`form_of`), such as "is most ADJECTIVE" or "is least
  likely to VERB": only the very same counts;
- the shape: which of the four rules the form follows (`shape_of`). What is wished for as a quality becomes
  "is most ADJECTIVE" or "as ADJECTIVE as possible", what should not be done "least VERBs" or "is least likely
  to VERB": two forms of one rule are one shape;
- the content words: all words but function words and the words of the frame (choose, response, most, least,
  likely, possible), without their endings, as two sets: what both have divided by what either has (Jaccard).
  The list of function words is short and strict; the figure with scikit-learn's English stop words, a list
  that others made, stands beside it.

Also counted is what the rules do with all 275 statements that moderation let in. Needs ``../shared/data``.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from constitution.wording import word_principle

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "ccai"
ENOUGH = 0.8
"""From this Jaccard overlap on two principles count as saying the same in the same words."""

_FUNCTION_WORDS = frozenset(
    "a an the that this which are and or of to in for on with as at by from it its be been being is not do "
    "does any will would can could".split()
)
_FRAME = frozenset("choose response responses most more least less best likely possible".split())
_FORMS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("as ADJECTIVE as possible", r"is (?:just )?as \w.*\bas\b"),
        ("is least likely to VERB", r"is (?:the )?least likely to "),
        ("is most likely to VERB", r"is (?:the )?most likely to "),
        ("is least intended to VERB", r"is (?:the )?least intended to "),
        ("is least ADJECTIVE", r"is (?:the )?least "),
        ("is most ADJECTIVE", r"is (?:the )?most "),
        ("is more ADJECTIVE", r"is more "),
        ("least VERBs", r"least "),
        ("best VERBs", r"best "),
        ("most VERBs", r"most "),
    )
)
_SHAPE_OF_FORM = {
    "as ADJECTIVE as possible": "is most ADJECTIVE",
    "is more ADJECTIVE": "is most ADJECTIVE",
    "best VERBs": "most VERBs",
    "is most likely to VERB": "most VERBs",
    "is least likely to VERB": "least VERBs",
    "is least intended to VERB": "least VERBs",
}


@dataclass(frozen=True)
class Half:
    """What came out for one half of the pairs."""

    pairs: int
    same_kind: int
    same_shape: int
    same_form: int
    same_words: int
    same_shape_and_words: int
    same_form_and_words: int
    same_shape_and_words_by_standard_list: int
    mean_overlap: float
    set_aside: int
    left_to_a_person: int


def form_of(principle: str) -> str:
    """Return the form of degree that a principle has, "other" where it has none of them."""
    after = re.sub(r"^choose the response that ", "", principle.strip().lower())
    return next((name for name, pattern in _FORMS if pattern.match(after)), "other")


def shape_of(principle: str) -> str:
    """Return the shape of a principle: its form, where two forms of one rule count as one."""
    form = form_of(principle)
    return _SHAPE_OF_FORM.get(form, form)


def content_words(principle: str, function_words: frozenset[str] = _FUNCTION_WORDS) -> frozenset[str]:
    """Return the words of a principle that carry its content, without their endings."""
    words = re.findall(r"[a-z']+", principle.lower().replace("’", "'"))
    return frozenset(_stem(word) for word in words if word not in function_words | _FRAME)


def _stem(word: str) -> str:
    word = re.sub(r"ies$", "y", word)
    for ending in ("ing", "es", "s", "ed", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def overlap(ours: str, theirs: str, function_words: frozenset[str] = _FUNCTION_WORDS) -> float:
    """Return the Jaccard overlap of the content words of two principles."""
    one, other = content_words(ours, function_words), content_words(theirs, function_words)
    return len(one & other) / len(one | other)


def published_pairs(folder: Path = DATA) -> list[dict[str, Any]]:
    """Return the published principles whose statement is known, in order."""
    path = folder / "public_constitution_75.json"
    principles = json.loads(path.read_text(encoding="utf-8"))["principles"]
    return [principle for principle in principles if principle["statement"]]


def accepted_statements(folder: Path = DATA) -> list[str]:
    """Return the statements that moderation let in."""
    with (folder / "clean_comments.csv").open(encoding="utf-8", newline="") as file:
        return [row["comment-body"] for row in csv.DictReader(file) if row["moderated"] == "1"]


def measure(pairs: list[dict[str, Any]]) -> Half:
    """Return how far the rules word these pairs' statements as people did."""
    wordings = [word_principle(pair["statement"]) for pair in pairs]
    both = [(wording.text, pair["text"]) for wording, pair in zip(wordings, pairs, strict=True)]
    overlaps = [overlap(ours, theirs) for ours, theirs in both]
    words = [share >= ENOUGH for share in overlaps]
    standard = [overlap(ours, theirs, ENGLISH_STOP_WORDS) >= ENOUGH for ours, theirs in both]
    shapes = [shape_of(ours) == shape_of(theirs) for ours, theirs in both]
    forms = [form_of(ours) == form_of(theirs) for ours, theirs in both]
    return Half(
        pairs=len(pairs),
        same_kind=sum(w.kind == pair["polarity"] for w, pair in zip(wordings, pairs, strict=True)),
        same_shape=sum(shapes),
        same_form=sum(forms),
        same_words=sum(words),
        same_shape_and_words=_both(shapes, words),
        same_form_and_words=_both(forms, words),
        same_shape_and_words_by_standard_list=_both(shapes, standard),
        mean_overlap=round(sum(overlaps) / len(overlaps), 3),
        set_aside=sum(bool(wording.not_trainable) for wording in wordings),
        left_to_a_person=sum(wording.needs_review for wording in wordings),
    )


def _both(one: Sequence[bool], other: Sequence[bool]) -> int:
    return sum(first and second for first, second in zip(one, other, strict=True))


def outcomes(statements: list[str]) -> dict[str, int]:
    """Return how many statements are worded, left to a person, and set aside for each reason."""
    wordings = [word_principle(statement) for statement in statements]
    found = Counter(
        f"set aside: {wording.not_trainable}"
        if wording.not_trainable
        else ("left to a person" if wording.needs_review else "worded")
        for wording in wordings
    )
    return dict(sorted(found.items()))


def report() -> dict[str, Any]:
    """Return everything that is measured."""
    pairs = published_pairs()
    return {
        "odd": asdict(measure(pairs[0::2])),
        "even": asdict(measure(pairs[1::2])),
        "statements": outcomes(accepted_statements()),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json", action="store_true", help="end with the report as one line of JSON")
    arguments = parser.parse_args()
    found = report()
    print(f"{'':40}{'odd (used)':>12}{'even (held out)':>17}")
    for name in found["odd"]:
        print(f"{name.replace('_', ' '):40}{found['odd'][name]:>12}{found['even'][name]:>17}")
    print(f"\nThe {sum(found['statements'].values())} statements that moderation let in:")
    for name, count in found["statements"].items():
        print(f"  {name:24}{count:>4}")
    if arguments.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
