"""Where an invited person looks for faults in training rows, one row at a time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deliberation.voting.refusals import please_wait
from training_bridge.critic.flagging import Flag, FlaggedRow
from training_bridge.critic.measuring import Material
from training_bridge.critic.reviews import Review, row_for, rows_in_order, shows_critic
from training_bridge.forms.faults import FaultForm
from training_bridge.models import TrainingInvitation, TrainingRun
from training_bridge.reviewed_rows import marked_answer, reviewed_material
from training_bridge.services.people import AnswerRefused, take_review
from training_bridge.views.invited import for_invited, too_often


@require_http_methods(["GET", "HEAD", "POST"])
@for_invited
def find_faults(request: HttpRequest, run: TrainingRun, invitation: TrainingInvitation) -> HttpResponse:
    """Show the next row to whoever holds the link, take what the person found, and thank at the end."""
    material = reviewed_material(run)
    if material is None:
        return _page(request, run, invitation, {"nothing_yet": True})
    if request.method == "POST":
        return _take(request, run, invitation, material)
    return _show_next(request, run, invitation, material)


def _show_next(
    request: HttpRequest, run: TrainingRun, invitation: TrainingInvitation, material: Material
) -> HttpResponse:
    shown = row_for(invitation.pseudonym, material.rows.keys(), material.reviews)
    if shown is None:
        return _page(request, run, invitation, {"finished": True, "total": len(material.rows)})
    if shown.done == 0 and "begin" not in request.GET:
        return _page(request, run, invitation, {"introduces": True, "total": shown.total})
    row = material.rows[shown.row_id]
    form = FaultForm(row, _flags_for(invitation.pseudonym, row, material))
    return _page(request, run, invitation, _row_context(row, form, invitation, material))


def _take(
    request: HttpRequest, run: TrainingRun, invitation: TrainingInvitation, material: Material
) -> HttpResponse:
    row = material.rows.get(request.POST.get("row_id", ""))
    here = redirect(request.path)
    if row is None or _is_answered(row, invitation.pseudonym, material.reviews):
        # The rows are others now, or the button was pressed twice: the next one is right in either case.
        return here
    form = FaultForm(row, _flags_for(invitation.pseudonym, row, material), request.POST)
    if not form.is_valid():
        return _page(request, run, invitation, _row_context(row, form, invitation, material), status=422)
    if wait := too_often(request, invitation):
        form.add_error(None, please_wait(wait))
        return _page(request, run, invitation, _row_context(row, form, invitation, material), status=429)
    try:
        take_review(
            invitation=invitation,
            row_id=row.id,
            with_critic=_is_shown_flags(invitation.pseudonym, row, material),
            answer=form.answer(),
        )
    except AnswerRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, run, invitation, _row_context(row, form, invitation, material), status=409)
    return here


def _is_answered(row: FlaggedRow, person: str, reviews: tuple[Review, ...]) -> bool:
    return any(review.person == person and review.row_id == row.id for review in reviews)


def _is_shown_flags(person: str, row: FlaggedRow, material: Material) -> bool:
    """Say whether this person sees the critic's flags of this row; fixed, whatever was sent."""
    return shows_critic(person, rows_in_order(person, material.rows.keys()).index(row.id))


def _flags_for(person: str, row: FlaggedRow, material: Material) -> tuple[Flag, ...]:
    return row.shown_flags if _is_shown_flags(person, row, material) else ()


def _row_context(
    row: FlaggedRow, form: FaultForm, invitation: TrainingInvitation, material: Material
) -> dict[str, Any]:
    person = invitation.pseudonym
    flags = _flags_for(person, row, material)
    return {
        "row": row,
        "form": form,
        "stretches": marked_answer(row, flags),
        "with_critic": _is_shown_flags(person, row, material),
        "done": len({each.row_id for each in material.reviews if each.person == person}),
        "total": len(material.rows),
    }


def _page(
    request: HttpRequest,
    run: TrainingRun,
    invitation: TrainingInvitation,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    everywhere = {
        "deliberation": run.deliberation,
        "run": run,
        "invitation": invitation,
        "heading": _("Find the faults"),
    }
    return render(request, "training_bridge/find_faults.html", {**everywhere, **context}, status=status)
