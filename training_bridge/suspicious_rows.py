"""Training rows that somebody should look at before anything is trained on them, each with the reasons. PURE.

A suggestion, never a decision: a red-team prompt may well speak to software, and a rare word may be honest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from deliberation.text_checks.flag import Flag, excerpt
from deliberation.text_checks.links import link_flags
from deliberation.text_checks.normalisation import LINE_BREAKS, leaves_no_ink
from deliberation.text_checks.prompt_injection import injection_flags
from training_bridge.data_rows import TrainingRow
from training_bridge.poisoning.rare_strings import ReferenceTexts, rare_strings
from training_bridge.records import text_hash

MOST_TEXTS = 2_000
"""Reading a text for orders to software takes some 10 ms."""
SIGNS = frozenset(
    {
        "override",
        "precedence",
        "leak",
        "role_marker",
        "control_token",
        "markup",
        "encoded",
        "hidden_characters",
        "mixed_script",
    }
)
"""What is looked for in a conversation. The signs left out ("judge", "persona", "output" ...) mean something
in a principle; among requests to an assistant they are everywhere."""

_JOINERS = frozenset("\u200c\u200d\ufe0f\u200e\u200f")
"""Invisible characters that ordinary writing needs: in Persian and Indic words, emoji, Arabic and Hebrew."""


@dataclass(frozen=True)
class Reason:
    """Why a row caught the eye.

    Attributes:
        kind: "injection", "link", "characters" or "rare string".
        sign: what it was recognised by; for a rare string, how many rows share it.
        found: the words in question.
        part: where they stand: "prompt", "completion", "chosen" or "rejected".
    """

    kind: str
    sign: str
    found: str
    part: str


@dataclass(frozen=True)
class SuspiciousRow:
    """One row of the data and why somebody should look at it."""

    row: TrainingRow
    reasons: tuple[Reason, ...]


def suspicious_rows(rows: Sequence[TrainingRow], reference: ReferenceTexts) -> list[SuspiciousRow]:
    """Return the rows with a flag, the most flags first.

    `reference` holds the texts that are beyond suspicion: our own and the constitution's. At most
    `MOST_TEXTS` texts are read for orders to software, those with the smallest SHA-256.
    """
    reasons: defaultdict[int, list[Reason]] = defaultdict(list)
    read = _read_for_orders(rows, reference)
    for place, row in enumerate(rows):
        for part, text in row.texts.items():
            reasons[place] += _reasons_of(part, text)
            if text in read:
                reasons[place] += [
                    _reason(flag, part) for flag in injection_flags(text) if flag.sign in SIGNS
                ]
    for part in ("prompt", "completion", "chosen", "rejected"):
        held = [(place, row.texts[part]) for place, row in enumerate(rows) if row.texts.get(part)]
        for string in rare_strings([text for _, text in held], reference):
            sharing = {held[each][0] for each in string.places}
            for place in sorted(sharing):
                sign = f"shared by {len(sharing)} rows"
                reasons[place].append(Reason("rare string", sign, excerpt(string.text), part))
    flagged = [SuspiciousRow(rows[place], tuple(found)) for place, found in reasons.items() if found]
    return sorted(flagged, key=lambda row: (-len(row.reasons), row.row.stage, row.row.content_sha256))


def _read_for_orders(rows: Sequence[TrainingRow], reference: ReferenceTexts) -> frozenset[str]:
    texts = {text for row in rows for text in row.texts.values()} - reference.texts
    return frozenset(sorted(texts, key=text_hash)[:MOST_TEXTS])


def _reasons_of(part: str, text: str) -> list[Reason]:
    found = [_reason(flag, part) for flag in link_flags(text)]
    unprinted = sorted({character for character in text if _does_not_print(character)})
    if unprinted:
        codes = " ".join(f"U+{ord(character):04X}" for character in unprinted)
        found.append(Reason("characters", "non-printing", codes, part))
    return found


def _reason(flag: Flag, part: str) -> Reason:
    return Reason(flag.kind, flag.sign, flag.found, part)


def _does_not_print(character: str) -> bool:
    if character in LINE_BREAKS:
        return character not in "\n\r"
    return leaves_no_ink(character) and character not in _JOINERS
