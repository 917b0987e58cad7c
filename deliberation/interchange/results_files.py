"""An analysis as files for spreadsheets and programs."""

import csv
import hashlib
import hmac
import json
from collections.abc import Iterable
from math import isnan
from pathlib import Path
from typing import Any

from django.conf import settings

from deliberation.models import Analysis
from deliberation.results.measures import MEASURES, measured

FIRST = ("group_aware_consensus", "consensus_geometric_mean", "consensus_lower_bound", "divisiveness")
COLUMNS = tuple(dict.fromkeys((*FIRST, *MEASURES)))
"""All measures; those that have always been here come first, so that columns stay where they are."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_results(analysis: Analysis, folder: Path) -> None:
    """Write `statements.csv`, `participants.csv` and `analysis.json` into an empty folder."""
    _write_csv(folder / "statements.csv", _statement_rows(analysis))
    _write_csv(folder / "participants.csv", _participant_rows(analysis))
    (folder / "analysis.json").write_text(
        json.dumps(_analysis_content(analysis), ensure_ascii=False, indent=2, sort_keys=True) + "\n",
        encoding="utf-8",
    )


def pseudonym(analysis: Analysis, participant_public_id: str) -> str:
    """Return a name for a participant that is good within this analysis only."""
    text = f"{analysis.result_hash}:{participant_public_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:12]


def safe_cell(text: str) -> str:
    """Return a text that a spreadsheet shows instead of computing."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _write_csv(path: Path, rows: Iterable[list[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _statement_rows(analysis: Analysis) -> Iterable[list[Any]]:
    letters = [group.letter for group in analysis.groups.all()]
    counts = ("votes", "agree", "disagree", "pass")
    yield [
        "id",
        "text",
        *counts,
        *(f"group {letter} {count}" for letter in letters for count in counts),
        *(_heading(measure) for measure in COLUMNS),
    ]
    results = analysis.statement_results.select_related("statement").order_by("statement__number")
    for result in results.iterator(chunk_size=2000):
        yield [
            result.statement.number,
            safe_cell(result.statement.text),
            result.votes,
            result.agree,
            result.disagree,
            result.passed,
            *(group[count] for group in result.by_group for count in counts),
            *(measured(result, measure) for measure in COLUMNS),
        ]


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
