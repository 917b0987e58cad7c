"""Addresses for programs: webhooks."""

from django.urls import path

from deliberation.api.views import webhooks

PLACE = "deliberations/<slug:slug>/webhooks/"
ONE = f"{PLACE}<slug:public_id>/"
urlpatterns = [
    path(PLACE, webhooks.WebhooksView.as_view(), name="webhooks"),
    path(ONE, webhooks.OneWebhookView.as_view(), name="webhook"),
    path(f"{ONE}test/", webhooks.WebhookTestView.as_view(), name="webhook_test"),
    path(f"{ONE}deliveries/", webhooks.DeliveriesView.as_view(), name="webhook_deliveries"),
    path(
        f"{ONE}deliveries/<slug:message_id>/replay/",
        webhooks.ReplayView.as_view(),
        name="webhook_replay",
    ),
]
