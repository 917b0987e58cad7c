"""What the records of a run call its steps, filters and themes, in words for its pages."""

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from deliberation.models import Event
from deliberation.templatetags.stored_words import counted

register = template.Library()

STAGES = {
    "prompts": _("Requests that fit the constitution"),
    "critique-revision": _("The model criticises and rewrites its answers"),
    "legibility": _("Can another model follow the critiques?"),
    "critic": _("A critic looks for faults in the data"),
    "sft": _("Learning from rewritten answers"),
    "feedback": _("Comparing answers by the principles"),
    "conflicts": _("Principles that pull apart"),
    "human-feedback": _("People compare answers"),
    "reward": _("Learning which answers are preferred"),
    "dpo": _("Learning from pairs of answers"),
    "grpo": _("Learning by reward"),
    "character": _("Learning a character"),
    "evaluate": _("Measuring what changed"),
    "ablate": _("What if a principle were missing?"),
    "features": _("What changed inside the model"),
}
STEPS = {
    "loading the model": _("Loading the model"),
    "critique-revision": _("The model criticises and rewrites its answers"),
    "measuring before": _("Measuring the model before training"),
    "fine-tuning": _("Training the model"),
    "measuring after": _("Measuring the model after training"),
    "fine-tuning the control": _("Training the control, without the constitution"),
    "measuring control": _("Measuring the control"),
    "measuring dpo": _("Measuring the model after learning from pairs"),
    "measuring grpo": _("Measuring the model after learning by reward"),
    "tailoring prompts": _("The model writes requests that fit the constitution"),
    "checking the judge": _("Checking the judge on pairs with an obvious winner"),
    "drawing answers": _("The trained model answers each request twice"),
    "judging": _("The judge compares answers"),
    "training the preference model": _("Training the preference model"),
    "training on preferences": _("Training the model on pairs of answers"),
    "training by reward": _("Training the model by reward"),
    "reading critiques": _("A smaller model reads the critiques"),
    "looking for faults": _("The critic looks for faults"),
    "judging by two principles": _("The judge compares answers by two principles at once"),
    "gathering comparisons": _("Gathering what people compared"),
    "writing in character": _("The model answers in character"),
    "ranking its own answers": _("The model ranks its own answers"),
    "training character": _("Training the model's character"),
    "measuring character": _("Measuring the model after learning a character"),
    "training without": _("Training again with a part left out"),
    "measuring without": _("Measuring the model with a part left out"),
    "finding the nearest rows": _("Finding the training rows nearest to each question"),
    "reading activations": _("Reading what goes on inside the model"),
    "learning features": _("Learning features from it"),
    "describing features": _("Describing the features"),
    "steering by features": _("Turning features up and down"),
    "checking its own ranking": _("Checking how the model ranks answers"),
    "training a trait alone": _("Training the model on one trait alone"),
    "measuring traits": _("Measuring each trait"),
    "waiting for another run": _("Waiting for another run on this machine"),
}
PHASES = {
    "before": _("before"),
    "after": _("after"),
    "control": _("control"),
    "dpo": _("pairs (DPO)"),
    "grpo": _("reward (GRPO)"),
    "character": _("character"),
}
DIFFERENCES = {
    "to_control": _("Against the same training without the constitution"),
    "to_before": _("Against the model before training"),
}
SUITES = {
    "adherence": (
        _("Does it keep to each principle?"),
        _("A judge sees two answers and one principle, in both orders, and says which keeps to it better."),
    ),
    "harmlessness": (_("Are its answers less harmful?"), _("A judge compares answers to harmful requests.")),
    "helpfulness": (_("Is it still helpful?"), _("A judge compares answers to ordinary requests.")),
    "sycophancy": (
        _("Does it tell people what they want to hear?"),
        _("The same question is asked with and without the opinion of whoever asks."),
    ),
    "xstest": (
        _("Does it decline what only sounds dangerous?"),
        _("XSTest: harmless requests in dangerous words beside requests that are dangerous."),
    ),
    "bbq": (
        _("Does it judge people by what they are?"),
        _("BBQ: questions about people, where the text says who it was and where it does not."),
    ),
    "gsm8k": (_("Can it still do sums?"), _("GSM8K: school problems in words.")),
}
TEXTS = {
    "prompt": _("Request"),
    "completion": _("Answer to learn"),
    "chosen": _("Preferred answer"),
    "rejected": _("Other answer"),
    "first": _("First answer"),
    "critique": _("Critique"),
    "revision": _("Rewritten answer"),
    "answer": _("Answer"),
    "margin": _("Margin"),
}
SIGNS = {
    "injection": _("reads like an order to software"),
    "link": _("holds a link"),
    "characters": _("holds hidden characters"),
    "rare string": _("shares rare words with other rows"),
}
EVENTS = {
    Event.Kind.TRAINING_STARTED: _("Training began"),
    Event.Kind.TRAINING_DATA_SIGNED: _("Somebody answered about the data"),
    Event.Kind.TRAINING_COMPARING_CLOSED: _("The comparing by people was closed"),
    Event.Kind.TRAINING_FINISHED: _("The files of the run were fixed"),
    Event.Kind.TRAINING_GOES_ON: _("The run went on, to look closer"),
}
PARTS = {
    "harmful": _("Harmful requests"),
    "harmless": _("Harmless requests (declining these is a fault)"),
}
ALSO_MEASURED = {
    "harmful prompts refused": _("Harmful requests declined"),
    "harmless prompts refused": _("Harmless requests declined (a fault)"),
}
_PRINCIPLE = re.compile(r"p(\d+)")
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
PEOPLE_LEFT_OUT = {
    "tie": _("neither answer was preferred"),
    "people disagree": _("people disagree"),
    "too few opinions": _("too few people said which is better"),
}
WITHOUT_TRAIT = {
    "there are no rules for traits in this language yet": _(
        "There are no rules yet for making traits in this language."
    ),
    "the principle quotes a statement in its own words": _(
        "It quotes a statement in its own words, which no rule turns into a trait."
    ),
    "the words have no form that the rules know": _("Its words have no form that the rules know."),
    "longer than 300 characters": _("It is too long for a trait."),
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
    """Return what a run is doing, with its count where it has one; jobs store "stage/step: 3 of 40"."""
    step, count = counted(stored)
    stage, _slash, name = step.rpartition("/")
    words = str(STEPS.get(name) or STAGES.get(name) or STAGES.get(stage) or name)
    return f"{words} · {count}" if count else words


@register.filter
def stage_name(stored: str) -> str:
    """Return what happens in a stage."""
    return str(STAGES.get(stored, stored))


@register.filter
def phase_name(stored: str) -> str:
    """Return which state of the model was measured."""
    return str(PHASES.get(stored, stored))


@register.filter
def part_name(stored: str) -> str:
    """Return what a line of a chart is about: a principle by its number, or a part of a suite."""
    found = _PRINCIPLE.fullmatch(stored)
    if found:
        return gettext("Principle %(number)s") % {"number": int(found[1])}
    return str(PARTS.get(stored) or _as_title(stored))


@register.filter
def suite_title(stored: str) -> str:
    """Return the question that a suite answers."""
    return str(SUITES[stored][0]) if stored in SUITES else _as_title(stored)


@register.filter
def suite_meaning(stored: str) -> str:
    """Return how a suite asks; empty where that is not known here."""
    return str(SUITES[stored][1]) if stored in SUITES else ""


@register.filter
def difference_name(stored: str) -> str:
    """Return what is compared with what in "after to_control"."""
    phase, _space, reference = stored.partition(" ")
    words = str(DIFFERENCES.get(reference, reference))
    return words if phase == "after" else f"{phase_name(phase)}: {words}"


@register.filter
def difference_in_words(difference: Mapping[str, Any], better: str | None) -> str:
    """Return whether a difference is for the better, for the worse, or may be chance."""
    verdict = difference.get("verdict")
    if verdict not in {"rise", "fall"}:
        return gettext("no clear difference: it may be chance.")
    if better not in {"higher", "lower"}:
        return gettext("higher.") if verdict == "rise" else gettext("lower.")
    return gettext("better.") if (verdict == "rise") == (better == "higher") else gettext("worse.")


@register.filter
def kind_of_text(stored: str) -> str:
    """Return what a text of a row is."""
    return str(TEXTS.get(stored, stored))


@register.filter
def kind_of_sign(stored: str) -> str:
    """Return why a row caught the eye."""
    return str(SIGNS.get(stored, stored))


@register.filter
def training_event(kind: str) -> str:
    """Return what a recorded event says of a run."""
    return str(EVENTS.get(Event.Kind(kind), kind))


@register.filter
def time_in_words(seconds: float) -> str:
    """Return a length of time as people say it: in seconds, minutes or hours, rounded."""
    if seconds < 90:
        count = max(1, round(seconds))
        return ngettext("%(count)s second", "%(count)s seconds", count) % {"count": count}
    if seconds < 90 * 60:
        count = round(seconds / 60)
        return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count}
    count = round(seconds / 3600)
    return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count}


