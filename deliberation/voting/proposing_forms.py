import hashlib
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from deliberation.models import Deliberation
from deliberation.templatetags.languages import language_name
from deliberation.translating.scripts import language_by_script
from deliberation.voting.forms import KeyField, PlainTextField, parse_skipped


class ProposalForm(forms.Form):
    """A statement somebody proposes.

    The service checks the length: a paste that is too long comes back whole, to be shortened. The language
    is asked for only where there are several.
    """

    text = PlainTextField(
        label=_("Your statement"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "statement", "dir": "auto"}),
        error_messages={"required": _("Please write a sentence.")},
    )
    language = forms.ChoiceField(label=_("Written in"), required=False)
    seen = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)
    key = KeyField()

    def __init__(self, *args: Any, deliberation: Deliberation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = deliberation.statement_length
        self.fields["text"].help_text = ngettext(
            "At most %(longest)d character.", "At most %(longest)d characters.", longest
        ) % {"longest": longest}
        self.fields["text"].widget.attrs["data-longest"] = longest
        self.languages = deliberation.statement_languages
        if len(self.languages) == 1:
            del self.fields["language"]
            return
        self.fields["language"].choices = [(code, language_name(code)) for code in self.languages]
        reading = get_language()
        self.fields["language"].initial = reading if reading in self.languages else deliberation.language

    @property
    def client_key(self) -> str:
        """The key of this text: another text sent from the same form is another statement."""
        digest = hashlib.sha256(self.cleaned_data["text"].encode()).hexdigest()
        return f"{self.cleaned_data['key'][:40]}.{digest[:20]}"

    @property
    def language_of_text(self) -> str:
        """The chosen language, or another of the deliberation where only that is written in this script."""
        chosen = self.cleaned_data.get("language") or self.languages[0]
        return language_by_script(self.cleaned_data["text"], chosen, self.languages)

    @property
    def seen_statements(self) -> tuple[int, ...]:
        """Numbers of the similar statements that were shown before this was sent."""
        return parse_skipped(self.cleaned_data["seen"])
