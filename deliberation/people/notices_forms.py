from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.models import NoticeSubscription


class NoticesForm(forms.Form):
    """Where to write, and about what."""

    email = forms.EmailField(
        label=_("Email"), widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"})
    )
    on_decision = forms.BooleanField(
        label=_("A moderator decided about a statement of mine, or asks me about it"), required=False
    )
    on_results = forms.BooleanField(label=_("Voting has ended and the results stand"), required=False)
    on_ratification = forms.BooleanField(label=_("A constitution is put to our vote"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for something to write about."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(name) for name in ("on_decision", "on_results", "on_ratification")):
            raise forms.ValidationError(_("Tick what we should write about, or stop the emails below."))
        return cleaned

    @classmethod
    def of(cls, subscription: NoticeSubscription | None, data: Any = None) -> "NoticesForm":
        """Return the form as it stands, or filled with what was sent."""
        if subscription is None:
            return cls(data, initial={"on_decision": True, "on_results": True, "on_ratification": True})
        names = ("email", "on_decision", "on_results", "on_ratification")
        return cls(data, initial={name: getattr(subscription, name) for name in names})
