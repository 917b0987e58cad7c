"""The edits of a principle as its organisers read them: what changed, by whom, when and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from constitution.models import Principle
from constitution.reading.changes import differing
from constitution.reading.rules_in_words import wording_in_words
from constitution.services.earlier_wordings import KeptWording, PastEdit

LEAST_COMMON = 0.25
"""Share of the new text that must have stood in the old one, for single words to be marked."""

PARTS = ("text", "kind", "critique_request", "revision_request")
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Changed:
    """One part of a principle before and after, in pieces, each with whether the other one lacks it."""

    name: Promise | str
    before: Pieces
    after: Pieces


@dataclass(frozen=True)
class HistoryEntry:
    """One edit.

    Attributes:
        number: of the edit in the database, by which it is put back.
        reasons: what the rules do; empty for a person's edit.
        parts: what changed, the text first.
        text: the principle after it.
    """

    number: int
    reasons: tuple[Promise | str, ...]
    why: str
    at: datetime
    parts: tuple[Changed, ...]
    text: str
    may_be_put_back: bool


def history_of(edits: Sequence[PastEdit]) -> list[HistoryEntry]:
    """Return the edits, the latest first; rules that left every word as it was are passed over."""
    entries = [
        HistoryEntry(
            number=past.edit.pk,
            reasons=tuple(wording_in_words(past.edit.rule)) if past.edit.rule else (),
            why="" if past.edit.rule else past.edit.why,
            at=past.edit.edited_at,
            parts=tuple(_parts(past)),
            text=past.edit.after,
            may_be_put_back=past.may_be_put_back,
        )
        for past in edits
        if past.edit.before != past.edit.after or not past.edit.rule or past.may_be_put_back
    ]
    return entries[::-1]


def two_wordings(now: Principle, wanted: Mapping[str, str]) -> list[Changed]:
    """Return what differs between a principle as it is now and as somebody wants it, the text first."""
    is_now = KeptWording(now.text, now.kind, now.critique_request, now.revision_request)
    mine = KeptWording(*(wanted[name] or getattr(now, name) for name in PARTS))
    return [compared(_("Principle"), now.text, mine.text), *_further_parts(is_now, mine)]


def compared(name: Promise | str, before: str, after: str) -> Changed:
    """Return two texts with what differs marked; whole where hardly anything stayed."""
    old, new = differing(before, after)
    kept = sum(len(piece) for piece, is_new in new if not is_new and not piece.isspace())
    if kept < LEAST_COMMON * max(1, len(after)):
        return Changed(name, ((before, True),) if before else (), ((after, True),))
    return Changed(name, old, new)


def _parts(past: PastEdit) -> list[Changed]:
    parts = []
    if past.edit.before != past.edit.after:
        parts.append(compared(_("Principle"), past.edit.before, past.edit.after))
    if past.was and past.became:
        parts += _further_parts(past.was, past.became)
    return parts


def _further_parts(was: KeptWording, became: KeptWording) -> list[Changed]:
    parts = []
    if was.kind != became.kind:
        before, after = (str(Principle.Kind(one.kind).label) for one in (was, became))
        parts.append(Changed(_("This principle"), ((before, True),), ((after, True),)))
    if was.critique_request != became.critique_request:
        parts.append(compared(_("Critique request"), was.critique_request, became.critique_request))
    if was.revision_request != became.revision_request:
        parts.append(compared(_("Revision request"), was.revision_request, became.revision_request))
    return parts
