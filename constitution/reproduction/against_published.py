"""Our draft beside the public constitution of 2023. PURE; the sentence encoders are loaded if installed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from constitution.comparing import Comparison, compare, encode
from constitution.reproduction.ccai_files import CcaiFiles
from constitution.reproduction.our_draft import OurDraft

DRAFTED = "in our draft"


@dataclass(frozen=True)
class AgainstPublished:
    """What our draft and the published constitution have in common.

    Attributes:
        comparison: of our principles with theirs.
        ours_alone: numbers of our statements without their like among theirs.
        theirs_alone: numbers, from 1, of their principles without their like among ours.
        sources: number of their principle -> the one statement it most probably goes back to, by the words;
            principles for which none can be told are left out.
        fates: number of their principle -> what became of that statement with us: `DRAFTED`, or the reason
            why it is no principle.
    """

    comparison: Comparison
    ours_alone: tuple[int, ...]
    theirs_alone: tuple[int, ...]
    sources: Mapping[int, int]
    fates: Mapping[int, str]

    @property
    def matched(self) -> int:
        """How many published principles have their like in our draft."""
        return len(self.comparison.matched)

    @property
    def partly(self) -> int:
        """How many published principles only overlap with ours."""
        matched = {pair.theirs for pair in self.comparison.matched}
        return len({pair.theirs for pair in self.comparison.partial} - matched)

    @property
    def fates_counted(self) -> dict[str, int]:
        """What became of the statements behind their principles -> of how many, the most frequent first."""
        return dict(Counter(self.fates.values()).most_common())

    @property
    def why_missing(self) -> dict[str, int]:
        """The same for the principles that ours lacks; "" where no statement could be told."""
        return dict(Counter(self.fates.get(number, "") for number in self.theirs_alone).most_common())

    def sources_among(self, statements: frozenset[int]) -> int:
        """Return how many published principles go back to one of these statements."""
        return sum(source in statements for source in self.sources.values())

    def in_order_of(self, scores: Mapping[int, float]) -> int:
        """Return how many published principles stand in descending order of their statements' score.

        It is the longest part of the published order along which the score never rises. If the principles
        were written down from a list ranked by this score, nearly all of them are in it; of n in random
        order about twice the root of n are.
        """
        ranked = [scores[self.sources[number]] for number in sorted(self.sources)]
        # The least end of a descent of each length so far (patience sorting), with signs turned.
        ends: list[float] = []
        for score in ranked:
            place = bisect_right(ends, -score)
            ends[place : place + 1] = [-score]
        return len(ends)


def hold_against_published(ours: OurDraft, files: CcaiFiles) -> AgainstPublished:
    """Compare our draft with the published principles, and these with all statements people voted on."""
    comparison = _compared(ours.texts, files)
    statements = ours.analysis.statement_ids.tolist()
    said = _compared([files.texts[number] for number in statements], files)
    sources = {pair.theirs + 1: statements[pair.ours] for pair in said.matched}
    return AgainstPublished(
        comparison=comparison,
        ours_alone=tuple(ours.statements[alone.place] for alone in comparison.only_ours),
        theirs_alone=tuple(alone.place + 1 for alone in comparison.only_theirs),
        sources=sources,
        fates={number: ours.reason(statement) or DRAFTED for number, statement in sources.items()},
    )


def _compared(texts: Sequence[str], files: CcaiFiles) -> Comparison:
    return compare(texts, files.principles, encode(texts, files.principles))
