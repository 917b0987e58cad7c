"""Joining, agreeing anew, coming back, and saying something about oneself."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from deliberation.integrity.networks import record_network
from deliberation.integrity.rate_limits import network_of, seconds_to_wait
from deliberation.models import Deliberation, Participant, User
from deliberation.people.consent import agree_to_consent, asks_for_consent_again, text_agreed_to
from deliberation.people.forms import ANSWER, ConsentForm, JoinForm, QuestionnaireForm
from deliberation.people.introduction import introduction_of
from deliberation.people.invitations import (
    AnswerNeeded,
    InvitationSpent,
    InvitationUnknown,
    PlacesTaken,
    join_by_invitation,
)
from deliberation.people.participation import participant_from, remember_participant
from deliberation.people.proof_of_work import ProofRefused, new_challenge, use_proof
from deliberation.people.questionnaire import answers_of, questions_in_order, save_answers
from deliberation.people.recovery import LinkDamaged, LinkReplaced, participant_of_token, recovery_link
from deliberation.people.services import (
    JoinRefused,
    join_deliberation,
    join_with_account,
    joins_by_acting,
    known_visitor,
    takes_only_vouched,
)
from deliberation.voting.forms import new_client_key
from deliberation.voting.refusals import please_wait

Access = Deliberation.Access
STATUS: dict[type[JoinRefused], int] = {
    InvitationSpent: 410,
    PlacesTaken: 409,
    ProofRefused: 403,
}
"""What a program is told of a refusal; everything else is 422, a form that needs another look."""


def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Take part: what is asked, the consent in plain words, and one button."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    if participant_from(request, deliberation) or not deliberation.is_open:
        return redirect(_where_to(request, deliberation))
    if takes_only_vouched(deliberation):
        context = {"deliberation": deliberation, "introduction": introduction_of(deliberation)}
        return render(request, "deliberation/joining/only_vouched.html", context, status=403)
    if deliberation.access == Access.ACCOUNT and not request.user.is_authenticated:
        return _show_join(request, deliberation, None)
    questions = [] if deliberation.access == Access.OPEN else questions_in_order(deliberation)
    if request.method != "POST":
        initial = {"code": request.GET.get("code", "")[:100]}
        form = JoinForm(deliberation=deliberation, questions=questions, initial=initial)
        return _show_join(request, deliberation, form)
    form = JoinForm(request.POST, deliberation=deliberation, questions=questions)
    if not form.is_valid():
        return _show_join(request, deliberation, form, status=422)
    if joins_by_acting(deliberation) and (wait := _seconds_to_wait(request)):
        form.add_error(None, please_wait(wait))
        return _show_join(request, deliberation, form, status=429)
    try:
        participant = _admit(request, deliberation, form)
    except JoinRefused as refusal:
        _explain(form, refusal)
        return _show_join(request, deliberation, form, status=STATUS.get(type(refusal), 422))
    record_network(participant, network_of(request))
    response = redirect(_where_to(request, deliberation))
    remember_participant(response, participant)
    return response


def _seconds_to_wait(request: HttpRequest) -> int:
    """Count one more newcomer from a network, where nothing else keeps floods of them away."""
    return seconds_to_wait(settings.JOIN_RATE_LIMIT, "join", network_of(request))


def _admit(request: HttpRequest, deliberation: Deliberation, form: JoinForm) -> Participant:
    """Make the participant in the way that the deliberation asks for."""
    key = form.cleaned_data["key"]
    if deliberation.asks_proof_of_work and not known_visitor(deliberation, key):
        use_proof(deliberation, form.cleaned_data["proof"])
    if deliberation.access == Access.INVITATION:
        return join_by_invitation(
            deliberation=deliberation,
            code=form.cleaned_data["code"],
            answers=form.answers,
            visitor_key=key,
        )
    if deliberation.access == Access.ACCOUNT and isinstance(request.user, User):
        return join_with_account(deliberation=deliberation, user=request.user, answers=form.answers)
    return join_deliberation(deliberation=deliberation, visitor_key=key, has_worked=True)


def _explain(form: JoinForm, refusal: JoinRefused) -> None:
    """Put the refusal where the person can do something about it."""
    field = None
    if isinstance(refusal, InvitationUnknown | InvitationSpent):
        field = "code"
    elif isinstance(refusal, AnswerNeeded) and ANSWER + refusal.questions[0] in form.fields:
        field = ANSWER + refusal.questions[0]
    form.add_error(field, str(refusal))


def _show_join(
    request: HttpRequest, deliberation: Deliberation, form: JoinForm | None, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "deliberation": deliberation,
        "introduction": introduction_of(deliberation),
        "form": form,
        "key": form["key"].value() if form and form.is_bound else "",
        "following": _asked_for(request),
        "sign_in_address": _sign_in_address(request, deliberation),
    }
    context["key"] = context["key"] or new_client_key()
    if deliberation.asks_proof_of_work:
        context["challenge"] = new_challenge(deliberation)
    return render(request, "deliberation/join.html", context, status=status)


def _sign_in_address(request: HttpRequest, deliberation: Deliberation) -> str:
    here = reverse("deliberation:join", args=[deliberation.slug])
    return f"{resolve_url(settings.LOGIN_URL)}?next={here}"


def consent(request: HttpRequest, slug: str) -> HttpResponse:
    """The consent text has changed: what is new, and one button to agree and go on."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        return redirect("deliberation:join", slug)
    if request.method == "POST":
        form = ConsentForm(request.POST)
        if form.is_valid() and agree_to_consent(
            participant=participant, version=form.cleaned_data["version"]
        ):
            return redirect(_where_to(request, deliberation))
        messages.info(request, _("The text was changed a moment ago. Please read this one."))
    if not asks_for_consent_again(participant):
        return redirect(_where_to(request, deliberation))
    context = {
        "deliberation": deliberation,
        "introduction": introduction_of(deliberation),
        "agreed": text_agreed_to(participant),
        "following": _asked_for(request),
    }
    return render(request, "deliberation/joining/consent.html", context)


