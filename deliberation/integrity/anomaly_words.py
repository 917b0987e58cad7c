"""What was unusual about a participant, as a sentence that accuses nobody."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deliberation.templatetags.figures import figure, percent

NAMES: dict[str, str | Promise] = {
    "near_copy": gettext_lazy("Nearly the same ballots"),
    "lock_step": gettext_lazy("Voting in step"),
    "straight_lining": gettext_lazy("The same answer every time"),
    "speed": gettext_lazy("Faster than reading"),
    "spam": gettext_lazy("Repeated statements"),
    "burst": gettext_lazy("Many newcomers at once"),
    "network": gettext_lazy("Many people from one network"),
    "other": gettext_lazy("Another reason"),
}
"""What each kind is called on pages."""
ANSWERS: dict[int, str | Promise] = {
    -1: gettext_lazy("disagree"),
    0: gettext_lazy("pass"),
    1: gettext_lazy("agree"),
}


def why_of(kind: str, facts: Mapping[str, float]) -> str:
    """Return one signal in words."""
    words = {"share": percent(facts.get("alike", facts.get("foretold", 0.0)))}
    if kind == "near_copy":
        others = int(facts["copies"])
        if not others:
            return _("This ballot is more like some others than chance explains.")
        return ngettext(
            "%(count)s other ballot is nearly the same, on the same statements (%(share)s equal votes).",
            "%(count)s other ballots are nearly the same, on the same statements (%(share)s equal votes).",
            others,
        ) % {**words, "count": figure(others)}
    if kind == "lock_step":
        return (
            _(
                "The votes of certain others foretell these votes better than any opinion does "
                "(%(share)s right)."
            )
            % words
        )
    if kind == "straight_lining":
        return _("“%(answer)s” to nearly all of %(count)s statements in a row, whatever they say.") % {
            "answer": ANSWERS[int(facts["value"])],
            "count": figure(facts["votes"]),
        }
    if kind == "speed":
        return _("%(fast)s of %(timed)s votes came faster than the statements can be read.") % {
            "fast": figure(facts["fast"]),
            "timed": figure(facts["timed"]),
        }
    return _of_many(kind, facts)


def _of_many(kind: str, facts: Mapping[str, float]) -> str:
    if kind == "spam":
        return _(
            "Of %(written)s statements by this author, %(repeated)s repeat another one, %(spam)s were "
            "rejected as spam and %(rejected)s were rejected in all."
        ) % {name: figure(facts[name]) for name in ("written", "repeated", "spam", "rejected")}
    words = {"people": figure(facts["people"]), "usual": figure(facts["usual"])}
    if kind == "burst":
        return _("Joined in the same hour as %(people)s people, where %(usual)s are usual.") % words
    return _("Came from the same network on one day as %(people)s people, where %(usual)s are usual.") % words
