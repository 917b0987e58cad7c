"""Setting up webhooks, and what became of each message."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from deliberation.models import Deliberation, Role, Webhook, WebhookDelivery
from deliberation.organising.access import for_owners
from deliberation.organising.subjects import frame
from deliberation.webhooks.forms import WebhookForm
from deliberation.webhooks.setting_up import (
    CHOSEN_KINDS,
    WebhookRefused,
    add_webhook,
    change_secret,
    change_webhook,
    remove_webhook,
    replay,
    replay_given_up,
    send_test,
    set_on,
)

SHOWN = 30
SOON = timedelta(minutes=2)
"""A message that is tried again so soon keeps the page looking."""
State = WebhookDelivery.State


@never_cache
@for_owners
def webhooks(request: HttpRequest, deliberation: Deliberation) -> HttpResponse:
    """Show the webhooks of a deliberation and add one; its secret is shown this once."""
    form = WebhookForm(request.POST or None, initial={"kinds": [str(kind) for kind in CHOSEN_KINDS]})
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = add_webhook(deliberation=deliberation, user=request.user, **form.cleaned_data)
        except WebhookRefused as refusal:
            form.add_error("address", str(refusal))
        else:
            return _page_of(request, deliberation, made, secret=secret)
    context = frame(deliberation, Role.OWNER, "webhooks") | {
        "form": form,
        "webhooks": deliberation.webhooks.order_by("pk"),
    }
    status = 422 if form.errors else 200
    return render(request, "deliberation/organising/webhooks.html", context, status=status)


@never_cache
@for_owners
def webhook(request: HttpRequest, deliberation: Deliberation, public_id: str) -> HttpResponse:
    """Show one webhook with its last messages; test it, change it, send messages again."""
    held = get_object_or_404(Webhook, deliberation=deliberation, public_id=public_id)
    if request.method != "POST":
        return _page_of(request, deliberation, held)
    if "address" in request.POST:
        return _change(request, deliberation, held)
    if request.POST.get("do") == "secret":
        return _page_of(request, deliberation, held, secret=change_secret(webhook=held, user=request.user))
    try:
        _act(request, held)
    except WebhookRefused as refusal:
        messages.error(request, str(refusal))
    if request.POST.get("do") == "remove":
        return redirect("deliberation:organise_webhooks", deliberation.slug)
    return redirect("deliberation:organise_webhook", deliberation.slug, held.public_id)


@never_cache
@require_safe
@for_owners
def messages_of(request: HttpRequest, deliberation: Deliberation, public_id: str) -> HttpResponse:
    """The last messages alone, for the page that waits for an outcome."""
    held = get_object_or_404(Webhook, deliberation=deliberation, public_id=public_id)
    context = {"deliberation": deliberation, "webhook": held} | _last_messages(held)
    return render(request, "deliberation/organising/_webhook_messages.html", context)


def _act(request: HttpRequest, held: Webhook) -> None:
    """Do what a button says, and say so."""
    if wanted := request.POST.get("replay", ""):
        replay(delivery=get_object_or_404(held.deliveries, message_id=wanted))
        messages.success(request, _("The message is sent again."))
        return
    acts: dict[str, Callable[[], str]] = {
        "test": lambda: _test(held),
        "on": lambda: _switch(request, held, is_on=True),
        "off": lambda: _switch(request, held, is_on=False),
        "remove": lambda: _remove(request, held),
        "replay-all": lambda: _replay_all(held),
    }
    act = acts.get(request.POST.get("do", ""))
    if act is not None:
        messages.success(request, act())


def _test(held: Webhook) -> str:
    send_test(webhook=held)
    return _("A test message is on its way. Its outcome appears below.")


def _switch(request: HttpRequest, held: Webhook, *, is_on: bool) -> str:
    set_on(webhook=held, is_on=is_on, user=request.user)
    return _("The webhook is on.") if is_on else _("The webhook is off.")


def _remove(request: HttpRequest, held: Webhook) -> str:
    remove_webhook(webhook=held, user=request.user)
    return _("The webhook is removed.")


def _replay_all(held: Webhook) -> str:
    count = replay_given_up(webhook=held)
    words = ngettext("%(count)d message is sent again.", "%(count)d messages are sent again.", count)
    return words % {"count": count}


def _change(request: HttpRequest, deliberation: Deliberation, held: Webhook) -> HttpResponse:
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            change_webhook(webhook=held, user=request.user, **form.cleaned_data)
        except WebhookRefused as refusal:
            form.add_error("address", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("deliberation:organise_webhook", deliberation.slug, held.public_id)
    return _page_of(request, deliberation, held, form=form)


def _page_of(
    request: HttpRequest,
    deliberation: Deliberation,
    held: Webhook,
    *,
    secret: str = "",
    form: WebhookForm | None = None,
) -> HttpResponse:
    given_up = held.deliveries.filter(state=State.GIVEN_UP).exclude(kind=Webhook.Kind.TEST)
    context = frame(deliberation, Role.OWNER, "webhooks") | {
        "webhook": held,
        "secret": secret,
        "form": form or WebhookForm(initial={"address": held.address, "kinds": held.kinds}),
        "kinds": [kind.label for kind in Webhook.Kind if kind in held.kinds],
        "given_up": given_up.count(),
    }
    context |= _last_messages(held)
    status = 422 if context["form"].errors else 200
    return render(request, "deliberation/organising/webhook.html", context, status=status)


def _last_messages(held: Webhook) -> dict[str, Any]:
    deliveries = list(held.deliveries.order_by("-created_at", "-pk")[:SHOWN])
    soon = timezone.now() + SOON
    waits = any(each.state == State.WAITING and each.next_attempt_at < soon for each in deliveries)
    return {"deliveries": deliveries, "is_waiting": waits and held.is_on}