def about_me(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' questions: to answer, to change, and to leave out again."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        return render(request, "deliberation/nobody_yet.html", {"deliberation": deliberation})
    questions, answers = questions_in_order(deliberation), answers_of(participant)
    sent = request.POST if request.method == "POST" else None
    form = QuestionnaireForm(sent, questions=questions, answers=answers)
    if request.method == "POST" and form.is_valid():
        given = {} if "remove" in request.POST else form.answers
        save_answers(participant=participant, answers=given)
        messages.success(
            request, _("Your answers are kept.") if given else _("Nothing about you is kept here now.")
        )
        return redirect("deliberation:my_data", slug)
    context = {"deliberation": deliberation, "form": form, "answers": answers}
    return render(
        request, "deliberation/joining/about_me.html", context, status=422 if form.is_bound else 200
    )


def come_back(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A recovery link: opening it does nothing, so that previews cannot; its button brings one back."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    context: dict[str, Any] = {"deliberation": deliberation}
    try:
        participant = participant_of_token(deliberation, token)
    except LinkDamaged:
        return render(request, "deliberation/joining/link_damaged.html", context, status=400)
    except LinkReplaced:
        return render(request, "deliberation/joining/link_replaced.html", context, status=410)
    present = participant_from(request, deliberation)
    if request.method == "POST":
        response = redirect("deliberation:my_data", slug)
        if present is None or present == participant or "switch" in request.POST:
            messages.success(request, _("Welcome back. Your votes and statements are here."))
            remember_participant(response, participant)
        return response
    context |= {"participant": participant, "votes": participant.votes.count(), "present": present}
    if present is not None and present != participant:
        context["present_votes"] = present.votes.count()
        context["present_link"] = recovery_link(request, present)
    return render(request, "deliberation/joining/come_back.html", context)


def _asked_for(request: HttpRequest) -> str:
    """Return the page of this site that the person was on the way to, or nothing."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else ""


def _where_to(request: HttpRequest, deliberation: Deliberation) -> str:
    return _asked_for(request) or reverse("deliberation:vote", args=[deliberation.slug])
