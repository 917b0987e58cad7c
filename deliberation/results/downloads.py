"""The tables behind the charts as CSV, for spreadsheets."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from deliberation.models import Analysis, Deliberation
from deliberation.results.csv_response import Row, table_response
from deliberation.results.map_of_opinions import map_of
from deliberation.results.map_squares import squares
from deliberation.results.measures import MEASURES, public_measure
from deliberation.results.opinion_map import CELL
from deliberation.results.overview import StatementLine, overview_of, public_results
from deliberation.results.statement_page import line_of
from deliberation.results.tallies import Tally
from deliberation.results.topics import topics_of
from deliberation.results.visibility import for_readers_of_results


@require_safe
@for_readers_of_results
def statements(request: HttpRequest, deliberation: Deliberation) -> StreamingHttpResponse:
    """Every statement with its votes by group, its interval and its measures."""
    analysis = _latest_analysis(deliberation)
    letters = tuple(group.letter for group in analysis.groups.all())
    results = public_results(analysis).order_by("-consensus_lower_bound", "statement__number")
    header = ["statement", "text", *_tally_names("")]
    header += [name for letter in letters for name in _tally_names(f"group_{letter.lower()}_")]
    header += MEASURES
    rows = (_statement_row(StatementLine(result, letters)) for result in results.iterator(chunk_size=1000))
    return table_response(request, f"{deliberation.slug}-statements", header, rows)


@require_safe
@for_readers_of_results
def statement(request: HttpRequest, deliberation: Deliberation, number: int) -> StreamingHttpResponse:
    """The votes on one statement, by group."""
    line = line_of(_latest_analysis(deliberation), number)
    if line is None:
        raise Http404("No results of such a statement.")
    rows: list[Row] = [["", *_cells(line.everyone)]]
    rows += [[letter, *_cells(tally)] for letter, tally in line.group_cells]
    return table_response(
        request, f"{deliberation.slug}-statement-{number}", ["group", *_tally_names("")], rows
    )


@require_safe
@for_readers_of_results
def groups(request: HttpRequest, deliberation: Deliberation) -> StreamingHttpResponse:
    """The opinion groups and the statements that set each apart."""
    header = ["group", "people", "statement", "text", "position", "share_of_group", "share_of_others"]
    header.append("stability")
    rows: list[Row] = [
        [
            portrait.letter,
            portrait.group.size,
            found.line.statement.number,
            found.line.statement.text,
            found.position,
            round(found.own_share, 4) if found.is_public else "",
            round(found.others_share, 4) if found.is_public else "",
            "" if portrait.group.stability is None else round(portrait.group.stability, 4),
        ]
        for portrait in overview_of(_latest_analysis(deliberation)).groups
        for found in portrait.representative
    ]
    return table_response(request, f"{deliberation.slug}-groups", header, rows)


@require_safe
@for_readers_of_results
def topics(request: HttpRequest, deliberation: Deliberation) -> StreamingHttpResponse:
    """The votes on each topic, by group."""
    analysis = _latest_analysis(deliberation)
    letters = [group.letter.lower() for group in analysis.groups.all()]
    header = ["topic", "statements", "apart", *_tally_names("")]
    header += [name for letter in letters for name in _tally_names(f"group_{letter}_")]
    rows: list[Row] = [
        [
            topic.name,
            topic.statements,
            "" if topic.difference is None else round(topic.difference, 4),
            *_cells(topic.everyone),
            *(c for t in topic.by_group for c in _cells(t)),
        ]
        for topic in topics_of(analysis)
    ]
    return table_response(request, f"{deliberation.slug}-topics", header, rows)


@require_safe
@for_readers_of_results
def opinion_map(request: HttpRequest, deliberation: Deliberation) -> StreamingHttpResponse:
    """How many people of each group stand in each square of the map, in the units of the opinion space.

    Squares are so large that ten people stand in each, or the whole group.
    """
    analysis = _latest_analysis(deliberation)
    drawn = map_of(analysis)
    letters = [*(group.letter for group in analysis.groups.all()), ""]
    rows: list[Row] = []
    for letter, counts in zip(letters, drawn.counts, strict=True):
        for square in squares(counts):
            middle = square.side / 2
            x, y = drawn.frame.position((square.column + middle) * CELL, (square.row + middle) * CELL)
            side = square.side * CELL / drawn.frame.scale
            rows.append([round(x, 4), round(y, 4), letter, square.people, round(side, 4)])
    return table_response(request, f"{deliberation.slug}-map", ["x", "y", "group", "people", "side"], rows)


def _latest_analysis(deliberation: Deliberation) -> Analysis:
    analysis = Analysis.objects.latest_of(deliberation)
    if analysis is None:
        raise Http404("There is no analysis yet.")
    return analysis


def _tally_names(prefix: str) -> list[str]:
    return [f"{prefix}{name}" for name in ("votes", "agree", "disagree", "pass", "agree_low", "agree_high")]


def _cells(tally: Tally | None) -> list[str | int | float]:
    """The counts of a tally; empty where too few people voted to show them."""
    if tally is None:
        return [""] * len(_tally_names(""))
    low, high = tally.agree_interval
    return [tally.votes, tally.agree, tally.disagree, tally.passed, round(low, 4), round(high, 4)]


def _statement_row(line: StatementLine) -> Row:
    return [
        line.statement.number,
        line.statement.text,
        *_cells(line.everyone),
        *(cell for tally in line.by_group for cell in _cells(tally)),
        *(_rounded(public_measure(line, name)) for name in MEASURES),
    ]


def _rounded(measure: float | int | str) -> float | int | str:
    return round(measure, 6) if isinstance(measure, float) else measure
