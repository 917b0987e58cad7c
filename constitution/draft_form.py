"""How a draft is to be made: the rule, the number of principles, and the thresholds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from constitution.reading.rules_in_words import SELECTION
from constitution.reading.rules_side_by_side import NAMES
from constitution.selection import RULES, SelectionRules
from constitution.services.selecting import DEFAULT_RULE
from deliberation.models import Analysis

USUAL = SelectionRules()
WEIGHTED = "weighted"


class DraftForm(forms.Form):
    """How to draft; everything but the number of principles may be left out and is as usual then."""

    size = forms.IntegerField(
        label=_("Principles, at most"),
        help_text=_("Fewer are drafted where fewer statements are agreed in every group."),
        min_value=1,
        max_value=1000,
        initial=USUAL.size,
    )
    rule = forms.ChoiceField(
        label=_("Which of the agreed statements are taken"),
        choices=[(rule, NAMES[rule]) for rule in RULES],
        initial=DEFAULT_RULE,
        required=False,
        widget=forms.RadioSelect,
    )
    minimum_votes = forms.IntegerField(
        label=_("Votes needed in each group"),
        help_text=_("Of a group with fewer than twice as many members, votes of half of them are enough."),
        min_value=1,
        max_value=100_000,
        initial=USUAL.minimum_votes,
        required=False,
    )
    least_share = forms.IntegerField(
        label=_("In every group, more than this many per cent agree"),
        help_text=_("Of those in the group who have seen the statement; whoever passed did not agree."),
        min_value=1,
        max_value=99,
        initial=round(100 * USUAL.least_share),
        required=False,
    )
    least_score = forms.IntegerField(
        label=_("On average over the groups, at least this many per cent agree"),
        help_text=_(
            "Leave it empty for no such threshold. It means the same for any number of groups; the process "
            "of 2023 asked for a product of 0.723 over two groups, which is 85 here."
        ),
        min_value=1,
        max_value=99,
        required=False,
    )

    def __init__(self, *args: Any, analysis: Analysis | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if analysis is None or not analysis.is_weighted:
            rule = self.fields["rule"]
            rule.choices = [choice for choice in rule.choices if not str(choice[0]).startswith(WEIGHTED)]

    @property
    def explained_rules(self) -> list[tuple[Any, Any]]:
        """Each rule's radio button, with how the rule chooses."""
        return [(button, SELECTION[button.data["value"]]) for button in self["rule"]]

    @property
    def is_as_usual(self) -> bool:
        """Whether nothing but the number of principles was set, so that the rest may stay folded away."""
        return not self.is_bound or not set(self.errors) - {"size"}

    def told(self) -> dict[str, Any]:
        """Return what to tell `draft_version`; None for what is as usual."""
        values = self.cleaned_data
        return {
            "size": values["size"],
            "rule": values["rule"] or None,
            "minimum_votes": values["minimum_votes"],
            "least_share": _share(values["least_share"]),
            "least_score": _share(values["least_score"]),
        }


def _share(percentage: int | None) -> float | None:
    return None if percentage is None else percentage / 100
