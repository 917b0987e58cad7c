"""The translators' pages: statement by statement, or a file for all of them."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deliberation.models import Deliberation, Role, StatementTranslation
from deliberation.organising.seed_file import UnreadableSheet, decoded
from deliberation.translating.access import for_translating
from deliberation.translating.forms import SheetForm, TranslationForm
from deliberation.translating.machine import is_available, request_translations
from deliberation.translating.services import TranslationRefused, translate_statement
from deliberation.translating.sheet import check_sheet, keep_sheet, write_sheet
from deliberation.translating.worklist import (
    MISSING,
    SHOWN,
    Task,
    language_to_begin_with,
    page_of_tasks,
    progress_of,
)


@require_safe
@for_translating
def translate(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """The statements that are missing in a language, each with a field for it."""
    language = language_to_begin_with(deliberation, request.GET.get("language", ""), get_language())
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else MISSING
    context = _room(request, deliberation) | {
        "language": language,
        "shown": shown,
        "page": page_of_tasks(deliberation, language, shown, request.GET.get("page")),
        "progress": progress_of(deliberation),
        "machine_is_available": is_available(),
    }
    return render(request, "deliberation/translating/translate.html", context)


@require_POST
@for_translating
def save_translation(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """Keep one translation and show it as it is kept, or say what is wrong with it."""
    statement = get_object_or_404(deliberation.statements.open_for_voting(), number=number)
    statement.deliberation = deliberation
    form = TranslationForm(request.POST)
    language = request.POST.get("language", "")
    fault = "" if form.is_valid() else str(next(iter(form.errors.values()))[0])
    translation = StatementTranslation.objects.of([statement.pk]).into(language).first()
    if not fault:
        try:
            translation = translate_statement(
                statement=statement,
                language=language,
                text=form.cleaned_data["text"],
                translated_by=request.user,
            )
        except TranslationRefused as refusal:
            fault = str(refusal)
    if request.htmx:
        return _show_task(request, deliberation, Task(statement, translation), language, fault)
    if fault:
        messages.error(request, _("No. %(number)s: %(fault)s") % {"number": number, "fault": fault})
    else:
        messages.success(request, _("No. %(number)s is kept.") % {"number": number})
    address = reverse("deliberation:translate", args=[deliberation.slug], query={"language": language})
    return redirect(address)


def _show_task(
    request: HttpRequest, deliberation: Deliberation, task: Task, language: str, fault: str
) -> HttpResponse:
    context = {
        "deliberation": deliberation,
        "task": task,
        "language": language,
        "fault": fault,
        "typed": request.POST.get("text", "") if fault else None,
        "is_kept": not fault,
    }
    status = 422 if fault else 200
    return render(request, "deliberation/translating/_task.html", context, status=status)


@require_safe
@for_translating
def download_sheet(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """The statements as a CSV file, with a column for the wanted language or for all of them."""
    wanted = request.GET.get("language", "")
    languages = [wanted] if wanted in deliberation.statement_languages else deliberation.statement_languages
    # The byte order mark makes spreadsheet programs read it as UTF-8.
    answer = HttpResponse(
        "\ufeff" + write_sheet(deliberation, languages), content_type="text/csv; charset=utf-8"
    )
    name = f"{deliberation.slug}-{wanted}" if len(languages) == 1 else deliberation.slug
    answer["Content-Disposition"] = f'attachment; filename="{name}-translations.csv"'
    return answer


@for_translating
def translation_sheet(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Send a filled-in file: first what is in it, then a button that keeps it."""
    if request.method != "POST":
        return _show_sheet(request, deliberation, SheetForm())
    if "sheet" in request.POST:
        return _keep(request, deliberation, request.POST["sheet"].encode())
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show_sheet(request, deliberation, form, status=422)
    try:
        rows = check_sheet(deliberation, form.cleaned_data["file"])
    except UnreadableSheet as refusal:
        form.add_error("file", str(refusal))
        return _show_sheet(request, deliberation, form, status=422)
    return _show_sheet(
        request,
        deliberation,
        form,
        sheet=decoded(form.cleaned_data["file"]),
        faulty=[row for row in rows if row.error],
        fine=[row for row in rows if row.is_new],
        known=sum(row.is_known and not row.error for row in rows),
        is_checked=True,
    )


def _keep(request: HttpRequest, deliberation: Deliberation, data: bytes) -> HttpResponse:
    try:
        rows = check_sheet(deliberation, data)
    except UnreadableSheet as refusal:
        messages.error(request, str(refusal))
        return redirect("deliberation:translation_sheet", deliberation.slug)
    count = keep_sheet(deliberation=deliberation, rows=rows, translated_by=request.user)
    words = ngettext("%(count)d translation is kept.", "%(count)d translations are kept.", count)
    messages.success(request, words % {"count": count})
    return redirect("deliberation:translate", deliberation.slug)


def _show_sheet(
    request: HttpRequest, deliberation: Deliberation, form: SheetForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = _room(request, deliberation) | {"form": form}
    return render(request, "deliberation/translating/sheet.html", context | more, status=status)


@require_POST
@for_translating
def translate_by_machine(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Ask the plugged-in program for what is missing."""
    with transaction.atomic():
        job = request_translations(deliberation=deliberation)
    if job is None:
        messages.info(request, _("No program for translating is plugged in."))
    else:
        messages.success(request, _("A machine translates what is missing. It may take a few minutes."))
    return redirect("deliberation:translate", deliberation.slug)


def _room(request: HttpRequest, deliberation: Deliberation) -> dict[str, Any]:
    return {
        "deliberation": deliberation,
        "languages": deliberation.statement_languages,
        "may_organise": request.user.role_in(deliberation) == Role.OWNER,
    }
