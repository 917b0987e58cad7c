import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from deliberation.models import Vote


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


KEY = r"\A[A-Za-z0-9_-]{8,60}\Z"
"""What the key of one action looks like."""


def key_of_vote(key: str, value: int) -> str:
    """Return the key of one choice in a form: pressing another button of it is another action."""
    return f"{key}.{value + 1}"


class KeyField(forms.RegexField):
    """The client's key of one action, which makes re-sending it harmless."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(regex=KEY)


class BallotForm(forms.Form):
    """A vote as the page sends it."""

    statement = forms.IntegerField(min_value=0, max_value=2**53)
    value = forms.TypedChoiceField(choices=Vote.Value.choices, coerce=int, empty_value=None)
    key = KeyField()

    @property
    def client_key(self) -> str:
        """The key of this choice: pressing another button of the same form is another action."""
        return key_of_vote(self.cleaned_data["key"], self.cleaned_data["value"])


class StatementActionForm(forms.Form):
    """Undoing or withdrawing the vote on one statement."""

    statement = forms.IntegerField(min_value=0, max_value=2**53)
    key = KeyField()


class MarkForm(forms.Form):
    """What a pass means, or whether a statement is important to the person; either may be left out."""

    statement = forms.IntegerField(min_value=0, max_value=2**53)
    pass_reason = forms.ChoiceField(choices=[("", ""), *Vote.PassReason.choices], required=False)
    is_important = forms.ChoiceField(choices=[("0", ""), ("1", "")], required=False)
    key = KeyField()

    @property
    def marks(self) -> dict[str, Any]:
        """What is to be set; only what the request names."""
        marks: dict[str, Any] = {}
        if "pass_reason" in self.data:
            marks["pass_reason"] = self.cleaned_data["pass_reason"]
        if self.cleaned_data["is_important"]:
            marks["is_important"] = self.cleaned_data["is_important"] == "1"
        return marks

    @property
    def client_key(self) -> str:
        """The key of these marks: pressing another button of the same form is another action."""
        marks = ".".join(str(value)[:12] for value in self.marks.values())
        return f"{self.cleaned_data['key'][:36]}.{marks}"


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


class ReasonForm(forms.Form):
    """One sentence on why somebody voted as they did; an empty one takes it back. The service checks it."""

    statement = forms.IntegerField(min_value=0, max_value=2**53)
    text = PlainTextField(required=False)
    key = KeyField()

    @property
    def client_key(self) -> str:
        """The key of this text: another text sent from the same form is another reason."""
        digest = hashlib.sha256(self.cleaned_data["text"].encode()).hexdigest()
        return f"{self.cleaned_data['key'][:40]}.{digest[:20]}"
