"""What a person finds in one training row: sentences with a fault, what the flags are worth, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deliberation.integrity.plain_text import clean_text
from training_bridge.critic.flagging import Flag, FlaggedRow
from training_bridge.critic.passages import sentences_of
from training_bridge.critic.reviews import LONGEST_REASON

VERDICT_WORDS = (("confirmed", _("Yes, this is a fault")), ("dismissed", _("No, it is not")))


class FaultForm(forms.Form):
    """A box for each sentence with room for a reason, two choices for each flag, and "nothing is wrong"."""

    row_id = forms.CharField(max_length=64, widget=forms.HiddenInput)
    nothing = forms.BooleanField(label=_("Nothing is wrong with this answer"), required=False)

    def __init__(self, row: FlaggedRow, flags: Sequence[Flag], *args: Any, **kwargs: Any) -> None:
        """Take the row, and the flags that are shown beside it."""
        super().__init__(*args, use_required_attribute=False, initial={"row_id": row.id}, **kwargs)
        self._sentences = [each.of(row.answer) for each in sentences_of(row.answer)]
        self._flags = list(flags)
        for number, sentence in enumerate(self._sentences, start=1):
            self.fields[f"sentence-{number}"] = forms.BooleanField(label=sentence, required=False)
            self.fields[f"reason-{number}"] = forms.CharField(
                label=_("What is wrong here?"), required=False, max_length=LONGEST_REASON
            )
        for flag in self._flags:
            self.fields[f"flag-{flag.id}"] = forms.ChoiceField(
                choices=VERDICT_WORDS, required=False, widget=forms.RadioSelect
            )

    @property
    def sentence_fields(self) -> list[tuple[Any, Any]]:
        """The box of each sentence, with the field for its reason."""
        return [
            (self[f"sentence-{number}"], self[f"reason-{number}"])
            for number in range(1, len(self._sentences) + 1)
        ]

    @property
    def flag_fields(self) -> list[tuple[Flag, Any]]:
        """Each flag with its choices."""
        return [(flag, self[f"flag-{flag.id}"]) for flag in self._flags]

    def clean(self) -> dict[str, Any]:
        """Ask for one thing or the other: a fault, or that there is none."""
        cleaned = super().clean() or self.cleaned_data
        said = self._said(cleaned)
        finds_fault = bool(said["faults"]) or "confirmed" in said["flags"].values()
        if finds_fault and said["nothing_found"]:
            self.add_error(
                None, gettext("You marked a fault and said that nothing is wrong. Keep one of them.")
            )
        if not finds_fault and not said["nothing_found"]:
            self.add_error(None, gettext("Mark where the fault is, or say that nothing is wrong."))
        return cleaned

    def answer(self) -> dict[str, Any]:
        """Give what the person said, as `critic.reviews.Review` holds it."""
        return self._said(self.cleaned_data)

    def _said(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        faults = [
            {"quote": sentence, "reason": clean_text(cleaned.get(f"reason-{number}") or "")}
            for number, sentence in enumerate(self._sentences, start=1)
            if cleaned.get(f"sentence-{number}")
        ]
        flags = {
            flag.id: cleaned[f"flag-{flag.id}"] for flag in self._flags if cleaned.get(f"flag-{flag.id}")
        }
        return {"faults": faults, "flags": flags, "nothing_found": bool(cleaned.get("nothing"))}
