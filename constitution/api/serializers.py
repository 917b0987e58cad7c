"""What programs read of a constitution: its versions, principles and files."""

from rest_framework import serializers

from constitution.models import ConstitutionVersion, Principle
from deliberation.api.serializers.moments import Moment

HELD_BACK = "Null where it would give away how few people voted."


class VersionFilterSerializer(serializers.Serializer):
    """Which versions are asked for."""

    state = serializers.ChoiceField(
        ConstitutionVersion.State.choices,
        required=False,
        help_text="`ratified`: the one in force, which a program may wait for.",
    )


class VersionInBriefSerializer(serializers.Serializer):
    """A version in a list."""

    number = serializers.IntegerField(min_value=1)
    state = serializers.ChoiceField(ConstitutionVersion.State.choices)
    language = serializers.CharField()
    parent = serializers.IntegerField(allow_null=True, help_text="Number of the version it goes on from.")
    reason_for_amending = serializers.CharField(allow_blank=True)
    decided_by = serializers.ChoiceField(ConstitutionVersion.DecidedBy.choices, allow_null=True)
    principles = serializers.IntegerField(min_value=0, help_text="Without those that were not adopted.")
    analysis = serializers.CharField(help_text="`result_hash` of the analysis it was drafted from.")
    sha256 = serializers.CharField(
        allow_null=True,
        help_text="Of what it says, from the moment it is ratified; then it never changes again. In a "
        "list null before.",
    )
    drafted_at = Moment()
    ratification_opened_at = Moment(allow_null=True)
    ratified_at = Moment(allow_null=True)
    url = serializers.URLField()
    page = serializers.URLField()


class VersionLinksSerializer(serializers.Serializer):
    """Where programs read on."""

    principles = serializers.URLField()
    files = serializers.URLField()
    analysis = serializers.URLField()
    constitution_json = serializers.URLField(help_text="Everything in one file, in canonical JSON.")


class VersionSerializer(VersionInBriefSerializer):
    """A version, with the rules by which it came about."""

    preamble = serializers.CharField(allow_blank=True)
    parent_sha256 = serializers.CharField(allow_null=True)
    input_hash = serializers.CharField(help_text="Of the votes behind its analysis.")
    selection = serializers.DictField(help_text="How the statements were chosen: the rule and its settings.")
    rule = serializers.DictField(
        allow_null=True, help_text="What a principle needs to be adopted; null without a vote."
    )
    ratification = serializers.DictField(
        allow_null=True, help_text="What the vote gave, with small counts held back; null before."
    )
    rejected = serializers.IntegerField(min_value=0, help_text="Principles that were not adopted.")
    contested = serializers.ListField(
        child=serializers.IntegerField(), help_text="Statements on which the groups do not agree."
    )
    precedence = serializers.ListField(
        child=serializers.DictField(), help_text="Which of two principles goes before the other, and why."
    )
    links = VersionLinksSerializer()


class TopicNameSerializer(serializers.Serializer):
    """The topic of a principle."""

    number = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)


class PrincipleNameSerializer(serializers.Serializer):
    """A principle of another version."""

    version = serializers.IntegerField(min_value=1)
    id = serializers.CharField()


class PrincipleGroupVotesSerializer(serializers.Serializer):
    """How a group voted on the statement behind a principle."""

    group = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return the letter and the counts, under the names that files use."""
        return {**super().get_fields(), **_counts()}


class PrincipleVotesSerializer(serializers.Serializer):
    """The votes on the statement behind a principle."""

    by_group = PrincipleGroupVotesSerializer(many=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return the counts and those of each group, under the names that files use."""
        return {**_counts(), **super().get_fields()}


def _counts() -> dict[str, serializers.Field]:
    return {
        name: serializers.IntegerField(allow_null=True, min_value=0, help_text=HELD_BACK)
        for name in ("agree", "disagree", "pass")
    }


class RadiusSerializer(serializers.Serializer):
    """The least number of votes that would end the agreement."""

    added = serializers.IntegerField(allow_null=True)
    changed = serializers.IntegerField(allow_null=True)


