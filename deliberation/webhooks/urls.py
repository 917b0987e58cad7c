"""Addresses of setting up webhooks."""

from django.urls import path

from deliberation.webhooks import views

urlpatterns = [
    path("d/<slug:slug>/organise/webhooks/", views.webhooks, name="organise_webhooks"),
    path("d/<slug:slug>/organise/webhooks/<str:public_id>/", views.webhook, name="organise_webhook"),
    path(
        "d/<slug:slug>/organise/webhooks/<str:public_id>/messages/",
        views.messages_of,
        name="organise_webhook_messages",
    ),
]
