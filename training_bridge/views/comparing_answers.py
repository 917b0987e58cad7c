"""Where an invited person compares two answers, one pair after the other."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deliberation.voting.refusals import please_wait
from training_bridge.models import TrainingInvitation, TrainingRun
from training_bridge.people.comparisons import LONGEST_REASON
from training_bridge.services.people import AnswerRefused, Turn, take_comparison, turns
from training_bridge.views.invited import CLOSED, for_invited, link_ended, too_often


@require_http_methods(["GET", "HEAD", "POST"])
@for_invited
def compare_answers(request: HttpRequest, run: TrainingRun, invitation: TrainingInvitation) -> HttpResponse:
    """Show the next two answers, or those that `item` names, and take what the person says of them."""
    if run.comparing_closed_at is not None:
        return link_ended(request, run, CLOSED, compared=invitation.comparisons.count())
    if request.method != "POST":
        return _page(request, run, invitation)
    if wait := too_often(request, invitation):
        return _page(request, run, invitation, please_wait(wait), status=429)
    try:
        take_comparison(
            invitation=invitation,
            item_id=request.POST.get("item", ""),
            choice=request.POST.get("choice", ""),
            shown_first=request.POST.get("shown_first", ""),
            reason=request.POST.get("reason", ""),
        )
    except AnswerRefused as refusal:
        return _page(request, run, invitation, str(refusal), status=422)
    return redirect(request.path)


def _page(
    request: HttpRequest,
    run: TrainingRun,
    invitation: TrainingInvitation,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    asked = turns(invitation)
    begun = problem or "begin" in request.GET or any(turn.said for turn in asked)
    wanted = request.POST.get("item") or request.GET.get("item")
    place = _place(asked, wanted) if begun else None
    context: dict[str, Any] = {
        "deliberation": run.deliberation,
        "run": run,
        "total": len(asked),
        "done": sum(turn.said is not None for turn in asked),
        "begun": bool(begun),
        "problem": problem,
        "longest_reason": LONGEST_REASON,
        "previous": _previous(asked, place),
        **(_of_turn(asked[place], place, request.POST.get("reason")) if place is not None else {}),
    }
    return render(request, "training_bridge/compare_answers.html", context, status=status)


def _place(asked: Sequence[Turn], wanted: str | None) -> int | None:
    """Say where in the person's order the item is that is shown; None once all are answered."""
    for place, turn in enumerate(asked):
        if turn.item.id == wanted:
            return place
    return next((place for place, turn in enumerate(asked) if turn.said is None), None)


def _previous(asked: Sequence[Turn], place: int | None) -> str | None:
    """Name the item before this one, or the last one at the end, if the person has answered it."""
    before = asked[: len(asked) if place is None else place]
    return before[-1].item.id if before and before[-1].said else None


def _of_turn(turn: Turn, place: int, typed: str | None) -> dict[str, Any]:
    texts = {"first": turn.item.first, "second": turn.item.second}
    order = ("first", "second") if turn.shown_first == "first" else ("second", "first")
    said = turn.said
    return {
        "item": turn.item,
        "number": place + 1,
        "before": place,
        "shown_first": turn.shown_first,
        "answers": [{"number": at, "choice": name, "text": texts[name]} for at, name in enumerate(order, 1)],
        "chosen": said.choice if said else "",
        "reason": typed if typed is not None else (said.reason if said else ""),
        "is_answered": said is not None,
    }
