"""Which statement to show next: a weight per statement, from what its votes can still teach.

Statements on which little is known, which split opinion and which people do not skip come first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.representativeness import Floats, GroupVotes

# Polis gives statements about the deliberation itself this importance, whatever their votes.
META_IMPORTANCE = 7.0


def routing_priorities(counts: GroupVotes, extremity: Floats, is_meta: NDArray[np.bool_]) -> Floats:
    """(m,) weights for sampling the next statement among those a participant has not voted on.

    With A agreements, P passes and S votes of all grouped participants and extremity E:
    importance = (1 - (P+1)/(S+2)) (E+1) (A+1)/(S+2), priority = (importance (1 + 8 * 2^(-S/5)))^2;
    a meta statement has 7^2. Source: Polis, conversation.clj 308-330.
    """
    agree, disagree, seen = (table.sum(axis=0) for table in (counts.agree, counts.disagree, counts.seen))
    passed = seen - agree - disagree
    importance = (1.0 - (passed + 1.0) / (seen + 2.0)) * (extremity + 1.0) * ((agree + 1.0) / (seen + 2.0))
    newness = 1.0 + 8.0 * 2.0 ** (-seen / 5.0)
    priorities: Floats = np.where(is_meta, META_IMPORTANCE, importance * newness) ** 2
    return priorities
