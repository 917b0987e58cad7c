"""A participant's receipt: their own entries in the log, with everything that proves that they are in it."""

from typing import Any

from deliberation.integrity.proofs import SealedTree
from deliberation.integrity.sealed_log import RECEIPT_FORMAT
from deliberation.integrity.sealing import ENTRY_COLUMNS, last_seal, stored_entry
from deliberation.integrity.stored_log import signed_head
from deliberation.models import Event, LogSeal, Participant, SealedEvent


def waiting_events(participant: Participant) -> int:
    """How many entries of a participant are recorded and not sealed yet."""
    return Event.objects.filter(participant=participant, user=None, sealed=None).count()


def receipt_for(participant: Participant) -> dict[str, Any] | None:
    """Return a JSON-able receipt of everything of a participant that is sealed; None while nothing is.

    It is complete in itself: `verify_receipt.py` checks it without asking anybody. An erased participant
    gets none. What moderators did with a participant's statements is not in it.
    """
    deliberation = participant.deliberation
    seal = last_seal(deliberation)
    if seal is None or participant.erased_at is not None:
        return None
    events = _events(participant, SealedTree(deliberation, seal.size))
    if not events:
        return None
    return {
        "format": RECEIPT_FORMAT,
        "deliberation": deliberation.title,
        "participant": participant.number,
        **signed_head(deliberation, seal, root_before(seal)),
        "waiting": waiting_events(participant),
        "events": events,
    }


def root_before(seal: LogSeal) -> str | None:
    """Return the root of the seal before this one."""
    before = LogSeal.objects.filter(deliberation=seal.deliberation_id, number=seal.number - 1)
    root: str | None = before.values_list("root", flat=True).first()
    return root


def _events(participant: Participant, tree: SealedTree) -> list[dict[str, Any]]:
    columns = [f"event__{column}" for column in (*ENTRY_COLUMNS, "payload__salt", "payload__body")]
    own = {"event__participant": participant, "event__user": None}
    rows = SealedEvent.objects.filter(**own, position__lt=tree.size)
    return [
        {
            "position": position,
            "entry": stored_entry(participant.deliberation, entry),
            "body": body,
            "salt": salt,
            "path": tree.inclusion(position),
        }
        for position, *entry, salt, body in rows.order_by("position").values_list("position", *columns)
    ]
