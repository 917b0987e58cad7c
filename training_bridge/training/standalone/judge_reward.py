"""A reward for `trl grpo` and `trl rloo`: how much better than the reference answer a judge finds an answer.

Named by a recipe's `reward_funcs`. Needs nothing but Python and an OpenAI-compatible server that gives
log-probabilities at `/completions` (vLLM does):

    JUDGE_URL=http://judge:8000/v1 JUDGE_MODEL=name trl grpo --config recipes/grpo_judge.yaml

`JUDGE_KEY` is its key where it wants one, `JUDGE_CALLS` the number of questions asked at the same time (8).
Every answer is compared with the reference in both orders, because judges prefer places; the reward is the
log-odds of the mean, between -5 and 5. The judge's examples and the form of a question are in
`judge_prompt.json` beside this file. An answer that the judge cannot be asked about has no reward (None).
"""

import asyncio
import json
import math
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

MOST = 5.0
ATTEMPTS = 4
TIMEOUT = 120.0
CHOICE_MARK = re.compile(r"[(\[{\uff08\uff3b\uff5b]\s*([ab])\s*[)\]}\uff09\uff3d\uff5d]", re.IGNORECASE)


async def judge_reward(
    prompts: Sequence[Any],
    completions: Sequence[Any],
    principle_text: Sequence[str],
    reference: Sequence[str],
    **columns: Any,
) -> list[float | None]:
    """Give a reward for each completion. The columns of the rows come as lists of the same length."""
    template = json.loads(Path(__file__).with_name("judge_prompt.json").read_text(encoding="utf-8"))
    free = asyncio.Semaphore(int(os.environ.get("JUDGE_CALLS", "8")))

    async def reward(prompt: Any, answer: Any, principle: str, other: str) -> float | None:
        asked = (text_of(prompt), text_of(answer))
        in_order = ask(principle, asked[0], asked[1], other)
        in_reverse = ask(principle, asked[0], other, asked[1])
        first, second = await asyncio.gather(in_order, in_reverse)
        if first is None or second is None:
            return None
        return log_odds((first + 1 - second) / 2)

    async def ask(principle: str, prompt: str, first: str, second: str) -> float | None:
        async with free:
            text = question(template, principle, prompt, first, second)
            return await asyncio.to_thread(probability_of_a, text, template["choices"])

    rows = zip(prompts, completions, principle_text, reference, strict=True)
    rewards = await asyncio.gather(*(reward(*row) for row in rows))
    if all(each is None for each in rewards):
        raise RuntimeError("The judge answered no question: see JUDGE_URL and JUDGE_MODEL")
    return list(rewards)


def log_odds(probability: float) -> float:
    """Turn a probability into a reward: 0 where both are as good, bounded so that no answer outweighs all."""
    kept = min(max(probability, 1e-9), 1 - 1e-9)
    return max(-MOST, min(MOST, math.log(kept) - math.log1p(-kept)))


def text_of(messages: Any) -> str:
    """Give the text of a prompt or a completion, conversational or plain."""
    if isinstance(messages, str):
        return messages
    return str(messages[-1]["content"])


def question(template: Mapping[str, Any], principle: str, prompt: str, first: str, second: str) -> str:
    """Write the examples and one comparison, up to where the judge's letter stands."""
    texts = {"prompt": prompt, "first": first, "second": second}
    turns = "\n".join(
        f"{name}: {slot(template, texts[part])}".rstrip() for part, name in template["lines"].items()
    )
    pattern, replacement = template["principle"]
    asked = re.sub(pattern, replacement, slot(template, principle))
    return f"{template['examples']}{turns}\n{asked} {template['asks']}"


def slot(template: Mapping[str, Any], text: str) -> str:
    """Bring a text onto one line on which it can neither begin a turn nor pass for a choice."""
    turns = "|".join(rf"\b{re.escape(turn)}" for turn in template["turns"])
    turn_mark = re.compile(rf"({turns})[\s\u200c\u200d]*[:\uff1a\ufe13\ufe55]", re.IGNORECASE)
    asked_mark = re.compile(rf"\b((?i:{template['asks']}))\s+([AB])\b")
    before = ""
    while text != before:
        before = text
        text = turn_mark.sub(r"\1 -", CHOICE_MARK.sub(r"\1", " ".join(text.split())))
        text = asked_mark.sub(r"\1, \2", text).replace("###", "#").replace("<|", "<")
    return text


def probability_of_a(text: str, choices: Sequence[str]) -> float | None:
    """Ask the server for the next token and give the probability of the letter A among both letters."""
    likely = next_tokens(text)
    weights = [
        sum(math.exp(value) for token, value in likely.items() if token.strip() == choice.strip())
        for choice in choices
    ]
    return weights[0] / sum(weights) if sum(weights) else None


def next_tokens(text: str) -> dict[str, float]:
    """Give the log-probabilities of the likeliest next tokens, or nothing where the server gives up."""
    body = {
        "model": os.environ["JUDGE_MODEL"],
        "prompt": text,
        "max_tokens": 1,
        "temperature": 0,
        "logprobs": 5,
    }
    for attempt in range(ATTEMPTS):
        try:
            choice = post("/completions", body)["choices"][0]
            return dict(choice["logprobs"]["top_logprobs"][0])
        except urllib.error.HTTPError as error:
            if error.code not in (408, 409, 429, 500, 502, 503, 504):
                return {}
            time.sleep(float(error.headers.get("Retry-After") or 2**attempt))
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            time.sleep(2**attempt)
    return {}


def post(path: str, body: Mapping[str, Any]) -> Any:
    """Send one request and read its JSON."""
    headers = {"Content-Type": "application/json"}
    if os.environ.get("JUDGE_KEY"):
        headers["Authorization"] = f"Bearer {os.environ['JUDGE_KEY']}"
    address = os.environ["JUDGE_URL"].rstrip("/") + path
    if not address.startswith(("http://", "https://")):
        raise ValueError("JUDGE_URL must begin with http:// or https://")
    request = urllib.request.Request(address, data=json.dumps(body).encode(), headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310  # nosec
        return json.load(answer)
