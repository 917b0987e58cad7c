"""Which of two principles goes first, as the page on principles that pull apart sends it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from constitution.services.deciding_concerns import LONGEST_REASON
from deliberation.voting.forms import KeyField, PlainTextField


class OrderForm(forms.Form):
    """A proposed order of two principles, named as the run names them."""

    first = forms.RegexField(r"\Ap\d{1,5}\Z")
    second = forms.RegexField(r"\Ap\d{1,5}\Z")
    prevails = forms.ChoiceField(
        choices=[("first", "first"), ("second", "second")],
        error_messages={"required": _("Please choose which of the two principles goes first.")},
    )
    why = PlainTextField(
        max_length=LONGEST_REASON, error_messages={"required": _("Please say why: everybody can read it.")}
    )
    key = KeyField()

    @property
    def anchor(self) -> str:
        """The pair that it is about, as its card is called."""
        return f"{self.data.get('first', '')}-{self.data.get('second', '')}"

    @property
    def names(self) -> tuple[str, str]:
        """The principle that goes first, and the one behind it. Call it on a valid form."""
        said = self.cleaned_data
        both = said["first"], said["second"]
        return both if said["prevails"] == "first" else both[::-1]
