"""The tables for everybody, filled with what the results pages show."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from deliberation.models import StatementResult, StatementTopic
from deliberation.research import tables
from deliberation.research.columns import FilledTable, Table
from deliberation.research.measures import ALL, MEASURED
from deliberation.research.snapshot import Snapshot
from deliberation.results.charts import LETTERS
from deliberation.results.measures import measured, public_measure
from deliberation.results.overview import StatementLine, overview_of, public_results
from deliberation.results.tallies import Tally
from deliberation.results.topics import topics_of

Row = tuple[Any, ...]
INTERVALS: Final = {"divisiveness": ("divisiveness_low", "divisiveness_high")}


def public_table(snapshot: Snapshot, table: Table) -> FilledTable:
    """Return one of the tables that everybody may see who may see the results."""
    return FilledTable.from_rows(table, list(_READERS[table.name](snapshot)))


def _statements(snapshot: Snapshot) -> Iterator[Row]:
    topic_of = topics_by_statement(snapshot)
    for result in _results(snapshot):
        statement = result.statement
        yield (
            statement.number,
            statement.text,
            statement.language,
            statement.is_seed,
            statement.is_meta,
            None if statement.proposed_at is None else statement.proposed_at.date(),
            statement.erased_at is not None,
            topic_of.get(statement.number),
        )


def topics_by_statement(snapshot: Snapshot) -> dict[int, int]:
    """Return the number of each statement's topic by its own; only topics that have votes."""
    if snapshot.topic_map is None:
        return {}
    shown = {line.number for line in topics_of(snapshot.analysis)}
    sorted_in = StatementTopic.objects.filter(topic__topic_map=snapshot.topic_map, topic__number__in=shown)
    return dict(sorted_in.values_list("statement__number", "topic__number"))


def _statement_results(snapshot: Snapshot) -> Iterator[Row]:
    letters = tuple(group.letter for group in snapshot.analysis.groups.all())
    for result in _results(snapshot):
        line = StatementLine(result, letters)
        number = result.statement.number
        for group, tally in ((tables.EVERYONE, line.everyone), *line.group_cells):
            for name, figures in _counted(tally):
                yield (number, group, name, *figures)
        for name in MEASURED:
            if measured(result, name) != "":
                low, high = INTERVALS.get(name, (None, None))
                ends = (_public(line, end) if end else None for end in (low, high))
                yield (number, tables.EVERYONE, name, _public(line, name), *ends)


def _counted(tally: Tally | None) -> Iterator[tuple[str, Row]]:
    """Yield each count and share of a tally with its interval; None for all of them where it is held back."""
    if tally is None:
        for name in ("votes", "agree", "disagree", "pass", "agree_share", "disagree_share", "pass_share"):
            yield name, (None, None, None)
        return
    for name, count in (
        ("votes", tally.votes),
        ("agree", tally.agree),
        ("disagree", tally.disagree),
        ("pass", tally.passed),
    ):
        yield name, (float(count), None, None)
    if tally.votes:
        yield "agree_share", (tally.agree_share, *tally.agree_interval)
        yield "disagree_share", (tally.disagree_share, None, None)
        yield "pass_share", (tally.passed_share, None, None)


def _public(line: StatementLine, name: str) -> float | None:
    value = public_measure(line, name)
    return None if value == "" else float(value)


def _measures(_snapshot: Snapshot) -> Iterator[Row]:
    for name, (meaning, lowest, highest) in ALL.items():
        yield name, meaning, lowest, highest


def _groups(snapshot: Snapshot) -> Iterator[Row]:
    groups = list(snapshot.analysis.groups.all())
    placed = sum(group.size for group in groups)
    for group in groups:
        share = group.size / placed if placed else 0.0
        yield group.letter, group.size, share, group.stability, group.center_x, group.center_y


def _group_statements(snapshot: Snapshot) -> Iterator[Row]:
    for portrait in overview_of(snapshot.analysis).groups:
        for place, found in enumerate(portrait.representative, start=1):
            shares = (found.own_share, found.others_share) if found.is_public else (None, None)
            yield portrait.letter, place, found.line.statement.number, found.position, *shares


def _topics(snapshot: Snapshot) -> Iterator[Row]:
    for line in sorted(topics_of(snapshot.analysis), key=lambda line: line.number):
        yield line.number, line.words, line.is_other, line.statements, line.difference


def _topic_results(snapshot: Snapshot) -> Iterator[Row]:
    for line in sorted(topics_of(snapshot.analysis), key=lambda line: line.number):
        groups = list(zip(LETTERS, line.by_group, line.group_shares, strict=False))
        for group, tally, share in (
            (tables.EVERYONE, line.everyone, line.share),
            *(groups if len(groups) > 1 else []),
        ):
            yield line.number, group, tally.votes, tally.agree, tally.disagree, tally.passed, share


def _results(snapshot: Snapshot) -> Iterator[StatementResult]:
    ordered = public_results(snapshot.analysis).order_by("statement__number")
    return ordered.iterator(chunk_size=2000)


_READERS: Final[Mapping[str, Callable[[Snapshot], Iterator[Row]]]] = {
    tables.STATEMENTS.name: _statements,
    tables.STATEMENT_RESULTS.name: _statement_results,
    tables.MEASURES.name: _measures,
    tables.GROUPS.name: _groups,
    tables.GROUP_STATEMENTS.name: _group_statements,
    tables.TOPICS.name: _topics,
    tables.TOPIC_RESULTS.name: _topic_results,
}
