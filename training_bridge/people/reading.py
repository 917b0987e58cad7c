"""Reading what people compared, wherever they did it: each fault is named by its line. PURE."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from training_bridge.people.comparisons import (
    CHOICES,
    LONGEST_REASON,
    PLACES,
    HumanComparison,
    HumanItem,
    comparison_id,
)
from training_bridge.record_files import DamagedFileError

FILE = "people/comparisons.jsonl"
NEEDED = ("item_id", "person", "shown_first", "choice")
OPTIONAL = ("id", "reason", "at")
LONGEST_PERSON = 64
MOST_NAMED = 5


class ComparisonsError(DamagedFileError):
    """What people compared cannot be read; the message names each line and its fault."""


def read_comparisons(content: bytes, items: Iterable[HumanItem]) -> list[HumanComparison]:
    """Read the rows of `people/comparisons.jsonl`; empty lines are passed over.

    A row needs `item_id`, `person`, `shown_first` and `choice`; `id`, `reason` and `at` may be missing. The
    last line counts whether or not it ends in a line break.

    Raises:
        ComparisonsError: a line is damaged, speaks of an item that nobody was asked about, or is the second
            one of one person about one item.
    """
    known = {item.id for item in items}
    read: list[HumanComparison] = []
    faults: list[str] = []
    lines: dict[tuple[str, str], int] = {}
    ids: dict[str, int] = {}
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            row = _row(line)
            if row.item_id not in known:
                raise ValueError(f"nobody was asked about an item {row.item_id[:40]!r}")
            earlier = lines.setdefault((row.person, row.item_id), number)
            if earlier != number:
                raise ValueError(f"{row.person} has compared this item in line {earlier} already")
            earlier = ids.setdefault(row.id, number)
            if earlier != number:
                raise ValueError(f"the id {row.id[:40]!r} stands in line {earlier} already")
            read.append(row)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
    if faults:
        more = len(faults) - MOST_NAMED
        named = [*faults[:MOST_NAMED], *([f"and {more} lines more"] if more > 0 else [])]
        raise ComparisonsError(f"{FILE}, {'; '.join(named)}. The file was left as it is")
    return read


def _row(line: bytes) -> HumanComparison:
    row = _json(line)
    unknown = sorted(row.keys() - {*NEEDED, *OPTIONAL})
    if unknown:
        raise ValueError(f"there is no field {unknown[0][:40]!r}")
    for name in NEEDED:
        if name not in row:
            raise ValueError(f"the field '{name}' is missing")
    for name, value in row.items():
        if not isinstance(value, str):
            raise ValueError(f"'{name}' is not a text")
    if not row["person"].strip() or len(row["person"]) > LONGEST_PERSON:
        raise ValueError(f"'person' must be a pseudonym of 1 to {LONGEST_PERSON} letters")
    if row["choice"] not in CHOICES:
        raise ValueError(f"the choice is {row['choice'][:20]!r} and not one of {', '.join(CHOICES)}")
    if row["shown_first"] not in PLACES:
        raise ValueError(f"'shown_first' is {row['shown_first'][:20]!r} and not one of {', '.join(PLACES)}")
    if len(row.get("reason", "")) > LONGEST_REASON:
        raise ValueError(f"the reason is longer than {LONGEST_REASON} letters")
    made = comparison_id(row["person"], row["item_id"])
    return HumanComparison.from_json({"reason": "", "at": "", **row, "id": row.get("id") or made})


def _json(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise ValueError("not a JSON record") from error
    if not isinstance(row, dict):
        raise ValueError("not a JSON record")
    return row
