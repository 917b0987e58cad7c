"""What the pages of the constitution send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from constitution.models import Principle
from constitution.services.editing import LONGEST
from deliberation.voting.forms import PlainTextField


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
