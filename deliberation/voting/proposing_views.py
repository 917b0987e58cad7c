"""Proposing a statement, and seeing what became of it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deliberation.integrity.plain_text import clean_text
from deliberation.integrity.rate_limits import seconds_to_wait
from deliberation.models import Deliberation
from deliberation.people.participation import participant_from, remember_participant
from deliberation.voting.forms import ProposalForm, new_client_key
from deliberation.voting.proposals import ProposalRefused, propose_statement
from deliberation.voting.refusals import please_wait
from deliberation.voting.visitors import propose_first_statement


def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a statement; what was typed is kept when it cannot be taken."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if request.method != "POST":
        form = ProposalForm(deliberation=deliberation, initial={"key": new_client_key()})
        return _show_proposal(request, deliberation, form)
    form = ProposalForm(request.POST, deliberation=deliberation)
    if not form.is_valid():
        return _show_proposal(request, deliberation, form, status=422)
    wait = participant and seconds_to_wait(settings.PROPOSAL_RATE_LIMIT, "propose", participant.public_id)
    if wait:
        form.add_error(None, please_wait(wait))
        return _show_proposal(request, deliberation, form, status=429)
    text = form.cleaned_data["text"]
    proposal = {"deliberation": deliberation, "text": text, "client_key": form.client_key}
    author = participant
    try:
        if author is None:
            author, _statement = propose_first_statement(visitor_key=form.cleaned_data["key"], **proposal)
        else:
            propose_statement(author=author, **proposal)
    except ProposalRefused as refusal:
        form.add_error("text", str(refusal))
        return _show_proposal(request, deliberation, form, status=422)
    if clean_text(text) != " ".join(text.split()):
        messages.info(request, _("Characters that cannot be seen or that reorder text were taken out."))
    response = redirect("deliberation:my_statements", slug)
    if participant is None:
        remember_participant(response, author)
    return response


def _show_proposal(
    request: HttpRequest, deliberation: Deliberation, form: ProposalForm, *, status: int = 200
) -> HttpResponse:
    context = {"deliberation": deliberation, "form": form}
    return render(request, "deliberation/propose.html", context, status=status)


@require_safe
def my_statements(request: HttpRequest, slug: str) -> HttpResponse:
    """The statements of the person asking, and what became of each."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        return render(request, "deliberation/nobody_yet.html", {"deliberation": deliberation})
    statements = deliberation.statements.proposed_by(participant).select_related("merged_into")
    rows = [(statement, statement.last_decision()) for statement in statements]
    return render(request, "deliberation/my_statements.html", {"deliberation": deliberation, "rows": rows})
