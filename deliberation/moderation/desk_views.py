"""The queue, the desk, and deciding there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from deliberation.models import Deliberation, ModerationClaim, Role
from deliberation.moderation.access import for_deciding, for_moderation
from deliberation.moderation.claiming import (
    Others,
    keep_claims,
    leave_desk,
    open_item,
    others_at_work,
    take_next,
)
from deliberation.moderation.deciding_rules import DecisionRefused, NeedsSecondPerson, Outcome
from deliberation.moderation.desk import find_targets
from deliberation.moderation.desk_pages import number_in, panel, show_desk, show_queue
from deliberation.moderation.forms import DecisionForm, TogetherForm, UndoForm
from deliberation.moderation.queue_lines import QueueLines, place_of, queue_lines
from deliberation.moderation.services import moderate_statement
from deliberation.moderation.together import (
    MOST_TOGETHER,
    Decided,
    decide_together,
    decide_waiting,
    in_words,
)
from deliberation.moderation.undoing import undo_last, undoable_decision
from deliberation.moderation.verdicts import Verdict

REFUSALS_SHOWN = 5


@require_safe
@for_moderation
def queue(request: HttpRequest, deliberation: Deliberation, role: Role) -> HttpResponse:
    """What waits, grouped by meaning; with a number the statement to decide about."""
    wanted = number_in(request.GET.get("statement", ""))
    if wanted is not None and deliberation.statements.filter(number=wanted).exists():
        return show_desk(request, deliberation, role, wanted)
    if role.may_moderate and not request.htmx:
        leave_desk(deliberation=deliberation, moderator=request.user)
    return show_queue(request, deliberation, role)


@require_POST
@for_deciding
def take(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Put the next item on this person's desk that nobody else has there."""
    after = number_in(request.POST.get("after", ""))
    topic = number_in(request.POST.get("topic", ""))
    lines = queue_lines(deliberation)
    wanted = lines.of_topic(topic) if topic is not None else lines
    others = others_at_work(deliberation, request.user)
    number = take_next(
        deliberation=deliberation,
        moderator=request.user,
        lines=wanted or lines,
        others=others,
        after=place_of(deliberation, after),
    )
    return _go_to(request, deliberation, number, lines, others=others, is_taken=True)


@require_POST
@for_deciding
def decide(request: HttpRequest, deliberation: Deliberation, number: int) -> HttpResponse:
    """Decide about one statement and show the next."""
    statement = get_object_or_404(deliberation.statements, number=number)
    statement.deliberation = deliberation
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _refuse(request, deliberation, number, form, _first_error(form))
    sent = form.cleaned_data
    verdict = Verdict(
        statement=number,
        outcome=sent["outcome"],
        reason=sent["reason"],
        note=sent["note"],
        duplicate_of=sent["duplicate_of"],
        is_meta=sent["is_meta"],
    )
    try:
        if verdict.outcome == Outcome.REOPENED:
            moderate_statement(
                statement=statement,
                outcome=Outcome.REOPENED,
                decided_by=request.user,
                client_key=form.client_key,
            )
            return _go_to(request, deliberation, number)
        decide_waiting(
            statement=statement, verdict=verdict, decided_by=request.user, client_key=form.client_key
        )
    except DecisionRefused as refusal:
        needs_second = isinstance(refusal, NeedsSecondPerson)
        return _refuse(request, deliberation, number, form, str(refusal), needs_second=needs_second)
    return _next(request, deliberation, after=number)


