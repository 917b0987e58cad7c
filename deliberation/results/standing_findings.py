"""What a participant's votes have in common with others, and where they differ from their own group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deliberation.models import Vote
from deliberation.results.overview import StatementLine
from deliberation.results.tallies import Tally

SHOWN = 5


@dataclass(frozen=True)
class OwnVote:
    """A statement, the participant's vote on it, and the votes of their group."""

    line: StatementLine
    value: int
    group: Tally

    @property
    def share_with(self) -> float:
        """Share of the group that votes as they do."""
        return _share(self.group, self.value)

    @property
    def share_against(self) -> float:
        """Share of the group that votes the opposite."""
        return _share(self.group, -self.value)


@dataclass(frozen=True)
class Findings:
    """The statements to show of each kind, and how many there are in all."""

    shared: tuple[StatementLine, ...]
    shared_count: int
    differing: tuple[OwnVote, ...]
    differing_count: int


def findings_of(held: Mapping[int, int], lines: Iterable[StatementLine], group: int | None) -> Findings:
    """Compare votes (statement number to vote) with the results of their statements.

    Shared is what surely has a majority in every group and the participant says as well, agreement first.
    They differ from their group, by number, where more of it vote the opposite than as they do; first comes
    where they stand most alone.
    """
    voted = [line for line in lines if held.get(line.statement.number)]
    shared = [line for line in voted if _is_shared(line, held[line.statement.number])]
    shared.sort(key=lambda line: (-line.result.consensus_lower_bound, line.statement.number))
    differing = _differing(held, voted, group) if group is not None else []
    return Findings(tuple(shared[:SHOWN]), len(shared), tuple(differing[:SHOWN]), len(differing))


def _differing(held: Mapping[int, int], voted: Iterable[StatementLine], group: int) -> list[OwnVote]:
    own = [
        OwnVote(line, held[line.statement.number], tally)
        for line in voted
        if group < len(line.by_group) and (tally := line.by_group[group]) is not None
    ]
    found = [each for each in own if each.share_against > each.share_with]
    found.sort(key=lambda each: (each.share_with - each.share_against, each.line.statement.number))
    return found


def _is_shared(line: StatementLine, value: int) -> bool:
    if value == Vote.Value.AGREE:
        return line.is_agreed
    return value == Vote.Value.DISAGREE and line.is_rejected_by_all


def _share(tally: Tally, value: int) -> float:
    return tally.agree_share if value == Vote.Value.AGREE else tally.disagree_share
