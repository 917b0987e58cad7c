"""What the pages of a ratification send: answers, suggestions, the rule, and what a moderator decides."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from constitution.models import RatificationVote, Suggestion, VersionVote
from constitution.ratification_rule import RatificationRule
from constitution.services.suggestions import SuggestionAsRead
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


class WholeForm(forms.Form):
    """An answer on the version as a whole; which one the reader saw goes with it."""

    version = forms.IntegerField(min_value=1, max_value=100_000)
    value = forms.TypedChoiceField(choices=VersionVote.Value.choices, coerce=int, empty_value=None)
    key = KeyField()

    @property
    def client_key(self) -> str:
        """The key of this answer: pressing another button of the same form is another action."""
        return f"{self.cleaned_data['key']}.w{self.cleaned_data['value'] + 1}"


class SuggestionForm(forms.Form):
    """Other words for a principle; empty ones take it back. The service checks them."""

    principle = forms.IntegerField(min_value=1, max_value=100_000)
    text = PlainTextField(required=False)
    key = KeyField()

    @property
    def client_key(self) -> str:
        """The key of this text: another text sent from the same form is another suggestion."""
        digest = hashlib.sha256(self.cleaned_data["text"].encode()).hexdigest()
        return f"{self.cleaned_data['key'][:40]}.{digest[:20]}"


class DecideSuggestionForm(forms.Form):
    """What a moderator decides about a suggestion, as it stood on their screen."""

    suggestion = forms.CharField(max_length=60)
    outcome = forms.ChoiceField(choices=[(Suggestion.State.SHOWN, ""), (Suggestion.State.HIDDEN, "")])
    why = PlainTextField(required=False, max_length=500)
    key = KeyField()

    def clean_suggestion(self) -> SuggestionAsRead:
        """Return what stood on the screen."""
        as_read = SuggestionAsRead.parse(self.cleaned_data["suggestion"])
        if as_read is None:
            raise forms.ValidationError("No such suggestion.")
        return as_read

    @property
    def client_key(self) -> str:
        """The key of this decision."""
        as_read, outcome = self.cleaned_data["suggestion"], self.cleaned_data["outcome"]
        return f"{self.cleaned_data['key'][:40]}.{as_read.suggestion}.{outcome}"


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
    group_quorum = forms.IntegerField(
        label=_("At least this many people of every group answer"),
        help_text=_("Of a group too small for that, half of its members."),
        min_value=0,
        initial=1,
        required=False,
    )
    silent_groups = forms.ChoiceField(
        label=_("If fewer people of a group answer"),
        choices=[
            ("wait", _("Nothing is decided without that group: the vote stays open")),
            ("go on", _("The vote counts without it, and the result says so")),
        ],
        widget=forms.RadioSelect,
        initial="wait",
        required=False,
    )
    asks_whole = forms.BooleanField(
        label=_("The text as a whole has to be adopted too, in every group as well"), required=False
    )
    whole = forms.IntegerField(
        label=_("Of the answers on the whole, at least this many per cent adopt it"),
        min_value=1,
        max_value=100,
        initial=50,
        required=False,
    )
    rejected = forms.ChoiceField(
        label=_("Principles that are not adopted"),
        choices=[
            ("drop", _("Stay behind, shown as not adopted")),
            ("amend", _("Come back reworded: the next amendment begins with them")),
        ],
        widget=forms.RadioSelect,
        initial="drop",
        required=False,
    )

    def rule(self) -> RatificationRule:
        """Return the rule that the form describes."""
        values: dict[str, Any] = self.cleaned_data
        group_quorum = values["group_quorum"]
        return RatificationRule(
            overall=values["overall"] / 100,
            every_group=values["every_group"] / 100,
            quorum=values["quorum"],
            group_quorum=1 if group_quorum is None else group_quorum,
            silent_groups=values["silent_groups"] or "wait",
            whole=(values["whole"] or 50) / 100 if values["asks_whole"] else None,
            rejected=values["rejected"] or "drop",
        )
