"""What the page of the preamble sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from constitution.services.preamble_editing import LONGEST
from deliberation.voting.forms import PlainTextField


class PreambleForm(forms.Form):
    """Another preamble for the draft."""

    text = PlainTextField(
        label=_("Preamble"),
        help_text=_("A few sentences: who speaks, and what the principles rest on. Empty for none."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7, "class": "statement"}),
    )
    why = PlainTextField(
        label=_("Why"),
        help_text=_("Everybody can read this beside the constitution."),
        max_length=500,
        widget=forms.TextInput,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
