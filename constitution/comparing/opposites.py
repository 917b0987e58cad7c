"""Whether two principles that are about the same demand the opposite. PURE.

The word lists of `deliberation.semantics.opposition` were made for sentences built alike, and there they are
always believed. Of two free wordings they suspect too many: there their finding counts only where the encoder
does not hear the same demand in both. A suspicion that remains keeps a pair from being called the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from constitution.comparing.likeness import OTHER_FIRST, Likenesses
from deliberation.semantics.opposition.findings import (
    CONDITION,
    FORCE,
    HARD,
    NEGATED,
    NUMBERS,
    OPPOSED,
    QUANTITY,
    SWAPPED,
    UNEXPLAINED,
)

CONTRADICTS, DOUBTFUL = "contradicts", "doubtful"
LANGUAGES_DIFFER = "They are in languages in which opposites cannot be told."
OTHER_WAY = "One of them demands what the other forbids."

SAME_CORE = 0.8
"""Cosine of the cores from which a demand and a prohibition are about the same thing."""
LIKE_CORE = 0.6
"""The same where the word lists find the negation as well."""
SAME_WAY = 0.3
"""`Likenesses.turning` below which two principles do not lead the same way."""
ALIKE_CONTENT = 0.5
"""Shared content from which the word lists are believed."""
SURELY_SAME_WAY = {NEGATED: 0.75, OPPOSED: 0.95, SWAPPED: 0.75}
"""`Likenesses.turning` from which the encoder is believed against the word lists."""
NOT_SURELY = {NEGATED: 0.6, OPPOSED: 0.85, SWAPPED: 0.6}
"""The same below which the word lists are believed, where much of the content is shared."""
COUNTED_WHERE_ALIKE = (FORCE, QUANTITY, NUMBERS, CONDITION)
"""Findings that count between sentences built alike; of two free wordings they say little."""
SURE_FROM = 0.5
"""Probability from which sentences built alike may differ in a word: "legal" and "medical advice" do not."""
BUILT_ALIKE_CONTENT = 0.75
"""Shared content from which they count."""


@dataclass(frozen=True)
class Standing:
    """What two principles are to each other: CONTRADICTS, DOUBTFUL, or nothing to object; and why."""

    verdict: str
    why: tuple[str, ...]


def standing(alike: Likenesses, ours: int, theirs: int) -> Standing:
    """Say whether a pair may be called the same, as far as opposition goes."""
    place = ours, theirs
    if not alike.readable[place]:
        return Standing(DOUBTFUL, (LANGUAGES_DIFFER,))
    findings = alike.findings.get(place, ())
    if OTHER_FIRST in findings:
        return Standing(CONTRADICTS, (OTHER_FIRST,))
    hard = tuple(finding for finding in findings if finding in HARD)
    content = float(alike.content[place])
    turning = float(alike.turning[place]) if alike.turning is not None else math.nan
    if (
        alike.ours[ours].kind
        and alike.theirs[theirs].kind
        and _leads_the_other_way(alike, place, hard, turning)
    ):
        return Standing(CONTRADICTS, hard) if NEGATED in hard else Standing(DOUBTFUL, (OTHER_WAY,))
    is_alike = place in alike.built_alike
    if hard and (is_alike or math.isnan(turning) or turning < SURELY_SAME_WAY[hard[0]]):
        if content >= ALIKE_CONTENT and not turning >= NOT_SURELY.get(hard[0], 0.0):
            return Standing(CONTRADICTS, hard)
        return Standing(DOUBTFUL, hard)
    differing = tuple(finding for finding in findings if finding in COUNTED_WHERE_ALIKE)
    if differing and is_alike and content >= BUILT_ALIKE_CONTENT:
        return Standing(DOUBTFUL, differing)
    if UNEXPLAINED in findings and is_alike and alike.probability[place] < SURE_FROM:
        return Standing(DOUBTFUL, (UNEXPLAINED,))
    return Standing("", findings)


def _leads_the_other_way(
    alike: Likenesses, place: tuple[int, int], hard: tuple[str, ...], turning: float
) -> bool:
    """Return whether one demands what the other forbids, of about the same."""
    if alike.ours[place[0]].kind == alike.theirs[place[1]].kind:
        return False
    if alike.core is None:
        return NEGATED in hard and float(alike.content[place]) >= ALIKE_CONTENT
    core = float(alike.core[place])
    return turning < SAME_WAY and core >= (LIKE_CORE if NEGATED in hard else SAME_CORE)
