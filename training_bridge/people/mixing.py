"""The preference data of people and judge together, at a set ratio. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from training_bridge.people.preferences import HumanPreference
from training_bridge.records import PreferencePair, row_id

Preference = PreferencePair | HumanPreference


@dataclass(frozen=True)
class Mixture:
    """Whose pairs training learns from.

    Attributes:
        pairs: people's by a principle, then the judge's (those it may not learn from too), then people's for
            helpfulness.
        wanted: the share of people's pairs that was set; None for all pairs as they are.
        people, judge: how many kept pairs of each take part.
        replaced: kept pairs of the judge whose place people's label of the same answers by the same
            principle has taken.
        people_left_out, judge_left_out: kept pairs that the share had no room for.
    """

    pairs: tuple[Preference, ...]
    wanted: float | None
    people: int
    judge: int
    replaced: int
    people_left_out: int
    judge_left_out: int

    @property
    def share(self) -> float:
        """What the share of people's pairs became; 0 without any pair."""
        return self.people / (self.people + self.judge) if self.people else 0.0


def mix(judged: Sequence[PreferencePair], people: Sequence[HumanPreference], share: float | None) -> Mixture:
    """Mix the pairs of people and judge, so that people's are this share of all that training may learn from.

    Where people and judge compared the same answers by the same principle, people's label takes the place of
    the judge's. No pair stands twice to reach a share: where people's are too many, the last of them by the
    hash of their ids are left out (and the judge's label of those answers is back), and where they are too
    few, so are the judge's. So a share is met as nearly as whole pairs allow. Without a pair of people that
    can be learnt from, the judge's stay as they are, whatever the share.
    """
    kept = sorted((pair for pair in people if pair.dropped is None), key=lambda pair: _order(pair.id))
    taking_part = kept[: _how_many(judged, kept, share)]
    left = _not_replaced(judged, taking_part)
    learnt = sorted((pair for pair in left if pair.dropped is None), key=lambda pair: _order(pair.id))
    room = len(learnt)
    if share and kept and len(taking_part) == len(kept):
        room = min(room, round(len(kept) * (1 - share) / share))
    out = {pair.id for pair in (left if share == 1 and kept else learnt[room:])}
    return Mixture(
        pairs=(
            *(pair for pair in taking_part if pair.kind == "principle"),
            *(pair for pair in left if pair.id not in out),
            *(pair for pair in taking_part if pair.kind == "helpfulness"),
        ),
        wanted=share,
        people=len(taking_part),
        judge=room,
        replaced=sum(pair.dropped is None for pair in judged) - len(learnt),
        people_left_out=len(kept) - len(taking_part),
        judge_left_out=len(learnt) - room,
    )


def _how_many(judged: Sequence[PreferencePair], kept: Sequence[HumanPreference], share: float | None) -> int:
    """Give how many of people's pairs come nearest to the share while all of the judge's take part.

    At least one where a share is set at all, and the larger number of two that are as near.
    """
    if share is None or not kept:
        return len(kept)
    if share == 0:
        return 0

    if not any(pair.dropped is None for pair in judged):
        return len(kept)

    def distance(count: int) -> tuple[float, int]:
        learnt = sum(pair.dropped is None for pair in _not_replaced(judged, kept[:count]))
        return abs(count / (count + learnt) - share), -count

    return min(range(1, len(kept) + 1), key=distance)


def _not_replaced(
    judged: Sequence[PreferencePair], people: Sequence[HumanPreference]
) -> list[PreferencePair]:
    by_people = {(pair.feedback_id, pair.principle_sha256) for pair in people if pair.kind == "principle"}
    return [pair for pair in judged if (pair.id, pair.principle_sha256) not in by_people]


def _order(name: str) -> str:
    return row_id("mixing order", name)
