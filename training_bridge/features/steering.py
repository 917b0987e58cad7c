"""Holding one feature at another value while the model answers.

Behind the layer the activations h become h + (wanted - z) d, with z the feature's latent and d its direction
in the dictionary: all that the dictionary does not explain stays as it is. Scaling by 1 therefore changes
nothing, to the bit. A feature that is not active cannot be scaled, but clamped. The first token is left as
it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from training_bridge.features.activations import hooked
from training_bridge.inert_messages import InertText


@dataclass(frozen=True)
class Steering:
    """What is done to a feature: its latent times `scale`, or `clamp` in its place at every token."""

    feature: int
    scale: float | None = None
    clamp: float | None = None

    def __post_init__(self) -> None:
        """Refuse both or neither."""
        if (self.scale is None) == (self.clamp is None):
            raise ValueError("a feature is either scaled or clamped")


@dataclass(frozen=True)
class SteeredAnswer:
    """The answer as it is, the one with the feature changed, and how likely the first still is.

    `log_probability_change` is in nats a token of the unsteered answer; None where that is empty.
    """

    unsteered: str
    steered: str
    log_probability_change: float | None


@contextmanager
def steered(model: Any, sae: Any, layer: int, how: Steering) -> Iterator[None]:
    """Change a feature behind a layer (counted from 1) for as long as the block runs."""
    direction = sae.W_dec[how.feature].detach()

    def change(hidden: Any) -> Any:
        first = 1 if hidden.shape[1] > 1 else 0
        rest = hidden[:, first:]
        latent = sae.encode(rest.float())[..., how.feature : how.feature + 1]
        wanted = latent * how.scale if how.scale is not None else latent.new_full(latent.shape, how.clamp)
        changed = hidden.clone()
        changed[:, first:] = rest + ((wanted - latent) * direction).to(hidden.dtype)
        return changed

    with hooked(model, layer, change):
        yield


def steer(
    model: Any, tokenizer: Any, sae: Any, layer: int, prompt: str, ways: Sequence[Steering], tokens: int
) -> list[SteeredAnswer]:
    """Answer one prompt greedily as the model is, and with each way of changing a feature."""
    asked = _asked(model, tokenizer, prompt)
    plain = _written(model, tokenizer, asked, tokens)
    text = _text(tokenizer, plain)
    before = _log_probability(model, asked, plain)
    found = []
    for how in ways:
        with steered(model, sae, layer, how):
            answer = _text(tokenizer, _written(model, tokenizer, asked, tokens))
            after = _log_probability(model, asked, plain)
        change = after - before if after is not None and before is not None else None
        found.append(SteeredAnswer(text, answer, change))
    return found


def _asked(model: Any, tokenizer: Any, prompt: str) -> Any:
    message = {"role": "user", "content": InertText(tokenizer).message(prompt)}
    rendered = tokenizer.apply_chat_template([message], add_generation_prompt=True, tokenize=False)
    return tokenizer(rendered, add_special_tokens=False, return_tensors="pt")["input_ids"].to(model.device)


def _written(model: Any, tokenizer: Any, asked: Any, tokens: int) -> Any:
    """Give the new tokens (1, n) of a greedy answer."""
    import torch

    with torch.inference_mode():
        whole = model.generate(
            input_ids=asked,
            attention_mask=asked.new_ones(asked.shape),
            max_new_tokens=tokens,
            do_sample=False,
            temperature=None,
            top_p=None,
            top_k=None,
            pad_token_id=tokenizer.pad_token_id,
        )
    return whole[:, asked.shape[1] :]


def _log_probability(model: Any, asked: Any, answer: Any) -> float | None:
    """Give the log-probability of an answer, in nats a token."""
    import torch

    if not answer.shape[1]:
        return None
    whole = torch.cat([asked, answer], dim=1)
    with torch.inference_mode():
        logits = model(input_ids=whole, use_cache=False).logits[0, asked.shape[1] - 1 : -1].float()
    return -float(torch.nn.functional.cross_entropy(logits, answer[0]))


def _text(tokenizer: Any, tokens: Any) -> str:
    return str(tokenizer.decode(tokens[0], skip_special_tokens=True)).strip()
