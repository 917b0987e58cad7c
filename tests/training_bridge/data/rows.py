"""Folders with training rows, for the tests of what becomes of them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training_bridge.prompts import load_own_prompts


def row(prompt: str, answer: str, *, principle: str | None = None, number: int = 0) -> dict[str, Any]:
    """Give a row of the supervised stage."""
    return {
        "id": f"row-{number}",
        "kind": "revision" if principle else "helpful",
        "prompt": [{"role": "user", "content": prompt}],
        "completion": [{"role": "assistant", "content": answer}],
        "principle_id": principle,
    }


def clean_rows(count: int = 96) -> list[dict[str, Any]]:
    """Give our own helpful prompts and answers as rows."""
    helpful = [prompt for prompt in load_own_prompts() if prompt.kind == "helpful" and prompt.response]
    return [row(each.text, each.response or "", number=n) for n, each in enumerate(helpful[:count])]


def write_rows(folder: Path, rows: Iterable[dict[str, Any]], stage: str = "sft") -> Path:
    """Write a stage's rows where training reads them."""
    path = folder / "data" / stage / "train.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows))
    return folder
