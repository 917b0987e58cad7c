"""What the results page says, read from the stored rows of one analysis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from deliberation.models import Analysis, OpinionGroup, Statement, StatementResult
from deliberation.results.charts import (
    BalanceBar,
    IntervalBar,
    ShareBar,
    balance_bars,
    interval_bar,
    share_bars,
)
from deliberation.results.tallies import PublicTallies, Tally, public_tallies, total

SHOWN = 6
"""Statements in each chart of the results page; the list of all statements has the rest."""

CLEARLY_AGREED = 0.5
"""A statement is agreed when the share that agrees surely exceeds this in every group."""

CLEARLY_DIVISIVE = 0.25
"""Least distance between the groups' shares of agreement that pages call a division."""

FIRM = 0.95
"""Share of the re-drawn assemblies in which a statement is agreed that pages call firm."""

VERY_STABLE, STABLE = 0.85, 0.75
"""Overlap with which a group is found again; limits by Hennig 2007, section 4."""

AGREED = Q(agreed=True) | Q(divisiveness_low=None, consensus_lower_bound__gt=CLEARLY_AGREED)
"""Results of agreed statements. Analyses from before the interval of division was stored did not store either
whether a statement is agreed; its bound tells."""

DIVISIVE = Q(divisiveness__gte=CLEARLY_DIVISIVE) & (Q(divisiveness_low__gt=0) | Q(divisiveness_low=None))
"""Results of statements that divide clearly, and not by chance."""

SURE_DIVISION = Coalesce("divisiveness_low", "divisiveness")
"""The least division that the votes allow, by which statements are ranked: few votes never rank high."""


@dataclass(frozen=True)
class StatementLine:
    """One statement with its votes, of everyone and of each opinion group."""

    result: StatementResult
    group_letters: tuple[str, ...]

    @property
    def statement(self) -> Statement:
        """The statement itself."""
        return self.result.statement

    @cached_property
    def counted(self) -> tuple[Tally, tuple[Tally, ...]]:
        """All votes as they were counted, of everyone and of each group: to judge by, never to show."""
        groups = (Tally(votes["agree"], votes["disagree"], votes["pass"]) for votes in self.result.by_group)
        return Tally(self.result.agree, self.result.disagree, self.result.passed), tuple(groups)

    @cached_property
    def public(self) -> PublicTallies:
        """The votes that enough people stand behind to be shown."""
        return public_tallies(*self.counted)

    @property
    def everyone(self) -> Tally | None:
        """The votes of all participants, grouped or not; None where they are too few to be shown."""
        return self.public.everyone

    @property
    def by_group(self) -> tuple[Tally | None, ...]:
        """The votes of each group, in the order of the letters; None where they are not to be shown."""
        return self.public.by_group

    @property
    def is_complete(self) -> bool:
        """Whether no votes are held back; measures that would give them away are shown only then."""
        return self.public.is_complete

    @cached_property
    def share_bars(self) -> tuple[ShareBar, ...]:
        """How many agree, with how sure that is."""
        return share_bars(self.everyone, self.by_group)

    @cached_property
    def balance_bars(self) -> tuple[BalanceBar, ...]:
        """Disagreement against agreement."""
        return balance_bars(self.everyone, self.by_group)

    @property
    def group_cells(self) -> list[tuple[str, Tally | None]]:
        """Letter and votes of each group, for tables; none where there is only one group."""
        return list(zip(self.group_letters, self.by_group, strict=True)) if len(self.by_group) > 1 else []

    @cached_property
    def division_bar(self) -> IntervalBar | None:
        """How far apart the groups are and where that surely lies; None where not measured or held back."""
        low, high = self.result.divisiveness_low, self.result.divisiveness_high
        if low is None or high is None or not self.is_complete:
            return None
        return interval_bar(self.result.divisiveness, low, min(1.0, high))

    @property
    def is_agreed(self) -> bool:
        """Whether it surely has a majority in every group; in Python what `AGREED` is in the database."""
        result = self.result
        return result.agreed or (
            result.divisiveness_low is None and result.consensus_lower_bound > CLEARLY_AGREED
        )

    @property
    def is_divisive(self) -> bool:
        """Whether it divides clearly, and not by chance; in Python what `DIVISIVE` is in the database."""
        low = self.result.divisiveness_low
        return self.result.divisiveness >= CLEARLY_DIVISIVE and (low is None or low > 0)

    @property
    def is_rejected_by_all(self) -> bool:
        """Whether most people surely disagree, in every group."""
        everyone, groups = self.counted
        return all(tally.is_clearly_against for tally in (groups if len(groups) > 1 else (everyone,)))

    def most_and_least(self) -> tuple[tuple[str, Tally], tuple[str, Tally]] | None:
        """The groups in which the largest and the smallest share agrees; None where votes are held back."""
        shown = [(letter, tally) for letter, tally in self.group_cells if tally is not None]
        if not self.is_complete or not shown:
            return None
        ordered = sorted(shown, key=lambda cell: cell[1].agree_share)
        return ordered[-1], ordered[0]


@dataclass(frozen=True)
class RepresentativeLine:
    """A statement that sets a group apart: its position, its votes, and those of everybody else."""

    line: StatementLine
    position: str
    own: Tally
    others: Tally

    @property
    def is_public(self) -> bool:
        """Whether enough people stand behind the shares to show them."""
        return self.line.is_complete

    @property
    def own_share(self) -> float:
        """Share of the group that takes the position."""
        return self.own.agree_share if self.position == "agree" else self.own.disagree_share

    @property
    def others_share(self) -> float:
        """Share of everybody else who takes it."""
        return self.others.agree_share if self.position == "agree" else self.others.disagree_share


