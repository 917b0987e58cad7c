"""A whole critique-revision stage behind a server that goes away in the middle."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from tests.training_bridge.generation.test_server import Reply, Server, ok, server
from tests.training_bridge.runs import SETTINGS, careful_answer, run
from training_bridge.generation.interface import GenerationError, Request

__all__ = ["server"]


def written(body: dict[str, Any]) -> Reply:
    if "prompt" in body:
        return ok(text=careful_answer(Request(body["prompt"], style="plain")))
    return ok(message={"content": careful_answer(Request(body["messages"][0]["content"]))})


def test_a_run_goes_on_when_its_server_is_back_and_asks_nothing_twice(server: Server, tmp_path: Path) -> None:
    settings = dataclasses.replace(SETTINGS, model="tiny", server=server.url, server_model="big-model")
    server.replies = [*[written] * 8, (401, {}, b"")]
    with pytest.raises(GenerationError, match="401"):
        run(tmp_path / "run", settings=settings)
    answered = [json.dumps(body, sort_keys=True) for _, body, _ in server.asked[:8]]
    server.replies, before = [written], len(server.asked)
    summary = run(tmp_path / "run", settings=settings)
    again = [json.dumps(body, sort_keys=True) for _, body, _ in server.asked[before:]]
    assert not set(again) & set(answered)
    assert summary["prompts"] == SETTINGS.limit
    assert summary["usage"]["big-model"]["requests"] == len(answered) + len(again)
    whole = run(tmp_path / "other", settings=settings)
    assert whole["accepted"] == summary["accepted"]
    records = [
        (tmp_path / name / "data" / "critique_revisions.jsonl").read_bytes() for name in ("run", "other")
    ]
    assert records[0] == records[1]
