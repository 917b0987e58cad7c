"""The fields of organisers' forms: titles, longer texts, moments."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deliberation.integrity.plain_text import clean_text
from deliberation.voting.forms import PlainTextField

LONGEST_TEXT = 20_000


class TitleField(PlainTextField):
    """A title: one line, without invisible or reordering characters."""

    def clean(self, value: Any) -> str:
        """Return the title in one line; one of invisible characters alone counts as none."""
        return str(super().clean(clean_text(self._without_nul(value or ""))))


class LongTextField(PlainTextField):
    """Text of several lines, with line ends as they are kept."""

    def __init__(self, *, rows: int = 8, longest: int | None = LONGEST_TEXT, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        super().__init__(required=False, max_length=longest, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Return the text with Unix line ends."""
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class MomentField(forms.DateTimeField):
    """A date and time in the time zone of the site, which the page names."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **options: Any) -> None:
        messages = {"invalid": _("Write it as in 2026-05-31T18:00: year, month, day, hour and minute.")}
        super().__init__(required=False, error_messages=messages, **options)


def site_time_zone() -> str:
    """Return the name of the time zone in which forms take dates and pages show them."""
    return str(settings.TIME_ZONE)
