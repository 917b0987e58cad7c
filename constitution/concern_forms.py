"""What the page that checks a draft sends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from constitution.models import Concern
from constitution.services.deciding_concerns import LONGEST_REASON
from constitution.services.editing import LONGEST
from deliberation.voting.forms import KeyField, PlainTextField

DECISIONS = ("dismissed", "first", "second", "merge", "open")


class ConcernForm(forms.Form):
    """A decision about one concern, which is named by its kind and the numbers of its principles."""

    kind = forms.ChoiceField(choices=Concern.Kind.choices)
    principle = forms.IntegerField(min_value=1, max_value=100_000)
    other = forms.IntegerField(min_value=1, max_value=100_000, required=False)
    seen = forms.CharField(max_length=40)
    key = KeyField()
    decision = forms.ChoiceField(choices=[(one, one) for one in DECISIONS])
    why = PlainTextField(label=_("Why"), max_length=LONGEST_REASON, required=False)
    text = PlainTextField(max_length=LONGEST, required=False)


class SeparateForm(forms.Form):
    """Which principle becomes two again, and why."""

    principle = forms.IntegerField(min_value=1, max_value=100_000)
    revision = forms.IntegerField(min_value=1)
    key = KeyField()
    why = PlainTextField(max_length=LONGEST_REASON, required=False)
