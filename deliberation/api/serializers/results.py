"""What programs read of results: an analysis, its groups, and each statement with its votes."""

from rest_framework import serializers

from deliberation.api.serializers.moments import Moment
from deliberation.results.measures import FINDINGS, MEASURES, OF_EVERYONE

HELD_BACK = "Null where too few people stand behind it to be shown, or where it would give others away."


def count_of_passes() -> dict[str, serializers.Field]:
    """Return the field `pass`, which Python keeps for itself."""
    return {"pass": serializers.IntegerField(min_value=0)}


class TallySerializer(serializers.Serializer):
    """Counted votes, and where the share that agrees surely lies (90 % credible interval)."""

    votes = serializers.IntegerField(min_value=0)
    agree = serializers.IntegerField(min_value=0)
    disagree = serializers.IntegerField(min_value=0)
    agree_low = serializers.FloatField(min_value=0, max_value=1)
    agree_high = serializers.FloatField(min_value=0, max_value=1)

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return the fields, with the count of passes under the name that files use."""
        return {**super().get_fields(), **count_of_passes()}


class GroupTallySerializer(serializers.Serializer):
    """The votes of one opinion group."""

    group = serializers.CharField(help_text="Its letter.")
    tally = TallySerializer(allow_null=True, help_text=HELD_BACK)


COUNTED = frozenset({"robustness_added", "robustness_changed"})
"""Measures that count votes; `agreed` says yes or no, all others are numbers between -1 and 1."""


class MeasuresSerializer(serializers.Serializer):
    """The measures of a statement; docs/results.md and docs/methods.md say what each is."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return a field for each measure that files carry, under the same names."""
        return {name: _measure(name) for name in MEASURES}


def _measure(name: str) -> serializers.Field:
    if name == "agreed":
        return serializers.BooleanField(help_text="Whether it surely has a majority in every group.")
    if name in COUNTED:
        return serializers.IntegerField(
            allow_null=True, help_text="Votes that would end the agreement; null where there is none."
        )
    hidden = "Null where it was not measured."
    if name not in FINDINGS | OF_EVERYONE:
        hidden += " Also where it would give away how few people voted."
    return serializers.FloatField(allow_null=True, help_text=hidden)


class StatementResultSerializer(serializers.Serializer):
    """A statement with its votes and measures in one analysis."""

    statement = serializers.IntegerField(min_value=0, help_text="Its number.")
    text = serializers.CharField(allow_null=True, help_text="Null where its author took it back.")
    language = serializers.CharField()
    outcome = serializers.ChoiceField(["agreed", "rejected", "divided", "open"])
    votes = TallySerializer(allow_null=True, help_text=f"Of everyone. {HELD_BACK}")
    by_group = GroupTallySerializer(many=True, help_text="Empty where there are no groups.")
    measures = MeasuresSerializer()


class StatementResultsPageSerializer(serializers.Serializer):
    """A page of statements with their votes, all of one analysis."""

    result_hash = serializers.CharField(help_text="Of the analysis the page is of.")
    groups = serializers.ListField(child=serializers.CharField(), help_text="Letters of its groups.")
    results = StatementResultSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class RepresentativeSerializer(serializers.Serializer):
    """A statement that sets a group apart, and the position that the group takes."""

    statement = serializers.IntegerField(min_value=0)
    text = serializers.CharField(allow_null=True)
    language = serializers.CharField()
    position = serializers.ChoiceField(["agree", "disagree"])
    share_of_group = serializers.FloatField(allow_null=True, help_text=HELD_BACK)
    share_of_others = serializers.FloatField(allow_null=True, help_text=HELD_BACK)


class GroupSerializer(serializers.Serializer):
    """People who vote alike."""

    letter = serializers.CharField()
    size = serializers.IntegerField(min_value=0, help_text="People in it.")
    share = serializers.FloatField(help_text="Of the people in any group, from 0 to 1.")
    stability = serializers.FloatField(
        allow_null=True, help_text="How well it is found again in re-drawn assemblies; null: not measured."
    )
    representative = RepresentativeSerializer(many=True)


class AnalysisInBriefSerializer(serializers.Serializer):
    """A stored analysis: the same votes and parameters always give the same `result_hash`."""

    result_hash = serializers.CharField(help_text="Of everything the analysis says but who stands where.")
    input_hash = serializers.CharField(help_text="Of the votes it saw.")
    grouped_by = serializers.CharField(
        allow_null=True, help_text="`result_hash` of the analysis whose groups it kept; null: its own."
    )
    mode = serializers.CharField()
    participants = serializers.IntegerField(min_value=0)
    statements = serializers.IntegerField(min_value=0)
    votes = serializers.IntegerField(min_value=0)
    event_watermark = serializers.IntegerField(
        min_value=0, help_text="Newest event whose votes it may have seen; it grows from one to the next."
    )
    created_at = Moment()
    url = serializers.URLField()


