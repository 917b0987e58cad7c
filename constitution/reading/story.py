"""How a version was made: what people did by hand, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from constitution.models import Comparison, ComparisonMatch, Concern, ConstitutionVersion, PrincipleEdit
from constitution.reading.articles import answers_of
from constitution.reading.rules_in_words import selection_in_words
from deliberation.models import Event
from deliberation.results.tallies import Tally, public_tallies


@dataclass(frozen=True)
class ByHand:
    """What people did to a draft: how often, and when last; None where they did nothing."""

    count: int
    last: datetime | None


@dataclass(frozen=True)
class PreambleEdit:
    """A change of the preamble by an organiser."""

    at: datetime
    why: str
    before: str


@dataclass(frozen=True)
class Story:
    """What happened between the votes and the version."""

    version: ConstitutionVersion
    concerns: ByHand
    open_concerns: int
    edits: ByHand
    added: int
    preamble_edits: tuple[PreambleEdit, ...]

    @property
    def chosen_by(self) -> str:
        """The rule by which the statements were taken, in words."""
        return str(selection_in_words(self.version.selection.get("rule", "")))

    @property
    def on_the_whole(self) -> Tally | None:
        """The answers on the text as a whole, adoption as agreement; None where too few gave one."""
        outcome = (self.version.ratification or {}).get("whole")
        if not outcome:
            return None
        groups = [answers_of(group) for group in outcome["by_group"]]
        counted = public_tallies(answers_of(outcome), groups).everyone
        return counted if counted and counted.votes else None


def story_of(version: ConstitutionVersion) -> Story:
    """Return how a version was made, in three queries."""
    concerns = Concern.objects.filter(version=version).aggregate(
        decided=Count("pk", filter=~Q(state=Concern.State.OPEN)),
        open=Count("pk", filter=Q(state=Concern.State.OPEN)),
        last=Max("decided_at"),
    )
    edits = PrincipleEdit.objects.filter(principle__version=version, rule="").aggregate(
        count=Count("pk", filter=~Q(before="")), added=Count("pk", filter=Q(before="")), last=Max("edited_at")
    )
    return Story(
        version=version,
        concerns=ByHand(concerns["decided"], concerns["last"]),
        open_concerns=concerns["open"],
        edits=ByHand(edits["count"], edits["last"]),
        added=edits["added"],
        preamble_edits=tuple(_preamble_edits(version)),
    )


def _preamble_edits(version: ConstitutionVersion) -> list[PreambleEdit]:
    rows = (
        Event.objects.filter(
            deliberation=version.deliberation,
            kind=Event.Kind.CONSTITUTION_EDITED,
            payload__body__version=version.number,
            payload__body__part="preamble",
        )
        .order_by("id")
        .values_list("recorded_at", "payload__body")
    )
    return [PreambleEdit(at, body["why"], body["before"]) for at, body in rows]


def comparisons_of(version: ConstitutionVersion) -> list[Comparison]:
    """Return the public comparisons of a version with how many principles have their like in each."""
    confirmed = ~Q(matches__state=ComparisonMatch.State.REFUSED) & ~Q(
        matches__kind=ComparisonMatch.Kind.OPPOSED
    )
    matched = confirmed & Q(matches__kind=ComparisonMatch.Kind.MATCHED)
    return list(
        Comparison.objects.filter(version=version, is_public=True)
        .defer("principles")
        .annotate(
            alike=Count("matches__principle", filter=matched, distinct=True),
            touched=Count("matches__principle", filter=confirmed, distinct=True),
        )
    )
