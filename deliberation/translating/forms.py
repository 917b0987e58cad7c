from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.translating.sheet import MOST_BYTES
from deliberation.voting.forms import PlainTextField


class TranslationForm(forms.Form):
    """One statement in another language, as a translator sends it."""

    language = forms.CharField(max_length=10)
    text = PlainTextField(max_length=5000, error_messages={"required": _("Please write a sentence.")})


class SheetForm(forms.Form):
    """A filled-in CSV file: as a file at first, and as its text when what was shown is to be kept."""

    file = forms.FileField(
        label=_("The file you filled in"),
        help_text=_("CSV in UTF-8. Nothing is kept before you have seen what was found in it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": _("Choose the file first."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> bytes:
        """Return what is in the file.

        Raises:
            ValidationError: it is too large for a browser to send.
        """
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large. Send it in several parts."))
        return bytes(file.read())
