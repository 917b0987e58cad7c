"""What Polis computes, once more: slowly, with loops over a dense matrix, and sharing no code with Concord.

It follows the published description of Polis' mathematics step by step and is meant to be read beside it.
Votes are +1 agree, 0 pass, -1 disagree, None unseen; statements and participants keep their own numbers.
"""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Z_90 = 1.2816


@dataclass
class Conversation:
    """Votes as (time, participant, statement, value) in the order of the file, and what moderators said."""

    events: list[tuple[float, int, int, int]]
    rejected: set[int] = field(default_factory=set)
    meta: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        ordered = [
            event for _, event in sorted(enumerate(self.events), key=lambda pair: (pair[1][0], pair[0]))
        ]
        self.people: list[int] = []
        for _, person, _, _ in ordered:
            if person not in self.people:
                self.people.append(person)
        self.statements = sorted({statement for _, _, statement, _ in ordered})
        self.raw: dict[tuple[int, int], int] = {}
        for _, person, statement, value in ordered:
            self.raw[person, statement] = value
        self.out = self.rejected | self.meta

    def shown(self, person: int, statement: int) -> int | None:
        """A vote in the matrix in which moderated-out statements are a pass of everybody."""
        return 0 if statement in self.out else self.raw.get((person, statement))


def included(conversation: Conversation) -> list[int]:
    """Participants with enough votes, and those with most votes up to fifteen, in the order of rows."""
    count = {person: sum(1 for p, _ in conversation.raw if p == person) for person in conversation.people}
    enough = min(7, len(conversation.statements))
    found = {person for person in conversation.people if count[person] >= enough}
    for person in sorted(conversation.people, key=lambda person: -count[person]):
        if len(found) < 15:
            found.add(person)
    return [person for person in conversation.people if person in found]


def center(conversation: Conversation) -> list[float]:
    """Mean of the votes that are there, per statement."""
    means = []
    for statement in conversation.statements:
        seen = [conversation.shown(person, statement) for person in conversation.people]
        cast = [vote for vote in seen if vote is not None]
        means.append(sum(cast) / len(cast))
    return means


def imputed_and_centred(conversation: Conversation) -> np.ndarray:
    """(n, m) with the mean where nobody voted, minus the mean."""
    means = center(conversation)
    rows = []
    for person in conversation.people:
        row = []
        for statement, mean in zip(conversation.statements, means, strict=True):
            vote = conversation.shown(person, statement)
            row.append((mean if vote is None else vote) - mean)
        rows.append(row)
    return np.array(rows).reshape(len(conversation.people), len(conversation.statements))


def position(conversation: Conversation, components: np.ndarray, person: int) -> list[float]:
    """Where a participant stands: votes cast, scaled by how many of the statements they are."""
    means, total, answered = center(conversation), np.zeros(len(components)), 0
    for column, statement in enumerate(conversation.statements):
        vote = conversation.shown(person, statement)
        if vote is not None:
            answered += 1
            total = total + (vote - means[column]) * components[:, column]
    return list(math.sqrt(len(conversation.statements) / max(1, answered)) * total)


def statement_position(conversation: Conversation, components: np.ndarray, column: int) -> list[float]:
    """Where somebody stands who agrees with this statement and has seen no other."""
    mean = center(conversation)[column]
    return [math.sqrt(len(conversation.statements)) * (1 - mean) * axis[column] for axis in components]


def group_counts(
    conversation: Conversation, members: Sequence[int], statement: int, *, raw: bool
) -> tuple[int, int, int]:
    """How many agree, disagree and have seen it, among these people."""
    look = (lambda p, s: conversation.raw.get((p, s))) if raw else conversation.shown
    votes = [look(person, statement) for person in members]
    return votes.count(1), votes.count(-1), sum(vote is not None for vote in votes)


def group_aware_consensus(
    conversation: Conversation, groups: dict[int, Sequence[int]], statement: int
) -> float:
    product = 1.0
    for members in groups.values():
        agree, _, seen = group_counts(conversation, members, statement, raw=True)
        product *= (agree + 1) / (seen + 2)
    return product


