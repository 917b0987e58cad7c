"""How sure the results are, as figures: the answers behind "How sure is this" on the results page."""

from dataclasses import dataclass
from typing import Any, Literal

from deliberation.analysis.held_out import MAJORITY
from deliberation.analysis.stable_groups import NO_STABLE_GROUPS, NOTHING_IN_COMMON
from deliberation.models import Analysis, StoredResamples


@dataclass(frozen=True)
class NumberOfGroups:
    """A number of groups, how alike two halves of the assembly divide into that many, whether it is shown."""

    count: int
    agreement: float
    is_shown: bool


@dataclass(frozen=True)
class Method:
    """A way to foretell votes: its name, number of axes, and how often it is right.

    `auc` is the probability that of an agreement and another vote it finds the agreement likelier.
    """

    name: str
    rank: int
    auc: float
    is_best: bool

    @property
    def out_of_100(self) -> int:
        """How many of 100 such comparisons it gets right."""
        return round(100 * self.auc)

    @property
    def kind(self) -> str:
        """The name without the number of axes."""
        return "low rank" if self.name.startswith("low rank") else self.name


@dataclass(frozen=True)
class Foretelling:
    """How well hidden votes were foretold: by every method, the majority alone first."""

    hidden: int
    methods: tuple[Method, ...]

    @property
    def best(self) -> Method:
        """The method that earned its place."""
        return next(method for method in self.methods if method.is_best)

    @property
    def majority(self) -> Method:
        """Foretelling by what most people think, whoever they are."""
        return next(method for method in self.methods if method.name == MAJORITY)


@dataclass(frozen=True)
class Certainty:
    """What is known of how sure an analysis is; None and empty where it was not measured.

    Attributes:
        filled: share of all possible votes that were cast.
        explained: share of the differences between people that the map shows.
        votes_per_person: on average.
        without_groups: why no groups are shown, None where there are some.
        numbers_of_groups: those that were tried, in order.
        redrawn: how many assemblies were re-drawn.
        foretelling: how well hidden votes were foretold.
        weighting: of weighting to a population `effective_sample_size`, `design_effect`, whether it
            `converged` and the `greatest_error` left; or why it was `refused`.
        lock_step: people who voted in lock step with others.
        conflicting: pairs of merged statements on which somebody had voted both ways.
    """

    filled: float
    explained: float
    votes_per_person: float
    without_groups: Literal["too few", "halves differ", "nothing in common"] | None
    numbers_of_groups: tuple[NumberOfGroups, ...]
    redrawn: int | None
    foretelling: Foretelling | None
    weighting: dict[str, Any] | None
    lock_step: int
    conflicting: int

    @property
    def agreement(self) -> float | None:
        """How alike two halves of the assembly divide into the groups that are shown."""
        return next((number.agreement for number in self.numbers_of_groups if number.is_shown), None)


def certainty_of(analysis: Analysis) -> Certainty:
    """Read how sure an analysis is; what a refresh did not measure again is that of its grouping."""
    possible = analysis.participant_count * analysis.statement_count
    groups = analysis.groups.count()
    return Certainty(
        filled=analysis.vote_count / possible if possible else 0.0,
        explained=sum(analysis.summary["explained_variance"]),
        votes_per_person=analysis.vote_count / max(1, analysis.participant_count),
        without_groups=_without_groups(analysis.summary["grouping_note"]) if groups < 2 else None,
        numbers_of_groups=tuple(
            NumberOfGroups(int(count), agreement, int(count) == groups)
            for count, agreement in sorted((_measured(analysis, "group_agreement") or {}).items())
        ),
        redrawn=redrawn_assemblies(analysis),
        foretelling=_foretelling(_measured(analysis, "held_out")),
        weighting=analysis.summary.get("weighting"),
        lock_step=_measured(analysis, "lock_step") or 0,
        conflicting=len(analysis.summary.get("merge_conflicts", [])),
    )


def redrawn_assemblies(analysis: Analysis) -> int | None:
    """Return how many assemblies were re-drawn from the participants, or None if none were."""
    counts = StoredResamples.objects.filter(analysis__in=[analysis.pk, analysis.grouping.pk])
    return counts.order_by("-analysis").values_list("count", flat=True).first()


def _measured(analysis: Analysis, name: str) -> Any:
    return analysis.summary.get(name) or analysis.grouping.summary.get(name)


def _without_groups(note: str | None) -> Literal["too few", "halves differ", "nothing in common"]:
    if note == NO_STABLE_GROUPS:
        return "halves differ"
    return "nothing in common" if note == NOTHING_IN_COMMON else "too few"


def _foretelling(held_out: dict[str, Any] | None) -> Foretelling | None:
    if not held_out or not held_out["scores"]:
        return None
    methods = tuple(
        Method(score["name"], score["rank"], score["auc"], score["name"] == held_out["best"])
        for score in held_out["scores"]
    )
    return Foretelling(held_out["hidden"], methods)
