"""What "my data" says about the receipt for one's votes."""

from typing import TypedDict

from django import template

from deliberation.integrity.receipts import waiting_events
from deliberation.models import Participant, SealedEvent

register = template.Library()


class ReceiptState(TypedDict):
    """Whether there is a receipt, and how many entries are not in it yet."""

    is_there: bool
    waiting: int


@register.simple_tag
def receipt_state(participant: Participant) -> ReceiptState:
    """Return whether a participant has a receipt, and how many of their entries wait for the next seal."""
    is_there = SealedEvent.objects.filter(event__participant=participant).exists()
    return {"is_there": is_there, "waiting": waiting_events(participant)}
