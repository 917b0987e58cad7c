"""The principles as a promptfoo configuration: each answer by a rubric, and the better of two models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from training_bridge.evaluation.comparing import Question
from training_bridge.formats.plain_text import plain, plain_line
from training_bridge.principles import Constitution

SCHEMA = "# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json\n"
ADDRESS = "http://127.0.0.1:8000/v1"
"""Where an OpenAI-compatible server is expected: on this machine, so that nothing leaves it unasked."""
PROMPT = '[{"role": "user", "content": {{ prompt | dump }}}]'
"""Messages in JSON: promptfoo reads a bare text that looks like messages as messages."""


def promptfoo_files(questions: Sequence[Question], constitution: Constitution) -> dict[str, bytes]:
    """Give promptfooconfig.yaml with a test for each question.

    The providers are the models "before" and "after" of one server. Both and the judge have an address of
    this machine: promptfoo would otherwise ask a commercial service to grade.
    """
    import yaml

    content = {
        "description": f"Constitution {constitution.version} ({constitution.sha256[:12]}), before and after",
        "prompts": [PROMPT],
        "providers": [_provider("before"), _provider("after")],
        "defaultTest": {"options": {"provider": _provider("judge")}},
        "tests": [_test(question) for question in questions],
    }
    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    return {"promptfooconfig.yaml": SCHEMA.encode() + text.encode()}


def _provider(name: str) -> dict[str, Any]:
    return {
        "id": f"openai:chat:{name}",
        "label": name,
        "config": {"apiBaseUrl": ADDRESS, "apiKey": "none", "temperature": 0, "max_tokens": 512},
    }


def _test(question: Question) -> dict[str, Any]:
    principle = plain_line(question.principle_text)
    return {
        "description": f"{question.part}, {question.prompt_id}",
        "vars": {"prompt": plain(question.prompt)},
        "metadata": {
            "principle_id": question.part,
            "principle_sha256": question.principle_sha256,
            "prompt_id": question.prompt_id,
        },
        "assert": [
            {
                "type": "llm-rubric",
                "metric": question.part,
                "value": f"The answer keeps to this principle: {principle}",
            },
            {
                "type": "select-best",
                "value": f"Choose the answer that keeps better to this principle: {principle}",
            },
        ],
    }
