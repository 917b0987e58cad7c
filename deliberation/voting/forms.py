import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deliberation.models import Deliberation, Vote


def new_client_key() -> str:
    """Return a fresh key for one rendered form; sending that form twice then counts once."""
    return uuid.uuid4().hex


def parse_skipped(text: str) -> tuple[int, ...]:
    """Return the statement numbers in a text such as "12.40"; anything else in it is left out."""
    numbers = [int(part) for part in text.split(".") if part.isdecimal() and len(part) < 12]
    return tuple(numbers[-50:])


def write_skipped(numbers: Iterable[int]) -> str:
    """Return skipped statement numbers as they travel in addresses and forms."""
    return ".".join(str(number) for number in numbers)


class KeyField(forms.RegexField):
    """The client's key of one action, which makes re-sending it harmless."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(regex=r"\A[A-Za-z0-9_-]{8,60}\Z")


class BallotForm(forms.Form):
    """A vote as the page sends it."""

    statement = forms.IntegerField(min_value=0, max_value=2**53)
    value = forms.TypedChoiceField(choices=Vote.Value.choices, coerce=int, empty_value=None)
    key = KeyField()

    @property
    def client_key(self) -> str:
        """The key of this choice: pressing another button of the same form is another action."""
        return f"{self.cleaned_data['key']}.{self.cleaned_data['value'] + 1}"


class StatementActionForm(forms.Form):
    """Undoing or withdrawing the vote on one statement."""

    statement = forms.IntegerField(min_value=0, max_value=2**53)
    key = KeyField()


class PlainTextField(forms.CharField):
    """Text a person typed; NUL characters, which say nothing and which no database takes, are dropped."""

    def to_python(self, value: Any) -> str:
        """Return the text without NUL characters."""
        return str(super().to_python(self._without_nul(value)))

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what is shown again when the form has errors."""
        return self._without_nul(super().bound_data(data, initial))

    @staticmethod
    def _without_nul(value: Any) -> Any:
        return value.replace("\x00", "") if isinstance(value, str) else value


class ProposalForm(forms.Form):
    """A statement somebody proposes.

    The service checks the length: a paste that is too long comes back whole, to be shortened.
    """

    text = PlainTextField(
        label=_("Your statement"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "statement", "dir": "auto"}),
        error_messages={"required": _("Please write a sentence.")},
    )
    key = KeyField()

    def __init__(self, *args: Any, deliberation: Deliberation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = deliberation.statement_length
        self.fields["text"].help_text = ngettext(
            "At most %(longest)d character.", "At most %(longest)d characters.", longest
        ) % {"longest": longest}
        self.fields["text"].widget.attrs["data-longest"] = longest

    @property
    def client_key(self) -> str:
        """The key of this text: another text sent from the same form is another statement."""
        digest = hashlib.sha256(self.cleaned_data["text"].encode()).hexdigest()
        return f"{self.cleaned_data['key'][:40]}.{digest[:20]}"