@require_POST
@for_deciding
def together(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Decide about the ticked statements of a group and show what is left of it, or the next item."""
    number = number_in(request.POST.get("opened", ""))
    if number is None or not deliberation.statements.filter(number=number).exists():
        raise Http404("No such statement.")
    form = TogetherForm(request.POST)
    if not form.is_valid():
        return _refuse(request, deliberation, number, form, _first_error(form))
    result = decide_together(
        deliberation=deliberation, verdicts=form.verdicts(), decided_by=request.user, key=form.client_key
    )
    if not result.decisions:
        refusal = next(iter(result.refused.values()), "")
        return _refuse(request, deliberation, number, form, refusal)
    _tell(request, result)
    return _next(request, deliberation, after=number)


@require_POST
@for_deciding
def undo(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Take back this person's last decision, with all that were taken together, and show it again."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise Http404("No such decision.")
    number = form.cleaned_data["statement"]
    last = undoable_decision(deliberation=deliberation, decided_by=request.user)
    if last is None or last.latest.statement.number != number:
        messages.info(request, _("There is nothing left to take back."))
        return _go_to(request, deliberation, number)
    try:
        refused = undo_last(last=last, decided_by=request.user, client_key=form.cleaned_data["key"])
    except DecisionRefused as refusal:
        return _refuse(request, deliberation, number, None, str(refusal))
    _tell(request, Decided(refused=refused))
    return _go_to(request, deliberation, last.first.statement.number)


@require_safe
@for_moderation
def live(request: HttpRequest, deliberation: Deliberation, role: Role, number: int) -> HttpResponse:
    """What others do meanwhile: the part of the desk that htmx asks for, which keeps the claim alive too."""
    statement = get_object_or_404(deliberation.statements, number=number)
    statement.deliberation = deliberation
    waiting = deliberation.statements.awaiting_moderation()
    is_to_decide = waiting.filter(pk=statement.pk).exists()
    if role.may_moderate and is_to_decide:
        keep_claims(deliberation=deliberation, moderator=request.user)
        if not ModerationClaim.objects.filter(statement=statement, until__gt=timezone.now()).exists():
            open_item(statement=statement, moderator=request.user)
    others = others_at_work(deliberation, request.user)
    shown = _numbers_in(request.GET.get("shown", ""))
    left = set(waiting.filter(number__in=shown).values_list("number", flat=True))
    context = panel(request, deliberation, role, waiting.count(), others) | {
        "statement": statement,
        "is_gone": not is_to_decide,
        "last_decision": None if is_to_decide else statement.last_decision(),
        "holder": others.holders.get(statement.pk),
        "shown": ".".join(str(number) for number in shown if number in left),
        "vanished": [number for number in shown if number not in left],
        "is_update": True,
    }
    return render(request, "deliberation/moderation/_live.html", context)


@require_POST
@for_deciding
def leave(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Let others have what lay on this person's desk: the page was closed."""
    leave_desk(deliberation=deliberation, moderator=request.user)
    return HttpResponse(status=204)


@require_safe
@for_moderation
def targets(request: HttpRequest, deliberation: Deliberation, role: Role, number: int) -> HttpResponse:
    """Statements to merge this one into, found by words: the part of the desk that htmx asks for."""
    statement = get_object_or_404(deliberation.statements, number=number)
    statement.deliberation = deliberation
    context = {"deliberation": deliberation, "found": find_targets(statement, request.GET.get("find", ""))}
    context |= {"find": request.GET.get("find", ""), "together": "together" in request.GET}
    return render(request, "deliberation/moderation/_targets.html", context)


def _next(request: HttpRequest, deliberation: Deliberation, *, after: int) -> HttpResponse:
    """Show what is left of the group of a statement, or the next item that nobody has on the desk."""
    lines = queue_lines(deliberation)
    place = place_of(deliberation, after)
    left = lines.position(place)
    if left is not None:
        return _go_to(request, deliberation, lines[left].first, lines)
    others = others_at_work(deliberation, request.user)
    number = take_next(
        deliberation=deliberation, moderator=request.user, lines=lines, others=others, after=place
    )
    return _go_to(request, deliberation, number, lines, others=others, is_taken=True)


def _refuse(
    request: HttpRequest,
    deliberation: Deliberation,
    number: int,
    form: DecisionForm | TogetherForm | None,
    words: str,
    *,
    needs_second: bool = False,
) -> HttpResponse:
    role = request.user.role_in(deliberation)
    return show_desk(request, deliberation, role, number, form=form, refusal=words, needs_second=needs_second)


def _go_to(
    request: HttpRequest,
    deliberation: Deliberation,
    number: int | None,
    lines: QueueLines | None = None,
    *,
    others: Others | None = None,
    is_taken: bool = False,
) -> HttpResponse:
    """Show a statement under its own address, or the queue."""
    address = reverse("deliberation:moderation_queue", args=[deliberation.slug])
    if number is not None:
        address += f"?statement={number}"
    if not request.htmx:
        return redirect(address)
    role = request.user.role_in(deliberation)
    page = (
        show_queue(request, deliberation, role)
        if number is None
        else show_desk(request, deliberation, role, number, lines=lines, others=others, is_taken=is_taken)
    )
    return push_url(page, address)


def _tell(request: HttpRequest, result: Decided) -> None:
    """Say what came of a decision about several statements."""
    if result.decisions:
        counts = ", ".join(f"{words}: {count}" for words, count in in_words(result.decisions).items())
        messages.success(request, counts)
    if not result.refused:
        return
    number = len(result.refused)
    words = ngettext(
        "%(number)s statement was left as it is.", "%(number)s statements were left as they are.", number
    )
    why = [
        _("No. %(number)s: %(why)s") % {"number": number, "why": why}
        for number, why in list(result.refused.items())[:REFUSALS_SHOWN]
    ]
    messages.warning(request, " ".join([words % {"number": number}, *why]))


def _first_error(form: DecisionForm | TogetherForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _numbers_in(text: str) -> list[int]:
    """Return the statement numbers in a text such as "12.40"."""
    return [int(part) for part in text.split(".")[:MOST_TOGETHER] if part.isdecimal() and len(part) < 12]
