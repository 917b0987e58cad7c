"""Words that programs stored in English, shown in the reader's language."""

import re

from django import template
from django.utils.translation import gettext, gettext_noop

register = template.Library()

STEPS_OF_JOBS = (
    gettext_noop("Reading the votes"),
    gettext_noop("Ordering the votes"),
    gettext_noop("Fitting the opinion space"),
    gettext_noop("Finding opinion groups"),
    gettext_noop("Placing everybody on the map"),
    gettext_noop("Drawing the assembly anew"),
    gettext_noop("Looking for agreement across the main division"),
    gettext_noop("Measuring consensus and division"),
    gettext_noop("Storing the results"),
    gettext_noop("Loading the sentence encoder"),
    gettext_noop("Reading what the statements mean"),
    gettext_noop("Looking for statements that say the same"),
    gettext_noop("Finding the topics"),
    gettext_noop("Sending e-mails"),
    gettext_noop("Looking for what is unusual"),
    gettext_noop("Comparing the results with and without"),
    gettext_noop("Done"),
)
REFUSALS_OF_JOBS = (
    gettext_noop("There are no votes to analyse yet."),
    gettext_noop("There are no votes to look at yet."),
)
"""What jobs report and why they refuse, marked for translation here because rows keep the English text."""

_COUNTED = re.compile(r"(?P<step>.+): (?P<done>\d+) of (?P<all>\d+)")


def counted(stored: str) -> tuple[str, str]:
    """Split "step: 3 of 40" into the step and its count in the reader's language; no count is empty."""
    found = _COUNTED.fullmatch(stored)
    if not found:
        return stored, ""
    return found["step"], gettext("%(count)s of %(items)s") % {"count": found["done"], "items": found["all"]}


@register.filter
def in_words(stored: str) -> str:
    """Return a stored English text in the reader's language, as it is where no translation is known."""
    step, count = counted(stored)
    words = gettext(step) if step else ""
    return f"{words} · {count}" if count else words
