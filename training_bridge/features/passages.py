"""What a feature seems to stand for: where it is most active, what is near it, which words it raises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from training_bridge.features.activations import TokenRows
from training_bridge.features.texts import FeatureText

AROUND = 16
"""Tokens shown on each side of the one at which the feature is most active."""
NEAREST = 5
WORDS = 8


def top_passages(
    latents: Any, tokens: TokenRows, texts: Sequence[FeatureText], tokenizer: Any, count: int
) -> list[dict[str, Any]]:
    """Give the passages at which one feature is most active, at most one of each prompt.

    `latents` are the feature's values at all tokens that are looked at, in their order.
    """
    starts = tokens.starts
    peaks = sorted(
        ((float(values.max()), place, int(values.argmax())) for place, values in _by_text(latents, tokens)),
        key=lambda peak: (-peak[0], peak[1]),
    )
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for strength, place, where in peaks:
        text = texts[place]
        if strength <= 0 or len(found) == count or text.prompt in seen:
            continue
        seen.add(text.prompt)
        row = tokens.rows[place]
        at = tokens.skipped + where
        first, last = max(tokens.skipped, at - AROUND), at + 1 + AROUND
        pieces = [tokenizer.decode(part) for part in (row[first:at], row[at : at + 1], row[at + 1 : last])]
        span = latents[starts[place] : starts[place] + len(row) - tokens.skipped]
        found.append(
            {
                "text_id": text.id,
                "source": text.source,
                "before": pieces[0],
                "token": pieces[1],
                "after": pieces[2],
                "activation": strength,
                "active_tokens": int((span > 0).sum()),
            }
        )
    return found


def nearest_features(directions: Any, number: int) -> list[dict[str, Any]]:
    """Give the features whose directions (features, width; length one) lie nearest, by cosine."""
    cosines = directions @ directions[number]
    cosines[number] = -np.inf
    order = np.argsort(-cosines, kind="stable")[:NEAREST]
    return [{"feature": int(each), "cosine": float(cosines[each])} for each in order]


def likelier_words(model: Any, tokenizer: Any, direction: Any) -> list[str]:
    """Give the tokens whose scores the direction raises most, read straight off it.

    The logit lens (nostalgebraist 2020, *interpreting GPT: the logit lens*): no layer behind takes part.
    """
    import torch

    base = model.get_base_model() if hasattr(model, "get_base_model") else model
    norm = getattr(getattr(base, "model", None), "norm", None)
    weight = getattr(norm, "weight", None)
    with torch.inference_mode():
        ready = torch.as_tensor(direction, device=base.device)
        ready = (ready * weight.float() if weight is not None else ready).to(base.dtype)
        scores = base.get_output_embeddings().weight @ ready
        return [str(tokenizer.decode([int(each)])) for each in scores.float().topk(WORDS).indices]


def _by_text(latents: Any, tokens: TokenRows) -> list[tuple[int, Any]]:
    return [
        (place, latents[start : start + count])
        for place, (start, count) in enumerate(zip(tokens.starts, tokens.counts, strict=True))
        if count
    ]
