"""First statements: a dry run that shows every row, then one button that adds them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.models import Deliberation, Role
from deliberation.organising.access import for_reading
from deliberation.organising.checklist import ENOUGH_SEEDS
from deliberation.organising.seed_file import (
    MOST_ROWS,
    CheckedRow,
    UnreadableSheet,
    as_csv,
    rows_of_csv,
)
from deliberation.organising.seed_forms import SeedsForm
from deliberation.organising.seeds import add_seeds, check_seeds
from deliberation.organising.subjects import frame

SHOWN = 200
"""How many of the statements that are there the page lists."""


@for_reading
def seeds(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """The organisers' statements, a place to send more, and what would become of them."""
    if request.method != "POST":
        return _show(request, deliberation, role, SeedsForm())
    if "sheet" in request.POST:
        return _add(request, deliberation, role)
    form = SeedsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, deliberation, role, form, status=422)
    rows = check_seeds(deliberation, form.cleaned_data["rows"])
    return _show(request, deliberation, role, form, extra=_dry_run(rows))


def _add(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    try:
        rows = rows_of_csv(request.POST["sheet"])
    except UnreadableSheet as refusal:
        messages.error(request, str(refusal))
        return redirect("deliberation:organise_seeds", deliberation.slug)
    count = add_seeds(deliberation=deliberation, rows=rows, user=request.user)
    if count:
        words = ngettext("%(count)d statement is added.", "%(count)d statements are added.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.info(request, _("Nothing was added: all of these are there already."))
    return redirect("deliberation:organise_seeds", deliberation.slug)


def _dry_run(rows: list[CheckedRow]) -> dict[str, Any]:
    """Return what the dry run shows: faults first, then thoughts, then what is fine."""
    return {
        "checked": True,
        "faulty": [row for row in rows if row.error],
        "doubtful": [row for row in rows if row.is_new and row.warning],
        "fine": [row for row in rows if row.is_new and not row.warning],
        "known": [row for row in rows if row.known],
        "new_count": sum(row.is_new for row in rows),
        "sheet": as_csv(rows),
    }


def _show(
    request: HttpRequest,
    deliberation: Deliberation,
    role: Role,
    form: SeedsForm,
    *,
    extra: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    statements = deliberation.statements.open_for_voting().filter(is_seed=True).order_by("number")
    context = frame(deliberation, role, "seeds") | {
        "form": form,
        "statements": statements[:SHOWN],
        "count": statements.count(),
        "enough": ENOUGH_SEEDS,
        "most": MOST_ROWS,
    }
    return render(request, "deliberation/organising/seeds.html", context | (extra or {}), status=status)
