"""One page per subject of a deliberation's settings; each saves on its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deliberation.models import Deliberation, Role
from deliberation.organising.access import for_owners, for_reading
from deliberation.organising.checklist import doubts_about_dates
from deliberation.organising.form_fields import site_time_zone
from deliberation.organising.languages import language_name
from deliberation.organising.services import ChangedMeanwhile, configure_deliberation
from deliberation.organising.settings_forms import (
    AboutForm,
    ConsentForm,
    JoiningForm,
    PhasesForm,
    RulesForm,
    SettingsForm,
    VisibilityForm,
)
from deliberation.organising.subjects import frame

LONGEST_PREVIEW = 20_000


@for_reading
def about(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """Title, description, address and languages."""
    extra: dict[str, Any] = {"translations": _translations(deliberation)}
    if request.method == "POST" and "preview" in request.POST:
        form = AboutForm(request.POST, deliberation=deliberation)
        extra["preview"] = request.POST.get("description", "")[:LONGEST_PREVIEW]
        return _show(request, deliberation, role, form, extra)
    return _settings(request, deliberation, role, AboutForm, extra)


@require_POST
@for_owners
def markdown_preview(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """The description as it will look: the part of the page that htmx asks for while one writes."""
    text = request.POST.get("description", "")[:LONGEST_PREVIEW]
    context = {"deliberation": deliberation, "preview": text}
    return render(request, "deliberation/organising/_description_preview.html", context)


@for_reading
def phases(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """When people propose, vote and ratify."""
    extra = {
        "time_zone": site_time_zone(),
        "now_here": timezone.now(),
        "doubts": doubts_about_dates(deliberation),
    }
    return _settings(request, deliberation, role, PhasesForm, extra)


@for_reading
def joining(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """Who may take part, and whether browsers have to work for it."""
    return _settings(request, deliberation, role, JoiningForm, {})


@for_reading
def consent(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """What people agree to when they join."""
    joined = deliberation.participants.filter(consent_version=deliberation.consent_version).count()
    return _settings(request, deliberation, role, ConsentForm, {"joined": joined})


@for_reading
def rules(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """How statements are moderated, and how long they may be."""
    return _settings(request, deliberation, role, RulesForm, {})


@for_reading
def visibility(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """Who sees the results, and when."""
    return _settings(request, deliberation, role, VisibilityForm, {})


def _settings(
    request: HttpRequest,
    deliberation: Deliberation,
    role: Role,
    form_class: type[SettingsForm],
    extra: dict[str, Any],
) -> HttpResponse:
    """Show one subject, or save it and come back to it; what cannot be saved stays in the form."""
    if request.method != "POST":
        return _show(request, deliberation, role, form_class(deliberation=deliberation), extra)
    form = form_class(request.POST, deliberation=deliberation)
    if not form.is_valid():
        return _show(request, deliberation, role, form, extra, status=422)
    try:
        changed = configure_deliberation(
            deliberation=deliberation,
            subject=form.subject,
            values=form.values(),
            marks=form.cleaned_data["marks"],
            user=request.user,
        )
    except ChangedMeanwhile as change:
        deliberation.refresh_from_db()
        form.renew_marks()
        return _show(request, deliberation, role, form, extra | {"change": _told(form, change)}, status=409)
    messages.success(request, _("Saved.") if changed else _("Nothing was different, so nothing was saved."))
    return redirect(f"deliberation:organise_{form.subject}", deliberation.slug)


def _show(
    request: HttpRequest,
    deliberation: Deliberation,
    role: Role,
    form: SettingsForm,
    extra: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    context = frame(deliberation, role, form.subject) | {"form": form} | extra
    return render(request, f"deliberation/organising/{form.subject}.html", context, status=status)


def _told(form: SettingsForm, change: ChangedMeanwhile) -> dict[str, Any]:
    """Return who changed what in the meantime, for the page that says so."""
    return {
        "by": change.by,
        "rows": [(form[name].label, _in_words(form, name)) for name in change.fields],
    }


def _in_words(form: SettingsForm, name: str) -> Any:
    """Return what is saved now in one field, as a person reads it."""
    value = getattr(form.deliberation, name)
    display = getattr(form.deliberation, f"get_{name}_display", None)
    if display is not None:
        return display()
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(language_name(code) for code in value)
    return language_name(value) if name == "language" else value


def _translations(deliberation: Deliberation) -> list[tuple[str, str, bool]]:
    """Return code, name and whether anything is translated yet, of each further language."""
    begun = set(deliberation.translations.values_list("language", flat=True))
    return [(code, language_name(code), code in begun) for code in deliberation.languages]
