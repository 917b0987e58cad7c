"""Which principle each round of revision is held to: drawn by chance, fixed by content, bounded. PURE.

All draws of a run are made at once, before any text, from the ids of prompts alone: neither the order of the
prompts nor the size of batches has a part in them, and no answer can steer which principle comes next.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deliberation.integrity.evidence import content_hash
from training_bridge.principles import ConstitutionError, Principle
from training_bridge.tailoring.settings import Weighting

SMALLEST_DEFAULT_BOUND = 0.2
TIMES_AN_EVEN_SHARE = 3
REDRAWS = 200
"""After so many draws over the bound the principle drawn least takes the place."""
HASH_SIZE = 16**64


@dataclass(frozen=True)
class Asked:
    """One prompt that needs principles.

    `own_principle` is the one that it was made for, if any; with `among`, only those are drawn.
    """

    prompt_id: str
    own_principle: str | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draws:
    """The principle of every round of every prompt, and what the bound did.

    `by_round` has (prompt id, round number from 1) as keys. `bound` is a share of all rounds, `most` the
    number of rounds that follows from it, `redrawn` how many draws were made again because of it.
    """

    by_round: Mapping[tuple[str, int], Principle]
    bound: float
    most: int
    redrawn: int

    def shares(self) -> dict[str, float]:
        """Give the share of all rounds that each principle has, the largest first."""
        counts = Counter(principle.id for principle in self.by_round.values())
        total = sum(counts.values())
        return {
            name: count / total
            for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        }


def share_bound(principles: int, largest_share: float | None = None) -> float:
    """Give the largest share of the rounds that one principle may have.

    Unless given, max(3/k, 0.2) for k principles, and never above 1: three times an even share, so that
    uniform draws hardly ever meet it, and a fifth of the rounds where there are many principles. It keeps
    one principle, planted or merely popular, from shaping the model by itself.

    Raises:
        ConstitutionError: the given share is below 1/k, so that no division could keep to it.
    """
    if largest_share is None:
        return min(1.0, max(TIMES_AN_EVEN_SHARE / principles, SMALLEST_DEFAULT_BOUND))
    if largest_share * principles < 1 - 1e-9:
        raise ConstitutionError(
            f"with {principles} principles one has at least {1 / principles:.1%} of the rounds: "
            f"a largest share of {largest_share:.1%} is impossible"
        )
    return largest_share


def principle_weights(principles: Sequence[Principle], weighting: Weighting) -> tuple[float, ...]:
    """Give the probability with which each principle is drawn; they sum to 1.

    "uniform" is the draw of Bai et al. 2022, section 3.1. "consensus" takes each principle's group-aware
    consensus as its weight, as the authors of collective constitutional AI propose for further work (Huang
    et al. 2024); "lower bound" takes the consensus that even the least favourable group reaches at
    the lower end of its interval, so that a principle few have voted on counts less. Principles without the
    figure (it can be withheld to protect voters) get the mean of the others.
    """
    if weighting == "uniform":
        return tuple(1 / len(principles) for _ in principles)
    known = [_consensus(principle, weighting) for principle in principles]
    given = [value for value in known if value is not None]
    mean = sum(given) / len(given) if given else 1.0
    filled = [mean if value is None else value for value in known]
    total = sum(filled)
    if total <= 0:
        return tuple(1 / len(principles) for _ in principles)
    return tuple(value / total for value in filled)


def draw_principle(
    principles: Sequence[Principle],
    *,
    seed: int,
    prompt_id: str,
    round_number: int,
    redraw: int = 0,
    weights: Sequence[float] | None = None,
) -> Principle:
    """Draw a principle with replacement over rounds, fixed by seed, prompt, round and redraw alone.

    The SHA-256 of these, read as a fraction of 1, is looked up in the cumulated weights (uniform without).
    """
    place = {
        "seed": seed,
        "prompt": prompt_id,
        "round": round_number,
        **({"redraw": redraw} if redraw else {}),
    }
    fraction = int(content_hash(place), 16) / HASH_SIZE
    reached = 0.0
    for principle, weight in zip(principles, weights or [1 / len(principles)] * len(principles), strict=True):
        reached += weight
        if fraction < reached:
            return principle
    return principles[-1]


def draw_principles(
    asked: Sequence[Asked],
    principles: Sequence[Principle],
    *,
    rounds: int,
    seed: int,
    weighting: Weighting = "uniform",
    largest_share: float | None = None,
) -> Draws:
    """Draw the principle of every round of every prompt.

    A prompt made for a principle is held to that one in its first round. Where a prompt names principles to
    draw among, the others keep out of it unless the bound leaves none of those. Places are filled in the
    order of their own hashes, first rounds of such prompts before all; a draw of a principle that has all the
    places it may have is made again.
    """
    bound = share_bound(len(principles), largest_share)
    weights = principle_weights(principles, weighting)
    by_id = {principle.id: principle for principle in principles}
    places = [(each, number) for each in asked for number in range(1, rounds + 1)]
    # At least an even share rounded up, or few places could not be filled at all.
    most = max(math.floor(bound * len(places)), math.ceil(len(places) / len(principles)))
    counts: Counter[str] = Counter()
    drawn: dict[tuple[str, int], Principle] = {}
    redrawn = 0
    for each, number in sorted(places, key=lambda place: _order(seed, *place)):
        own = by_id.get(each.own_principle or "") if number == 1 else None
        chosen = own
        redraw = 0
        while chosen is None or counts[chosen.id] >= most:
            if redraw > REDRAWS:
                chosen = min(principles, key=lambda one: (counts[one.id], one.id))
                break
            redrawn += chosen is not None
            chosen = draw_principle(
                principles,
                seed=seed,
                prompt_id=each.prompt_id,
                round_number=number,
                redraw=redraw,
                weights=_restricted(weights, principles, each.among),
            )
            redraw += 1
        counts[chosen.id] += 1
        drawn[each.prompt_id, number] = chosen
    return Draws(drawn, bound, most, redrawn)


def _restricted(
    weights: Sequence[float], principles: Sequence[Principle], among: Sequence[str]
) -> Sequence[float]:
    """Leave weight to those principles alone; to all where none of them is there."""
    kept = [
        weight if principle.id in among else 0.0
        for weight, principle in zip(weights, principles, strict=True)
    ]
    total = sum(kept)
    return [weight / total for weight in kept] if total > 0 else weights


def _consensus(principle: Principle, weighting: Weighting) -> float | None:
    value = principle.lower_bound if weighting == "lower bound" else principle.group_aware_consensus
    return None if value is None else max(0.0, value)


def _order(seed: int, each: Asked, number: int) -> tuple[bool, str]:
    is_own = number == 1 and each.own_principle is not None
    return not is_own, content_hash({"seed": seed, "place": each.prompt_id, "round": number})
