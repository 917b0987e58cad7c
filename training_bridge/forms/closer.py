"""What to look at more closely in a finished run."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training_bridge.pages.looking_closer import QUESTIONS
from training_bridge.run_settings import ADDITIONS, Addition, RunSettings


class CloserForm(forms.Form):
    """Additions of a run that are not part of it yet."""

    additions = forms.MultipleChoiceField(
        label=_("What to look at"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, *args: Any, may_be_added: Sequence[Addition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["additions"].choices = [(name, QUESTIONS[name]) for name in may_be_added]

    def settings_of(self, stored: Mapping[str, Any]) -> RunSettings:
        """Return a run's settings with what was chosen; call it on a valid form."""
        settings = RunSettings.from_json(stored)
        wanted = {*settings.additions, *self.cleaned_data["additions"]}
        return dataclasses.replace(settings, additions=tuple(name for name in ADDITIONS if name in wanted))
