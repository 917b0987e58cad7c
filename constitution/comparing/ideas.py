"""A principle taken apart into its single ideas, so that an overlap of one of them can be seen. PURE.

"AI should not be unlawful, deceptive or harmful" shares one idea of three with "AI should obey the law": as
whole sentences the two are hardly alike.
"""

from __future__ import annotations

import re

from constitution.comparing.plain_wording import AVOID, Plain
from constitution.wording.english.inflection import base_form, starts_with_verb

MOST = 8
"""Ideas of one principle that are looked at."""
_JOINT = re.compile(
    r"\s*(?:[,;:]\s*(?:(?:and|or|nor|but)\s+)?|\s(?:and|or|nor)\s)(?:also\s+)?", re.IGNORECASE
)
_NOT = re.compile(r"^(?:do |does |should |must )?(?:not|never)\s+", re.IGNORECASE)
_PASSING = re.compile(
    r"^(?:including|such as|like|as|if|when|unless|because|so that|while|whatever|whether)\b", re.I
)
_SHORTEST = 3


def ideas(principle: Plain) -> tuple[str, ...]:
    """Return the ideas of an English principle as principles; of any other, or of one idea, itself.

    What follows a comma, "and" or "or" takes the verb of the first part, unless it has its own.
    """
    if not principle.kind or not principle.core.isascii():
        return (principle.text,)
    parts = [part for part in _JOINT.split(principle.core) if len(part) >= _SHORTEST]
    head = principle.core.split(" ")[0]
    found = [_idea(principle.kind, parts[0], head)] if parts else [principle.text]
    found += [_idea(principle.kind, part, head) for part in parts[1:] if not _PASSING.match(part)]
    return tuple(dict.fromkeys(found))[:MOST]


def _idea(kind: str, part: str, head: str) -> str:
    is_turned = bool(_NOT.match(part))
    part = _NOT.sub("", part)
    if starts_with_verb(base_form(part)):
        part = base_form(part)
    elif part.split(" ")[0] != head:
        part = f"{head} {part}"
    is_avoided = (kind == AVOID) != is_turned
    return f"AI should {'not ' if is_avoided else ''}{part}."
