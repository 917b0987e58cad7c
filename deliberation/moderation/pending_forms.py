from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.integrity.evidence import content_hash
from deliberation.models import ModerationDecision
from deliberation.moderation.replacing import MOST_PARTS
from deliberation.voting.forms import KeyField, PlainTextField

LONGEST_SENT = 5000


class CompanyForm(forms.Form):
    """What the forms have in common by which a moderator asks somebody else."""

    key = KeyField()

    @property
    def client_key(self) -> str:
        """The key of this action: other words sent from the same page are another action."""
        content = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return f"{self.cleaned_data['key'][:32]}.{content_hash(content)[:16]}"


def _written(label: Any, *, rows: int, longest: int, required: bool = False) -> PlainTextField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return PlainTextField(label=label, required=required, max_length=longest, widget=widget)


class OtherWordsForm(CompanyForm):
    """Other words for a statement: one text, or several parts; the service checks what they say."""

    text_1 = _written(_("What it should say"), rows=3, longest=LONGEST_SENT)
    text_2 = _written(_("Second part"), rows=2, longest=LONGEST_SENT)
    text_3 = _written(_("Third part"), rows=2, longest=LONGEST_SENT)
    text_4 = _written(_("Fourth part"), rows=2, longest=LONGEST_SENT)
    note = _written(_("Note to the author"), rows=2, longest=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_PARTS + 1):
            self.fields[f"text_{number}"].widget.attrs["class"] = "statement statement--small"

    @property
    def parts(self) -> list[Any]:
        """The fields for what a statement is split into, beside the first."""
        return [self[f"text_{number}"] for number in range(2, MOST_PARTS + 1)]

    @property
    def is_split(self) -> bool:
        """Whether more than one part was filled in."""
        return any(part.value() for part in self.parts)

    @property
    def texts(self) -> list[str]:
        """The texts in their order, empty ones too."""
        return [self.cleaned_data[f"text_{number}"] for number in range(1, MOST_PARTS + 1)]


class RejectTogetherForm(CompanyForm):
    """Proposing to reject what people have voted on."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *ModerationDecision.Reason.choices])
    public_reason = _written(_("Public reason"), rows=2, longest=500, required=True)
    note = _written(_("Note to the author"), rows=2, longest=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Choose a reason.")
        self.fields["public_reason"].help_text = _("Everybody can read it in the moderation log.")
        self.fields["note"].help_text = _("Optional. The author reads it together with the reason.")


class AnswerForm(forms.Form):
    """The answer to one question, known by its key, so that no later question is answered by mistake."""

    AGREE, DECLINE, WITHDRAW = "agree", "decline", "withdraw"

    decision = forms.IntegerField(min_value=1, max_value=2**53)
    answer = forms.ChoiceField(choices=[(name, name) for name in (AGREE, DECLINE, WITHDRAW)])
    key = KeyField()

    @property
    def client_key(self) -> str:
        """The key of this answer: pressing another button of the form is another action."""
        return f"{self.cleaned_data['key'][:32]}.{self.cleaned_data['answer']}"
