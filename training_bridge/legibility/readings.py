"""Which critiques are read, and with whose critique each pair of answers is read for comparison. PURE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from training_bridge.records import NO_CHANGE_NEEDED, CritiqueRevision, Provenance, Round, row_id

Arm = Literal["critique", "other critique", "no critique"]
ARMS: tuple[Arm, ...] = get_args(Arm)
"""With its own critique, with that of another row, and with none: what the answers themselves give away."""
NOTHING_WRITTEN = "nothing written"
THE_SAME = "the same answer"


@dataclass(frozen=True)
class Reading:
    """One critique with the answer that it is about and the one that was written after it."""

    record_id: str
    prompt: str
    response: str
    made: Round
    origin: Provenance

    @property
    def key(self) -> tuple[str, int]:
        """Name it within the run: its record and its round."""
        return self.record_id, self.made.number


def readings_of(records: Iterable[CritiqueRevision]) -> tuple[list[Reading], dict[str, int]]:
    """Give what can be read, accepted and rejected revisions alike, and count what is left out and why.

    The answer before a revision is the first one, or the last revision that was accepted before it, because
    that is what the critique is about.
    """
    found: list[Reading] = []
    left_out: Counter[str] = Counter()
    for record in records:
        response = record.initial_response
        for made in record.rounds:
            if reason := _why_left_out(response, made):
                left_out[reason] += 1
            else:
                found.append(Reading(record.id, record.prompt, response, made, record.provenance))
            if made.rejected is None:
                response = made.revision
    return found, dict(sorted(left_out.items()))


def critiques_of_others(readings: Sequence[Reading]) -> Mapping[tuple[str, int], Reading]:
    """Give each reading the critique of another row, fixed by the hashes of all; none where there is none.

    In the order of their hashes each gets the critique of the next one that belongs to another prompt and
    says something else. So a critique serves about once, whichever order the rows were written in.
    """
    ordered = sorted(readings, key=lambda each: row_id("shuffled", each.record_id, str(each.made.number)))
    found = {}
    for place, each in enumerate(ordered):
        others = (*ordered[place + 1 :], *ordered[:place])
        other = next((one for one in others if _is_other(one, each)), None)
        if other is not None:
            found[each.key] = other
    return found


def _is_other(one: Reading, each: Reading) -> bool:
    return (
        one.record_id != each.record_id
        and one.prompt != each.prompt
        and one.made.critique != each.made.critique
    )


def _why_left_out(response: str, made: Round) -> str | None:
    if made.verdict == NO_CHANGE_NEEDED:
        return NO_CHANGE_NEEDED
    if not made.revision.strip() or not response.strip():
        return NOTHING_WRITTEN
    return THE_SAME if made.revision.split() == response.split() else None