def priority(
    conversation: Conversation, groups: dict[int, Sequence[int]], statement: int, extremity: float
) -> float:
    if statement in conversation.meta:
        return 49.0
    totals = [group_counts(conversation, members, statement, raw=True) for members in groups.values()]
    agree, disagree, seen = (sum(column) for column in zip(*totals, strict=True)) if totals else (0, 0, 0)
    passed = seen - agree - disagree
    importance = (1 - (passed + 1) / (seen + 2)) * (extremity + 1) * ((agree + 1) / (seen + 2))
    return (importance * (1 + 8 * 2 ** (-seen / 5))) ** 2


def share_test(successes: int, trials: int) -> float:
    return 2 * math.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)


def difference_test(inside: int, outside: int, seen_inside: int, seen_outside: int) -> float:
    s, o, n, k = inside + 1, outside + 1, seen_inside + 1, seen_outside + 1
    if s + o == n + k:
        return 0.0
    pooled = (s + o) / (n + k)
    return (s / n - o / k) / math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / k))


def majorities(conversation: Conversation, direction: str) -> list[dict[str, Any]]:
    found = []
    for statement in conversation.statements:
        if statement in conversation.out:
            continue
        agree, disagree, seen = group_counts(conversation, conversation.people, statement, raw=False)
        successes = agree if direction == "agree" else disagree
        share, test = (successes + 1) / (seen + 2), share_test(successes, seen)
        if share > 0.5 and test > Z_90:
            entry = {"tid": statement, "n-success": successes, "n-trials": seen}
            found.append(entry | {"p-success": share, "p-test": test})
    return sorted(found, key=lambda entry: -(entry["p-success"] * entry["p-test"]))[:5]


def single(value: float) -> float:
    """The value as 32 bits keep it."""
    return float(struct.unpack("f", struct.pack("f", value))[0])


def representative(
    conversation: Conversation, groups: dict[int, Sequence[int]], number: int
) -> list[dict[str, Any]]:
    """One pass over the statements, keeping the best so far, as Polis does it."""
    best: dict[str, Any] | None = None
    best_agree: dict[str, Any] | None = None
    sufficient: list[dict[str, Any]] = []
    for statement in conversation.statements:
        if statement in conversation.out:
            continue
        numbers = _compared(conversation, groups, number, statement)
        if _passes(numbers):
            sufficient.append(_finalised(numbers))
        if not sufficient and (best is None or max(numbers["rat"], numbers["rdt"]) > best["repness-test"]):
            best = _finalised(numbers)
        if _beats_best_agree(numbers, best_agree):
            best_agree = numbers
    head = []
    if best_agree is not None:
        head = [_finalised(best_agree) | {"n-agree": best_agree["A"], "best-agree": True}]
    if not sufficient:
        return head or ([best] if best else [])
    others = [s for s in sufficient if best_agree is None or s["tid"] != best_agree["tid"]]
    others.sort(key=lambda s: -(s["repness"] * s["repness-test"] * s["p-success"] * s["p-test"]))
    chosen = (head + others)[:5]
    return [s for s in chosen if s["repful-for"] == "agree"] + [
        s for s in chosen if s["repful-for"] == "disagree"
    ]


def _compared(
    conversation: Conversation, groups: dict[int, Sequence[int]], number: int, statement: int
) -> dict[str, Any]:
    agree, disagree, seen = group_counts(conversation, groups[number], statement, raw=False)
    others = [person for other, members in groups.items() if other != number for person in members]
    rest_agree, rest_disagree, rest_seen = group_counts(conversation, others, statement, raw=False)
    pa, pd = (agree + 1) / (seen + 2), (disagree + 1) / (seen + 2)
    return {
        "tid": statement,
        "A": agree,
        "D": disagree,
        "S": seen,
        "pa": pa,
        "pd": pd,
        "pat": share_test(agree, seen),
        "pdt": share_test(disagree, seen),
        "ra": pa / ((rest_agree + 1) / (rest_seen + 2)),
        "rd": pd / ((rest_disagree + 1) / (rest_seen + 2)),
        "rat": difference_test(agree, rest_agree, seen, rest_seen),
        "rdt": difference_test(disagree, rest_disagree, seen, rest_seen),
    }


