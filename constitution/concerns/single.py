"""All that is found in one principle by itself. PURE."""

from __future__ import annotations

from constitution.concerns.double_meaning import double_meanings
from constitution.concerns.finding import TextFinding
from constitution.concerns.two_ideas import two_ideas
from deliberation.text_checks.flag import excerpt
from deliberation.text_checks.prompt_injection import injection_flags


def text_findings(principle: str) -> tuple[TextFinding, ...]:
    """Return what a person should look at in a principle; at most one finding of each kind, the plainest.

    A text that speaks to software is read for nothing else: its grammar is not the point.
    """
    for flag in injection_flags(principle):
        return (TextFinding("injection", flag.sign, flag.found, flag.hidden_by),)
    found = []
    second = two_ideas(principle)
    if second:
        found.append(TextFinding("two ideas", second[0], excerpt(second[1])))
    for sign, words in double_meanings(principle)[:1]:
        found.append(TextFinding("double meaning", sign, excerpt(words)))
    return tuple(found)
