"""Names of rules and scores, as the code and the exports have them, in plain words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from constitution.wording.rules import IN_A_SITUATION

SELECTION: dict[str, Promise] = {
    "lower_bound": _("the surest first: by the share that at least agrees in every group"),
    "geometric_mean": _("by the average of agreement over the groups, each group counting the same"),
    "minimum": _("by the agreement of the group that agrees least"),
    "polis_product": _("by the agreement of all groups multiplied, as the software Polis does it"),
    "ccai_product": _("by the agreement of all groups multiplied, as in the public constitution of 2023"),
    "bridging": _("by agreement across the main line of division"),
    "weighted_agree": _("by how many agree when people are weighted to the population"),
    "weighted_geometric_mean": _("by the average of agreement over the groups, weighted to the population"),
    "weighted_lower_bound": _("the surest first, weighted to the population"),
    "equal_shares": _(
        "as a fair slate: everybody has the same share of the choice, and people who agree with each other "
        "can spend theirs together (method of equal shares)"
    ),
    "phragmen": _(
        "as a fair slate: each principle costs those who agree with it equally, so that nobody carries more "
        "than needed (Phragmén’s sequential rule)"
    ),
    "proportional_approval": _(
        "as a fair slate: each further principle that somebody already agrees with counts for less "
        "(proportional approval voting)"
    ),
}
"""How a rule of selection chooses, to follow “statements were taken”."""

SCORES: dict[str, Promise] = {
    "lower_bound": _("Agree at least, in every group (with a certainty of 95%)"),
    "minimum": _("Agreement of the group that agrees least"),
    "geometric_mean": _("Agreement averaged over the groups (geometric mean)"),
    "polis_product": _("Agreement of all groups multiplied, as Polis does it"),
    "ccai_product": _("Agreement of all groups multiplied, as in the process of 2023"),
    "bridging": _("Agreement across the main line of division (0 is the average statement)"),
    "weighted_agree": _("Agreement weighted to the population"),
    "weighted_geometric_mean": _("Average over the groups, weighted to the population"),
    "weighted_lower_bound": _("Agree at least, weighted to the population"),
}
SHARES = {"lower_bound", "minimum", "weighted_agree", "weighted_lower_bound"}
"""Scores that are shares of people."""

WORDING: dict[str, Promise] = {
    "plain writing": _("Quotation marks, double spaces and slashes are written plainly."),
    "should be ADJECTIVE": _("A quality that people wish for becomes the most of it."),
    "should be NOUN": _("A role that people wish for becomes acting as that."),
    "should VERB": _("What an AI should do becomes doing it most."),
    "should VERB (likely to)": _("What an AI should do becomes being most likely to do it."),
    "should VERB on a condition": _("The condition stays as it was written."),
    "should not be ADJECTIVE": _("A quality that people do not wish for becomes the least of it."),
    "should not be NOUN": _("A role that people do not wish for becomes the least likely one."),
    "should not VERB": _("What an AI should not do becomes doing it least."),
    "should not VERB (likely to)": _("What an AI should not do becomes being least likely to do it."),
    "should VERB (once)": _("What is done or not becomes being most likely to do it."),
    "should have NOUN": _("What an AI should have becomes having the most of it."),
    "should not have NOUN": _("What an AI should not have becomes having the least of it."),
    "read as a wish": _("It does not say “should” and is read as if it did; a person confirms it."),
    "people should be treated": _("How people should be treated is how a response should treat them."),
    "used as something that acts": _("Being used as something that acts in a way is acting in that way."),
    "second clause": _("Two wishes stand side by side in one sentence."),
    "second sentence forbids": _("A prohibition beside a wish becomes a sentence of its own."),
    "second sentence": _("A second sentence stays a second sentence."),
    "said once": _("Another statement already says this in these words, so it is said once."),
    "joined": _("Statements that belong together become one principle."),
    "led by one statement": _("No rule could join these statements, so the first one leads."),
    "quotation": _("No rule fits, so the statement stands in its own words."),
}


def selection_in_words(rule: str) -> Promise | str:
    """Return how a rule of selection chooses; older drafts name none and took the surest first."""
    return SELECTION.get(rule or "lower_bound", rule.replace("_", " "))


def wording_in_words(rule: str) -> list[Promise | str]:
    """Return what the rules of a step do, each once; a rule without words by its own name."""
    found: dict[str, Promise | str] = {}
    for name in rule.split("; "):
        found.setdefault(name.removesuffix(IN_A_SITUATION), "")
    return [WORDING.get(name, name) for name in found]
