"""What the records of a critic call its faults and the ways of looking, in words for its page."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

FAULTS = {
    "another answer": _("The answer to another question"),
    "first response": _("A sentence of the answer that was to be replaced"),
    "against the principle": _("A sentence against the principle"),
    "false claim": _("A false claim"),
    "refusal": _("A refusal where help was due"),
    "personal detail": _("Somebody’s personal details"),
    "cut off": _("An answer that breaks off"),
}
ARMS = {
    "alone": _("people"),
    "with critic": _("with critic"),
    "critic": _("critic alone"),
}
MEASURES = {
    "found": _("Faults found that had been put in"),
    "marked": _("Marked, though unchanged"),
}
ENDED = {
    "no revision was accepted, so there is no training row that a critic could read": _(
        "No rewritten answer was good enough to learn from."
    ),
}


@register.filter
def fault_name(stored: str) -> str:
    """Return what a kind of planted fault is."""
    return str(FAULTS.get(stored, stored))


@register.filter
def arm_name(stored: str) -> str:
    """Return who looked."""
    return str(ARMS.get(stored, stored))


@register.filter
def arm_measure(stored: str) -> str:
    """Return what was counted."""
    return str(MEASURES.get(stored, stored))


@register.filter
def critic_ended(stored: str) -> str:
    """Return why a critic had nothing to do."""
    return str(ENDED.get(stored, stored or ""))
