"""The form of the first statements: a file or pasted lines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.organising.form_fields import LongTextField
from deliberation.organising.seed_file import (
    MOST_BYTES,
    UnreadableSheet,
    decoded,
    rows_of_csv,
    rows_of_lines,
)


class SeedsForm(forms.Form):
    """First statements as a file or as pasted lines; checked, it holds them as `rows`."""

    file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
        help_text=_("The first line names the columns: “text”, and “language” if you like."),
    )
    lines = LongTextField(label=_("One statement per line"), longest=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Read the rows of the file, or of the lines where there is no file."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if self.errors:
            return cleaned
        try:
            if file is None:
                cleaned["rows"] = rows_of_lines(cleaned.get("lines", ""))
            else:
                cleaned["rows"] = rows_of_csv(decoded(_whole(file)))
        except UnreadableSheet as refusal:
            self.add_error("lines" if file is None else "file", str(refusal))
        return cleaned


def _whole(file: Any) -> bytes:
    if file.size > MOST_BYTES:
        raise UnreadableSheet(_("This file is larger than 700 kB. Send it in several parts."))
    return bytes(file.read())
