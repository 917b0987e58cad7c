"""From the export to the 1,002 people and 275 statements of the publication. PURE."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from constitution.reproduction.ccai_files import CLEAN_VOTES, CcaiFiles, Integers
from constitution.reproduction.known_figures import MORE_VOTES_THAN
from deliberation.analysis.vote_matrix import AGREE, DISAGREE, VoteMatrix
from deliberation.interchange.csv_tables import UnreadableFile


@dataclass(frozen=True)
class Cleaned:
    """The assembly that the publication is about; n people by their number, m statements by theirs.

    Attributes:
        votes: on the statements that moderation let in.
        agreements, disagreements: of these people on all statements, let in or not, as the notebook counts.
        published_groups: (n,) the label on the row where each person stands in the published file.
        returned_groups: (n,) the same labels given to the people in the order of their numbers.
        exporter_groups: (n,) the group that Polis gave them.
        positions_kept: how many people have the same place in the published file and by number.
        with_one_vote_fewer: how many would be left if 25 votes sufficed, as the notebook says in words.
    """

    votes: VoteMatrix
    agreements: int
    disagreements: int
    published_groups: Integers
    returned_groups: Integers
    exporter_groups: Integers
    positions_kept: int
    with_one_vote_fewer: int


def clean(files: CcaiFiles) -> Cleaned:
    """Keep whoever cast more than 25 votes and was not tossed, and the statements that were let in.

    Raises:
        UnreadableFile: the published file lists other people than these rules keep.
    """
    tossed = np.isin(files.votes.participant_ids, files.tossed)
    kept = (files.declared_votes > MORE_VOTES_THAN) & ~tossed
    everything = files.votes.select(participants=kept)
    votes = everything.select(statements=files.moderated > 0)
    people = files.clean.participants
    by_number = np.argsort(people)
    if not np.array_equal(people[by_number], votes.participant_ids):
        raise UnreadableFile(CLEAN_VOTES, None, "lists other participants than the rules of the process keep")
    if files.clean.agreement.shape[1] != votes.shape[1]:
        raise UnreadableFile(CLEAN_VOTES, None, "has other statements than moderation let in")
    return Cleaned(
        votes=votes,
        agreements=int(everything.count(AGREE).sum()),
        disagreements=int(everything.count(DISAGREE).sum()),
        published_groups=files.clean.groups[by_number],
        returned_groups=files.clean.groups,
        exporter_groups=files.exporter_groups[kept],
        positions_kept=int((people == people[by_number]).sum()),
        with_one_vote_fewer=int(((files.declared_votes >= MORE_VOTES_THAN) & ~tossed).sum()),
    )
