"""What a program says in place of a person, for demonstrations: a stated rule, and chance. PURE.

It reads neither the question nor the principle, so its agreement with a judge says nothing about either. It
only shows that what people say arrives where it belongs.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from typing import Any

from training_bridge.people.comparisons import Choice, HumanItem

CHANCE = 0.2
"""How often a comparison is drawn at random instead of following the rule."""
MARKED = 0.2
"""How often a sentence is marked as a fault, whatever it says."""
REASON = "Simulated: more different words."


def simulated_choice(item: HumanItem, draw: random.Random) -> tuple[Choice, str]:
    """Prefer the answer with more different words, "the same" where both have as many; one in five by chance.

    Returns:
        The choice, and the reason, which is empty for what chance chose.
    """
    if draw.random() < CHANCE:
        by_chance: Sequence[Choice] = ("first", "second", "same", "skip")
        return draw.choice(by_chance), ""
    first, second = (len(set(text.lower().split())) for text in (item.first, item.second))
    if first == second:
        return "same", ""
    return ("first" if first > second else "second"), REASON


def simulated_review(sentences: Sequence[str], flags: Collection[str], draw: random.Random) -> dict[str, Any]:
    """Mark each sentence with a chance of one in five, and confirm every flag with a chance of one in two.

    Args:
        sentences: of the answer.
        flags: ids of the flags that are shown beside it.
        draw: where chance comes from.

    Returns:
        `faults`, `flags` and `nothing_found`, as `critic.reviews.Review` has them.
    """
    faults = [{"quote": each, "reason": ""} for each in sentences if draw.random() < MARKED]
    verdicts = {flag: draw.choice(("confirmed", "dismissed")) for flag in sorted(flags)}
    found = bool(faults) or "confirmed" in verdicts.values()
    return {"faults": faults, "flags": verdicts, "nothing_found": not found}
