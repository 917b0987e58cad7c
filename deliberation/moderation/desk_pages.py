"""The pages of the queue and of the desk, whole or as the part that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from deliberation.models import Deliberation, ModerationDecision, Role
from deliberation.moderation.claiming import Others, others_at_work
from deliberation.moderation.decided import counts_of_tabs
from deliberation.moderation.desk import Desk, find_targets, lay_out
from deliberation.moderation.forms import DecisionForm, TogetherForm
from deliberation.moderation.queue_lines import QueueLines, queue_lines
from deliberation.moderation.suggested_notes import SUGGESTED_NOTES
from deliberation.moderation.undoing import undoable_decision
from deliberation.moderation.waiting import page_of_items, progress_of, topic_choices
from deliberation.voting.forms import new_client_key


def panel(
    request: HttpRequest, deliberation: Deliberation, role: Role, waiting: int, others: Others
) -> dict[str, Any]:
    """Return what every page of the panel shows around its own matter."""
    counts = counts_of_tabs(deliberation, waiting=waiting)
    return {
        "deliberation": deliberation,
        "may_decide": role.may_moderate,
        "tab": "queue",
        "counts": counts,
        "others": others.people,
        "progress": progress_of(
            deliberation, request.user, waiting=counts.waiting, decided=counts.decided_about
        ),
    }


def show_queue(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """Answer with the list of what waits: with its part alone where htmx asked, else with the whole page."""
    lines = queue_lines(deliberation)
    topic = number_in(request.GET.get("topic", ""))
    largest_first = request.GET.get("order") == "size"
    others = others_at_work(deliberation, request.user)
    page = page_of_items(
        lines,
        deliberation,
        others,
        topic=topic,
        largest_first=largest_first,
        number=request.GET.get("page"),
    )
    context = panel(request, deliberation, role, lines.waiting, others) | {
        "page": page,
        "items": len(lines),
        "topics": topic_choices(lines),
        "topic": topic,
        "largest_first": largest_first,
        "undoable": undoable_decision(deliberation=deliberation, decided_by=request.user),
        "undo_key": new_client_key(),
    }
    template = "_queue.html" if request.htmx else "queue.html"
    return render(request, f"deliberation/moderation/{template}", context)


def show_desk(
    request: HttpRequest,
    deliberation: Deliberation,
    role: Role,
    wanted: int,
    *,
    lines: QueueLines | None = None,
    others: Others | None = None,
    is_taken: bool = False,
    form: DecisionForm | TogetherForm | None = None,
    refusal: str = "",
    needs_second: bool = False,
) -> HttpResponse:
    """Answer with the desk alone where htmx asked, else with the whole page."""
    alone = "alone" in request.GET
    lines = queue_lines(deliberation) if lines is None else lines
    others = others_at_work(deliberation, request.user) if others is None else others
    desk = lay_out(
        deliberation,
        request.user,
        role,
        wanted,
        lines=lines,
        others=others,
        alone=alone,
        is_taken=is_taken,
    )
    find = request.GET.get("find", "")
    context = panel(request, deliberation, role, lines.waiting, others) | {
        "desk": desk,
        "statement": desk.statement,
        "undoable": desk.undoable,
        "holder": desk.holder,
        "shown": shown_on(desk),
        "unticked": _unticked(desk, form),
        "is_alone": alone,
        "form": form or DecisionForm(),
        "refusal": refusal,
        "needs_second": needs_second,
        "reasons": [
            (position, value, label, SUGGESTED_NOTES[value])
            for position, (value, label) in enumerate(ModerationDecision.Reason.choices, start=1)
        ],
        "find": find,
        "found": find_targets(desk.statement, find) if desk.statement else [],
        "key": new_client_key(),
        "undo_key": new_client_key(),
    }
    template = "_desk.html" if request.htmx else "desk.html"
    status = 409 if refusal and form is None else 422 if refusal else 200
    return render(request, f"deliberation/moderation/{template}", context, status=status)


def shown_on(desk: Desk) -> str:
    """Return the numbers of the members on the page, as they travel in addresses."""
    return ".".join(str(member.statement.number) for member in desk.members)


def _unticked(desk: Desk, form: DecisionForm | TogetherForm | None) -> list[int]:
    """Return the numbers of the members that are not ticked: as was sent, or what may mean something else."""
    if not isinstance(form, TogetherForm):
        return [member.statement.number for member in desk.members if not member.says_the_same]
    sent = set(form.data.getlist("statement"))
    numbers = [member.statement.number for member in desk.members]
    return [number for number in numbers if str(number) not in sent]


def number_in(text: str) -> int | None:
    """Return the number that a part of an address says, or None where it says none."""
    return int(text) if text.isdecimal() and len(text) < 12 else None