class EditSerializer(serializers.Serializer):
    """A change of wording."""

    who = serializers.CharField()
    rule = serializers.CharField(allow_blank=True)
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)
    why = serializers.CharField(allow_blank=True)


class PrincipleSerializer(serializers.Serializer):
    """A principle with everything behind it, as `constitution.json` has it."""

    id = serializers.CharField(help_text="Its name within the version, such as `p01`.")
    version = serializers.IntegerField(min_value=1)
    state = serializers.ChoiceField(Principle.State.choices)
    text = serializers.CharField()
    language = serializers.CharField()
    kind = serializers.ChoiceField(Principle.Kind.choices)
    topic = TopicNameSerializer(allow_null=True)
    critique_request = serializers.CharField(allow_blank=True)
    revision_request = serializers.CharField(allow_blank=True)
    statement_ids = serializers.ListField(child=serializers.IntegerField())
    original_texts = serializers.ListField(child=serializers.CharField(allow_blank=True))
    replaces = PrincipleNameSerializer(allow_null=True, help_text="The principle it goes on from.")
    votes = PrincipleVotesSerializer()
    group_aware_consensus = serializers.FloatField(allow_null=True, help_text=HELD_BACK)
    lower_bound = serializers.FloatField(allow_null=True, help_text=HELD_BACK)
    weight = serializers.FloatField(allow_null=True)
    scores = serializers.DictField(allow_null=True, help_text="By every rule, and which rules chose it.")
    radius = RadiusSerializer()
    stability = serializers.FloatField(
        allow_null=True, help_text="Share of the re-drawn assemblies in which it is chosen."
    )
    ratification = serializers.DictField(
        allow_null=True, help_text="Answers in the vote on it, with small counts held back."
    )
    edits = EditSerializer(many=True)
    sha256 = serializers.CharField(help_text="Of the principle as it stands in `constitution.json`.")
    url = serializers.URLField()
    page = serializers.URLField()


class SourceSerializer(serializers.Serializer):
    """A statement behind a principle, with its words as they were drafted."""

    number = serializers.IntegerField(min_value=0)
    text = serializers.CharField(allow_blank=True)
    came_from = serializers.ListField(
        child=serializers.IntegerField(), help_text="Statements that it was put into other words from."
    )
    url = serializers.URLField()


class ConflictSerializer(serializers.Serializer):
    """What was decided where two principles may conflict."""

    with_principle = serializers.CharField()
    prevails = serializers.BooleanField(
        allow_null=True, help_text="Whether this one goes before the other; null: there is no conflict."
    )
    why = serializers.CharField(allow_blank=True)


class PrincipleInFullSerializer(PrincipleSerializer):
    """A principle with its lineage, and in words why it is there."""

    statements = SourceSerializer(many=True)
    chosen_by = serializers.CharField(help_text="The rule of its version, in words.")
    other_rules = serializers.ListField(
        child=serializers.CharField(), help_text="Other rules that would have chosen it, in words."
    )
    firmness = serializers.CharField(allow_blank=True, help_text="How many votes would end the agreement.")
    chosen_again = serializers.CharField(allow_blank=True, help_text="In how many re-drawn assemblies.")
    conflicts = ConflictSerializer(many=True)
    goes_on_in = PrincipleNameSerializer(many=True, help_text="Principles of later versions.")


class ConstitutionFileSerializer(serializers.Serializer):
    """A file of a version, the same bytes as on the website."""

    name = serializers.CharField()
    purpose = serializers.CharField()
    media_type = serializers.CharField()
    bytes = serializers.IntegerField(min_value=0)
    sha256 = serializers.CharField()
    url = serializers.URLField()


class ConstitutionFilesSerializer(serializers.Serializer):
    """All files of a version, and how to check them."""

    version = serializers.IntegerField(min_value=1)
    state = serializers.ChoiceField(ConstitutionVersion.State.choices)
    sha256 = serializers.CharField(help_text="Of what the version says; the files carry it too.")
    files = ConstitutionFileSerializer(many=True)
    archive = serializers.URLField(help_text="All of them as a zip.")
    verifier = serializers.URLField(help_text="The program that checks them; it needs Python alone.")
