"""What programs read of training runs."""

from rest_framework import serializers

from deliberation.api.serializers.moments import Moment
from training_bridge.models import Standing


class RunInBriefSerializer(serializers.Serializer):
    """A training run in a list."""

    id = serializers.CharField()
    standing = serializers.ChoiceField(Standing.choices)
    version = serializers.IntegerField(min_value=1, help_text="Of the constitution it learns from.")
    constitution_sha256 = serializers.CharField(help_text="Of that version.")
    model = serializers.CharField(help_text="The model that is trained; `scripted` stands for none.")
    is_imported = serializers.BooleanField(help_text="Whether it was run on somebody else's machines.")
    is_measured = serializers.BooleanField(help_text="Whether it came to the end and says what changed.")
    verdict = serializers.CharField(
        allow_null=True,
        help_text="Of the primary measure, after against before: `rise`, `fall` or `no clear change`.",
    )
    verdict_against_control = serializers.CharField(
        allow_null=True, help_text="The same against training without the constitution, which is what counts."
    )
    created_at = Moment()
    finished_at = Moment(allow_null=True, help_text="Null while it runs, and for imported runs.")
    url = serializers.URLField()
    page = serializers.URLField()


class StageSerializer(serializers.Serializer):
    """A stage of a run."""

    name = serializers.CharField()
    state = serializers.ChoiceField(["done", "going on", "to come"])


class FiguresSerializer(serializers.Serializer):
    """What a run came to; `evaluation/` among its files has every part. Null is what it did not reach."""

    outcome = serializers.CharField()
    seed = serializers.IntegerField(allow_null=True)
    principles = serializers.IntegerField(allow_null=True)
    model_sha256 = serializers.CharField(allow_null=True)
    model_parameters = serializers.IntegerField(allow_null=True)
    device = serializers.CharField(allow_null=True)
    prompts = serializers.IntegerField(allow_null=True)
    generated = serializers.IntegerField(allow_null=True)
    accepted = serializers.IntegerField(allow_null=True)
    training_rows = serializers.IntegerField(allow_null=True)
    training_steps = serializers.IntegerField(allow_null=True)
    margin = serializers.DictField(allow_null=True, help_text="The primary measure, with its interval.")
    refusal = serializers.DictField(
        allow_null=True, help_text="Refusals of harmful and of harmless requests, before and after."
    )
    evaluation = serializers.DictField(help_text="What was measured beside, by suite.")
    notice = serializers.CharField(allow_null=True, help_text="What the figures cannot say.")


class RunFileSerializer(serializers.Serializer):
    """A file of a run, the same bytes as on the website."""

    name = serializers.CharField()
    media_type = serializers.CharField()
    bytes = serializers.IntegerField(min_value=0)
    sha256 = serializers.CharField()
    url = serializers.URLField()


class RunSerializer(RunInBriefSerializer):
    """A training run: how far it is, what it came to, and its files."""

    percent = serializers.IntegerField(min_value=0, max_value=100)
    stages = StageSerializer(many=True)
    figures = FiguresSerializer(allow_null=True, help_text="Null until it has an outcome.")
    manifest_sha256 = serializers.CharField(
        allow_null=True, help_text="Of the manifest, which names every file; as the sealed record has it."
    )
    files = RunFileSerializer(many=True, help_text="The manifest first; empty until it is written.")
