"""One person's yes or no to the data of a run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SIGN, REFUSE = "sign", "refuse"


class SignOffForm(forms.Form):
    """Yes or no, by whom, and why."""

    data_sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Your name, as everybody will read it"),
        help_text=_("It stands on the public page of this run and in the sealed record."),
        max_length=150,
    )
    reason = forms.CharField(
        label=_("A remark, or why the data must not be used"),
        help_text=_("Needed to refuse. Everybody will read it."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    decision = forms.ChoiceField(choices=[(SIGN, ""), (REFUSE, "")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the answer is no."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == REFUSE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why the data must not be used."))
        return cleaned
