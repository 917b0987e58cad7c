"""What the button that puts an earlier wording back sends."""

from django import forms


class PutBackForm(forms.Form):
    """Which edit's wording to put back."""

    edit = forms.IntegerField(min_value=1)
    seen_revision = forms.IntegerField(min_value=1)
