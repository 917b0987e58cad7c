"""The form with which owners make a token for a program."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models import Scope
from deliberation.organising.form_fields import TitleField
from deliberation.voting.forms import KeyField

LIFETIMES = [
    (7, _("One week")),
    (30, _("30 days")),
    (90, _("90 days")),
    (180, _("Half a year")),
    (365, _("One year")),
]
USUAL_LIFETIME = 90

EXPLANATIONS = {
    Scope.READ: _("Read results before they are public, as you can. What is public needs no token."),
    Scope.PARTICIPATE: _(
        "Let people of another site join here, each of whom then votes with a key of their own."
    ),
    Scope.MODERATE: _("Read the statements that wait, and accept or reject them in your name."),
    Scope.EXPORT: _("Take out how each participant voted, if you were given the right to single votes."),
    Scope.WEBHOOKS: _("Say which addresses are told when something happens here."),
}


class TokenForm(forms.Form):
    """What a token is called, what a program may do with it, and for how long."""

    name = TitleField(
        label=_("A name for it"),
        max_length=80,
        help_text=_("Such as the program that will hold it, so that you know later what you revoke."),
        error_messages={"required": _("Please give it a name.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        help_text=_("Never more than you may do yourself at the moment it does it."),
        choices=[(scope.value, EXPLANATIONS[scope]) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one; what is public can be read without a token.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long is it good?"), choices=LIFETIMES, coerce=int, initial=USUAL_LIFETIME
    )
    key = KeyField()

    @property
    def expires_at(self) -> datetime:
        """The moment at which the token stops working."""
        return timezone.now() + timedelta(days=self.cleaned_data["days"])
