"""How much of what the model can do is left when it goes on with a dictionary's reconstructions.

Gao et al. 2024, *Scaling and evaluating sparse autoencoders*, section 4.1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from training_bridge.features.activations import TokenRows, hooked


def loss_recovered(
    model: Any, sae: Any, tokens: TokenRows, layer: int, mean: Any, advance: Callable[[int], None]
) -> dict[str, Any]:
    """Compare the model's loss, in nats a token, as it is, with reconstructions, and with the mean instead.

    `recovered` is (loss with the mean - loss with reconstructions) / (loss with the mean - loss as it is):
    1 where nothing is lost. Replaced are the tokens that are looked at, and no others.
    """
    import torch

    centre = torch.as_tensor(mean, dtype=torch.float32, device=model.device)

    def reconstruct(hidden: Any) -> Any:
        rest = hidden[:, tokens.skipped :].float()
        return torch.cat([hidden[:, : tokens.skipped], sae.decode(sae.encode(rest)).to(hidden.dtype)], dim=1)

    def forget(hidden: Any) -> Any:
        changed = hidden.clone()
        changed[:, tokens.skipped :] = centre.to(hidden.dtype)
        return changed

    ways = {"model": None, "reconstruction": reconstruct, "mean": forget}
    sums = dict.fromkeys(ways, 0.0)
    counted = sum(max(0, count - 1) for count in tokens.counts)
    for row in tokens.rows:
        for name, change in ways.items():
            sums[name] += _loss(model, row, tokens.skipped, layer, change)
        advance(1)
    losses = {name: value / max(1, counted) for name, value in sums.items()}
    lost = losses["mean"] - losses["model"]
    recovered = (losses["mean"] - losses["reconstruction"]) / lost if not math.isclose(lost, 0) else None
    return {"texts": len(tokens.rows), "tokens": counted, **losses, "recovered": recovered}


def _loss(model: Any, row: Sequence[int], skipped: int, layer: int, change: Any) -> float:
    import torch

    tokens = torch.tensor([row], device=model.device)
    with torch.inference_mode(), hooked(model, layer, change or (lambda _: None)):
        logits = model(input_ids=tokens, use_cache=False).logits[0, skipped:-1].float()
    return float(torch.nn.functional.cross_entropy(logits, tokens[0, skipped + 1 :], reduction="sum"))
