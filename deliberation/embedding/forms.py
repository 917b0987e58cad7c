from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deliberation.embedding.frame_views import FIRST_PAGES
from deliberation.embedding.origins import NoOrigin, read_origin
from deliberation.embedding.themes import Theme, read_colour, taken
from deliberation.models import Embedding
from deliberation.organising.form_fields import LongTextField

MOST_SITES = 50


class SitesForm(forms.Form):
    """Where the deliberation may be shown, and whether others than vouched people take part."""

    origins = LongTextField(
        rows=4,
        longest=20_000,
        label=gettext_lazy("Sites that may show it"),
        help_text=gettext_lazy(
            "One a line, as in https://news.example: with https, and without a page or a star. A site with "
            "and without www is two."
        ),
    )
    only_with_identity = forms.BooleanField(
        required=False,
        label=gettext_lazy("Only people for whom such a site vouches take part"),
        help_text=gettext_lazy(
            "Everybody else can read and not vote. Those who have joined already go on. It needs the secret "
            "below."
        ),
    )

    def __init__(self, *args: Any, embedding: Embedding, **kwargs: Any) -> None:
        initial = {
            "origins": "\n".join(embedding.origins),
            "only_with_identity": embedding.only_with_identity,
        }
        super().__init__(*args, initial=initial, use_required_attribute=False, **kwargs)
        self.embedding = embedding
        self.fields["origins"].widget.attrs |= {"dir": "ltr", "spellcheck": "false"}

    def clean_origins(self) -> list[str]:
        """Return the origins as browsers write them, each once."""
        lines = [line.strip() for line in self.cleaned_data["origins"].splitlines() if line.strip()]
        if len(lines) > MOST_SITES:
            raise ValidationError(_("Name at most %(most)d sites.") % {"most": MOST_SITES})
        origins, errors = [], []
        for line in lines:
            try:
                origins.append(read_origin(line))
            except NoOrigin as reason:
                errors.append(WHY_NOT[reason.kind] % {"line": line[:80]})
        if errors:
            raise ValidationError([str(error) for error in errors])
        return list(dict.fromkeys(origins))

    def clean_only_with_identity(self) -> bool:
        """Refuse to let nobody in."""
        wanted = bool(self.cleaned_data["only_with_identity"])
        if wanted and not self.embedding.identity_secret:
            raise ValidationError(_("Make the secret first: without it nobody could take part."))
        return wanted


class CodeForm(forms.Form):
    """What the code for another site says; nothing of it is kept here."""

    show = forms.ChoiceField(
        label=gettext_lazy("What to show"),
        choices=[
            ("vote", gettext_lazy("The vote")),
            ("results", gettext_lazy("The results in short")),
            ("constitution", gettext_lazy("The constitution")),
        ],
    )
    accent = forms.CharField(required=False, max_length=20, label=gettext_lazy("Colour of links and buttons"))
    ground = forms.CharField(required=False, max_length=20, label=gettext_lazy("Colour behind the words"))
    ink = forms.CharField(required=False, max_length=20, label=gettext_lazy("Colour of the words"))
    language = forms.ChoiceField(required=False, label=gettext_lazy("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        offered = [("", gettext_lazy("That of the page around it")), *settings.LANGUAGES]
        self.fields["language"].choices = offered
        for name in ("accent", "ground", "ink"):
            self.fields[name].help_text = gettext_lazy("As in #1a5fb4; empty: the colour of this site.")
            self.fields[name].widget.attrs |= {"dir": "ltr", "spellcheck": "false"}

    def clean(self) -> dict[str, Any]:
        """Refuse what is no colour, and colours in which something could not be read."""
        cleaned = super().clean() or self.cleaned_data
        colours = {}
        for name in ("accent", "ground", "ink"):
            typed = cleaned.get(name, "")
            colours[name] = read_colour(typed)
            if typed and not colours[name]:
                self.add_error(name, _("Write a colour as # and six digits, such as #1a5fb4."))
        asked = Theme(**colours)
        kept = taken(asked)
        if (kept.ground, kept.ink) != (asked.ground, asked.ink):
            self.add_error("ground" if asked.ground else "ink", UNREADABLE)
        elif kept.accent != asked.accent:
            self.add_error("accent", UNREADABLE)
        cleaned |= {"accent": kept.accent, "ground": kept.ground, "ink": kept.ink}
        return cleaned

    def asked(self) -> dict[str, str]:
        """Return what the code asks for; what cannot be taken is left out, as the frame would."""
        valid = getattr(self, "cleaned_data", {})
        show = valid.get("show") or "vote"
        asked = {"show": show if show in FIRST_PAGES else "vote"}
        return asked | {
            name: valid[name] for name in ("accent", "ground", "ink", "language") if valid.get(name)
        }


UNREADABLE = gettext_lazy(
    "With this colour not everything could be read: text needs a contrast of 4.5 to 1. It is left out."
)
WHY_NOT = {
    "shape": gettext_lazy("“%(line)s” is no address of a site. Write it as in https://news.example."),
    "wildcard": gettext_lazy("“%(line)s” stands for many sites. Name each of them."),
    "path": gettext_lazy("“%(line)s” names a page. Write only the beginning, as in https://news.example."),
    "insecure": gettext_lazy("“%(line)s” is not reached by https, so its people could not vote safely."),
}
