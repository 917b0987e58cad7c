from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.integrity.evidence import content_hash
from deliberation.models import ModerationDecision
from deliberation.moderation.reasons import ReasonAsRead
from deliberation.voting.forms import KeyField, PlainTextField

LARGEST_NUMBER = 2**53


class DecisionForm(forms.Form):
    """One decision as the panel sends it. Which of the fields matter depends on the outcome."""

    outcome = forms.ChoiceField(choices=ModerationDecision.Outcome.choices)
    reason = forms.ChoiceField(choices=ModerationDecision.Reason.choices, required=False)
    note = PlainTextField(
        label=_("Note to the author"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    duplicate_of = forms.IntegerField(
        label=_("Number of the statement"), required=False, min_value=0, max_value=LARGEST_NUMBER
    )
    is_meta = forms.BooleanField(required=False)
    key = KeyField()

    @property
    def client_key(self) -> str:
        """The key of this decision: another decision sent from the same page is another action."""
        content = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return f"{self.cleaned_data['key'][:40]}.{content_hash(content)[:20]}"


class UndoForm(forms.Form):
    """Taking back the last decision, on the statement with this number."""

    statement = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER)
    key = KeyField()


class ReasonsForm(forms.Form):
    """One decision about one or several reasons, each as it was read."""

    MOST = 100

    outcome = forms.ChoiceField(choices=[(state, state) for state in ("accepted", "rejected")])
    key = KeyField()

    def clean(self) -> dict[str, Any]:
        """Read which reasons are meant, and as what they were read."""
        sent = self.data.getlist("reason")[: self.MOST]
        as_read = [read for read in map(ReasonAsRead.parse, sent) if read is not None]
        if not as_read or len(as_read) != len(sent):
            raise forms.ValidationError("No such reason.")
        return super().clean() | {"as_read": as_read}

    @property
    def client_key(self) -> str:
        """The key of this decision: pressing another button of the same page is another action."""
        return f"{self.cleaned_data['key'][:32]}.{self.cleaned_data['outcome'][:3]}"


class CandidateForm(forms.Form):
    """What becomes of two statements that may say the same."""

    MERGE_FIRST, MERGE_SECOND, DISMISS = "merge_first", "merge_second", "dismiss"

    first = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER)
    second = forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER)
    verdict = forms.ChoiceField(choices=[(name, name) for name in (MERGE_FIRST, MERGE_SECOND, DISMISS)])
    key = KeyField()

    @property
    def client_key(self) -> str:
        """The key of this verdict."""
        return f"{self.cleaned_data['key'][:40]}.{self.cleaned_data['verdict']}"
