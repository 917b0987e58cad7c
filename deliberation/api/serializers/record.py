"""What programs read of the public records: moderators' decisions, and the heads of the sealed log."""

from rest_framework import serializers

from deliberation.api.serializers.moments import Moment
from deliberation.models import ModerationDecision
from deliberation.moderation.public_log import ASKED, REASONS


class LogEntrySerializer(serializers.Serializer):
    """One decision of the moderators, as everybody may read it. It names roles and no people."""

    entry = serializers.CharField(help_text="The name of the entry.")
    time = Moment()
    about = serializers.ChoiceField(
        ["statement", "question", "reason"],
        help_text="`question`: something was asked of somebody else; `reason`: of a vote.",
    )
    statement = serializers.IntegerField(min_value=0)
    outcome = serializers.CharField(
        help_text="`accepted`, `rejected`, `merged` and so on; of a question `ask_reject`, `ask_reword`, "
        "`ask_split`, `declined`, `withdrawn` or `expired`."
    )
    reason = serializers.CharField(allow_null=True)
    public_reason = serializers.CharField(allow_null=True)
    role = serializers.CharField(allow_null=True, help_text="Of whoever decided.")
    agreed = serializers.CharField(allow_null=True, help_text="`second_person`, `author`, or null.")
    origin = serializers.CharField()
    merged_into = serializers.IntegerField(allow_null=True)
    replaced_by = serializers.ListField(child=serializers.IntegerField())
    text = serializers.CharField(allow_null=True, help_text="Of the statement, where it may be shown.")
    text_not_shown = serializers.CharField(allow_null=True, help_text="Why it is not shown.")
    leaf = serializers.CharField(allow_null=True, help_text="Its fingerprint in the sealed log.")
    sealed_position = serializers.IntegerField(allow_null=True)


class LogFilterSerializer(serializers.Serializer):
    """Which decisions are asked for."""

    outcome = serializers.ChoiceField(
        [*ModerationDecision.Outcome.values, ASKED, REASONS],
        required=False,
        help_text="`asked`: what was asked of somebody else; `reasons`: decisions about reasons for votes.",
    )
    reason = serializers.ChoiceField(ModerationDecision.Reason.values, required=False)
    statement = serializers.IntegerField(min_value=0, max_value=2**31, required=False)


class FirstHeadSerializer(serializers.Serializer):
    """From which head on they are asked for."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return the field `from`, which Python keeps for itself."""
        first = serializers.IntegerField(
            min_value=1,
            max_value=2**31 - 1,
            default=1,
            help_text="Number of the first head: the one after the last that you hold.",
        )
        return {"from": first}


class HeadSerializer(serializers.Serializer):
    """What a seal signs: the Merkle root over all entries so far."""

    format = serializers.CharField()
    log = serializers.CharField()
    number = serializers.IntegerField(min_value=1)
    size = serializers.IntegerField(min_value=0)
    root = serializers.CharField()
    previous_root = serializers.CharField(allow_null=True)
    sealed_at = serializers.CharField(help_text="As it was signed.")
    public_key = serializers.CharField()


class SignedHeadSerializer(serializers.Serializer):
    """A head of the sealed log with its signature; docs/evidence.md says how to check it."""

    head = HeadSerializer()
    signature = serializers.CharField(help_text="Ed25519 over the canonical JSON of `head`, hexadecimal.")
    consistency = serializers.ListField(
        child=serializers.CharField(), help_text="Proof that the log only grew since the head before."
    )
