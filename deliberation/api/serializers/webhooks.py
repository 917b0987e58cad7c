"""What programs read and send about webhooks."""

from typing import Any

from rest_framework import serializers

from deliberation.api.serializers.moments import Moment
from deliberation.api.strict_fields import Text, YesOrNo
from deliberation.models import Webhook, WebhookDelivery
from deliberation.webhooks.setting_up import CHOSEN_KINDS
from deliberation.webhooks.targets import LONGEST_ADDRESS

CHOICES = [(kind.value, kind.label) for kind in CHOSEN_KINDS]


class WebhookSerializer(serializers.Serializer[Any]):
    """An address that is told when something happens."""

    id = serializers.CharField(source="public_id")
    address = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=CHOICES))
    is_on = serializers.BooleanField()
    off_because = serializers.ChoiceField(
        choices=Webhook.OffBecause.choices, allow_blank=True, help_text="Empty while it is on."
    )
    failing_since = Moment(allow_null=True, help_text="Since when nothing has arrived; null while it does.")
    created_at = Moment()


class NewWebhookSerializer(WebhookSerializer):
    """A webhook with its secret, which is answered this once."""

    secret = serializers.CharField(help_text="Signs the messages; keep it now, it is not answered again.")


class AddWebhookSerializer(serializers.Serializer[Any]):
    """A webhook to add."""

    address = Text(max_length=LONGEST_ADDRESS, help_text="A public address, https, port 443 or 8443.")
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=CHOICES), min_length=1, max_length=len(CHOICES)
    )


class ChangeWebhookSerializer(serializers.Serializer[Any]):
    """What to change about a webhook; what is left out stays."""

    address = Text(max_length=LONGEST_ADDRESS, required=False)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=CHOICES),
        min_length=1,
        max_length=len(CHOICES),
        required=False,
    )
    is_on = YesOrNo(required=False)


class DeliverySerializer(serializers.Serializer[Any]):
    """One message, and what became of it."""

    id = serializers.CharField(source="message_id", help_text="The `webhook-id` of every attempt.")
    type = serializers.ChoiceField(choices=Webhook.Kind.choices, source="kind")
    payload = serializers.DictField(help_text="The message as it is sent.")
    state = serializers.ChoiceField(choices=WebhookDelivery.State.choices)
    attempts = serializers.IntegerField()
    last_status = serializers.IntegerField(allow_null=True, help_text="HTTP status of the last answer.")
    last_error = serializers.ChoiceField(choices=WebhookDelivery.Failure.choices, allow_blank=True)
    next_attempt_at = Moment(allow_null=True, help_text="Null where none follows.")
    created_at = Moment()
    arrived_at = Moment(allow_null=True)

    def to_representation(self, instance: WebhookDelivery) -> dict[str, Any]:
        """Return what is told of a message; only one that waits has a next attempt."""
        told: dict[str, Any] = super().to_representation(instance)
        if instance.state != WebhookDelivery.State.WAITING:
            told["next_attempt_at"] = None
        return told
