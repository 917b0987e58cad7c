"""What an edit changed, as pieces to strike out and to underline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from constitution.models import PrincipleEdit
from constitution.reading.rules_in_words import wording_in_words
from deliberation.moderation.differences import pieces_that_differ

LEAST_COMMON = 0.25
"""Share of the shorter text that both must have in common, for single words to be marked."""


@dataclass(frozen=True)
class Change:
    """One change of wording, by a rule or by a person.

    Attributes:
        reasons: what the rules do, in plain words; empty for a person's change.
        why: why a person changed it.
        at: when.
        before, after: the texts in pieces, each with whether the other one lacks it.
        is_new_text: whether so little stayed that the texts stand whole, one after the other.
    """

    reasons: tuple[Promise | str, ...]
    why: str
    at: datetime
    before: tuple[tuple[str, bool], ...]
    after: tuple[tuple[str, bool], ...]
    is_new_text: bool

    @property
    def is_from_nothing(self) -> bool:
        """Whether there was no text before."""
        return not self.before

    @property
    def is_by_a_person(self) -> bool:
        """Whether no rule made it."""
        return not self.reasons


def changes_of(edits: Sequence[PrincipleEdit]) -> list[Change]:
    """Return the edits in the order they were made; a rule that left the words as they are is passed over."""
    return [_change(edit) for edit in edits if edit.before != edit.after or not edit.rule]


def differing(before: str, after: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Return both texts in pieces, each with whether the other one lacks it."""
    return _joined(pieces_that_differ(before, after)), _joined(pieces_that_differ(after, before))


def _joined(pieces: Sequence[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    """Return the pieces with those put together between which nothing but a space stayed the same."""
    joined: list[tuple[str, bool]] = []
    for place, (piece, differs) in enumerate(pieces):
        between = piece.isspace() and 0 < place < len(pieces) - 1
        if between and pieces[place - 1][1] and pieces[place + 1][1]:
            differs = True
        if joined and joined[-1][1] == differs:
            joined[-1] = (joined[-1][0] + piece, differs)
        else:
            joined.append((piece, differs))
    return tuple(joined)


def _change(edit: PrincipleEdit) -> Change:
    before, after = differing(edit.before, edit.after)
    kept = sum(len(piece) for piece, is_new in after if not is_new and not piece.isspace())
    return Change(
        reasons=tuple(wording_in_words(edit.rule)) if edit.rule else (),
        why=edit.why if not edit.rule else "",
        at=edit.edited_at,
        before=before,
        after=after,
        is_new_text=kept < LEAST_COMMON * min(len(edit.before), len(edit.after)),
    )
