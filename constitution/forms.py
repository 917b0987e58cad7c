"""What the pages of the constitution send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from constitution.models import Principle, RatificationVote
from constitution.ratification_rule import RatificationRule
from constitution.services.editing import LONGEST
from deliberation.voting.forms import KeyField, PlainTextField


class RatificationForm(forms.Form):
    """An answer on one principle."""

    principle = forms.IntegerField(min_value=1, max_value=100_000)
    value = forms.TypedChoiceField(choices=RatificationVote.Value.choices, coerce=int, empty_value=None)
    key = KeyField()

    @property
    def client_key(self) -> str:
        """The key of this answer: pressing another button of the same form is another action."""
        return f"{self.cleaned_data['key']}.{self.cleaned_data['value'] + 1}"


class DraftForm(forms.Form):
    """How many principles to draft."""

    size = forms.IntegerField(
        label=_("Principles, at most"),
        help_text=_("Fewer are drafted where fewer statements are agreed in every group."),
        min_value=1,
        max_value=1000,
        initial=20,
    )


class PrincipleForm(forms.Form):
    """Another wording for a principle."""

    text = PlainTextField(
        label=_("Principle"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "class": "statement"}),
    )
    kind = forms.ChoiceField(
        label=_("This principle"), choices=Principle.Kind.choices, widget=forms.RadioSelect
    )
    critique_request = PlainTextField(
        label=_("Critique request"),
        help_text=_("Asks where an answer falls short. Leave it as it is to have it written anew."),
        required=False,
        max_length=2 * LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    revision_request = PlainTextField(
        label=_("Revision request"),
        help_text=_("Asks for an answer that does not."),
        required=False,
        max_length=2 * LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    why = PlainTextField(
        label=_("Why"),
        help_text=_("Everybody can read this beside the principle."),
        max_length=500,
        widget=forms.TextInput,
    )
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)


class RuleForm(forms.Form):
    """The rule of a ratification vote, in whole per cent."""

    overall = forms.IntegerField(
        label=_("Of all answers, at least this many per cent adopt it"),
        min_value=1,
        max_value=100,
        initial=60,
    )
    every_group = forms.IntegerField(
        label=_("In every group, more than this many per cent adopt it"),
        min_value=0,
        max_value=99,
        initial=50,
    )
    quorum = forms.IntegerField(label=_("At least this many people answer"), min_value=1, initial=10)

    def rule(self) -> RatificationRule:
        """Return the rule that the form describes."""
        values: dict[str, Any] = self.cleaned_data
        return RatificationRule(
            overall=values["overall"] / 100,
            every_group=values["every_group"] / 100,
            quorum=values["quorum"],
        )
