from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.integrity.evidence import content_hash
from deliberation.models import ModerationDecision
from deliberation.moderation.reasons import ReasonAsRead
from deliberation.moderation.together import MOST_TOGETHER, merge_verdicts, same_verdicts
from deliberation.moderation.verdicts import Verdict
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


class TogetherForm(forms.Form):
    """One decision about the ticked statements of a group. Which fields matter depends on the action."""

    MERGE, ACCEPT, REJECT, MERGE_INTO = "merge", "accept", "reject", "merge_into"

    action = forms.ChoiceField(
        choices=[(name, name) for name in (MERGE, ACCEPT, REJECT, MERGE_INTO)], required=False
    )
    keep = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_NUMBER)
    duplicate_of = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_NUMBER)
    reason = forms.ChoiceField(choices=ModerationDecision.Reason.choices, required=False)
    note = PlainTextField(label=_("Note to the author"), required=False, max_length=500)
    is_meta = forms.BooleanField(required=False)
    key = KeyField()

    def clean(self) -> dict[str, Any]:
        """Read which statements are ticked, and whether that is enough for the action."""
        cleaned = super().clean() or self.cleaned_data
        sent = self.data.getlist("statement")[:MOST_TOGETHER]
        ticked = [int(number) for number in sent if number.isdecimal() and len(number) < 16]
        cleaned["statements"] = list(dict.fromkeys(ticked))
        # The buttons that merge into a statement outside the group name that statement and nothing else.
        action = cleaned["action"] = cleaned.get("action") or self.MERGE_INTO
        if not ticked:
            raise forms.ValidationError(_("Nothing is ticked. Tick the statements that you mean."))
        if action == self.REJECT and not cleaned.get("reason"):
            raise forms.ValidationError(_("A rejection needs a reason; its author will read it."))
        if action in {self.MERGE, self.ACCEPT} and cleaned.get("reason"):
            # Enter in the list of reasons presses the first button of the page, which accepts.
            raise forms.ValidationError(
                _("You chose a reason to reject, and then to accept. Nothing was changed; please say which.")
            )
        if action == self.MERGE and cleaned.get("keep") is None:
            raise forms.ValidationError(_("Choose the statement that stays; the others are merged into it."))
        if action == self.MERGE_INTO and cleaned.get("duplicate_of") is None:
            raise forms.ValidationError(_("Say which statement of this deliberation it duplicates."))
        return cleaned

    @property
    def client_key(self) -> str:
        """The key of this decision: another decision sent from the same page is another action."""
        content = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return f"{self.cleaned_data['key']}.{content_hash(content)[:20]}"

    def verdicts(self) -> list[Verdict]:
        """Return what becomes of each statement."""
        sent = self.cleaned_data
        ticked, is_meta = sent["statements"], sent["is_meta"]
        if sent["action"] == self.MERGE:
            others = [number for number in ticked if number != sent["keep"]]
            return merge_verdicts(sent["keep"], others, is_meta=is_meta)
        if sent["action"] == self.MERGE_INTO:
            into = Verdict(0, ModerationDecision.Outcome.DUPLICATE, duplicate_of=sent["duplicate_of"])
            return same_verdicts(ticked, into)
        if sent["action"] == self.ACCEPT:
            return same_verdicts(ticked, Verdict(0, ModerationDecision.Outcome.ACCEPTED, is_meta=is_meta))
        outcome = ModerationDecision.Outcome.REJECTED
        return same_verdicts(ticked, Verdict(0, outcome, reason=sent["reason"], note=sent["note"]))


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
