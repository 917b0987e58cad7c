"""The forms of a deliberation's settings: few fields each, and each knows which subject it belongs to."""

import copy
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deliberation.models import Deliberation
from deliberation.organising.form_fields import LongTextField, MomentField, TitleField
from deliberation.organising.languages import content_languages, language_choices
from deliberation.organising.services import marks_of

SHORTEST_STATEMENT, LONGEST_STATEMENT = 40, 2000
PHASES = ("proposing", "voting", "ratifying")


class NewDeliberationForm(forms.Form):
    """What a deliberation needs to exist; everything else can wait."""

    title = TitleField(
        label=_("What do you want to ask?"),
        max_length=200,
        help_text=_("It is the title of every page, such as “How should AI answer questions about health?”"),
        error_messages={"required": _("Please write a title.")},
    )
    language = forms.ChoiceField(label=_("In which language will you write?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()


class SettingsForm(forms.ModelForm):
    """The fields of one subject, with the marks of what was seen when the form was opened."""

    subject: ClassVar[str] = ""
    marks = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Deliberation
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, deliberation: Deliberation, **kwargs: Any) -> None:
        self.deliberation = deliberation
        # Checking a form writes into its instance; the page goes on showing what is saved.
        super().__init__(*args, instance=copy.copy(deliberation), use_required_attribute=False, **kwargs)
        self.fields["marks"].initial = self.fresh_marks()

    @property
    def setting_names(self) -> list[str]:
        """The names of the deliberation's fields that this form sets."""
        return [name for name in self.fields if name != "marks"]

    def fresh_marks(self) -> str:
        """Return the marks of what is saved now."""
        return marks_of({name: getattr(self.deliberation, name) for name in self.setting_names})

    def values(self) -> dict[str, Any]:
        """Return the new value of each field of the deliberation."""
        return {name: self.cleaned_data[name] for name in self.setting_names}

    def renew_marks(self) -> None:
        """Let the person save over what somebody else changed, now that they have been told."""
        self.data = self.data.copy()
        self.data["marks"] = self.fresh_marks()


class AboutForm(SettingsForm):
    """What the deliberation is about, and in which languages."""

    subject = "about"
    title = TitleField(
        label=_("Title"), max_length=200, error_messages={"required": _("Please write a title.")}
    )
    description = LongTextField(
        label=_("Description"),
        rows=10,
        help_text=_(
            "What it is about, who asks, and what will happen with the result. You can use Markdown: an "
            "empty line begins a paragraph, **two stars** make words bold, [words](https://…) make a link."
        ),
    )
    language = forms.ChoiceField(
        label=_("Main language"),
        help_text=_("The language of the title, the description and most statements."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Further languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People may write statements in these as well, and you can translate your own texts."),
    )

    class Meta(SettingsForm.Meta):
        fields: ClassVar[list[str]] = ["title", "slug", "description", "language", "languages"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = language_choices(self.deliberation.statement_languages)
        self.fields["language"].choices = choices
        self.fields["languages"].choices = choices
        if self.deliberation.state != Deliberation.State.DRAFT:
            del self.fields["slug"]
            self.fields["marks"].initial = self.fresh_marks()
        else:
            self.fields["slug"].label = _("Address")
            self.fields["slug"].help_text = _(
                "The last part of the link that you give to people: small letters, digits and hyphens. Once "
                "the deliberation is open it stays as it is."
            )
            self.fields["slug"].error_messages["invalid"] = _("Use small letters, digits and hyphens only.")
            self.fields["slug"].widget.attrs |= {
                "autocapitalize": "none",
                "spellcheck": "false",
                "dir": "ltr",
            }

    @property
    def spoken(self) -> int:
        """How many of the languages on offer, the first ones, are those of the interface."""
        return len(settings.LANGUAGES)

    @property
    def further_chosen(self) -> bool:
        """Whether one of the languages that are not of the interface is ticked."""
        ticked = self["languages"].value() or []
        return any(code in ticked for code in content_languages()[self.spoken :])

    def clean_slug(self) -> str:
        """Return the address in small letters, unless another deliberation has it."""
        slug = self.cleaned_data["slug"].lower()
        if Deliberation.objects.filter(slug=slug).exclude(pk=self.deliberation.pk).exists():
            raise ValidationError(_("Another deliberation has this address. Please choose a different one."))
        return str(slug)

    def clean(self) -> dict[str, Any]:
        """Leave the main language out of the further ones."""
        cleaned = super().clean() or self.cleaned_data
        main = cleaned.get("language")
        cleaned["languages"] = [code for code in cleaned.get("languages", []) if code != main]
        return cleaned


class PhasesForm(SettingsForm):
    """When people propose, vote and ratify."""

    subject = "phases"
    proposing_from = MomentField(label=_("From"))
    proposing_until = MomentField(label=_("Until"))
    voting_from = MomentField(label=_("From"))
    voting_until = MomentField(label=_("Until"))
    ratifying_from = MomentField(label=_("From"))
    ratifying_until = MomentField(label=_("Until"))

    class Meta(SettingsForm.Meta):
        fields: ClassVar[list[str]] = [
            "proposing_from", "proposing_until", "voting_from", "voting_until", "ratifying_from",
            "ratifying_until",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Check that each phase ends after it begins."""
        cleaned = super().clean() or self.cleaned_data
        for phase in PHASES:
            start, end = cleaned.get(f"{phase}_from"), cleaned.get(f"{phase}_until")
            if start and end and end <= start:
                self.add_error(f"{phase}_until", _("This must be later than the beginning."))
        return cleaned


class JoiningForm(SettingsForm):
    """Who may take part."""

    subject = "joining"
    asks_proof_of_work = forms.BooleanField(
        label=_("Make it costly for robots"),
        required=False,
        help_text=_(
            "Each browser then works for a second or two before it joins. Nobody has to solve a puzzle, "
            "but it needs JavaScript."
        ),
    )

    class Meta(SettingsForm.Meta):
        fields: ClassVar[list[str]] = ["access", "asks_proof_of_work"]
        widgets: ClassVar[dict[str, Any]] = {"access": forms.RadioSelect}
        labels: ClassVar[dict[str, Any]] = {"access": _("Who may take part?")}


class ConsentForm(SettingsForm):
    """What people agree to when they join."""

    subject = "consent"
    consent_text = LongTextField(
        label=_("What people agree to when they join"),
        help_text=_(
            "In plain words: what is kept, what is published, and whom one can ask. Empty: the short text "
            "below."
        ),
    )

    class Meta(SettingsForm.Meta):
        fields: ClassVar[list[str]] = ["consent_text"]


class RulesForm(SettingsForm):
    """How statements are moderated, and how long they may be."""

    subject = "rules"
    moderation_policy = LongTextField(
        label=_("What is let in, and what is not"),
        help_text=_("Everyone can read this, before and after a decision. You can use Markdown."),
    )
    statement_length = forms.IntegerField(
        label=_("Longest statement, in characters"),
        min_value=SHORTEST_STATEMENT,
        max_value=LONGEST_STATEMENT,
        help_text=_("One thought fits into 140 to 280 characters. Longer statements are harder to vote on."),
    )

    blind_moderation = forms.BooleanField(
        label=_("Moderators decide blind"),
        required=False,
        help_text=_(
            "They do not see who wrote a statement and how people vote on it, so that only its words count."
        ),
    )

    class Meta(SettingsForm.Meta):
        fields: ClassVar[list[str]] = [
            "moderation", "moderation_policy", "statement_length", "blind_moderation",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"moderation": forms.RadioSelect}
        labels: ClassVar[dict[str, Any]] = {"moderation": _("When does a moderator read new statements?")}


class VisibilityForm(SettingsForm):
    """Who sees the results, and when."""

    subject = "visibility"

    class Meta(SettingsForm.Meta):
        fields: ClassVar[list[str]] = ["results_visibility"]
        widgets: ClassVar[dict[str, Any]] = {"results_visibility": forms.RadioSelect}
        labels: ClassVar[dict[str, Any]] = {"results_visibility": _("Who sees the results?")}
