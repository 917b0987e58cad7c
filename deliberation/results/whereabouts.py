"""Where one participant stands on the map of an analysis, by the votes they hold now."""

from dataclasses import dataclass

import numpy as np

from deliberation.analysis.known_structure import KnownStructure
from deliberation.models import Analysis, Participant, Statement, StoredStructure, Vote
from deliberation.results.charts import LETTERS
from deliberation.results.kept_results import kept_for
from deliberation.results.known_structure import known_structure_of
from deliberation.results.live_place import Ellipse, ellipses_around, standing_by
from deliberation.results.opinion_map import OpinionMap

VOTES_TO_STAND = 3
"""Votes from which on a place is shown."""
BETWEEN = 0.6
"""Below this certainty of the nearest group somebody stands between the groups."""
CLEAR = 0.8
"""From this certainty on pages speak of a membership without "probably"."""

Votes = dict[int, int]
"""Statement number to vote."""


@dataclass(frozen=True)
class Place:
    """Where one participant stands on the map.

    Attributes:
        x, y: in drawing units.
        votes: how many of their votes it rests on; None where it is that of the analysis.
        letter: of their group, empty if they have none.
        certainty: how sure that is, from 0 to 1, or None where it was not measured.
        more_votes: about how many more votes would make it sure; 0 if it is, None if many would not.
        is_settled: whether they have cast as many votes as the analysis asks for.
        ellipses: where they stand in truth, ever more surely, the widest first.
    """

    x: int
    y: int
    letter: str
    certainty: float | None = None
    votes: int | None = None
    more_votes: int | None = None
    is_settled: bool = True
    ellipses: tuple[Ellipse, ...] = ()

    @property
    def is_between(self) -> bool:
        """Whether their votes do not say clearly which group they belong to."""
        return self.certainty is not None and self.certainty < BETWEEN

    @property
    def is_clear(self) -> bool:
        """Whether they say it clearly."""
        return self.is_settled and self.certainty is not None and self.certainty >= CLEAR


def votes_held_by(participant: Participant) -> Votes:
    """Return the participant's votes on statements that stand for themselves; a merged pair counts once."""
    accepted = Statement.State.ACCEPTED
    rows = (
        Vote.objects.filter(participant=participant, statement__is_meta=False)
        .filter(statement__state=accepted)
        .order_by("event_id")
        .values_list(
            "statement__number", "statement__merged_into__number", "statement__merged_into__state", "value"
        )
    )
    return {
        number if into is None else into: value
        for number, into, state, value in rows
        if into is None or state == accepted
    }


def place_by(votes: Votes, analysis: Analysis, drawn: OpinionMap) -> Place | None:
    """Return where somebody with these votes stands.

    None if too few of the votes are on statements of the analysis, or if it kept nothing to place people by.
    """
    known = _known(analysis)
    if known is None or len(votes) < VOTES_TO_STAND:
        return None
    standing = standing_by(
        known, np.array(list(votes), dtype=np.int64), np.array(list(votes.values()), dtype=np.int64)
    )
    if standing.votes < VOTES_TO_STAND:
        return None
    [[x, y]] = drawn.frame.place(np.array([[standing.x, standing.y]])).tolist()
    has_group = standing.group is not None and bool(drawn.groups)
    return Place(
        x=round(x),
        y=round(y),
        letter=LETTERS[standing.group] if has_group and standing.group is not None else "",
        certainty=standing.certainty if has_group else None,
        votes=standing.votes,
        more_votes=standing.more_votes,
        is_settled=standing.is_settled,
        ellipses=ellipses_around(standing.covariance, drawn.frame.scale),
    )


def place_of(participant: Participant, analysis: Analysis, drawn: OpinionMap) -> Place | None:
    """Return where a participant stands by their votes of now; else where the analysis has put them."""
    found = place_by(votes_held_by(participant), analysis, drawn)
    if found is not None or _known(analysis) is not None:
        return found
    place = analysis.place_of(participant)
    if place is None:
        return None
    [[x, y]] = drawn.frame.place(np.array([[place.x, place.y]])).tolist()
    letter = drawn.groups[place.group].letter if place.group is not None and drawn.groups else ""
    return Place(round(x), round(y), letter, place.certainty if letter else None)


def _known(analysis: Analysis) -> KnownStructure | None:
    """What the analysis kept for placing people, None for one from before that was kept."""
    return kept_for(analysis.grouping, "known-structure", lambda: _stored(analysis.grouping))


def _stored(grouping: Analysis) -> KnownStructure | None:
    try:
        return known_structure_of(grouping)
    except StoredStructure.DoesNotExist:
        return None