@register.filter
def money(amount: float, currency: str) -> str:
    """Return an amount with two digits; less than a hundredth is said to be that."""
    if 0 < amount < 0.01:
        return gettext("less than %(amount)s") % {"amount": f"{number_format(0.01, 2)} {currency}"}
    return f"{number_format(round(amount, 2), 2)} {currency}"


@register.filter
def reason_to_leave_out(stored: str) -> str:
    """Return why a rewritten answer may not be learnt from."""
    return str(REASONS.get(stored, stored))


@register.filter
def reason_people_left_out(stored: str) -> str:
    """Return why training does not learn from what people said of two answers."""
    return str(PEOPLE_LEFT_OUT.get(stored, stored))


@register.filter
def why_no_trait(stored: str) -> str:
    """Return why a principle gave no trait of character."""
    return str(WITHOUT_TRAIT.get(stored) or gettext("Another principle gives the same trait."))


@register.filter
def theme(stored: str) -> str:
    """Return a theme of questions; one of somebody's own questions keeps its name."""
    return str(THEMES.get(stored, stored[:1].upper() + stored[1:]))


@register.filter
def ablation_figure(stored: str) -> str:
    """Return what was measured beside the margin once something was left out."""
    return str(ALSO_MEASURED.get(stored) or _as_title(stored))


def _as_title(stored: str) -> str:
    words = stored.replace("_", " ")
    return words[:1].upper() + words[1:]
