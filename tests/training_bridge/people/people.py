"""Items, and people who compare them, for the tests of human feedback."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.training_bridge.training.folders import pair
from training_bridge.people.comparisons import Choice, HumanComparison, HumanItem, comparison_id
from training_bridge.people.items import draw_items
from training_bridge.people.preferences import HumanPreference, human_preferences
from training_bridge.people.settings import PeopleSettings
from training_bridge.record_files import json_lines, write_whole
from training_bridge.records import PreferencePair

SHORT: dict[str, Choice] = {"1": "first", "2": "second", "=": "same", "-": "skip"}


def pairs(count: int, principles: int = 2, **changes: Any) -> list[PreferencePair]:
    """Give pairs that a judge compared, principles taking turns; every fourth is of a harmless request."""
    return [
        pair(
            number,
            principle_id=f"p{number % principles + 1:02}",
            principle_sha256=f"{number % principles + 1}" * 64,
            kind="helpful" if number % 4 == 0 else "red-team",
            **changes,
        )
        for number in range(count)
    ]


def items_of(judged: list[PreferencePair], kind: str = "principle") -> list[HumanItem]:
    """Give an item for each of them, in their order."""
    share = 0.0 if kind == "principle" else 1.0
    drawn = draw_items(judged, PeopleSettings(items=len(judged), helpful_share=share))
    return [next(item for item in drawn if item.feedback_id == each.id) for each in judged]


def said(item: HumanItem, choices: str) -> list[HumanComparison]:
    """Let a person each say one thing of an item: 1, 2, = or -."""
    return [comparison(item, f"person-{number}", SHORT[choice]) for number, choice in enumerate(choices, 1)]


def comparison(item: HumanItem, person: str, choice: Choice, **changes: Any) -> HumanComparison:
    """Give what one person said of one item."""
    row = {
        "id": comparison_id(person, item.id),
        "item_id": item.id,
        "person": person,
        "shown_first": "first",
        "choice": choice,
        "reason": "",
        "at": "2026-01-01T12:00:00+00:00",
    }
    return HumanComparison.from_json({**row, **changes})


def preference(item: HumanItem, choices: str, settings: PeopleSettings | None = None) -> HumanPreference:
    """Give what people said of an item, all together."""
    [made] = human_preferences([item], said(item, choices), settings or PeopleSettings(), seed=1)
    return made


def write_comparisons(folder: Path, rows: Iterable[HumanComparison]) -> Path:
    """Write what people said into a run's folder."""
    path = folder / "people" / "comparisons.jsonl"
    write_whole(path, json_lines(row.to_json() for row in rows))
    return path


def read_items(folder: Path) -> list[HumanItem]:
    """Read what people are asked in a run."""
    lines = (folder / "data" / "human_items.jsonl").read_text().splitlines()
    return [HumanItem.from_json(json.loads(line)) for line in lines]
