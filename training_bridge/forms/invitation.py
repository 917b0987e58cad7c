"""Whom an owner asks for help with a run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training_bridge.services.inviting import LONGEST_NAME


class InvitationForm(forms.Form):
    """The name of one person."""

    name = forms.CharField(
        label=_("Who is it?"),
        help_text=_(
            "A name by which you know the person. Only organisers see it; files carry a number instead."
        ),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
