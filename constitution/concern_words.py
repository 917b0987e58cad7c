"""What was found in a draft, in sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from constitution.concerns.pairs import VOTED_APART
from constitution.concerns.shared_sides import LEAST_SHARED
from constitution.models import Concern
from deliberation.analysis.parity import wilson_interval
from deliberation.moderation.flags import why
from deliberation.templatetags.figures import figure, hundredths, percent
from deliberation.text_checks.flag import Flag

Kind = Concern.Kind

DOUBLE_MEANINGS: dict[str, Promise] = {
    "open list": gettext_lazy("“%(words)s” leaves open what else is meant."),
    "vague condition": gettext_lazy("“%(words)s”: it is not said who decides when that is."),
    "comparison without other side": gettext_lazy("“%(words)s”: it is not said than what."),
    "unclear reference": gettext_lazy("“%(words)s”: it is not clear who or what is meant."),
    "double negation": gettext_lazy("“%(words)s” says no twice, which people read in two ways."),
    "and with or": gettext_lazy("“%(words)s” mixes “and” with “or”: it is not clear what belongs together."),
    "all or not all": gettext_lazy("“%(words)s” can mean none of them, or only not all of them."),
    "reason or not": gettext_lazy("“%(words)s” can deny the whole, or only the reason."),
    "may not": gettext_lazy("“%(words)s” can mean that it is forbidden, or that it is left open."),
}
SURE = ((0.9, gettext_lazy("nearly sure")), (0.75, gettext_lazy("likely")), (0.0, gettext_lazy("perhaps")))
SOURCES: dict[str, Promise] = {
    "words": gettext_lazy("Found by its words"),
    "semantics": gettext_lazy("Found by comparing meanings"),
    "votes": gettext_lazy("Found by the votes"),
    "training": gettext_lazy("Seen in a training run"),
}
KINDS: dict[str, tuple[Promise, Promise]] = {
    Kind.INJECTION: (
        gettext_lazy("Reads like an order to software"),
        gettext_lazy(
            "A model that is trained on it may do what it says. People meant a wish, not a command."
        ),
    ),
    Kind.CONTRADICTION: (
        gettext_lazy("May contradict each other"),
        gettext_lazy("A model that reads both is told two things at once. You can say which goes first."),
    ),
    Kind.NEGATION: (
        gettext_lazy("One may negate the other"),
        gettext_lazy("One asks for what the other asks not to do. You can say which goes first."),
    ),
    Kind.SAME_MEANING: (
        gettext_lazy("May say the same"),
        gettext_lazy("As one principle they count once, with all statements behind it."),
    ),
    Kind.TWO_IDEAS: (
        gettext_lazy("May hold two ideas"),
        gettext_lazy("Whoever shares only one of them cannot vote."),
    ),
    Kind.DOUBLE_MEANING: (
        gettext_lazy("Can be understood in two ways"),
        gettext_lazy("People should vote on the same thing."),
    ),
}
"""Title and explanation of each kind, the gravest first."""


def found_in_words(concern: Concern) -> str:
    """Return what was found about one principle or two, in a sentence."""
    sign, words = concern.detail.get("sign", ""), concern.detail.get("words", "")
    if concern.kind == Kind.INJECTION:
        return why(Flag("injection", sign, words, concern.detail.get("hidden_by", "")))
    if concern.kind == Kind.DOUBLE_MEANING:
        return str(DOUBLE_MEANINGS.get(sign, "“%(words)s”")) % {"words": words}
    if concern.kind == Kind.TWO_IDEAS:
        return _("It seems to ask for two things; the second one: “%(words)s”") % {"words": words}
    if concern.found_by == "votes":
        return votes_in_words(concern)
    if concern.kind == Kind.SAME_MEANING:
        return (
            _("They are the same words.")
            if concern.confidence == 1
            else _("They ask for the same in other words.")
        )
    return _(sign) if sign else ""


def sureness(concern: Concern) -> Promise | str:
    """Return in words how sure the comparison of two principles is; "" for what is no measure of it."""
    if concern.confidence is None or concern.found_by == "votes":
        return ""
    return next(words for least, words in SURE if concern.confidence >= least)


def votes_in_words(concern: Concern) -> str:
    """Return what people who took a side on both principles did, with how sure that is; "" for too few."""
    votes = concern.detail.get("votes")
    if not votes or votes["people"] < LEAST_SHARED:
        return ""
    people, opposite = votes["people"], votes["people"] - votes["same"]
    if concern.kind == Kind.SAME_MEANING:
        counted = votes["same"]
        sentence = ngettext(
            "Of %(people)s person who took a side on both, %(share)s took the same one (likely "
            "between %(low)s and %(high)s).",
            "Of %(people)s people who took a side on both, %(share)s took the same one (likely "
            "between %(low)s and %(high)s).",
            people,
        )
    else:
        counted = opposite
        sentence = ngettext(
            "Of %(people)s person who took a side on both, %(share)s agreed with one and disagreed with the "
            "other (likely between %(low)s and %(high)s).",
            "Of %(people)s people who took a side on both, %(share)s agreed with one and disagreed with the "
            "other (likely between %(low)s and %(high)s).",
            people,
        )
    low, high = wilson_interval(counted, people)
    said = sentence % {
        "people": figure(people),
        "share": percent(counted / people),
        "low": percent(low),
        "high": percent(high),
    }
    if concern.found_by != "votes" or concern.detail.get("sign") == VOTED_APART:
        return said
    return _(
        "People who agree with one tend to disagree with the other (correlation %(value)s). %(votes)s"
    ) % {
        "value": hundredths(votes["correlation"]),
        "votes": said,
    }
