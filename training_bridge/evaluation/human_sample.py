"""A blinded sample for people, and how far the judge agrees with them.

The sample is a CSV file of pairs of answers, in an order fixed by hashes, with an empty column for the
choice. Which answer came from which phase stands in a key of its own, which whoever chooses should not see.
Filled copies that lie beside it as human_sample_<person>.csv are read back: Cohen's kappa between each person
and the judge, and between persons, with intervals (`statistics.cohen_kappa`).
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deliberation.interchange.spreadsheet_cells import csv_line
from training_bridge.evaluation.comparing import VALUE
from training_bridge.evaluation.figures import as_list
from training_bridge.evaluation.statistics import Agreement, cohen_kappa, score_interval, sign_test
from training_bridge.evaluation.suite import Rows
from training_bridge.record_files import write_json, write_whole
from training_bridge.records import row_id

COLUMNS = ("number", "principle", "prompt", "answer 1", "answer 2", "choice")
CHOICES = ("1", "2", "0")
"""What a person may write: the number of the answer that keeps better to the principle, or 0 for neither."""


SAMPLE_FILE = "human_sample.csv"
KEY_FILE = "human_sample_key.json"
FILLED_FILES = "human_sample_*.csv"


class HumanSampleError(ValueError):
    """A filled sample cannot be read; the message names the line and the reason."""


@dataclass(frozen=True)
class HumanSample:
    """The file for people, and the key: number of the pair -> {"row": id, "phase", "then": "1" or "2"}."""

    file: str
    key: dict[str, dict[str, str]]


def write_sample(folder: Path, rows: Rows, pairs: int) -> None:
    """Write the sample and its key, once: people may already be filling it in."""
    if (folder / KEY_FILE).exists() or not pairs:
        return
    sample = draw_sample(rows, pairs)
    if sample.key:
        # With a byte order mark, by which spreadsheet programs know UTF-8.
        write_whole(folder / SAMPLE_FILE, sample.file.encode("utf-8-sig"))
        write_json(folder / KEY_FILE, sample.key)


def read_filled(folder: Path, rows: Rows) -> dict[str, Any] | None:
    """Give the figures of all filled files, and why one cannot be read; None without any."""
    if not (folder / KEY_FILE).exists():
        return None
    key = json.loads((folder / KEY_FILE).read_bytes())
    people: dict[str, dict[str, str]] = {}
    unreadable: dict[str, str] = {}
    for path in sorted(folder.glob(FILLED_FILES)):
        name = path.stem.removeprefix("human_sample_")
        try:
            people[name] = read_choices(path.read_text(encoding="utf-8-sig"), key)
        except UnicodeDecodeError:
            unreadable[name] = "the file is not UTF-8 text"
        except HumanSampleError as error:
            unreadable[name] = str(error)
    if not people and not unreadable:
        return None
    return {**human_figures(people, rows), "unreadable": unreadable}


def draw_sample(rows: Rows, pairs: int) -> HumanSample:
    """Draw pairs of unequal answers from rows of comparisons; the hash of a row's id decides all order."""
    unequal = [row for row in rows if row["before"] != row["then"]]
    chosen = sorted(unequal, key=lambda row: row_id("human sample", row["id"]))[:pairs]
    lines = [csv_line(COLUMNS)]
    key = {}
    for number, row in enumerate(chosen, start=1):
        then_first = int(row_id("human order", row["id"]), 16) % 2 == 0
        answers = (row["then"], row["before"]) if then_first else (row["before"], row["then"])
        lines.append(csv_line([number, row["principle_text"], row["prompt"], *answers, ""]))
        key[str(number)] = {"row": row["id"], "phase": row["phase"], "then": "1" if then_first else "2"}
    return HumanSample("".join(lines), key)


def read_choices(filled: str, key: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Give what a person chose: id of the row -> "win", "loss" or "tie" of the later answer.

    Pairs without a choice are left out. The separator may be a comma, a semicolon or a tab, as spreadsheet
    programs write them.

    Raises:
        HumanSampleError: there is no such pair or choice, a pair comes twice, or a column is missing.
    """
    reader = csv.reader(io.StringIO(filled.removeprefix("\ufeff"), newline=""), delimiter=_separator(filled))
    header = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in ("number", "choice") if name not in header]
    if missing:
        raise HumanSampleError(f"line 1: there is no column '{missing[0]}'")
    at_number, at_choice = header.index("number"), header.index("choice")
    chosen: dict[str, str] = {}
    for cells in reader:
        if len(cells) <= max(at_number, at_choice) or not cells[at_choice].strip().strip("'"):
            continue
        number, choice = cells[at_number].strip(), cells[at_choice].strip().strip("'")
        place = f"line {reader.line_num}"
        if number not in key:
            raise HumanSampleError(f"{place}: the sample has no pair '{number[:20]}'")
        if choice not in CHOICES:
            raise HumanSampleError(f"{place}: the choice is '{choice[:20]}', not 1, 2 or 0")
        row = key[number]["row"]
        if row in chosen:
            raise HumanSampleError(f"{place}: pair {number} comes twice")
        chosen[row] = "tie" if choice == "0" else "win" if choice == key[number]["then"] else "loss"
    return chosen


def human_figures(people: Mapping[str, Mapping[str, str]], rows: Rows) -> dict[str, Any]:
    """Give each person's win rate and agreement with the judge, and the agreement of persons in pairs."""
    judged = {row["id"]: row["outcome"] for row in rows}
    return {
        "people": {name: _person(choices, judged) for name, choices in people.items() if choices},
        "between_people": {
            f"{one}, {other}": _agreement(people[one], people[other])
            for one, other in itertools.combinations(sorted(people), 2)
            if people[one].keys() & people[other].keys()
        },
    }


def _person(choices: Mapping[str, str], judged: Mapping[str, str]) -> dict[str, Any]:
    outcomes = list(choices.values())
    wins, losses = outcomes.count("win"), outcomes.count("loss")
    value = sum(VALUE[outcome] for outcome in outcomes) / len(outcomes)
    return {
        "win_rate": {
            "value": value,
            "interval": as_list(score_interval(value, len(outcomes))),
            "items": len(outcomes),
            "wins": wins,
            "losses": losses,
            "p_value": sign_test(wins, losses),
        },
        "agreement_with_judge": _agreement(choices, judged) if choices.keys() & judged.keys() else None,
    }


def _agreement(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, Any]:
    both: Sequence[str] = sorted(one.keys() & other.keys())
    found: Agreement = cohen_kappa([one[row] for row in both], [other[row] for row in both])
    return {
        "items": found.items,
        "share": found.share,
        "kappa": found.kappa,
        "interval": as_list(found.interval) if found.interval else None,
    }


def _separator(filled: str) -> str:
    header = filled.split("\n", 1)[0]
    return max((",", ";", "\t"), key=header.count)