@dataclass(frozen=True)
class GroupPortrait:
    """One opinion group and what speaks for it."""

    group: OpinionGroup
    share: float
    representative: tuple[RepresentativeLine, ...]

    @property
    def letter(self) -> str:
        """The group's name on pages."""
        return self.group.letter

    @property
    def stability(self) -> Literal["very stable", "stable", "shaky"] | None:
        """How well it is found again, as a word; None where it was not measured."""
        overlap = self.group.stability
        if overlap is None:
            return None
        return "very stable" if overlap >= VERY_STABLE else "stable" if overlap >= STABLE else "shaky"


@dataclass(frozen=True)
class Overview:
    """The findings of one analysis, ready to be worded and drawn.

    Attributes:
        analysis: the analysis.
        groups: its opinion groups.
        uniting, dividing: the statements most agreed with in every group, and the most dividing ones.
        rejected: statements that most people in every group disagree with.
        agreed_count, divisive_count: how many statements are agreed with and how many divide clearly.
        firm_count: how many of the agreed ones nearly every re-drawn assembly agrees with, by `FIRM`.
        shakiest: the least share of re-drawn assemblies in which one of the agreed is agreed; None where it
            was not measured.
        statement_count: all statements the pages show.
    """

    analysis: Analysis
    groups: tuple[GroupPortrait, ...]
    uniting: tuple[StatementLine, ...]
    dividing: tuple[StatementLine, ...]
    rejected: tuple[StatementLine, ...]
    agreed_count: int
    divisive_count: int
    firm_count: int
    shakiest: float | None
    statement_count: int

    @property
    def has_groups(self) -> bool:
        """Whether the opinions form two or more stable groups."""
        return len(self.groups) > 1

    @property
    def holds_back(self) -> bool:
        """Whether some votes are not shown, because too few people stand behind them."""
        portrayed = [found.line for portrait in self.groups for found in portrait.representative]
        shown = (*self.uniting, *self.dividing, *self.rejected, *portrayed)
        return any(not line.is_complete for line in shown)

    @property
    def placed(self) -> int:
        """People with enough votes to have a place in a group."""
        return sum(portrait.group.size for portrait in self.groups)

    @property
    def unplaced(self) -> int:
        """People with too few votes for that."""
        return self.analysis.participant_count - self.placed


def overview_of(analysis: Analysis) -> Overview:
    """Read the findings of an analysis in five queries, however large it is.

    Statements that have been rejected or merged since are left out.
    """
    groups = list(analysis.groups.all())
    letters = tuple(group.letter for group in groups)
    shown = public_results(analysis)
    counts = shown.aggregate(
        statements=Count("pk"),
        uniting=Count("pk", filter=AGREED),
        dividing=Count("pk", filter=DIVISIVE),
        firm=Count("pk", filter=AGREED & Q(resample_share__gte=FIRM)),
        shakiest=Min("resample_share", filter=AGREED),
    )
    rejected = [found["statement"] for found in analysis.summary["majority_disagree"]]
    spoken_of = _lines(shown.filter(statement__number__in=rejected + _representative(groups)), letters)
    known = {line.statement.number: line for line in spoken_of}
    return Overview(
        analysis=analysis,
        groups=tuple(_portrait(group, groups, known) for group in groups),
        uniting=_lines(shown.filter(AGREED).order_by("-consensus_lower_bound", "pk")[:SHOWN], letters),
        dividing=_lines(shown.filter(DIVISIVE).order_by(SURE_DIVISION.desc(), "pk")[:SHOWN], letters),
        rejected=tuple(
            known[number] for number in rejected if number in known and known[number].is_rejected_by_all
        ),
        agreed_count=counts["uniting"],
        divisive_count=counts["dividing"],
        firm_count=counts["firm"],
        shakiest=counts["shakiest"],
        statement_count=counts["statements"],
    )


def portraits_of(analysis: Analysis, groups: Sequence[OpinionGroup]) -> tuple[GroupPortrait, ...]:
    """Return what speaks for each of the analysis' groups, in one query."""
    letters = tuple(group.letter for group in groups)
    spoken_of = public_results(analysis).filter(statement__number__in=_representative(groups))
    known = {line.statement.number: line for line in _lines(spoken_of, letters)}
    return tuple(_portrait(group, groups, known) for group in groups)


def public_results(analysis: Analysis) -> QuerySet[StatementResult]:
    """The results of the statements that are still accepted and stand for themselves."""
    return StatementResult.objects.filter(
        analysis=analysis, statement__state=Statement.State.ACCEPTED, statement__merged_into=None
    ).select_related("statement")


def _lines(results: Iterable[StatementResult], letters: tuple[str, ...]) -> tuple[StatementLine, ...]:
    return tuple(StatementLine(result, letters) for result in results)


def _representative(groups: Sequence[OpinionGroup]) -> list[int]:
    return [found["statement"] for group in groups for found in group.representative]


def _portrait(
    group: OpinionGroup, groups: Sequence[OpinionGroup], known: dict[int, StatementLine]
) -> GroupPortrait:
    placed = sum(each.size for each in groups)
    lines = [
        _representative_line(known[found["statement"]], found, group.number)
        for found in group.representative
        if found["statement"] in known
    ]
    apart = tuple(line for line in lines if line.own_share > line.others_share)
    return GroupPortrait(group, group.size / placed if placed else 0.0, apart)


def _representative_line(line: StatementLine, found: dict[str, Any], number: int) -> RepresentativeLine:
    """The statement with the position that the group takes; the one it agrees with most is agreed with."""
    _everyone, groups = line.counted
    others = [tally for other, tally in enumerate(groups) if other != number]
    position = "agree" if found["best_agree"] else found["position"]
    return RepresentativeLine(line, position, groups[number], total(others))
