"""What a version is compared with: a source of the library, or a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from constitution.comparing import reading
from constitution.comparing.library_of_sources import library, source_of
from deliberation.integrity.plain_text import clean_text

WHY_UNREADABLE = {
    reading.TOO_LARGE: _("This file is larger than 2 MB. Nothing was stored."),
    reading.NOT_TEXT: _("This file is not text in UTF-8. Save it again as UTF-8. Nothing was stored."),
    reading.BROKEN_JSON: _("This file begins like JSON, but it is broken. Nothing was stored."),
    reading.UNKNOWN_SHAPE: _("No list of principles was found in this JSON. Nothing was stored."),
    reading.NOTHING: _("There is no principle in this file. Nothing was stored."),
    reading.TOO_MANY: _("This file has more than 2,000 principles. Nothing was stored."),
    reading.TOO_LONG: _("This file has a text of more than 3,000 characters, which is no principle."),
}


class SourceSelect(forms.Select):
    """A choice of sources under their own titles, which are English on a page in any language."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return an option that says in what language its title is."""
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"] |= {"lang": "en", "dir": "ltr"}
        return option


class CompareForm(forms.Form):
    """The other constitution; checked, it holds `name`, `source`, `library_key` and `principles`."""

    library_key = forms.ChoiceField(label=_("A source of the library"), required=False, widget=SourceSelect)
    file = forms.FileField(
        label=_("Or a file of your own"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,.md,.txt,application/json,text/markdown,text/plain"}),
        help_text=_("JSON, Markdown or a plain list with one principle a line; at most 2 MB."),
    )
    name = forms.CharField(label=_("What it is called"), required=False, max_length=200)
    source = forms.CharField(
        label=_("Where it is from"),
        required=False,
        max_length=500,
        help_text=_("Who published it, when and where. Everybody can read this."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        sources = [(one.key, f"{one.title} ({one.year})") for one in library() if not one.is_pointer]
        self.fields["library_key"].choices = [("", _("None of these")), *sources]

    def clean(self) -> dict[str, Any]:
        """Read the principles of whichever was chosen; a file goes before the library."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        file, chosen = cleaned.get("file"), source_of(cleaned.get("library_key", ""))
        if file:
            self._read(file, cleaned)
        elif chosen:
            cleaned |= {"name": chosen.title, "source": chosen.citation, "principles": chosen.texts}
        else:
            self.add_error("library_key", _("Choose a source, or a file."))
        return cleaned

    def _read(self, file: Any, cleaned: dict[str, Any]) -> None:
        try:
            if file.size > reading.LARGEST:
                raise reading.Unreadable(reading.TOO_LARGE)
            read = reading.read_constitution(file.read())
        except reading.Unreadable as error:
            self.add_error("file", WHY_UNREADABLE[error.reason])
            return
        given = clean_text(cleaned["name"]) or read.title or clean_text(file.name)[:200]
        cleaned |= {
            "name": given,
            "source": clean_text(cleaned["source"]),
            "library_key": "",
            "principles": read.principles,
        }
