"""Answering a moderator who proposes other words for one's statement."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from deliberation.models import Deliberation, PendingDecision
from deliberation.moderation.deciding_rules import DecisionRefused
from deliberation.moderation.pending import answer_as_author
from deliberation.moderation.pending_forms import AnswerForm
from deliberation.people.participation import participant_from


@require_POST
def answer_other_words(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Agree to other words for one's own statement, or keep one's own."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    author = participant_from(request, deliberation)
    form = AnswerForm(request.POST)
    if author is None or not form.is_valid() or form.cleaned_data["answer"] == AnswerForm.WITHDRAW:
        raise Http404("No such question.")
    asked = get_object_or_404(
        PendingDecision.objects.select_related("statement").exclude(kind=PendingDecision.Kind.REJECT),
        pk=form.cleaned_data["decision"],
        statement__deliberation=deliberation,
        statement__number=number,
        statement__author=author,
    )
    agrees = form.cleaned_data["answer"] == AnswerForm.AGREE
    try:
        answered = answer_as_author(asked=asked, agrees=agrees, author=author, client_key=form.client_key)
    except DecisionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(ANSWERED[PendingDecision.State(answered.state)]))
    return redirect("deliberation:my_statements", slug)


ANSWERED = {
    PendingDecision.State.AGREED: _("Thank you. Your statement now reads like this."),
    PendingDecision.State.DECLINED: _("Your own words stay."),
    PendingDecision.State.WITHDRAWN: _("The proposal no longer stands, so your own words stay."),
}
