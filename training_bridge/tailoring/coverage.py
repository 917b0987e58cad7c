"""For which principles there are prompts in which they matter, and for which there are none. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PrincipleCoverage:
    """What there is for one principle.

    `by_hand` counts the prompts written by hand or given in a file that an encoder finds nearest to this
    principle among all; None where no encoder was at hand.
    """

    principle_id: str
    wanted: int
    accepted: int
    train: int
    evaluation: int
    by_hand: int | None


def coverage(
    principles: Sequence[str],
    wanted: int,
    accepted: Iterable[Mapping[str, Any]],
    by_hand: Mapping[str, int] | None,
) -> list[PrincipleCoverage]:
    """Count for each principle (by id) the accepted prompts, rows with `principle_id` and `split`."""
    splits = Counter((row["principle_id"], row["split"]) for row in accepted)
    return [
        PrincipleCoverage(
            principle_id=name,
            wanted=wanted,
            accepted=splits[name, "train"] + splits[name, "evaluation"],
            train=splits[name, "train"],
            evaluation=splits[name, "evaluation"],
            by_hand=None if by_hand is None else by_hand.get(name, 0),
        )
        for name in principles
    ]
