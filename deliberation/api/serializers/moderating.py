"""What moderators read and send through the interface for programs."""

from typing import Any

from rest_framework import serializers

from deliberation.api.serializers.moments import Moment
from deliberation.api.strict_fields import Text, WholeNumber, YesOrNo
from deliberation.models import ModerationDecision, PendingDecision, Statement

LARGEST_NUMBER = 2**53 - 1
AGREE, DECLINE, WITHDRAW = "agree", "decline", "withdraw"


class MarkSerializer(serializers.Serializer[Any]):
    """What a computer noticed about the words; a suggestion only."""

    kind = serializers.CharField()
    why = serializers.CharField()


class QuestionSerializer(serializers.Serializer[Any]):
    """What one moderator proposes and somebody else has to agree to."""

    kind = serializers.ChoiceField(choices=PendingDecision.Kind.choices)
    asks = serializers.ChoiceField(
        choices=["author", "second_person"], help_text="Who has to agree: its author, or another moderator."
    )
    reason = serializers.CharField()
    public_reason = serializers.CharField()
    note = serializers.CharField()
    texts = serializers.ListField(child=serializers.CharField(), help_text="The other words, if any.")
    is_own = serializers.BooleanField(help_text="Whether the caller proposed it, and cannot agree to it.")
    proposed_at = Moment()
    answer_until = Moment()


class QueueEntrySerializer(serializers.Serializer[Any]):
    """A statement as moderators see it. Where they decide blind, nobody learns its author or its votes."""

    number = serializers.IntegerField()
    text = serializers.CharField(allow_null=True, help_text="Null where its author took it back.")
    language = serializers.CharField()
    state = serializers.ChoiceField(choices=Statement.State.choices)
    is_seed = serializers.BooleanField()
    is_meta = serializers.BooleanField()
    merged_into = serializers.IntegerField(allow_null=True)
    proposed_at = Moment(allow_null=True)
    group = serializers.IntegerField(help_text="The same for statements that say about the same.")
    topic = serializers.CharField(allow_null=True)
    marks = MarkSerializer(many=True)
    held_by_others = serializers.BooleanField(help_text="Whether another moderator has it on the desk now.")
    question = QuestionSerializer(allow_null=True)
    author = serializers.IntegerField(
        allow_null=True, help_text="Number of the participant; null for the organisers' and for the blind."
    )
    votes = serializers.IntegerField(allow_null=True, help_text="Null where moderators decide blind.")


class DecideSerializer(serializers.Serializer[Any]):
    """A decision."""

    outcome = serializers.ChoiceField(choices=["accepted", "rejected", "duplicate", "reopened"])
    reason = serializers.ChoiceField(
        choices=ModerationDecision.Reason.choices, required=False, help_text="Of a rejection; needed there."
    )
    duplicate_of = WholeNumber(required=False, min_value=0, max_value=LARGEST_NUMBER)
    is_meta = YesOrNo(required=False, help_text="Whether it is about the deliberation itself.")
    note = Text(required=False, allow_blank=True, max_length=500, help_text="Its author reads it.")
    public_reason = Text(
        required=False,
        allow_blank=True,
        max_length=500,
        help_text="Asks a second moderator to reject what people have voted on; everybody can read it.",
    )


class AnswerSerializer(serializers.Serializer[Any]):
    """What a second moderator says to a decision that waits for one, or its proposer, taking it back."""

    answer = serializers.ChoiceField(choices=[AGREE, DECLINE, WITHDRAW])


class DecisionSerializer(serializers.Serializer[Any]):
    """What was decided, and who agreed to it."""

    outcome = serializers.ChoiceField(choices=ModerationDecision.Outcome.choices)
    reason = serializers.CharField()
    note = serializers.CharField()
    public_reason = serializers.CharField()
    role = serializers.CharField()
    decided_at = Moment()


class DecidedSerializer(serializers.Serializer[Any]):
    """The statement as it is now. With 202 nothing is decided yet: `question` waits for somebody else."""

    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Statement.State.choices)
    merged_into = serializers.IntegerField(allow_null=True)
    is_meta = serializers.BooleanField()
    decision = DecisionSerializer(allow_null=True)
    question = QuestionSerializer(allow_null=True)
