"""The form of requests and answers at `/chat/completions` and `/completions`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from constitution.exports.inert_text import inert
from training_bridge.generation.http_connection import TryAgainError
from training_bridge.generation.interface import Generation, GenerationError, Request, Sampling, Usage
from training_bridge.generation.remembered_answers import Answer

_THOUGHTS = re.compile(r"\A\s*<think>.*?(</think>|\Z)", re.DOTALL)


def completion_request(model: str, request: Request, sampling: Sampling) -> tuple[str, dict[str, Any]]:
    """Give the address and the body for a request. Nothing changes before its text, so that caches hit."""
    body: dict[str, Any] = {
        "model": model,
        "max_tokens": sampling.max_new_tokens,
        "temperature": sampling.temperature,
        "seed": sampling.seed,
    }
    if request.stop:
        body["stop"] = list(request.stop)
    if request.style == "chat":
        return "/chat/completions", {
            **body,
            "messages": [{"role": "user", "content": inert(request.text)}],
        }
    return "/completions", {**body, "prompt": inert(request.text)}


def first_choice(answer: Any, path: str) -> Answer:
    """Give the first choice of an answer. Raises TryAgainError where it holds none with a text."""
    choices = answer.get("choices") if isinstance(answer, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise TryAgainError(f"{path} answered with something other than a completion", busy=False)
    choice: Answer = choices[0]
    message = choice.get("message")
    written = message.get("content") if isinstance(message, dict) else choice.get("text")
    if not isinstance(written, str) and not choice.get("logprobs"):
        raise TryAgainError(f"{path} answered without a text", busy=False)
    return choice


def read_generation(choice: Mapping[str, Any], request: Request, used: Usage, address: str) -> Generation:
    """Read what was written, up to the request's stop sequence, which some servers pass over."""
    message = choice.get("message")
    text = message.get("content") if isinstance(message, dict) else choice.get("text")
    if not isinstance(text, str):
        raise GenerationError(f"{address} answered without a text")
    # What a reasoning model thinks aloud is no part of its answer.
    text = _THOUGHTS.sub("", text)
    ends = [place for place in (text.find(stop) for stop in request.stop) if place >= 0]
    finished = bool(ends) or choice.get("finish_reason") == "stop"
    text = text[: min(ends)] if ends else text
    return Generation(text.strip(), used.new_tokens or len(text.split()), finished)


def told_usage(told: Any) -> Usage:
    """Read what a server says of the tokens of one request; zeros where it says nothing."""
    told = told if isinstance(told, dict) else {}
    details = told.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Usage(1, told.get("prompt_tokens") or 0, cached or 0, told.get("completion_tokens") or 0)
