"""The public record: its seals, what they mean, and how anybody checks them."""

from django import forms
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from deliberation.integrity.log_files import LEAVES_PER_FILE
from deliberation.integrity.receipt_check import LARGEST_RECEIPT, checked
from deliberation.integrity.receipts import receipt_for
from deliberation.models import Deliberation, Event, LogSeal, SealedEvent
from deliberation.people.participation import participant_from
from verify_receipt import Unreadable

SHOWN_SEALS = 5
SHOWN_LINES = 500


@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """How much is in the record, its latest seals, and how to check all of it."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    seals = LogSeal.objects.filter(deliberation=deliberation).order_by("-number")
    latest = list(seals[:SHOWN_SEALS])
    size = latest[0].size if latest else 0
    context = {
        "deliberation": deliberation,
        "events": size + _recorded_since(deliberation, size),
        "sealed": size,
        "seals": latest,
        "latest": latest[0] if latest else None,
        "keys": _keys(deliberation),
        "parts": range(1, -(-size // LEAVES_PER_FILE) + 1),
        "is_participant": participant_from(request, deliberation) is not None,
    }
    return render(request, "deliberation/record/log.html", context)


def _recorded_since(deliberation: Deliberation, size: int) -> int:
    """Count the events behind the last one sealed; one that was recorded late counts once it is sealed."""
    events = Event.objects.filter(deliberation=deliberation)
    last = SealedEvent.objects.filter(deliberation=deliberation, position=size - 1).first() if size else None
    return events.filter(id__gt=last.event_id).count() if last else events.count()


@require_safe
def receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Give participants the receipt for what is theirs, made anew each time and for nobody else."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        return render(request, "deliberation/nobody_yet.html", {"deliberation": deliberation})
    content = receipt_for(participant)
    if content is None:
        return redirect("deliberation:my_data", slug)
    filename = f"{deliberation.slug}-receipt-{participant.number}.json"
    return JsonResponse(
        content,
        json_dumps_params={"indent": 1, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "no-store"},
    )


class ReceiptForm(forms.Form):
    """A receipt to check; it is read and not kept."""

    file = forms.FileField(
        label=_("Your receipt"),
        help_text=_("The JSON file that you downloaded under “My data”. It is checked and not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        allow_empty_file=True,
    )

    def clean_file(self) -> bytes:
        """Return what is in the file, if it is not too large."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_RECEIPT:
            raise forms.ValidationError(gettext("This file is too large to be a receipt."))
        content: bytes = file.read()
        return content


def check_receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a receipt that somebody uploads, and say in plain words what holds."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    form = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    result = None
    if form.is_bound and form.is_valid():
        try:
            result = checked(form.cleaned_data["file"], deliberation)
        except Unreadable:
            form.add_error("file", gettext("This file is not a receipt, or a part of it is missing."))
    context = {
        "deliberation": deliberation,
        "form": form,
        "result": result,
        "lines": result.lines[:SHOWN_LINES] if result else [],
        "head": result.findings.facts["head"] if result else None,
    }
    return render(request, "deliberation/record/check.html", context, status=422 if form.errors else 200)


def _keys(deliberation: Deliberation) -> list[tuple[str, int]]:
    """Return the keys with which the log was signed, and with which seal each begins."""
    seals = LogSeal.objects.filter(deliberation=deliberation).values_list("public_key")
    return list(seals.annotate(first=Min("number")).order_by("first"))
