"""Counts of people that name nobody: small ones are hidden, and what would give them away. PURE.

When the sum of a row of counts is known, a single hidden count is the sum less the others; so a second one is
hidden with it, the smallest that is left (complementary suppression: Hundepool et al., Statistical Disclosure
Control, 2012, section 4.2).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

SMALLEST = 10
"""Fewer people than this are never counted out, nor how they voted; nobody at all is no secret."""


def without_small_cells(
    counts: Mapping[str, int], *, smallest: int = SMALLEST, never_shown: Collection[str] = ()
) -> dict[str, int | None]:
    """Return the counts with those between 1 and `smallest` - 1 hidden (None), and what would reveal them.

    The sum of what is hidden stays known, so at least two cells are hidden and at least `smallest` people
    are in them together; where that cannot be, every cell with people in it is hidden. Cells of `never_shown`
    are in the sum and on no page: they give others no reason to hide, and help to hide them.

    Raises:
        ValueError: a count is negative.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("people cannot be fewer than none")
    shown = {name: count for name, count in counts.items() if name not in never_shown}
    hidden = {name for name, count in shown.items() if 0 < count < smallest}
    if not hidden:
        return {name: shown.get(name) for name in counts}
    hidden |= {name for name in never_shown if counts.get(name)}
    left = sorted(
        (name for name, count in shown.items() if name not in hidden and count),
        key=lambda name: counts[name],
    )
    while left and (len(hidden) < 2 or sum(counts[name] for name in hidden) < smallest):
        hidden.add(left.pop(0))
    return {name: None if name in hidden or name in never_shown else count for name, count in counts.items()}