def _passes(numbers: dict[str, Any]) -> bool:
    return bool(
        (numbers["rat"] > Z_90 and numbers["pat"] > Z_90) or (numbers["rdt"] > Z_90 and numbers["pdt"] > Z_90)
    )


def _beats_best_agree(numbers: dict[str, Any], best: dict[str, Any] | None) -> bool:
    if numbers["A"] == 0 and numbers["D"] == 0:
        return False
    if best is None:
        return bool(numbers["pat"] > Z_90 or (numbers["ra"] > 1 and numbers["pa"] > 0.5))
    names = ("ra", "rat", "pa", "pat") if best["ra"] > 1 else ("pa", "pat")
    return bool(math.prod(numbers[name] for name in names) > math.prod(best[name] for name in names))


def _finalised(numbers: dict[str, Any]) -> dict[str, Any]:
    agrees = numbers["rat"] > numbers["rdt"]
    successes, p, pt, r, rt = ("A", "pa", "pat", "ra", "rat") if agrees else ("D", "pd", "pdt", "rd", "rdt")
    return {
        "tid": numbers["tid"],
        "n-success": numbers[successes],
        "n-trials": numbers["S"],
        "p-success": numbers[p],
        "p-test": numbers[pt],
        "repness": numbers[r],
        "repness-test": single(numbers[rt]),
        "repful-for": "agree" if agrees else "disagree",
    }


def found_groups(points: np.ndarray) -> list[int]:
    """Group of each point on a first run: base clusters, then groups of these, chosen by silhouette."""
    base_of, centers = _lloyd(points, [1] * len(points), 100, 100)
    weights = [base_of.count(base) for base in range(len(centers))]
    best: tuple[float, list[int]] | None = None
    for k in range(2, min(5, 2 + len(centers) // 12) + 1):
        labels, _ = _lloyd(np.array(centers), weights, k, 20)
        score = _silhouette(np.array(centers), labels)
        if best is None or score >= best[0]:
            best = (score, labels)
    assert best is not None
    return [best[1][base] for base in base_of]


def _lloyd(
    points: np.ndarray, weights: Sequence[float], k: int, iterations: int
) -> tuple[list[int], list[np.ndarray]]:
    centers: list[np.ndarray] = []
    for point in points:
        if len(centers) < k and not any(np.array_equal(point, center) for center in centers):
            centers.append(point)
    labels: list[int] = []
    for _ in range(iterations):
        labels = [int(np.argmin([math.dist(point, center) for center in centers])) for point in points]
        kept = sorted(set(labels))
        labels = [kept.index(label) for label in labels]
        moved = []
        for label in range(len(kept)):
            mine = [index for index, own in enumerate(labels) if own == label]
            mass = sum(weights[index] for index in mine)
            moved.append(sum(weights[index] * points[index] for index in mine) / mass)
        pairs = zip(sorted(map(tuple, moved)), sorted(map(tuple, centers)), strict=False)
        still = len(moved) == len(centers) and all(math.dist(new, old) < 0.01 for new, old in pairs)
        centers = moved
        if still:
            break
    return labels, centers


def _silhouette(points: np.ndarray, labels: list[int]) -> float:
    scores = []
    for index, point in enumerate(points):
        distances: dict[int, list[float]] = {}
        for other, label in enumerate(labels):
            if other != index:
                distances.setdefault(label, []).append(math.dist(point, points[other]))
        own = distances.pop(labels[index], None)
        if own is None or not distances:
            scores.append(0.0)
            continue
        a, b = sum(own) / len(own), min(sum(d) / len(d) for d in distances.values())
        scores.append((b - a) / max(a, b) if max(a, b) > 0 else 0.0)
    return sum(scores) / len(scores)
