"""What the results page says, read from the stored rows of one analysis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet

from deliberation.models import Analysis, OpinionGroup, Statement, StatementResult
from deliberation.results.charts import BalanceBar, ShareBar, balance_bars, share_bars
from deliberation.results.tallies import Tally, total

SHOWN = 6
"""Statements in each chart of the results page; the list of all statements has the rest."""

CLEARLY_AGREED = 0.5
"""A statement is agreed when the share that agrees surely exceeds this in every group."""

CLEARLY_DIVISIVE = 0.25
"""Least difference between two groups, in the share that agrees, that pages call a division."""


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
    def everyone(self) -> Tally:
        """The votes of all participants, grouped or not."""
        return Tally(self.result.agree, self.result.disagree, self.result.passed)

    @cached_property
    def by_group(self) -> tuple[Tally, ...]:
        """The votes of each group, in the order of the letters."""
        return tuple(
            Tally(votes["agree"], votes["disagree"], votes["pass"]) for votes in self.result.by_group
        )

    @cached_property
    def share_bars(self) -> tuple[ShareBar, ...]:
        """How many agree, with how sure that is."""
        return share_bars(self.everyone, self.by_group)

    @cached_property
    def balance_bars(self) -> tuple[BalanceBar, ...]:
        """Disagreement against agreement."""
        return balance_bars(self.everyone, self.by_group)

    @property
    def group_cells(self) -> list[tuple[str, Tally]]:
        """Letter and votes of each group, for tables; none where there is only one group."""
        return list(zip(self.group_letters, self.by_group, strict=True)) if len(self.by_group) > 1 else []

    @property
    def is_rejected_by_all(self) -> bool:
        """Whether most people surely disagree, in every group."""
        return all(bar.tally.is_clearly_against for bar in self.balance_bars)

    def most_and_least(self) -> tuple[tuple[str, Tally], tuple[str, Tally]]:
        """The groups in which the largest and the smallest share agrees."""
        ordered = sorted(self.group_cells, key=lambda cell: cell[1].agree_share)
        return ordered[-1], ordered[0]


@dataclass(frozen=True)
class RepresentativeLine:
    """A statement that sets a group apart: its position, its votes, and those of everybody else."""

    line: StatementLine
    position: str
    own: Tally
    others: Tally

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


@dataclass(frozen=True)
class Overview:
    """The findings of one analysis, ready to be worded and drawn.

    Attributes:
        analysis: the analysis.
        groups: its opinion groups.
        uniting, dividing: the statements most agreed with in every group, and the most dividing ones.
        rejected: statements that most people in every group disagree with.
        agreed_count, divisive_count: how many statements are agreed with and how many divide clearly.
        statement_count: all statements the pages show.
    """

    analysis: Analysis
    groups: tuple[GroupPortrait, ...]
    uniting: tuple[StatementLine, ...]
    dividing: tuple[StatementLine, ...]
    rejected: tuple[StatementLine, ...]
    agreed_count: int
    divisive_count: int
    statement_count: int

    @property
    def has_groups(self) -> bool:
        """Whether the opinions form two or more stable groups."""
        return len(self.groups) > 1

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
    agreed, divisive = Q(consensus_lower_bound__gt=CLEARLY_AGREED), Q(divisiveness__gte=CLEARLY_DIVISIVE)
    counts = shown.aggregate(
        statements=Count("pk"), agreed=Count("pk", filter=agreed), divisive=Count("pk", filter=divisive)
    )
    rejected = [found["statement"] for found in analysis.summary["majority_disagree"]]
    spoken_of = _lines(shown.filter(statement__number__in=rejected + _representative(groups)), letters)
    known = {line.statement.number: line for line in spoken_of}
    return Overview(
        analysis=analysis,
        groups=tuple(_portrait(group, groups, known) for group in groups),
        uniting=_lines(shown.filter(agreed).order_by("-consensus_lower_bound", "pk")[:SHOWN], letters),
        dividing=_lines(shown.filter(divisive).order_by("-divisiveness", "pk")[:SHOWN], letters),
        rejected=tuple(
            known[number] for number in rejected if number in known and known[number].is_rejected_by_all
        ),
        agreed_count=counts["agreed"],
        divisive_count=counts["divisive"],
        statement_count=counts["statements"],
    )


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
    others = [tally for other, tally in enumerate(line.by_group) if other != number]
    position = "agree" if found["best_agree"] else found["position"]
    return RepresentativeLine(line, position, line.by_group[number], total(others))
