"""What programs read of the files there are to take out."""

from rest_framework import serializers


class ExportSerializer(serializers.Serializer):
    """A file to take out."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    media_type = serializers.CharField()
    bytes = serializers.IntegerField(
        min_value=0, allow_null=True, help_text="Null where it is made when it is asked for."
    )
    sha256 = serializers.CharField(allow_null=True)
    snapshot = serializers.CharField(
        allow_null=True,
        help_text="Hash of the state it is of, analysis, topics and texts; null for the records.",
    )
    has_single_votes = serializers.BooleanField(
        help_text="Whether it says what single people voted: for a token with the scope `export`, and only "
        "while the account behind it has the right to that."
    )
    is_open_to_you = serializers.BooleanField(help_text="Whether you may take it out now.")
    url = serializers.URLField()
