"""What an ablation leaves behind, written by hand: figures for the summary, and a folder to trace in."""

import json
from pathlib import Path
from typing import Any

from training_bridge.record_files import json_lines, write_json, write_whole


def difference(value: float, verdict: str = "no clear change") -> dict[str, Any]:
    """Give one difference as the stage writes it."""
    interval = [value - 0.01, value + 0.01]
    return {"value": value, "interval": interval, "items": 138, "p_value": 0.01, "verdict": verdict}


def left_out(kind: str, name: str, principles: list[str], cause: str, value: float = -0.1) -> dict[str, Any]:
    """Give one thing left out with its figures."""
    verdict = "no clear change" if cause == "nothing shown" else "rise" if value > 0 else "fall"
    margin = {
        "to_full": difference(value, verdict),
        "to_random": difference(value + 0.005, verdict),
        "random_to_full": difference(-0.005),
        "random_differences": [-0.005, 0.002],
        "by_chance": 1 / 3,
        "cause": cause,
    }
    refused = {"to_full": {**difference(0.0), "items": 24}, "cause": "nothing shown"}
    return {
        "left_out": f"{kind}:{name}",
        "kind": kind,
        "name": name,
        "principles": principles,
        "rows": 89,
        "rows_left_out": 3,
        "random_controls": 2,
        "figures": {"margin": margin, "harmful prompts refused": refused},
        "themes": {"no-harm": {"value": -0.1, "interval": [-0.2, 0.0], "items": 9}},
    }


def figures(*things: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Give the figures of the stage."""
    return {
        "comparisons": 6,
        "left_out": list(things),
        "trainings": 3 * len(things),
        "steps": 46,
        "not_done": {"principle:p02": "no training row came of it"},
        "groups": {
            "A": {"principles": ["p01"], "mean_owed": 0.012},
            "B": {"principles": [], "mean_owed": None},
        },
        "no_groups": "",
        "withheld": [],
        "nearest": {"items": 2, "by_gradient": 1, "mean_rank_correlation": 0.1, "rank_correlations": [0.1]},
        **changed,
    }


def write_nearest(folder: Path, constitution: dict[str, Any], *, words: str = "How do I lie?") -> None:
    """Write a run's folder as far as tracing reads it: one pair, one answered prompt, two training rows."""
    write_json(folder / "constitution.json", constitution)
    rows = [
        {
            "id": "a" * 16,
            "kind": "revision",
            "principle_id": "p01",
            "prompt": [{"role": "user", "content": "May I lie to my sister?"}],
            "completion": [{"role": "assistant", "content": "Rather talk with her."}],
        },
        {
            "id": "b" * 16,
            "kind": "helpful",
            "principle_id": None,
            "prompt": "How do plants drink?",
            "completion": "By their roots.",
        },
    ]
    write_whole(folder / "data" / "sft" / "train.jsonl", json_lines(rows))
    near = [
        {"row_id": "a" * 16, "kind": "revision", "principle_id": "p01", "similarity": 0.61, "rank": 1},
        {"row_id": "b" * 16, "kind": "helpful", "principle_id": None, "similarity": -0.2, "rank": 2},
    ]
    origin = {"encoder": "words", "encoder_sha256": "c" * 64, "adapter_sha256": "d" * 64}
    pair = {
        "item": "pair-001",
        "kind": "pair",
        "prompt": words,
        "answer": "You should not.",
        "other": "Like this.",
        "rows": near,
        "provenance": origin,
    }
    items = [
        {**pair, "id": "1" * 16, "by": "meaning", "principles": [{"principle_id": "p01", "similarity": 0.5}]},
        {**pair, "id": "2" * 16, "by": "gradient", "rank_correlation": 0.25},
        {
            **pair,
            "id": "3" * 16,
            "item": "helpful-7",
            "kind": "answer",
            "by": "meaning",
            "prompt": "How does bread rise?",
            "answer": "By yeast.",
            "other": "",
            "principles": [],
        },
    ]
    write_whole(folder / "ablation" / "nearest.jsonl", json_lines(items))
    said = [
        {
            "id": str(number) * 16,
            "phase": phase,
            "answer": f"{phase}: by yeast.",
            "provenance": {"prompt_id": "helpful-7"},
        }
        for number, phase in enumerate(("before", "after"))
    ]
    write_whole(folder / "evaluation" / "answers.jsonl", json_lines(said))


def files_of(folder: Path) -> dict[str, bytes]:
    """Give every file with its content."""
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def json_of(text: str) -> Any:
    """Read the last line of a command's output."""
    return json.loads(text.strip().splitlines()[-1])
