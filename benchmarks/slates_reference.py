"""Write what the library abcvoting chooses on small elections, for the tests to hold our rules against.

    python -m benchmarks.slates_reference > tests/constitution/selection/slates_reference.json

Needs abcvoting 2.19, in an environment of its own: it brings solvers that nothing else here needs. Its exact
fractions settle ties for the candidate with the lower number, as ours do.
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any

RULES = {
    "equal_shares": ("equal-shares", "standard-fractions"),
    "phragmen": ("seqphragmen", "standard-fractions"),
    "proportional_approval": ("seqpav", "standard"),
}
SHAPES = ((6, 5, 3), (9, 6, 4), (12, 8, 5), (20, 10, 4), (25, 12, 6), (40, 15, 7))
PER_SHAPE = 6


def main() -> None:
    """Print the elections and what each rule chooses as one JSON object."""
    draw = random.Random(6)  # noqa: S311
    elections = [
        _election(draw, voters, candidates, size)
        for voters, candidates, size in SHAPES
        for _ in range(PER_SHAPE)
    ]
    json.dump({"library": "abcvoting 2.19.2", "elections": elections}, sys.stdout, separators=(",", ":"))
    sys.stdout.write("\n")


def _election(draw: random.Random, voters: int, candidates: int, size: int) -> dict[str, Any]:
    from abcvoting import abcrules, properties
    from abcvoting.preferences import Profile

    # Two camps with tastes of their own, so that proportional rules have something to do.
    taste = [[draw.choice((0.05, 0.3, 0.9)) for _ in range(candidates)] for _ in range(2)]
    approvals = [
        [candidate for candidate in range(candidates) if draw.random() < taste[voter % 3 == 0][candidate]]
        for voter in range(voters)
    ]
    profile = Profile(candidates)
    profile.add_voters(approvals)
    chosen = {
        ours: sorted(abcrules.compute(theirs, profile, size, algorithm=algorithm, resolute=True)[0])
        for ours, (theirs, algorithm) in RULES.items()
    }
    by_approval = sorted(range(candidates), key=lambda c: -sum(c in ballot for ballot in approvals))
    audited = [by_approval[:size], by_approval[-size:], draw.sample(range(candidates), size)]
    return {
        "approvals": approvals,
        "candidates": candidates,
        "size": size,
        "chosen": chosen,
        "ejr_plus": [
            {"committee": sorted(committee), "ok": bool(properties.check_EJR_plus(profile, committee))}
            for committee in audited
        ],
    }


if __name__ == "__main__":
    main()