class FreshnessSerializer(serializers.Serializer):
    """How old the results are, and what waits for the next ones."""

    age_seconds = serializers.IntegerField(
        min_value=0, help_text="When this was answered; a copy that is kept grows older."
    )
    newer_votes = serializers.IntegerField(min_value=0, help_text="Since then, counted up to 1000.")
    is_under_way = serializers.BooleanField(help_text="Whether the next analysis waits or runs.")
    has_failed = serializers.BooleanField(help_text="Whether the latest attempt at it failed.")


class SentencesSerializer(serializers.Serializer):
    """The results in sentences, in the language that was asked for (`Accept-Language`)."""

    opening = serializers.ListField(
        child=serializers.CharField(), help_text="Who took part, what unites them, what divides them."
    )
    uniting = serializers.CharField()
    dividing = serializers.CharField()
    map = serializers.CharField()


class ResultCountsSerializer(serializers.Serializer):
    """What the results count."""

    participants = serializers.IntegerField(min_value=0)
    placed = serializers.IntegerField(min_value=0, help_text="People with a place in a group.")
    unplaced = serializers.IntegerField(min_value=0, help_text="People with too few votes for that.")
    votes = serializers.IntegerField(min_value=0)
    statements = serializers.IntegerField(min_value=0, help_text="Those that are still let in.")
    agreed = serializers.IntegerField(min_value=0, help_text="Surely a majority in every group.")
    agreed_firmly = serializers.IntegerField(
        min_value=0, help_text="Of those, in at least 95 % of the re-drawn assemblies."
    )
    divisive = serializers.IntegerField(min_value=0, help_text="Clearly dividing, and not by chance.")


class CertaintySerializer(serializers.Serializer):
    """How sure the results are."""

    votes_cast_share = serializers.FloatField(help_text="Of all votes that could have been cast.")
    votes_per_person = serializers.FloatField()
    explained_variance = serializers.FloatField(help_text="Share of the differences the map shows.")
    without_groups = serializers.ChoiceField(
        ["too few", "halves differ", "nothing in common"],
        allow_null=True,
        help_text="Why no groups are shown.",
    )
    group_agreement = serializers.FloatField(
        allow_null=True, help_text="How alike two halves of the assembly divide into these groups."
    )
    redrawn_assemblies = serializers.IntegerField(allow_null=True)


class ResultsSerializer(serializers.Serializer):
    """The newest results: the groups, what unites and divides them, and how sure that is."""

    analysis = AnalysisInBriefSerializer()
    freshness = FreshnessSerializer()
    counts = ResultCountsSerializer()
    sentences = SentencesSerializer()
    groups = GroupSerializer(many=True)
    uniting = StatementResultSerializer(many=True, help_text="The surest first, six at most.")
    dividing = StatementResultSerializer(many=True, help_text="The surest first, six at most.")
    rejected = StatementResultSerializer(many=True, help_text="Most say no, in every group.")
    certainty = CertaintySerializer()
    holds_back = serializers.BooleanField(
        help_text="Whether some votes here are null because too few people stand behind them."
    )
    statements = serializers.URLField(help_text="Every statement with its votes, a page at a time.")
    page = serializers.URLField()


class AnalysisGroupSerializer(serializers.Serializer):
    """An opinion group as the analysis stored it."""

    letter = serializers.CharField()
    size = serializers.IntegerField(min_value=0)
    center = serializers.ListField(
        child=serializers.FloatField(), min_length=2, max_length=2, help_text="On the map, x and y."
    )
    stability = serializers.FloatField(allow_null=True)
    representative = serializers.ListField(
        child=serializers.DictField(), help_text="Statement numbers with the group's position."
    )


class AnalysisSerializer(serializers.Serializer):
    """A stored analysis by its hash. It never changes, so a copy of it is good for ever."""

    result_hash = serializers.CharField()
    input_hash = serializers.CharField()
    membership_hash = serializers.CharField(allow_blank=True, help_text="Of who stands where.")
    grouped_by = serializers.CharField(allow_null=True)
    mode = serializers.CharField()
    seed = serializers.IntegerField()
    parameters = serializers.DictField(help_text="With what it was computed.")
    participants = serializers.IntegerField(min_value=0)
    statements = serializers.IntegerField(min_value=0)
    votes = serializers.IntegerField(min_value=0)
    agree = serializers.IntegerField(min_value=0)
    disagree = serializers.IntegerField(min_value=0)
    summary = serializers.DictField(help_text="Small results: explained variance, held-out votes, and more.")
    groups = AnalysisGroupSerializer(many=True)
    event_watermark = serializers.IntegerField(min_value=0)
    created_at = Moment()

    def get_fields(self) -> dict[str, serializers.Field]:
        """Return the fields, with the count of passes under the name that files use."""
        return {**super().get_fields(), **count_of_passes()}
