"""A small dictionary as its stage leaves it, written by hand, for the pages."""

from pathlib import Path
from typing import Any

from training_bridge.record_files import RecordFile

NAME = "layer20-size1024-k16-00000000"


def comparison(difference: float, *, changed: bool) -> dict[str, Any]:
    return {
        "first": 0.5,
        "second": 0.5 + difference,
        "difference": difference,
        "interval": [difference - 0.1, difference + 0.1],
        "p_value_corrected": 0.01 if changed else 0.6,
        "changed": changed,
    }


def reconstruction(tokens: int, explained: float) -> dict[str, Any]:
    return {
        "tokens": tokens,
        "variance_explained": explained,
        "normalised_error": 1 - explained,
        "active": 15.9,
        "features": 1024,
        "dead": 312,
        "dead_share": 312 / 1024,
    }


def report(*, changed: int = 2) -> dict[str, Any]:
    overall = {"prompts": 40, "tested": 700, "changed": changed, "rose": min(1, changed)}
    return {
        "folder": NAME,
        "folders": [NAME],
        "settings": {"k": 16, "size": 1024},
        "layer": 20,
        "layers": 30,
        "reconstruction": {"train": reconstruction(12000, 0.8), "held_out": reconstruction(4000, 0.61)},
        "loss": {"model": 3.0, "reconstruction": 3.5, "mean": 8.0, "recovered": 0.9},
        "comparisons": {"after - before": overall, "after - control": {**overall, "changed": 0, "rose": 0}},
        "most_changed": [7, 9],
    }


def write_features(folder: Path, *, text: str = "people who are not here") -> None:
    """Write two features, one of them with answers."""
    rows = [
        {
            "id": f"feature-{number}",
            "feature": number,
            "strongest": 9.5,
            "frequency": {"before": 0.1, "after": 0.2},
            "comparisons": {
                "after - before": comparison(difference, changed=True),
                "after - control": comparison(0.01, changed=False),
            },
            "passages": [
                {
                    "text_id": "t1",
                    "source": "answer before",
                    "before": "Think of ",
                    "token": text,
                    "after": " and ask them first.",
                    "activation": 9.5,
                    "active_tokens": 3,
                }
            ],
            "nearest": [
                {"feature": 9 if number == 7 else 7, "cosine": 0.41},
                {"feature": 500, "cosine": 0.3},
            ],
            "words": [" people", " others"],
            "provenance": {},
        }
        for number, difference in ((7, 0.4), (9, -0.3))
    ]
    RecordFile(folder / "features" / NAME / "features.jsonl").append(rows)
    answers = [
        {
            "id": f"feature-7-{number}",
            "feature": 7,
            "scale": scale,
            "clamp": clamp,
            "prompt": "How do I read a letter that is not mine?",
            "unsteered": "Ask whose it is.",
            "steered": steered,
            "log_probability_change": change,
        }
        for number, (scale, clamp, steered, change) in enumerate(
            [(0.0, None, "Ask whose it is.", -0.01), (None, 38.0, "people people people", -2.5)]
        )
    ]
    RecordFile(folder / "features" / NAME / "steering.jsonl").append(answers)
