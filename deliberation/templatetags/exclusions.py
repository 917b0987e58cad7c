"""What a participant is told whose votes the analysis leaves out, on every page of their own."""

from typing import Any

from django import template
from django.template import Context

from deliberation.integrity.exclusions import exclusion_of
from deliberation.people.participation import participant_from

register = template.Library()


@register.inclusion_tag("deliberation/_left_out_notice.html", takes_context=True)
def left_out_notice(context: Context) -> dict[str, Any]:
    """Say that the votes of whoever asks are not counted, why, and what they can do; nothing otherwise."""
    deliberation = context["deliberation"]
    participant = context.get("participant") or participant_from(context["request"], deliberation)
    return {"deliberation": deliberation, "exclusion": exclusion_of(participant)}
