from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deliberation.integrity.plain_text import clean_text
from deliberation.models import Deliberation
from deliberation.people.invitation_codes import written_code
from deliberation.people.questionnaire import AskedQuestion
from deliberation.voting.forms import KeyField, PlainTextField

ANSWER = "answer_"
"""Before the key of a question in the name of its field: no question can take another field's name."""
LONGEST_ANSWER = 200
FEW_OPTIONS = 8
"""As many are shown at once; more are folded into a list to choose from."""


class CodeField(PlainTextField):
    """An invitation code as people type or paste it."""

    def to_python(self, value: Any) -> str:
        """Return the code in the way it is printed."""
        return written_code(super().to_python(value))


class AnswerField(PlainTextField):
    """A short text about oneself, as plain as statements are."""

    def to_python(self, value: Any) -> str:
        """Return the text in one line, without characters that hide or reorder it."""
        return clean_text(super().to_python(value))


class QuestionnaireForm(forms.Form):
    """The organisers' questions; each can be left out."""

    def __init__(
        self,
        *args: Any,
        questions: Iterable[AskedQuestion],
        answers: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            held = (answers or {}).get(question.key, "")
            self.fields[ANSWER + question.key] = _field_of(question, held)
            self.initial[ANSWER + question.key] = held

    @property
    def question_fields(self) -> list[tuple[AskedQuestion, forms.BoundField]]:
        """The questions with their fields, in order."""
        return [(question, self[ANSWER + question.key]) for question in self.questions]

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, by the keys of the questions."""
        given = {
            question.key: self.cleaned_data.get(ANSWER + question.key, "") for question in self.questions
        }
        return {key: answer for key, answer in given.items() if answer}


class JoinForm(QuestionnaireForm):
    """The button that joins, and what is asked before; its key makes a double press join once."""

    key = KeyField()
    proof = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, deliberation: Deliberation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if deliberation.access == Deliberation.Access.INVITATION:
            self.fields["code"] = CodeField(
                label=_("Invitation code"),
                help_text=_("Large or small letters, with or without dashes: all the same."),
                error_messages={"required": _("Please type the code from your invitation.")},
                widget=forms.TextInput(
                    attrs={
                        "class": "code-input",
                        "autocomplete": "off",
                        "autocapitalize": "characters",
                        "spellcheck": "false",
                        "dir": "ltr",
                    }
                ),
            )


class ConsentForm(forms.Form):
    """Agreeing to the text that was read."""

    version = forms.IntegerField(min_value=1, max_value=2**31)


class EraseForm(forms.Form):
    """Erasing, with the tick that says it is meant."""

    understood = forms.BooleanField(
        label=_("Yes, erase my data. I know that this cannot be undone."),
        error_messages={"required": _("Please tick that you mean it. Nothing has been erased.")},
    )
    with_accepted_statements = forms.BooleanField(
        required=False, label=_("Also remove the words of my accepted statements")
    )


def _field_of(question: AskedQuestion, held: str) -> forms.Field:
    if not question.is_choice:
        widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
        return AnswerField(required=False, max_length=LONGEST_ANSWER, label=question.text, widget=widget)
    options = list(question.options)
    if held and held not in dict(options):
        options.append((held, held))
    widget = forms.RadioSelect() if len(options) <= FEW_OPTIONS else forms.Select()
    return forms.ChoiceField(
        required=False,
        choices=[*options, ("", _("I leave this out"))],
        label=question.text,
        widget=widget,
    )
