"""Words and bars for the pages that trace a principle or a statement."""

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from constitution.models import Concern, ConstitutionVersion
from constitution.reading.changes import differing
from constitution.reading.left_out import NOT_TRAINABLE, REASONS
from constitution.reading.rules_in_words import selection_in_words, wording_in_words
from constitution.tracing import Fate, TracedEdit, Votes
from deliberation.models import Event, ModerationDecision
from deliberation.moderation.shown_words import WHY
from deliberation.results.charts import ShareBar, share_bars

register = template.Library()

EVENTS: dict[str, Promise] = {
    Event.Kind.CONSTITUTION_DRAFTED: _("Drafted"),
    Event.Kind.RATIFICATION_OPENED: _("Put to the vote"),
    Event.Kind.RATIFICATION_CLOSED: _("The vote was closed"),
    Event.Kind.CONSTITUTION_RATIFIED: _("The outcome was recorded"),
}
OUTCOMES: dict[str, Promise] = {
    "principle": _("It is a principle"),
    "rejected": _("The participants did not adopt it"),
    "contested": _("It stands where people do not agree"),
    "set aside": _("Set aside: agreed, but not about an answer"),
    "merged": _("Said by another statement"),
    "not selected": _("Not selected"),
    "not considered": _("It was not among the statements considered"),
}


@register.filter
def bars_of(votes: Votes) -> dict[str, tuple[ShareBar, ...]]:
    """Return counted votes as the bars that the partials draw."""
    return {"share_bars": share_bars(votes.everyone, list(votes.by_group.values()))}


@register.filter
def adoption_bars_of(votes: Votes) -> dict[str, tuple[ShareBar, ...]]:
    """Return counted answers as the bars that the partials draw."""
    return {"ratification_bars": share_bars(votes.everyone, list(votes.by_group.values()))}


@register.filter
def event_in_words(kind: str) -> Promise | str:
    """Return what happened in an event."""
    return EVENTS.get(kind, kind)


@register.filter
def outcome_in_words(fate: Fate) -> Promise | str:
    """Return what became of a statement in a version."""
    if fate.outcome == "not selected" and fate.reason in REASONS:
        return REASONS[fate.reason][0]
    return OUTCOMES.get(fate.outcome, fate.outcome)


@register.filter
def reason_in_words(fate: Fate) -> Promise | str:
    """Return why a statement is no principle of a version; empty where it is one."""
    if fate.outcome == "set aside" and fate.detail in NOT_TRAINABLE:
        return NOT_TRAINABLE[fate.detail]
    return REASONS[fate.reason][1] if fate.reason in REASONS else ""


@register.filter
def hidden_in_words(reason: str) -> str:
    """Return why a statement's words are not shown."""
    return str(WHY.get(reason, reason))


@register.filter
def moderation_reason(reason: str) -> str:
    """Return a moderator's reason in the reader's language."""
    return str(ModerationDecision.Reason(reason).label) if reason in ModerationDecision.Reason.values else ""


@register.filter
def version_state(state: str) -> str:
    """Return the state of a version in the reader's language."""
    return str(ConstitutionVersion.State(state).label)


@register.filter
def concern_kind(kind: str) -> str:
    """Return what a concern is about."""
    return str(Concern.Kind(kind).label)


@register.filter
def concern_state(state: str) -> str:
    """Return what was decided about a concern."""
    return str(Concern.State(state).label)


@register.filter
def chosen_by(selection: dict[str, Any]) -> Promise | str:
    """Return the rule by which statements were chosen, to follow “statements were taken”."""
    return selection_in_words(selection.get("rule", ""))


@register.filter
def rules_of(edit: TracedEdit) -> list[Promise | str]:
    """Return what the rules of an edit do, in words."""
    return wording_in_words(edit.rule) if edit.rule else []


@register.filter
def before_in_pieces(edit: TracedEdit) -> tuple[tuple[str, bool], ...]:
    """Return the earlier words in pieces, each with whether it was taken out."""
    return differing(edit.before, edit.after)[0]


@register.filter
def after_in_pieces(edit: TracedEdit) -> tuple[tuple[str, bool], ...]:
    """Return the new words in pieces, each with whether it was put in."""
    return differing(edit.before, edit.after)[1]
