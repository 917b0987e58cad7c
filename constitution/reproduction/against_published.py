"""Our draft beside the public constitution of 2023. PURE; the sentence encoders are loaded if installed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from constitution.comparing import Comparison, compare, encode
from constitution.reproduction.ccai_files import CcaiFiles
from constitution.reproduction.known_figures import THRESHOLD
from constitution.reproduction.labellings import Labelling
from constitution.reproduction.our_draft import OurDraft

ELSEWHERE = "in our draft, closer to another of theirs"
NO_LIKE = "no statement says the same"


@dataclass(frozen=True)
class Missing:
    """A published principle without its like in our draft.

    Attributes:
        number: of the principle, from 1; `statement`: the one it goes back to, as far as that can be told
            from the words; None where none says the same.
        why: why that statement is none of our principles.
    """

    number: int
    statement: int | None
    why: str


@dataclass(frozen=True)
class AgainstPublished:
    """What our draft and the published constitution have in common.

    Attributes:
        comparison: of our principles with theirs.
        ours_alone: numbers of our statements without their like among theirs.
        missing: theirs without their like among ours, each with the reason.
        ceiling: how many of theirs have their like among the statements above the threshold by the
            published labels, from which they were made: as many as the comparison can be asked to find.
        joined: the same for the labels given back to their people.
        with_ideas: the same for a draft of as many statements as there were ideas in 2023, before people
            made fewer principles of them.
    """

    comparison: Comparison
    ours_alone: tuple[int, ...]
    missing: tuple[Missing, ...]
    ceiling: int
    joined: int
    with_ideas: int

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
    def why_missing(self) -> dict[str, int]:
        """Reason -> how many published principles are missing for it, the most frequent first."""
        return dict(Counter(missing.why for missing in self.missing).most_common())


def hold_against_published(
    ours: OurDraft, longer: OurDraft, files: CcaiFiles, published: Labelling, returned: Labelling
) -> AgainstPublished:
    """Compare our draft, and for scale some other lists of statements, with the published principles.

    Args:
        ours: the draft.
        longer: the same with as many statements as there were ideas in 2023.
        files: with the published principles.
        published: the labels as published.
        returned: the same labels, given back to their people.
    """
    comparison = _compared(ours.texts, files)
    return AgainstPublished(
        comparison=comparison,
        ours_alone=tuple(ours.statements[alone.place] for alone in comparison.only_ours),
        missing=_missing(comparison, ours, files),
        ceiling=len(_compared(_above(published, files), files).matched),
        joined=len(_compared(_above(returned, files), files).matched),
        with_ideas=len(_compared(longer.texts, files).matched),
    )


def _compared(texts: Sequence[str], files: CcaiFiles) -> Comparison:
    return compare(texts, files.principles, encode(texts, files.principles))


def _above(labelling: Labelling, files: CcaiFiles) -> list[str]:
    chosen = np.flatnonzero(labelling.unsmoothed > THRESHOLD)
    return [files.texts[int(number)] for number in labelling.statements[chosen]]


def _missing(comparison: Comparison, ours: OurDraft, files: CcaiFiles) -> tuple[Missing, ...]:
    numbers = ours.analysis.statement_ids.tolist()
    source = {
        pair.theirs: numbers[pair.ours]
        for pair in _compared([files.texts[number] for number in numbers], files).matched
    }
    return tuple(
        Missing(
            number=alone.place + 1,
            statement=source.get(alone.place),
            why=_why(ours, source.get(alone.place)),
        )
        for alone in comparison.only_theirs
    )


def _why(ours: OurDraft, statement: int | None) -> str:
    if statement is None:
        return NO_LIKE
    return ours.reason(statement) or ELSEWHERE
