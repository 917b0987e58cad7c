"""What programs read of statements."""

from rest_framework import serializers

from deliberation.models import Statement, StatementTranslation


class StatementTranslationSerializer(serializers.Serializer):
    """A statement in another language, and where that comes from."""

    language = serializers.CharField()
    text = serializers.CharField()
    source = serializers.ChoiceField(StatementTranslation.Source.choices)
    translator = serializers.CharField(
        allow_null=True, help_text="The translating program, of a machine's translation."
    )


class StatementSerializer(serializers.Serializer):
    """A statement that was let in. It names nobody, and no votes."""

    number = serializers.IntegerField(min_value=0, help_text="Its name within the deliberation.")
    text = serializers.CharField(allow_null=True, help_text="Null where its author took it back.")
    language = serializers.CharField()
    translations = StatementTranslationSerializer(many=True)
    state = serializers.ChoiceField(Statement.State.choices)
    is_seed = serializers.BooleanField(help_text="Whether the organisers put it there to begin with.")
    is_meta = serializers.BooleanField(help_text="Whether it is about the deliberation itself.")
    is_taken_back = serializers.BooleanField(help_text="Whether its author took the text back.")
    merged_into = serializers.IntegerField(
        allow_null=True, help_text="Number of the statement that says the same and is voted on in its place."
    )
    proposed_on = serializers.DateField(allow_null=True, help_text="To the day; null where it is not known.")
    url = serializers.URLField()
    result = serializers.URLField(help_text="The votes on it, where results are open, as a page for people.")
