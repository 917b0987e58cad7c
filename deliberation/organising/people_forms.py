"""Forms for people: invitations, organisers, translators, and whoever copies a deliberation."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models import Deliberation, DeliberationTranslation, Role
from deliberation.organising.form_fields import LongTextField, MomentField, TitleField
from deliberation.voting.forms import KeyField

MOST_INVITATIONS = 5000


class InvitationsForm(forms.Form):
    """How many invitations to make, under which name, and until when they are good."""

    count = forms.IntegerField(
        label=_("How many codes?"), min_value=1, max_value=MOST_INVITATIONS, initial=50
    )
    batch = TitleField(
        label=_("A name for them"),
        max_length=80,
        help_text=_(
            "Such as “Letters of March”, so that you can tell them apart later. People do not see it."
        ),
        error_messages={"required": _("Please give them a name.")},
    )
    expires_at = MomentField(label=_("Good until"), help_text=_("Leave it empty if they do not expire."))
    key = KeyField()

    def clean_expires_at(self) -> Any:
        """Refuse a moment that has passed."""
        moment = self.cleaned_data["expires_at"]
        if moment is not None and moment <= timezone.now():
            raise ValidationError(_("This moment has passed already."))
        return moment


class MemberForm(forms.Form):
    """Somebody who is to help, by the e-mail address of their account."""

    email = forms.EmailField(label=_("E-mail address of their account"))
    role = forms.ChoiceField(label=_("What they may do"), widget=forms.RadioSelect, initial=Role.MODERATOR)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["role"].choices = ROLES
        self.fields["email"].widget.attrs |= {"autocapitalize": "none", "autocomplete": "off"}


ROLES = [
    (Role.MODERATOR, _("Moderator: decides about statements")),
    (Role.OBSERVER, _("Observer: sees moderation and settings, and changes nothing")),
    (Role.TRANSLATOR, _("Translator: translates statements")),
    (Role.OWNER, _("Owner: may do everything that you may do")),
]


class CopyForm(forms.Form):
    """A new draft like an old deliberation."""

    title = TitleField(
        label=_("Title of the new one"),
        max_length=200,
        error_messages={"required": _("Please write a title.")},
    )
    questions = forms.BooleanField(
        label=_("With its questions and its population"), required=False, initial=True
    )
    quotas = forms.BooleanField(label=_("With its quotas"), required=False, initial=True)
    seeds = forms.BooleanField(label=_("With its first statements"), required=False, initial=True)


class TranslationForm(forms.ModelForm):
    """What the organisers wrote, in another language; an empty text shows the original."""

    title = TitleField(label=_("Title"), max_length=200, required=False)
    description = LongTextField(label=_("Description"))
    consent_text = LongTextField(label=_("What people agree to when they join"))
    moderation_policy = LongTextField(label=_("What is let in, and what is not"))

    class Meta:
        model = DeliberationTranslation
        fields: ClassVar[list[str]] = ["title", "description", "consent_text", "moderation_policy"]

    def __init__(self, *args: Any, original: Deliberation, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        # Only what has an original can be translated.
        for name in list(self.fields):
            if getattr(original, name).strip():
                self.fields[name].original = getattr(original, name)
                self.fields[name].widget.attrs["lang"] = self.instance.language
            else:
                del self.fields[name]
