"""Webhooks for programs: what their organisers' pages do, with a token of the scope `webhooks`."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from deliberation.api.access import account_in, deliberation_in, require_role
from deliberation.api.base_view import ApiView
from deliberation.api.idempotency import KEY_PARAMETER, idempotent
from deliberation.api.paging import PAGE_PARAMETERS, page_of, page_schema
from deliberation.api.problems import Problem
from deliberation.api.serializers.webhooks import (
    AddWebhookSerializer,
    ChangeWebhookSerializer,
    DeliverySerializer,
    NewWebhookSerializer,
    WebhookSerializer,
)
from deliberation.models import Deliberation, Role, Scope, User, Webhook
from deliberation.webhooks.setting_up import (
    WebhookRefused,
    add_webhook,
    change_webhook,
    remove_webhook,
    replay,
    send_test,
    set_on,
)


class WebhookView(ApiView):
    """What all addresses of webhooks have in common: they are for owners."""

    def owned(self, request: Request, slug: str) -> tuple[Deliberation, User]:
        """Return the deliberation and the owner who asks.

        Raises:
            Problem: 401, nobody in particular asks; 403, the token is for something else.
            Http404: to everybody but owners there are no webhooks.
        """
        deliberation = deliberation_in(request, slug)
        role = require_role(request, deliberation, Scope.WEBHOOKS, may_decide=False)
        owner = account_in(request)
        if role != Role.OWNER or owner is None:
            raise Http404
        return deliberation, owner

    def named(self, request: Request, slug: str, public_id: str) -> tuple[Webhook, User]:
        """Return a webhook and the owner who asks."""
        deliberation, owner = self.owned(request, slug)
        return get_object_or_404(deliberation.webhooks, public_id=public_id), owner


class WebhooksView(WebhookView):
    """The webhooks of a deliberation."""

    @extend_schema(
        operation_id="webhooks_list",
        parameters=PAGE_PARAMETERS,
        responses=page_schema(WebhookSerializer, "WebhookPage"),
    )
    def get(self, request: Request, slug: str) -> Response:
        """All webhooks, without their secrets."""
        deliberation, _owner = self.owned(request, slug)

        def write(shown: list[Webhook]) -> Any:
            return WebhookSerializer(shown, many=True).data

        return page_of(request, deliberation.webhooks.all(), write)

    @extend_schema(
        operation_id="webhook_add",
        request=AddWebhookSerializer,
        parameters=[KEY_PARAMETER],
        responses={201: NewWebhookSerializer},
    )
    @idempotent
    def post(self, request: Request, slug: str) -> Response:
        """Add a webhook; its secret is answered this once.

        What is wrong with it is said by 422 `webhook-refused`.
        """
        deliberation, owner = self.owned(request, slug)
        sent = AddWebhookSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            made, secret = add_webhook(deliberation=deliberation, user=owner, **sent.validated_data)
        except WebhookRefused as refusal:
            raise _problem(refusal) from None
        made.secret = secret
        return Response(NewWebhookSerializer(made).data, status=201)


class OneWebhookView(WebhookView):
    """One webhook."""

    @extend_schema(operation_id="webhook_read", responses=WebhookSerializer)
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        """Where it sends what, and how that goes."""
        webhook, _owner = self.named(request, slug, public_id)
        return Response(WebhookSerializer(webhook).data)

    @extend_schema(
        operation_id="webhook_change", request=ChangeWebhookSerializer, responses=WebhookSerializer
    )
    def patch(self, request: Request, slug: str, public_id: str) -> Response:
        """Change its address or kinds, or switch it on or off."""
        webhook, owner = self.named(request, slug, public_id)
        sent = ChangeWebhookSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        wanted = sent.validated_data
        try:
            if {"address", "kinds"} & set(wanted):
                webhook = change_webhook(
                    webhook=webhook,
                    address=wanted.get("address", webhook.address),
                    kinds=wanted.get("kinds", webhook.kinds),
                    user=owner,
                )
        except WebhookRefused as refusal:
            raise _problem(refusal) from None
        if "is_on" in wanted:
            webhook = set_on(webhook=webhook, is_on=wanted["is_on"], user=owner)
        return Response(WebhookSerializer(webhook).data)

    @extend_schema(operation_id="webhook_remove", responses={204: None})
    def delete(self, request: Request, slug: str, public_id: str) -> Response:
        """Remove it with its messages."""
        webhook, owner = self.named(request, slug, public_id)
        remove_webhook(webhook=webhook, user=owner)
        return Response(status=204)


class WebhookTestView(WebhookView):
    """A test message."""

    @extend_schema(
        operation_id="webhook_test",
        request=None,
        parameters=[KEY_PARAMETER],
        responses={202: DeliverySerializer},
    )
    @idempotent
    def post(self, request: Request, slug: str, public_id: str) -> Response:
        """Have a test sent; read its outcome among the deliveries. It is tried once."""
        webhook, _owner = self.named(request, slug, public_id)
        try:
            delivery = send_test(webhook=webhook)
        except WebhookRefused as refusal:
            raise _problem(refusal) from None
        return Response(DeliverySerializer(delivery).data, status=202)


class DeliveriesView(WebhookView):
    """The messages of a webhook."""

    @extend_schema(
        operation_id="webhook_deliveries_list",
        parameters=PAGE_PARAMETERS,
        responses=page_schema(DeliverySerializer, "DeliveryPage"),
    )
    def get(self, request: Request, slug: str, public_id: str) -> Response:
        """Its messages, the newest first: those of the last 30 days, and 90 where they were given up."""
        webhook, _owner = self.named(request, slug, public_id)

        def write(shown: list[Any]) -> Any:
            return DeliverySerializer(shown, many=True).data

        return page_of(request, webhook.deliveries.all(), write, order="-pk")


class ReplayView(WebhookView):
    """Sending a message again."""

    @extend_schema(
        operation_id="webhook_delivery_replay",
        request=None,
        parameters=[KEY_PARAMETER],
        responses={202: DeliverySerializer},
    )
    @idempotent
    def post(self, request: Request, slug: str, public_id: str, message_id: str) -> Response:
        """Send a message again, with the same id, from its first attempt on."""
        webhook, _owner = self.named(request, slug, public_id)
        delivery = get_object_or_404(webhook.deliveries, message_id=message_id)
        try:
            replay(delivery=delivery)
        except WebhookRefused as refusal:
            raise _problem(refusal) from None
        return Response(DeliverySerializer(delivery).data, status=202)


def _problem(refusal: WebhookRefused) -> Problem:
    return Problem(422, "webhook-refused", str(refusal))
