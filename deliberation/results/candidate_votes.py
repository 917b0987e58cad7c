"""What the votes say about statements that may be duplicates, kept beside each undecided candidate."""

import numpy as np
from django.db import transaction
from scipy.sparse import csc_array

from deliberation.models import Deliberation, DuplicateCandidate
from deliberation.semantics.near_duplicates import opposition
from deliberation.semantics.shared_votes import shared_votes

WRITTEN = ["shared_voters", "vote_agreement", "warning"]


@transaction.atomic
def refresh_candidates(*, deliberation: Deliberation, voted_apart: str) -> int:
    """Bring the undecided candidates up to date with texts and votes; return how many changed.

    Args:
        deliberation: whose candidates.
        voted_apart: the warning where people vote on both in opposite ways and the texts gave none.
    """
    undecided = deliberation.duplicate_candidates.filter(state=DuplicateCandidate.State.PROPOSED)
    candidates = list(undecided.select_related("first", "second").order_by("pk"))
    if not candidates:
        return 0
    column = {
        key: place
        for place, key in enumerate(sorted({key for c in candidates for key in (c.first_id, c.second_id)}))
    }
    votes = _votes(deliberation, column)
    found = shared_votes(
        votes,
        np.array([column[candidate.first_id] for candidate in candidates], dtype=np.int64),
        np.array([column[candidate.second_id] for candidate in candidates], dtype=np.int64),
    )
    changed = []
    for place, candidate in enumerate(candidates):
        before = [getattr(candidate, name) for name in WRITTEN]
        candidate.shared_voters = int(found.voters[place])
        candidate.vote_agreement = float(found.agreement[place]) if candidate.shared_voters else None
        in_words = opposition(candidate.first.text, candidate.second.text)
        candidate.warning = in_words or (voted_apart if found.is_contrary[place] else "")
        if before != [getattr(candidate, name) for name in WRITTEN]:
            changed.append(candidate)
    DuplicateCandidate.objects.bulk_update(changed, WRITTEN, batch_size=500)
    return len(changed)


def _votes(deliberation: Deliberation, column: dict[int, int]) -> csc_array:
    """Return (participants, statements): 1 for agree, -1 for disagree; the statements are those asked for."""
    rows = deliberation.votes.exclude(value=0).values_list("participant_id", "statement_id", "value")
    table = np.array([row for row in rows.iterator() if row[1] in column], dtype=np.int64).reshape(-1, 3)
    people, person = np.unique(table[:, 0], return_inverse=True)
    statement = np.array([column[key] for key in table[:, 1].tolist()], dtype=np.int64)
    shape = (max(1, len(people)), len(column))
    return csc_array((table[:, 2].astype(np.float64), (person, statement)), shape=shape)
