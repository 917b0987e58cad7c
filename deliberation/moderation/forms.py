from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.integrity.evidence import content_hash
from deliberation.models import ModerationDecision
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
