"""Moderation parity: how often what people propose is accepted, by the opinion group of its author."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from deliberation.analysis.parity import Decided, Difference, clearest_difference
from deliberation.models import Analysis, Deliberation, Statement, StatementLineage
from deliberation.results.charts import IntervalBar, interval_bar
from deliberation.results.small_cells import SMALLEST, without_small_cells

NO_GROUP = "no_group"
SEEDS = "seeds"
NO_AUTHOR = "no_author"


@dataclass(frozen=True)
class ParityRow:
    """The statements of one group of authors; `decided` is None where it is held back.

    Attributes:
        name: the group's letter, or `NO_GROUP`, `SEEDS`, `NO_AUTHOR`.
        decided: the counts, with their rate and interval.
    """

    name: str
    decided: Decided | None

    @property
    def letter(self) -> str:
        """The opinion group's letter; empty for the other rows."""
        return self.name if len(self.name) == 1 else ""

    @property
    def bar(self) -> IntervalBar | None:
        """The rate as a bar with its interval, where there is one."""
        if self.decided is None or not self.decided.decided:
            return None
        return interval_bar(self.decided.rate, *self.decided.interval)


@dataclass(frozen=True)
class ModerationParity:
    """Acceptance by opinion group.

    Attributes:
        groups: one row for each opinion group, then the authors without one.
        apart: statements of the organisers, and those whose author is not known.
        compared: how many groups are shown, and so can be compared.
        difference: the clearest one between two groups; None where fewer than two are shown.
    """

    groups: tuple[ParityRow, ...]
    apart: tuple[ParityRow, ...]
    compared: int
    difference: Difference | None

    @property
    def rows(self) -> tuple[ParityRow, ...]:
        """Every row."""
        return self.groups + self.apart

    @property
    def holds_back(self) -> bool:
        """Whether a row is not shown."""
        return any(row.decided is None for row in self.rows)


def moderation_parity(deliberation: Deliberation) -> ModerationParity | None:
    """Count the decided statements by the opinion group of their author; None without opinion groups.

    Each statement counts as it was first proposed: merged ones and those that stand in other words as
    accepted, the new words themselves not at all, as they would count a second time. What its author took
    back is left out.
    """
    analysis = Analysis.objects.latest_of(deliberation)
    letters = [group.letter for group in analysis.groups.all()] if analysis else []
    if analysis is None or not letters:
        return None
    counted = _counted(deliberation, analysis, letters)
    by_group = [counted[name] for name in (*letters, NO_GROUP)]
    shown = _shown(by_group)
    groups = tuple(ParityRow(one.name, one if one.name in shown else None) for one in by_group)
    apart = tuple(ParityRow(name, counted[name]) for name in (SEEDS, NO_AUTHOR) if counted[name].decided)
    comparable = [row.decided for row in groups if row.decided and row.letter and row.decided.decided]
    return ModerationParity(groups, apart, len(comparable), clearest_difference(comparable))


def _counted(deliberation: Deliberation, analysis: Analysis, letters: list[str]) -> dict[str, Decided]:
    group_of = analysis.places().group_by_number()
    authors: defaultdict[str, set[int]] = defaultdict(set)
    accepted: defaultdict[str, int] = defaultdict(int)
    decided: defaultdict[str, int] = defaultdict(int)
    for number, is_seed, is_accepted in _decided_statements(deliberation):
        if number is None:
            name = SEEDS if is_seed else NO_AUTHOR
        else:
            group = group_of.get(number)
            name = NO_GROUP if group is None else letters[group]
            authors[name].add(number)
        decided[name] += 1
        accepted[name] += is_accepted
    return {
        name: Decided(name, len(authors[name]), accepted[name], decided[name])
        for name in (*letters, NO_GROUP, SEEDS, NO_AUTHOR)
    }


def _decided_statements(deliberation: Deliberation) -> list[tuple[int | None, bool, bool]]:
    """Return the author's number, whether it is the organisers' and whether it was accepted."""
    lineage = StatementLineage.objects.filter(source=OuterRef("pk"), result__number__gt=OuterRef("number"))
    made = StatementLineage.objects.filter(result=OuterRef("pk"), source__number__lt=OuterRef("number"))
    put_back = StatementLineage.objects.filter(source=OuterRef("pk"), result__number__lt=OuterRef("number"))
    statements = (
        deliberation.statements.exclude(state=Statement.State.PENDING)
        .filter(~Exists(made), ~Exists(put_back), erased_at=None)
        .annotate(is_replaced=Exists(lineage))
        .values_list("author__number", "is_seed", "state", "is_replaced")
    )
    return [
        (author, is_seed, replaced or state == Statement.State.ACCEPTED)
        for author, is_seed, state, replaced in statements
    ]


def _shown(rows: list[Decided]) -> set[str]:
    """Return the names of the rows that can be shown without giving away what the others hold.

    Neither the authors nor the statements of a row are fewer than `SMALLEST`, and the same goes for what is
    held back together: everybody can count all decisions in the log.
    """
    by_authors = without_small_cells({row.name: row.authors for row in rows})
    by_statements = without_small_cells({row.name: row.decided for row in rows})
    shown = {row.name for row in rows if None not in (by_authors[row.name], by_statements[row.name])}
    held = [row for row in rows if row.name not in shown]
    left = sorted((row for row in rows if row.name in shown and row.decided), key=lambda row: row.decided)
    while held and left and (len(held) < 2 or sum(row.decided for row in held) < SMALLEST):
        held.append(left.pop(0))
        shown.discard(held[-1].name)
    return shown
