"""What templates need to show suggestions to organisers, and what differs between versions."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from constitution.ballots import Theme, themes_in
from constitution.comparing_versions import NAMES, SHARES
from constitution.models import Concern, ConcernQuerySet, ConstitutionVersion, Principle, Suggestion
from constitution.version_difference import Change
from deliberation.templatetags.figures import percent

register = template.Library()

WORDS = {
    "wait": _("nothing is decided"),
    "go on": _("the vote counts without it"),
    "drop": _("stay behind"),
    "amend": _("come back in an amendment"),
    "ratified": _("ratified"),
    "nothing adopted": _("no principle was adopted"),
    "whole not adopted": _("the text as a whole was not adopted"),
    "no quorum": _("no quorum"),
}
"""Codes in a rule or an outcome, in words."""


@register.simple_tag
def suggestions_for(principle: Principle) -> list[Theme]:
    """Return what participants suggested for a principle of a draft, by theme.

    They suggested it for the principle that this one goes on from; what was kept out is left out.
    """
    if principle.replaces_id is None:
        return []
    rows = Suggestion.objects.filter(principle=principle.replaces_id, state=Suggestion.State.SHOWN)
    return themes_in(rows.order_by("pk").values_list("theme", "text", "language"))


@register.simple_tag
def orders_of(version: ConstitutionVersion) -> ConcernQuerySet:
    """Return which of two conflicting principles goes first, as people decided about a version."""
    return Concern.objects.orders_of(version)


@register.filter
def name_of(change: Change) -> Any:
    """Return what a value that differs is called."""
    return NAMES.get(change.name, change.name)


@register.simple_tag
def said(change: Change, value: Any) -> str:
    """Return one side of a change in words."""
    if value is None:
        return "–"
    if change.name in SHARES:
        return percent(value)
    if value in WORDS:
        return str(WORDS[value])
    if change.name == "kind":
        return str(Principle.Kind(value).label)
    if change.name == "decided_by":
        return str(ConstitutionVersion.DecidedBy(value).label)
    return str(value)
