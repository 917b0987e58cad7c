"""What people send and are told who take part through the interface for programs."""

from typing import Any

from rest_framework import serializers

from deliberation.api.serializers.moments import Moment
from deliberation.api.strict_fields import Text, WholeNumber, YesOrNo
from deliberation.models import Statement, Vote
from deliberation.people.forms import LONGEST_ANSWER
from deliberation.voting.forms import KEY
from deliberation.voting.services import BATCH_LIMIT

LARGEST_NUMBER = 2**53 - 1


class ConsentSerializer(serializers.Serializer[Any]):
    """The text to agree to."""

    version = serializers.IntegerField()
    text = serializers.CharField(help_text="What binds; may be empty.")
    language = serializers.CharField()
    translation = serializers.CharField(help_text="For the reader, beside the text; may be empty.")


class AskedQuestionSerializer(serializers.Serializer[Any]):
    """A question of the organisers about the person; each may be left out."""

    key = serializers.CharField()
    text = serializers.CharField()
    language = serializers.CharField()
    options = serializers.ListField(
        child=serializers.CharField(), help_text="The answers to choose from; empty: a short text."
    )


class ChallengeSerializer(serializers.Serializer[Any]):
    """A piece of work: find the number whose hash after the salt is the challenge.

    What is sent as `proof_of_work` is the base64 of a JSON object with `algorithm`, `challenge`, `salt` and
    `signature` as they came, and the `number` that was found. It is good once, for twenty minutes.
    """

    algorithm = serializers.CharField()
    challenge = serializers.CharField()
    salt = serializers.CharField()
    signature = serializers.CharField()
    max_number = serializers.IntegerField(help_text="The number is not larger.")


class JoiningSerializer(serializers.Serializer[Any]):
    """What joining asks for."""

    access = serializers.CharField(help_text="`open`, `invitation` or `account`.")
    is_open = serializers.BooleanField()
    consent = ConsentSerializer()
    questions = AskedQuestionSerializer(many=True)
    proof_of_work = ChallengeSerializer(allow_null=True, help_text="Null where none is asked for.")


class JoinSerializer(serializers.Serializer[Any]):
    """Somebody who wants to take part."""

    consent_version = WholeNumber(
        min_value=0, max_value=2**31 - 1, help_text="The version of the consent text that was agreed to."
    )
    answers = serializers.DictField(
        child=Text(max_length=LONGEST_ANSWER, allow_blank=True),
        required=False,
        help_text="By the keys of the questions.",
    )
    invitation = Text(
        max_length=100, required=False, allow_blank=True, help_text="The code of an invitation."
    )
    proof_of_work = Text(max_length=2000, required=False, allow_blank=True)
    xid = Text(
        min_length=1,
        max_length=2000,
        required=False,
        help_text="A person of a host site, signed by that site.",
    )


class ParticipantSerializer(serializers.Serializer[Any]):
    """Somebody who takes part."""

    number = serializers.IntegerField(help_text="By which the public log names them.")
    joined_at = Moment(allow_null=True)
    consent_version = serializers.IntegerField(allow_null=True)
    participant_key = serializers.CharField(
        allow_null=True,
        help_text="The bearer key of this participant. Null where the request was made with it or by cookie.",
    )


class TranslationSerializer(serializers.Serializer[Any]):
    """A statement in the reader's language."""

    language = serializers.CharField()
    text = serializers.CharField()
    source = serializers.CharField(help_text="`person` or `machine`.")


class ShownStatementSerializer(serializers.Serializer[Any]):
    """A statement to vote on."""

    number = serializers.IntegerField()
    text = serializers.CharField()
    language = serializers.CharField()
    is_seed = serializers.BooleanField(help_text="Whether it is from the organisers, to begin with.")
    is_long = serializers.BooleanField(help_text="Whether it is so long that pages set it smaller.")
    translation = TranslationSerializer(allow_null=True)
    ticket = serializers.CharField(
        help_text="For the website's own page, which says by it that the statement was shown; may be empty."
    )


class ProgressSerializer(serializers.Serializer[Any]):
    """How far somebody has come."""

    voted = serializers.IntegerField()
    remaining = serializers.IntegerField()


class TurnsSerializer(ProgressSerializer):
    """What somebody is to vote on next."""

    results = ShownStatementSerializer(many=True)


