"""How many votes it would take to change an outcome: exact, by the rule itself.

**Held fixed**: who belongs to which group, and every vote but those counted here. Agreement needs every
group, so the cheapest way to break it leads through one group, and the minimum over the groups covers
attackers who choose which group to vote in, and those who spread over several. It does not cover votes that
move people between groups, nor newcomers so many and so alike that the analysis finds them to be a group of
their own: such a group can withhold its agreement from anything. Their number is a second limit, which the
smallest group found shows the size of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deliberation.analysis.agreement import AgreementRule, Flags, agreed_by_group, least_integer
from deliberation.analysis.representativeness import Counts, GroupVotes

IMPOSSIBLE = -1
_NEVER = 2**40


@dataclass(frozen=True)
class Robustness:
    """Least numbers of votes that turn an outcome round, (m,) each; `IMPOSSIBLE` where none would.

    Attributes:
        agreed: the outcome as it is.
        added: of an agreed statement, new votes (disagreeing or passing) that would drop it from agreement.
        changed: of an agreed statement, agreeing votes that would drop it if their voters disagreed or
            passed instead.
        weakest_group: the group in which the fewest votes do it; by `added`, then by its number; 0 and
            without meaning where nothing is agreed.
        lifting_added: of another statement, new agreeing votes that would make it agreed, in all groups
            together.
        lifting_changed: of another statement, votes against or passes that would make it agreed if they
            turned into agreement.

    `added` and `changed` are 0 for a statement that is not agreed; the other two for one that is.
    """

    agreed: Flags
    added: Counts
    changed: Counts
    weakest_group: Counts
    lifting_added: Counts
    lifting_changed: Counts


def robustness(counts: GroupVotes, group_sizes: Counts, rule: AgreementRule) -> Robustness:
    """Count the votes between each statement and the other outcome.

    `group_sizes` (g,) are the members. New voters are new members of the group they vote in.
    """
    groups, statements = counts.seen.shape
    if groups == 0:
        never = np.full(statements, IMPOSSIBLE)
        nothing = np.zeros(statements, dtype=np.int64)
        no: Flags = np.zeros(statements, dtype=bool)
        return Robustness(no, nothing, nothing, nothing, never, never)
    passing = agreed_by_group(counts, group_sizes, rule)
    agreed: Flags = np.all(passing, axis=0)
    added, changed = _dropping(counts, agreed, rule)
    lifting_added, lifting_changed = _lifting(counts, group_sizes, passing, rule)
    return Robustness(
        agreed=agreed,
        added=_least(added, agreed),
        changed=_least(changed, agreed),
        weakest_group=np.argmin(added, axis=0),
        lifting_added=lifting_added,
        lifting_changed=lifting_changed,
    )


def _dropping(counts: GroupVotes, agreed: Flags, rule: AgreementRule) -> tuple[Counts, Counts]:
    """(g, m) votes to be added, and to be changed, in each group; `_NEVER` where that cannot drop it."""
    columns = np.flatnonzero(agreed)
    agree, seen = counts.agree[:, columns], counts.seen[:, columns]
    added = np.full(counts.seen.shape, _NEVER)
    changed = np.full(counts.seen.shape, _NEVER)
    added[:, columns] = rule.least_seen_to_fail(agree, seen) - seen
    turned = agree - rule.least_agreeing(seen) + 1
    changed[:, columns] = np.where(turned <= agree, turned, _NEVER)
    return added, changed


def _lifting(
    counts: GroupVotes, group_sizes: Counts, passing: Flags, rule: AgreementRule
) -> tuple[Counts, Counts]:
    """(m,) votes to be added, and to be changed, in all groups that do not agree yet."""
    lacking = np.nonzero(~passing)
    agree, seen, size = counts.agree[lacking], counts.seen[lacking], np.asarray(group_sizes)[lacking[0]]

    def suffices(new: Counts, index: NDArray[np.intp]) -> Flags:
        enough = seen[index] + new >= rule.votes_needed(size[index] + new)
        return enough & rule.is_exceeded(agree[index] + new, seen[index] + new)

    against = seen - agree
    p = rule.least_share
    guess = np.ceil((p * seen - agree) / (1 - p) + np.sqrt(seen + 4.0)).astype(np.int64)
    added = np.zeros(counts.seen.shape, dtype=np.int64)
    added[lacking] = least_integer(suffices, np.zeros_like(seen), np.full_like(seen, _NEVER), guess)
    turned = rule.least_agreeing(seen) - agree
    possible = (turned <= against) & (seen >= rule.votes_needed(size))
    changed = np.zeros(counts.seen.shape, dtype=np.int64)
    changed[lacking] = np.where(possible, np.maximum(turned, 0), _NEVER)
    return added.sum(axis=0), _or_impossible(changed.sum(axis=0))


def _least(votes: Counts, agreed: Flags) -> Counts:
    lowest: Counts = np.where(agreed, votes.min(axis=0), 0)
    return _or_impossible(lowest)


def _or_impossible(votes: Counts) -> Counts:
    possible: Counts = np.where(votes >= _NEVER, IMPOSSIBLE, votes)
    return possible
