from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from deliberation.integrity.rate_limits import seconds_to_wait
from deliberation.models import Deliberation, NoticeSubscription, Participant
from deliberation.people.notices import confirm_subscription, keep_subscription, stop_notices
from deliberation.people.notices_forms import NoticesForm
from deliberation.people.notices_links import LinkTooOld, public_id_to_stop, subscription_to_confirm
from deliberation.people.participation import participant_from


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest, slug: str) -> HttpResponse:
    """Where and about what a participant wishes to be told; change it, and stop it."""
    deliberation = get_object_or_404(Deliberation.objects.listed(), slug=slug)
    participant = participant_from(request, deliberation)
    if participant is None:
        return render(request, "deliberation/nobody_yet.html", {"deliberation": deliberation})
    subscription = NoticeSubscription.objects.filter(participant=participant).first()
    if request.method != "POST":
        return _page(request, participant, subscription, NoticesForm.of(subscription))
    if "stop" in request.POST:
        stop_notices(participant_id=participant.pk)
        messages.success(request, _("We write to you no more, and your address is gone from here."))
        return redirect("deliberation:notices", slug)
    form = NoticesForm.of(subscription, request.POST)
    if not form.is_valid():
        return _page(request, participant, subscription, form, status=422)
    email = form.cleaned_data["email"]
    is_known = subscription is not None and subscription.is_confirmed and subscription.email == email
    wait = 0 if is_known else _seconds_to_wait(participant, email)
    if wait:
        return _page(request, participant, subscription, form, wait=wait, status=429)
    keep_subscription(participant=participant, language=get_language() or "en", **form.cleaned_data)
    if is_known:
        messages.success(request, _("Kept."))
    return redirect("deliberation:notices", slug)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the first e-mail; only its button confirms, as programs open links too.

    The token itself shows that whoever sends it reads the mailbox, so no cookie is asked for.
    """
    try:
        subscription = subscription_to_confirm(token)
    except LinkTooOld:
        return render(request, "deliberation/notices/bad_link.html", {"too_old": True}, status=410)
    if subscription is None:
        return render(request, "deliberation/notices/bad_link.html", status=404)
    if request.method == "POST":
        confirm_subscription(subscription=subscription)
        subscription.refresh_from_db(fields=["confirmed_at"])
    context = {"subscription": subscription, "about": subscription.participant.deliberation}
    return render(request, "deliberation/notices/confirm.html", context)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop every e-mail of a subscription: by the page's button, or by a mail program (RFC 8058).

    It says the same whether the subscription is still there or not.
    """
    public_id = public_id_to_stop(token)
    if public_id is None:
        return render(request, "deliberation/notices/bad_link.html", status=404)
    if request.method == "POST":
        NoticeSubscription.objects.filter(public_id=public_id).delete()
    return render(request, "deliberation/notices/stop.html", {"stopped": request.method == "POST"})


def _page(
    request: HttpRequest,
    participant: Participant,
    subscription: NoticeSubscription | None,
    form: NoticesForm,
    *,
    wait: int = 0,
    status: int = 200,
) -> HttpResponse:
    refusal = ngettext(
        "We have sent several emails already. Please wait %(minutes)d minute and try again.",
        "We have sent several emails already. Please wait %(minutes)d minutes and try again.",
        -(-wait // 60),
    ) % {"minutes": -(-wait // 60)}
    context = {
        "deliberation": participant.deliberation,
        "participant": participant,
        "subscription": subscription,
        "form": form,
        "refusal": refusal if wait else "",
    }
    response = render(request, "deliberation/notices/notices.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _seconds_to_wait(participant: Participant, email: str) -> int:
    """Count a request to confirm for the participant and for the address, whoever names it."""
    return max(
        seconds_to_wait(
            settings.NOTICE_RATE_LIMIT,
            "notices",
            "participant",
            participant.public_id,
            counted_in_common=True,
        ),
        seconds_to_wait(
            settings.NOTICE_RATE_LIMIT, "notices", "address", email.lower(), counted_in_common=True
        ),
    )
