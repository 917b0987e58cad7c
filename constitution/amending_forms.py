"""What the pages send on which a draft is amended by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from constitution.models import ConstitutionVersion, Principle
from constitution.services.amending import come_back_by_rule
from deliberation.voting.forms import KeyField, PlainTextField


def why_field() -> PlainTextField:
    """Return the field for a reason that everybody can read."""
    return PlainTextField(
        label=_("Why"),
        help_text=_("Everybody can read this."),
        max_length=500,
        widget=forms.TextInput,
    )


class AmendForm(forms.Form):
    """Starting an amendment of a version."""

    why = why_field()
    bring_back = forms.TypedMultipleChoiceField(
        label=_("Principles that were not adopted and come back to be reworded"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    set_aside_draft = forms.BooleanField(label=_("Put the present draft aside; it is kept"), required=False)
    key = KeyField()

    def __init__(self, *args: Any, version: ConstitutionVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rejected = version.principles.filter(state=Principle.State.REJECTED).order_by("number")
        back = self.fields["bring_back"]
        back.choices = [(one.number, f"{one.number}. {one.text}") for one in rejected]
        back.initial = come_back_by_rule(version)
        unfinished = ConstitutionVersion.objects.of(version.deliberation).unfinished()
        if not unfinished.filter(state=ConstitutionVersion.State.DRAFT).exists():
            del self.fields["set_aside_draft"]
        if not rejected:
            del self.fields["bring_back"]


class AddForm(forms.Form):
    """Adding a principle behind which one statement stands."""

    statement = forms.IntegerField(min_value=0, max_value=2**53, widget=forms.HiddenInput)
    why = why_field()
    key = KeyField()


class DropForm(forms.Form):
    """Taking a principle out of a draft."""

    why = why_field()
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)
    key = KeyField()
