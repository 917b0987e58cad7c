"""What the records of a run call its steps, filters and themes, in words for its pages."""

from django import template
from django.utils.translation import gettext_lazy as _

from deliberation.templatetags.stored_words import counted

register = template.Library()

STEPS = {
    "loading the model": _("Loading the model"),
    "critique-revision": _("The model criticises and rewrites its answers"),
    "measuring before": _("Measuring the model before training"),
    "fine-tuning": _("Training the model"),
    "measuring after": _("Measuring the model after training"),
    "fine-tuning the control": _("Training the control, without the constitution"),
    "measuring control": _("Measuring the control"),
}
REASONS = {
    "empty": _("too short to be an answer"),
    "cut off": _("breaks off in the middle"),
    "too long": _("too long"),
    "loop": _("goes round in circles"),
    "copies a few-shot": _("copies one of the examples"),
    "copies the instruction": _("copies the instruction"),
    "repeats the prompt": _("repeats the request"),
    "comments on the answer": _("speaks about the answer instead of answering"),
    "unchanged": _("nothing was rewritten"),
    "irrelevant": _("has nothing to do with the request"),
}
THEMES = {
    "admits uncertainty": _("Admits what it does not know"),
    "balance of views": _("Shows several views"),
    "care for vulnerable": _("Cares for vulnerable people"),
    "child safety": _("Keeps children safe"),
    "explains clearly": _("Explains clearly"),
    "helpful not evasive": _("Helps instead of evading"),
    "honesty": _("Is honest"),
    "human oversight": _("Accepts human oversight"),
    "no harm": _("Does no harm"),
    "no manipulation": _("Does not manipulate"),
    "non discrimination": _("Does not discriminate"),
    "privacy": _("Respects privacy"),
    "respects autonomy": _("Lets people decide for themselves"),
}


@register.filter
def step_of_run(stored: str) -> str:
    """Return what a run is doing, with its count where it has one."""
    step, count = counted(stored)
    words = str(STEPS.get(step, step))
    return f"{words} · {count}" if count else words


@register.filter
def reason_to_leave_out(stored: str) -> str:
    """Return why a rewritten answer may not be learnt from."""
    return str(REASONS.get(stored, stored))


@register.filter
def theme(stored: str) -> str:
    """Return a theme of questions; one of somebody's own questions keeps its name."""
    return str(THEMES.get(stored, stored[:1].upper() + stored[1:]))
