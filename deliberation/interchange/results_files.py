"""An analysis as files for spreadsheets and programs."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from math import isnan
from pathlib import Path
from typing import Any

from django.conf import settings

from deliberation.interchange.spreadsheet_cells import csv_line
from deliberation.models import Analysis
from deliberation.results.csv_response import json_line
from deliberation.results.measures import MEASURES, measured, public_measure
from deliberation.results.overview import StatementLine
from deliberation.results.small_cells import SMALLEST
from deliberation.results.tallies import Tally

FIRST = ("group_aware_consensus", "consensus_geometric_mean", "consensus_lower_bound", "divisiveness")
COLUMNS = tuple(dict.fromkeys((*FIRST, *MEASURES)))
"""All measures; those that have always been here come first, so that columns stay where they are."""
COUNTS = ("votes", "agree", "disagree", "pass")
KEPT = ("statement", "position")
"""What is said to everybody of a statement that sets a group apart."""
COUNTS_OF_PEOPLE = {"lock_step"}
"""Of a summary; few people are not counted out."""
ROWS = "participants.csv"
"""The file with a row for each person."""


def write_results(analysis: Analysis, folder: Path, *, with_rows: bool) -> tuple[str, ...]:
    """Write an analysis into an empty folder and return the names of the files.

    `with_rows` adds a file with a row for each person. Without it the files are for everybody, and hold back
    what too few people stand behind, as the pages do.
    """
    header, *rows = _statement_rows(analysis, with_rows)
    _write_csv(folder / "statements.csv", [header, *rows])
    exact = "".join(json_line(header, row) for row in rows)
    (folder / "statements.jsonl").write_text(exact, encoding="utf-8")
    content = _analysis_content(analysis)
    (folder / "analysis.json").write_text(
        json.dumps(
            content if with_rows else _for_everybody(content), ensure_ascii=False, indent=2, sort_keys=True
        )
        + "\n",
        encoding="utf-8",
    )
    if with_rows:
        _write_csv(folder / ROWS, _participant_rows(analysis))
    return ("analysis.json", *([ROWS] if with_rows else []), "statements.csv", "statements.jsonl")


def public_analysis(analysis: Analysis) -> dict[str, Any]:
    """Return what `analysis.json` says of an analysis to everybody."""
    return _for_everybody(_analysis_content(analysis))


def pseudonym(analysis: Analysis, participant_public_id: str) -> str:
    """Return a name for a participant that is good within this analysis only."""
    text = f"{analysis.result_hash}:{participant_public_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:12]


def _write_csv(path: Path, rows: Iterable[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(map(csv_line, rows))


def _statement_rows(analysis: Analysis, with_small: bool) -> Iterable[list[Any]]:
    letters = [group.letter for group in analysis.groups.all()]
    yield [
        "id",
        "text",
        *COUNTS,
        *(f"group {letter} {count}" for letter in letters for count in COUNTS),
        *(_heading(measure) for measure in COLUMNS),
    ]
    results = analysis.statement_results.select_related("statement").order_by("statement__number")
    for result in results.iterator(chunk_size=2000):
        line = StatementLine(result, tuple(letters))
        everyone, groups = line.counted if with_small else (line.everyone, line.by_group)
        yield [
            result.statement.number,
            result.statement.text,
            *(cell for tally in (everyone, *groups) for cell in _cells(tally)),
            *(measured(result, name) if with_small else public_measure(line, name) for name in COLUMNS),
        ]


def _cells(tally: Tally | None) -> list[int | str]:
    if tally is None:
        return [""] * len(COUNTS)
    return [tally.votes, tally.agree, tally.disagree, tally.passed]


def _heading(measure: str) -> str:
    return "group-aware consensus" if measure == "group_aware_consensus" else measure.replace("_", " ")


def _participant_rows(analysis: Analysis) -> Iterable[list[Any]]:
    """Yield a row per participant; who has left the deliberation since is left out."""
    yield ["pseudonym", "x", "y", "group", "certainty"]
    public_ids = dict(analysis.deliberation.participants.values_list("number", "public_id"))
    places = analysis.places()
    columns = (places.participants, places.x, places.y, places.groups, places.certainties)
    rows = [
        [
            pseudonym(analysis, public_ids[number]),
            x,
            y,
            "" if group < 0 else chr(ord("A") + group),
            "" if group < 0 or isnan(certainty) else round(certainty, 6),
        ]
        for number, x, y, group, certainty in zip(*(column.tolist() for column in columns), strict=True)
        if number in public_ids
    ]
    yield from sorted(rows)


def _analysis_content(analysis: Analysis) -> dict[str, Any]:
    return {
        "mode": analysis.mode,
        "seed": analysis.seed,
        "parameters": analysis.parameters,
        "input_hash": analysis.input_hash,
        "result_hash": analysis.result_hash,
        "membership_hash": analysis.membership_hash,
        "participants": analysis.participant_count,
        "statements": analysis.statement_count,
        "votes": analysis.vote_count,
        "agree": analysis.agree,
        "disagree": analysis.disagree,
        "pass": analysis.passed,
        "summary": analysis.summary,
        "groups": [
            {
                "id": group.number,
                "letter": group.letter,
                "size": group.size,
                "center": [group.center_x, group.center_y],
                "stability": group.stability,
                "representative": group.representative,
            }
            for group in analysis.groups.all()
        ],
        "created_at": analysis.created_at.isoformat(),
    }


def _for_everybody(content: dict[str, Any]) -> dict[str, Any]:
    """Leave out of an analysis what counts few people or names single ones."""
    parameters = dict(content["parameters"])
    parameters["excluded_participants"] = _unless_few(len(parameters.get("excluded_participants", ())))
    summary = {name: value for name, value in content["summary"].items() if not name.startswith("majority_")}
    for name in COUNTS_OF_PEOPLE & summary.keys():
        summary[name] = _unless_few(summary[name])
    if conflicts := summary.get("merge_conflicts"):
        summary["merge_conflicts"] = [
            conflict | {"differing": _unless_few(conflict["differing"])} for conflict in conflicts
        ]
    groups = [
        {
            **group,
            "representative": [{name: found[name] for name in KEPT} for found in group["representative"]],
        }
        for group in content["groups"]
    ]
    return {**content, "parameters": parameters, "summary": summary, "groups": groups}


def _unless_few(people: int | None) -> int | None:
    return None if people is not None and 0 < people < SMALLEST else people
