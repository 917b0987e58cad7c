"""How the data of a deliberation are to be cited: a form of four fields, and saving it."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deliberation.models import Citation, Deliberation, User
from deliberation.organising.form_fields import LongTextField, TitleField
from deliberation.organising.services import record_change
from deliberation.research.citation import LICENCES, authors_in

DOI = re.compile(
    r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/[-._;()/:A-Za-z0-9]+)$", re.IGNORECASE
)
MOST_AUTHORS = 100


class CitationForm(forms.ModelForm):
    """Authors, publisher, licence and DOI; all can be left empty."""

    authors = LongTextField(
        label=_("Authors"),
        rows=4,
        longest=5_000,
        help_text=_(
            "One on each line: “Lovelace, Ada” for a person, “City of Ghent” for an organisation. An ORCID "
            "iD may stand behind a name."
        ),
    )
    publisher = TitleField(
        label=_("Publisher"),
        max_length=200,
        required=False,
        help_text=_("Who answers for the data. Left empty, it is the name of this site."),
    )
    licence = forms.ChoiceField(
        label=_("Licence"),
        required=False,
        help_text=_("On which terms others may use the data. People who took part should have been told."),
    )
    doi = forms.CharField(
        label=_("DOI"),
        required=False,
        max_length=200,
        help_text=_("Once you have registered one, such as 10.5281/zenodo.1234567."),
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocapitalize": "none"}),
    )

    class Meta:
        model = Citation
        fields: ClassVar[list[str]] = ["authors", "publisher", "licence", "doi"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["licence"].choices = [
            ("", _("Nothing is said of it")),
            *((licence.spdx, licence.title) for licence in LICENCES),
        ]

    def clean_authors(self) -> str:
        """Return the authors, one on each line.

        Raises:
            ValidationError: an ORCID iD is mistyped, or there are too many.
        """
        text = "\n".join(line.strip() for line in self.cleaned_data["authors"].splitlines() if line.strip())
        try:
            authors = authors_in(text)
        except ValueError as error:
            raise ValidationError(
                _("This ORCID iD has a mistake: %(line)s"), params={"line": error}
            ) from error
        if len(authors) > MOST_AUTHORS:
            raise ValidationError(_("Please name at most %(most)s authors."), params={"most": MOST_AUTHORS})
        return text

    def clean_doi(self) -> str:
        """Return the DOI without what may stand before it.

        Raises:
            ValidationError: it is none.
        """
        text = self.cleaned_data["doi"].strip()
        found = DOI.match(text)
        if text and not found:
            raise ValidationError(_("A DOI begins with “10.” and has a slash in it."))
        return found[1] if found else ""


@transaction.atomic
def save_citation(*, deliberation: Deliberation, values: dict[str, str], user: User) -> None:
    """Keep how the data are cited. The log says which fields changed, and names nobody."""
    kept = Citation.objects.select_for_update().filter(deliberation=deliberation).first()
    before = {name: getattr(kept, name) if kept else "" for name in values}
    changed = [name for name in values if before[name] != values[name]]
    if not changed:
        return
    Citation.objects.update_or_create(deliberation=deliberation, defaults=values)
    record_change(
        deliberation=deliberation, subject="citation", before={}, after={"changed": changed}, user=user
    )
