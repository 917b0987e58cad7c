from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from deliberation.voting.forms import KeyField


class JoinForm(forms.Form):
    """The button that joins; its key makes a double press join once."""

    key = KeyField()


class SignInForm(AuthenticationForm):
    """Signing in with an e-mail address, for moderators and organisers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update({"inputmode": "email", "autocapitalize": "none"})
