"""An analysis as files for spreadsheets and programs."""

import csv
import hashlib
import hmac
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings

from deliberation.models import Analysis

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
        "group-aware consensus",
        "consensus geometric mean",
        "consensus lower bound",
        "divisiveness",
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
            result.group_aware_consensus,
            result.consensus_geometric_mean,
            result.consensus_lower_bound,
            result.divisiveness,
        ]


def _participant_rows(analysis: Analysis) -> Iterable[list[Any]]:
    """Yield a row per participant; who has left the deliberation since is left out."""
    yield ["pseudonym", "x", "y", "group"]
    public_ids = dict(analysis.deliberation.participants.values_list("number", "public_id"))
    places = analysis.places()
    columns = (places.participants, places.x, places.y, places.groups)
    rows = [
        [pseudonym(analysis, public_ids[number]), x, y, "" if group < 0 else chr(ord("A") + group)]
        for number, x, y, group in zip(*(column.tolist() for column in columns), strict=True)
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
                "representative": group.representative,
            }
            for group in analysis.groups.all()
        ],
        "created_at": analysis.created_at.isoformat(),
    }
