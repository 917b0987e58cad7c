"""Forms about who takes part: questions, quotas, and the shares of the population."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from deliberation.integrity.plain_text import clean_text
from deliberation.models import Deliberation, Question
from deliberation.organising.form_fields import LongTextField, TitleField
from deliberation.organising.languages import language_name
from deliberation.organising.questions import marks_of_question

LONGEST_OPTION = 100
MOST_OPTIONS = 60
ALMOST = 0.5
"""Percentage points by which shares may miss a hundred, as rounded figures do."""


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that are not empty, each as plain text."""
    return [line for line in (clean_text(line) for line in text.splitlines()) if line]


class QuestionForm(forms.Form):
    """One question, with its answers and its translations."""

    text = TitleField(
        label=_("The question"),
        max_length=300,
        help_text=_("Such as “How old are you?” Everybody can leave it out."),
        error_messages={"required": _("Please write the question.")},
    )
    kind = forms.ChoiceField(
        label=_("How is it answered?"), choices=Question.Kind.choices, widget=forms.RadioSelect
    )
    options = LongTextField(
        label=_("The answers, one per line"),
        rows=5,
        help_text=_("Only for a question with answers to choose from. Quotas and weights can use them."),
    )
    marks = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, deliberation: Deliberation, question: Question | None, **kwargs: Any
    ) -> None:
        self.question = question
        self.languages = [code for code in deliberation.languages if code != deliberation.language]
        kwargs["initial"] = self._initial()
        super().__init__(*args, use_required_attribute=False, **kwargs)
        for code in self.languages:
            attributes = {"lang": code, "dir": "auto"}
            self.fields[f"text_{code}"] = TitleField(
                label=_("The question"), max_length=300, required=False,
                widget=forms.TextInput(attrs=attributes),
            )  # fmt: skip
            self.fields[f"options_{code}"] = LongTextField(
                label=_("The answers, in the same order"), rows=5, help_text=_("As many lines as above.")
            )

    def _initial(self) -> dict[str, Any]:
        if self.question is None:
            return {"kind": Question.Kind.CHOICE}
        known = self.question
        initial = {"text": known.text, "kind": known.kind, "options": "\n".join(known.options)}
        initial["marks"] = marks_of_question(known)
        for code, said in known.translations.items():
            initial[f"text_{code}"] = said.get("text", "")
            initial[f"options_{code}"] = "\n".join(said.get("options", []))
        return initial

    @property
    def translation_fields(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """Code and name of each further language, with its two fields."""
        return [
            (code, language_name(code), self[f"text_{code}"], self[f"options_{code}"])
            for code in self.languages
        ]

    def clean_options(self) -> list[str]:
        """Return the answers, each once."""
        options = lines_of(self.cleaned_data["options"])
        if self.cleaned_data.get("kind") != Question.Kind.CHOICE:
            return []
        if len(options) < 2:
            raise ValidationError(_("Please write at least two answers, each on a line of its own."))
        if len(options) > MOST_OPTIONS or any(len(option) > LONGEST_OPTION for option in options):
            raise ValidationError(
                _("At most %(most)d answers, each of at most %(longest)d characters."),
                params={"most": MOST_OPTIONS, "longest": LONGEST_OPTION},
            )
        if len(set(options)) < len(options):
            raise ValidationError(_("The same answer is there twice."))
        return options

    def clean(self) -> dict[str, Any]:
        """Check that translated answers are as many as the original ones."""
        cleaned = super().clean() or self.cleaned_data
        options = cleaned.get("options", [])
        cleaned["translations"] = dict(self.question.translations) if self.question else {}
        for code in self.languages:
            translated = lines_of(cleaned.get(f"options_{code}", ""))
            if translated and options and len(translated) != len(options):
                self.add_error(
                    f"options_{code}",
                    _now("There are %(here)d answers here and %(there)d in the original.")
                    % {"here": len(translated), "there": len(options)},
                )
            said = {"text": cleaned.get(f"text_{code}", ""), "options": translated if options else []}
            if said["text"] or said["options"]:
                cleaned["translations"][code] = said
            else:
                cleaned["translations"].pop(code, None)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the new value of each field of the question."""
        return {name: self.cleaned_data[name] for name in ("text", "kind", "options", "translations")}

    def renew_marks(self, question: Question) -> None:
        """Let the person save over what somebody else changed, now that they have been told."""
        self.data = self.data.copy()
        self.data["marks"] = marks_of_question(question)


class QuotasForm(forms.Form):
    """Quotas for every combination of the answers to some questions."""

    questions = forms.MultipleChoiceField(
        label=_("Count people by"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("With two questions there is one quota for each pair of answers."),
    )
    seats = forms.IntegerField(label=_("Places for each kind of people"), min_value=0, max_value=10_000_000)
    everybody_else = forms.BooleanField(
        label=_("Also one quota for everybody else, and for people who leave a question out"), required=False
    )

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["questions"].choices = [(question.key, question.text) for question in questions]

    def clean(self) -> dict[str, Any]:
        """Check that something is asked for."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("questions") and not cleaned.get("everybody_else"):
            self.add_error(
                "questions", _now("Choose at least one question, or the quota for everybody else.")
            )
        return cleaned


class PopulationForm(forms.Form):
    """The share of the population that gives each answer, in per cent, question by question."""

    sheet = LongTextField(
        label=_("Or paste a table"),
        rows=4,
        help_text=_("Three columns: the name of the question, the answer, and the share in per cent."),
    )
    marks = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, questions: Sequence[Question], population: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.questions, self.population = questions, population
        for question, place, option in self._places():
            share = population.get(question.key, {}).get(option)
            field = forms.DecimalField(label=option, required=False, min_value=0, max_value=100)
            field.widget.attrs |= {"step": "any", "inputmode": "decimal"}
            self.fields[f"{question.key}.{place}"] = field
            if share is not None:
                self.initial[f"{question.key}.{place}"] = f"{round(100 * share, 4):g}"

    def _places(self) -> Iterable[tuple[Question, int, str]]:
        for question in self.questions:
            for place, option in enumerate(question.options):
                yield question, place, str(option)

    @property
    def rows(self) -> list[tuple[Question, list[forms.BoundField]]]:
        """The questions, each with the fields of its answers."""
        return [
            (question, [self[f"{question.key}.{place}"] for place, _option in enumerate(question.options)])
            for question in self.questions
        ]

    def clean(self) -> dict[str, Any]:
        """Make shares of what was typed or pasted."""
        cleaned = super().clean() or self.cleaned_data
        per_cent: dict[str, dict[str, float]] = {}
        for question, place, option in self._places():
            share = cleaned.get(f"{question.key}.{place}")
            if share is not None:
                per_cent.setdefault(question.key, {})[option] = float(share)
        sheet = cleaned.get("sheet", "").strip()
        if sheet:
            per_cent |= self._pasted(sheet)
        names = {question.key: question for question in self.questions}
        shares: dict[str, dict[str, float]] = {}
        for key, given in per_cent.items():
            total = sum(given.values())
            if abs(total - 100) > ALMOST:
                self.add_error(
                    "sheet" if sheet else f"{key}.0",
                    _now("The shares of “%(question)s” add up to %(total)g, not to 100.")
                    % {"question": names[key].text, "total": round(total, 2)},
                )
            else:
                shares[key] = {option: share / total for option, share in given.items()}
        others = {key: shares_ for key, shares_ in self.population.items() if key not in names}
        cleaned["population"] = others | shares
        return cleaned

    def _pasted(self, sheet: str) -> dict[str, dict[str, float]]:
        """Return the shares of a pasted table; what is wrong with it becomes an error of the field."""
        separator = max(",;\t", key=sheet.partition("\n")[0].count)
        known = {question.key: question for question in self.questions}
        known |= {question.text.casefold(): question for question in self.questions}
        found: dict[str, dict[str, float]] = {}
        for line, cells in enumerate(csv.reader(io.StringIO(sheet), delimiter=separator), start=1):
            cells = [cell.strip() for cell in cells]
            question = known.get(cells[0]) or known.get(cells[0].casefold()) if len(cells) == 3 else None
            share = _percentage(cells[2]) if question else None
            if question is None or share is None or cells[1] not in question.options:
                self.add_error(
                    "sheet",
                    _now("Line %(line)d does not hold a question, one of its answers and a number.")
                    % {"line": line},
                )
                return {}
            found.setdefault(question.key, {})[cells[1]] = share
        return found


def _percentage(text: str) -> float | None:
    try:
        share = float(text.rstrip("% ").replace(",", "."))
    except ValueError:
        return None
    return share if 0 <= share <= 100 else None
