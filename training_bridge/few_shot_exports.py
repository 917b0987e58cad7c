"""The few-shot transcripts in the shapes that other programs read. PURE.

They belong to the procedure and not to the constitution, so they are exported with a run: llm-swarm reads
them from `system_chat` of its one file, NeMo-Aligner as `samples`, and Anthropic's own files have whole
transcripts. What these programs make of a text is a conversation, so each text is one line without marks of
a turn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from constitution.exports.training_files import llm_swarm_constitution, one_line
from training_bridge.prompts import FewShot


def llm_swarm_file(few_shots: Sequence[FewShot], principles: Sequence[Mapping[str, Any]]) -> bytes:
    """Return llm-swarm's constitution file with the examples as `system_chat`: six messages each."""
    content = json.loads(llm_swarm_constitution(principles))
    return _json({**content, "system_chat": [_messages(shot, "user", "assistant") for shot in few_shots]})


def nemo_samples(few_shots: Sequence[FewShot]) -> bytes:
    """Return NeMo-Aligner's file of few-shot samples: roles "User" and "Assistant", six messages each."""
    return _json({"samples": [_messages(shot, "User", "Assistant") for shot in few_shots]})


def whole_transcripts(few_shots: Sequence[FewShot]) -> bytes:
    """Return transcripts as in Anthropic's `CritiqueRevisionFewShotPrompts.json`, a list of strings."""
    return _json([_transcript(shot) for shot in few_shots])


def _turns(shot: FewShot) -> tuple[str, ...]:
    said = (
        shot.prompt,
        shot.response,
        shot.critique_request,
        shot.critique,
        shot.revision_request,
        shot.revision,
    )
    return tuple(one_line(text) for text in said)


def _messages(shot: FewShot, person: str, model: str) -> list[dict[str, str]]:
    return [
        {"role": model if place % 2 else person, "content": said} for place, said in enumerate(_turns(shot))
    ]


def _transcript(shot: FewShot) -> str:
    names = ("Human", "Assistant", "CritiqueRequest", "Critique", "RevisionRequest", "Revision")
    turns = (f"\n\n{name}: {said}" for name, said in zip(names, _turns(shot), strict=True))
    return "".join(turns) + "\n\nHuman:"


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