class BatchSerializer(serializers.Serializer[Any]):
    """Votes that were cast before. Each is judged on its own, so what is no vote is refused by itself."""

    votes = serializers.ListField(
        child=serializers.JSONField(),
        max_length=BATCH_LIMIT,
        help_text="Objects with `statement` (number), `value` (1 agree, -1 disagree, 0 pass) and `key`; and "
        "if wanted `cast_at`, `pass_reason` (`unsure`, `unclear`, `not_relevant`) and `is_important`.",
    )


class OutcomeSerializer(serializers.Serializer[Any]):
    """What became of one vote."""

    key = serializers.CharField()
    state = serializers.ChoiceField(choices=["recorded", "known", "refused"])
    reason = serializers.CharField(help_text="Why it was refused; empty otherwise.")


class BatchAnswerSerializer(ProgressSerializer):
    """What became of each vote, in the order in which they were sent."""

    votes = OutcomeSerializer(many=True)


class VoteSerializer(serializers.Serializer[Any]):
    """One vote."""

    value = serializers.IntegerField(help_text="1 agree, -1 disagree, 0 pass.")
    pass_reason = serializers.ChoiceField(choices=Vote.PassReason.choices, allow_blank=True)
    is_important = serializers.BooleanField()
    cast_at = Moment(allow_null=True)


class OwnVoteSerializer(VoteSerializer):
    """A vote with what it is on."""

    statement = serializers.IntegerField(source="statement.number")
    text = serializers.CharField(source="statement.shown_text")
    language = serializers.CharField(source="statement.language")


class CastVoteSerializer(serializers.Serializer[Any]):
    """A vote to cast."""

    value = WholeNumber(min_value=-1, max_value=1, help_text="1 agree, -1 disagree, 0 pass.")
    key = serializers.RegexField(
        KEY, required=False, help_text="A random key of this choice; sending it again changes nothing."
    )
    pass_reason = serializers.ChoiceField(choices=Vote.PassReason.choices, required=False, allow_blank=True)
    is_important = YesOrNo(required=False)
    cast_at = serializers.DateTimeField(required=False, help_text="When, if not now; up to a week ago.")


class VoteAnswerSerializer(VoteSerializer, ProgressSerializer):
    """The vote as it stands now."""

    statement = serializers.IntegerField()
    state = serializers.ChoiceField(choices=["recorded", "known"])


class ProposalSerializer(serializers.Serializer[Any]):
    """A statement to propose."""

    text = Text(trim_whitespace=False, min_length=1, max_length=5000)
    language = Text(required=False, allow_blank=True, max_length=10)
    anyway = YesOrNo(required=False, help_text="Propose it although others have said something very similar.")


class OtherWordsSerializer(serializers.Serializer[Any]):
    """Other words that a moderator proposes."""

    texts = serializers.ListField(child=serializers.CharField())
    note = serializers.CharField()
    answer_until = Moment()


class OwnDecisionSerializer(serializers.Serializer[Any]):
    """What a moderator decided, and why."""

    outcome = serializers.CharField()
    reason = serializers.CharField()
    note = serializers.CharField()
    decided_at = Moment()


class OwnStatementSerializer(serializers.Serializer[Any]):
    """A statement of one's own, and what became of it."""

    number = serializers.IntegerField(source="statement.number")
    text = serializers.CharField(source="statement.shown_text")
    language = serializers.CharField(source="statement.language")
    state = serializers.ChoiceField(choices=Statement.State.choices, source="statement.state")
    merged_into = serializers.SerializerMethodField(help_text="The statement people vote on in its place.")
    said_as = serializers.SerializerMethodField(help_text="Statements that say it in other words now.")
    proposed_at = Moment(source="statement.proposed_at", allow_null=True)
    decision = OwnDecisionSerializer(allow_null=True)
    other_words = OtherWordsSerializer(source="question", allow_null=True)

    def get_merged_into(self, row: Any) -> int | None:
        """Return its number."""
        return row.statement.merged_into.number if row.statement.merged_into else None

    def get_said_as(self, row: Any) -> list[int]:
        """Return their numbers."""
        return [words.number for words in row.said_as]


class ProposedSerializer(serializers.Serializer[Any]):
    """A statement that was proposed just now."""

    number = serializers.IntegerField()
    text = serializers.CharField()
    language = serializers.CharField()
    state = serializers.ChoiceField(choices=Statement.State.choices)
    proposed_at = Moment()
